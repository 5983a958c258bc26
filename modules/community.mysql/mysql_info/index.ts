// Tells what there is on a MySQL or MariaDB server: version, databases, settings, status, accounts, replication.
import { bool, defineModule, list, str, z } from '../../../src/kit/index.js';
import { Mysql, mysqlLoginArgs } from '../../_shared/mysql-session.js';
import { collect, SUBSETS, type Subset } from './subsets.js';
import { grantQuestions, usersInfo } from './users.js';

const args = z.strictObject({
  ...mysqlLoginArgs,
  filter: list(str())
    .optional()
    .describe('What is told: names of parts; with `!` in front: all but these. Default everything.'),
  login_db: str().optional().describe('The database to connect to, where the user may connect to no other.'),
  exclude_fields: list(str())
    .optional()
    .describe('What is not told of databases: `db_size`, which may take long, and `db_table_count`.'),
  return_empty_dbs: bool().default(false).describe('Whether databases without tables are told, too.'),
});

const table = (what: string) => z.record(z.string(), z.unknown()).optional().describe(what);

export default defineModule({
  name: 'community.mysql.mysql_info',
  aliases: ['community.general.mysql_info'],
  summary: 'Tells what there is on a MySQL or MariaDB server.',
  args,
  returns: z.object({
    server_engine: z.string().describe('`MariaDB` or `MySQL`.'),
    version: z
      .object({
        major: z.number().describe('Its first number.'),
        minor: z.number().describe('Its second number.'),
        release: z.number().describe('Its third number.'),
        suffix: z.string().describe('What follows the numbers.'),
        full: z.string().describe('All of it.'),
      })
      .optional()
      .describe('Version of the server.'),
    databases: z
      .record(
        z.string(),
        z.object({
          size: z.number().optional().describe('Bytes of its tables and indexes.'),
          tables: z.number().optional().describe('How many tables and views it has.'),
        }),
      )
      .optional()
      .describe('Databases by name.'),
    settings: table('Global variables by name.'),
    global_status: table('Status variables by name.'),
    users: table('Accounts by host and name, with their global privileges.'),
    users_info: z
      .array(z.record(z.string(), z.unknown()))
      .optional()
      .describe('Accounts in the words of `community.mysql.mysql_user`.'),
    engines: table('Storage engines by name.'),
    master_status: table('Where the binary log is.'),
    slave_status: table('How replication goes, by host, port and user of the primary.'),
    slave_hosts: table('Replicas that are connected, by their numbers.'),
    connector_name: z.string().describe('Always `Unknown`: there is no Python driver.'),
    connector_version: z.string().describe('Always `Unknown`.'),
  }),
  requires: ['mysql or mariadb, the client'],
  check: 'full',
  diff: false,
  examples: [
    { name: 'Everything', task: 'community.mysql.mysql_info:\n  login_unix_socket: /run/mysqld/mysqld.sock' },
    {
      name: 'Databases, but not how large they are',
      task: 'community.mysql.mysql_info:\n  filter:\n    - version\n    - databases\n  exclude_fields: db_size\n  return_empty_dbs: true',
    },
    { name: 'All but the settings', task: "community.mysql.mysql_info:\n  filter: '!settings,!global_status'" },
  ],
  async run({ args: a, host, warn }) {
    const names = Object.keys(SUBSETS) as Subset[];
    const wanted = wantedSubsets(
      (a.filter ?? []).map((one) => one.trim()),
      (one) => {
        warn(`filter element: ${one} is not allowable, ignored`);
      },
    );
    const server = new Mysql(a, a.login_db);
    const asked = names.filter((name) => wanted.has(name));
    const fields = {
      size: a.exclude_fields?.includes('db_size') !== true,
      tables: a.exclude_fields?.includes('db_table_count') !== true,
      empty: a.return_empty_dbs,
    };
    const questions = asked.map((name) => SUBSETS[name](fields));
    const answers = await server.rows(host, [[`SELECT VERSION() AS version`], ...questions.flat()]);
    const mariadb = /mariadb/i.test(answers[0]?.[0]?.['version'] ?? '');
    const told: Record<string, unknown> = {};
    let at = 1;
    for (const [i, name] of asked.entries()) {
      const own = answers.slice(at, (at += questions[i]?.length ?? 0));
      if (name !== 'users_info') told[name] = collect(name, own, fields);
      else {
        const accounts = own[0] ?? [];
        // Privileges are asked of each account by a statement of its own.
        const grants = accounts.length > 0 ? await server.rows(host, grantQuestions(accounts, mariadb)) : [];
        told[name] = usersInfo(accounts, grants, mariadb, warn);
      }
    }
    return {
      server_engine: mariadb ? 'MariaDB' : 'MySQL',
      connector_name: 'Unknown',
      connector_version: 'Unknown',
      ...told,
    };
  },
});

/** Those that are named; those that are not excluded, where only such are named. */
export function wantedSubsets(filter: readonly string[], unknown: (element: string) => void): ReadonlySet<string> {
  const known = filter.filter((one) => {
    const isKnown = one.replace(/^!+/, '') in SUBSETS;
    if (!isKnown) unknown(one);
    return isKnown;
  });
  const included = known.filter((one) => !one.startsWith('!'));
  if (included.length > 0) return new Set(included);
  const excluded = known.map((one) => one.replace(/^!+/, ''));
  return new Set(Object.keys(SUBSETS).filter((name) => !excluded.includes(name)));
}
