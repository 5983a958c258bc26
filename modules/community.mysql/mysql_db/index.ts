// Makes, drops, dumps and imports databases of a MySQL or MariaDB server.
import { alias, bool, choice, defineModule, list, path, str, z } from '../../../src/kit/index.js';
import { mysqlLoginArgs } from '../../_shared/mysql-session.js';
import { manageDatabases } from './manage.js';

const args = z.strictObject({
  ...mysqlLoginArgs,
  name: alias(list(str()), 'db').describe('Names of the databases; `all` of dump and import.'),
  state: choice('absent', 'dump', 'import', 'present')
    .default('present')
    .describe('Whether they are there; or write them to `target`, read one from there.'),
  encoding: str().default('').describe('Character set of new databases, and of dump and import.'),
  collation: str().default('').describe('Collation of new databases.'),
  target: path().optional().describe('File of dump and import; .gz, .bz2, .xz and .zst are packed.'),
  single_transaction: bool().default(false).describe('Dump in one transaction.'),
  quick: bool().default(true).describe('Dump row by row, large tables, too.'),
  ignore_tables: list(str()).default([]).describe('Tables that are not dumped, `database.table`.'),
  hex_blob: bool().default(false).describe('Dump binary columns in hexadecimal.'),
  force: bool().default(false).describe('Go on after errors.'),
  master_data: choice('0', '1', '2')
    .default('0')
    .describe('Write where the binary log stands: 1 as a statement, 2 as a comment.'),
  skip_lock_tables: bool().default(false).describe('Dump without locking tables.'),
  dump_extra_args: str().optional().describe('Further options of the dump.'),
  use_shell: bool().default(false).describe('Means nothing here: the import is always a pipe of a shell.'),
  unsafe_login_password: bool().default(false).describe('Means nothing here: passwords are on no command line.'),
  restrict_config_file: bool().default(false).describe('Read `config_file` only, no other configuration.'),
  check_implicit_admin: bool().default(false).describe('Try root without a password first.'),
  config_overrides_defaults: bool().default(false).describe("The file's host and port win over the defaults."),
  chdir: path().optional().describe('Directory to work in.'),
  pipefail: bool().default(false).describe('Means nothing here: a dump that fails always fails the task.'),
  sql_log_bin: bool().default(true).describe('Whether it is written to the binary log.'),
});
export type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.mysql.mysql_db',
  aliases: ['community.general.mysql_db', 'ansible.mysql.mysql_db'],
  summary: 'Makes, drops, dumps and imports databases of a MySQL or MariaDB server.',
  args,
  returns: z.object({
    db: z.string().describe('The names with blanks between.'),
    db_list: z.array(z.string()).describe('The names.'),
    executed_commands: z
      .array(z.string())
      .optional()
      .describe('What was told to the server, or run; not in check mode.'),
  }),
  requires: ['mysql or mariadb, the client'],
  check: 'full',
  diff: false,
  rules(a) {
    const broken: string[] = [];
    if (a.login_port < 0 || a.login_port > 65535) broken.push('login_port must be a valid unix port number (0-65535)');
    const moves = a.state === 'dump' || a.state === 'import';
    if (moves && a.target === undefined) broken.push(`with state=${a.state} target is required`);
    if (!moves && a.name.join() === 'all')
      broken.push("name is not allowed to equal 'all' unless state equals import, or dump.");
    if (a.state === 'import' && a.name.length > 1)
      broken.push('Multiple databases are not supported with state=import');
    if (a.ignore_tables.includes('')) broken.push('Name of ignored table cannot be empty');
    return broken;
  },
  examples: [
    {
      name: 'A database',
      task: 'community.mysql.mysql_db:\n  name: app\n  encoding: utf8mb4\n  login_unix_socket: /run/mysqld/mysqld.sock',
    },
    {
      name: 'A compressed dump',
      task: 'community.mysql.mysql_db:\n  name: app\n  state: dump\n  target: /var/backups/app.sql.gz',
    },
  ],
  run: manageDatabases,
});
