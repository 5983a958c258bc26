// Says how replication of MySQL or MariaDB goes, starts, stops and resets it, and changes where it comes from.
import { alias, bool, choice, defineModule, int, ModuleFailure, secret, str, z } from '../../../src/kit/index.js';
import { Mysql, mysqlLoginArgs } from '../../_shared/mysql-session.js';
import { pythonRepr } from '../../_shared/python-repr.js';
import { assignments, changeHead, serverOf, statementOf, statusQuestions, statusRow } from './statements.js';

const args = z.strictObject({
  ...mysqlLoginArgs,
  mode: choice(
    'getprimary',
    'getreplica',
    'changeprimary',
    'stopreplica',
    'startreplica',
    'resetprimary',
    'resetreplica',
    'resetreplicaall',
    'changereplication',
  )
    .default('getreplica')
    .describe('What to do; changereplication is for MySQL 8.0.23 and newer.'),
  primary_host: alias(str().optional(), 'master_host').describe('The primary.'),
  primary_user: alias(str().optional(), 'master_user').describe('The user the replica logs in as there.'),
  primary_password: alias(secret(str().optional()), 'master_password').describe('Its password.'),
  primary_port: alias(int().optional(), 'master_port').describe('Its port.'),
  primary_connect_retry: alias(int().optional(), 'master_connect_retry').describe(
    'Seconds between attempts to connect.',
  ),
  primary_log_file: alias(str().optional(), 'master_log_file').describe('The binary log to begin with.'),
  primary_log_pos: alias(int().optional(), 'master_log_pos').describe('Where in it.'),
  primary_delay: alias(int().optional(), 'master_delay').describe('Seconds the replica stays behind.'),
  relay_log_file: str().optional().describe('The relay log to begin with.'),
  relay_log_pos: int().optional().describe('Where in it.'),
  primary_ssl: alias(bool().optional(), 'master_ssl').describe('Whether the connection is encrypted.'),
  primary_ssl_ca: alias(str().optional(), 'master_ssl_ca').describe('File of authorities.'),
  primary_ssl_capath: alias(str().optional(), 'master_ssl_capath').describe('Directory of authorities.'),
  primary_ssl_cert: alias(str().optional(), 'master_ssl_cert').describe('File of the certificate to log in with.'),
  primary_ssl_key: alias(str().optional(), 'master_ssl_key').describe("File of the certificate's key."),
  primary_ssl_cipher: alias(str().optional(), 'master_ssl_cipher').describe('Ciphers that are allowed.'),
  primary_ssl_verify_server_cert: bool().optional().describe("Whether the primary's certificate must be for its name."),
  primary_auto_position: alias(bool(), 'master_auto_position')
    .default(false)
    .describe('Find the place by GTIDs (MySQL).'),
  primary_use_gtid: alias(choice('current_pos', 'replica_pos', 'disabled').optional(), 'master_use_gtid').describe(
    'How the place is found by GTIDs (MariaDB).',
  ),
  connection_name: str().optional().describe('Which connection, of MariaDB.'),
  channel: str().optional().describe('Which channel, of MySQL.'),
  fail_on_error: bool().default(false).describe('Fail when a start, stop or reset is refused; else it is no change.'),
});
export type Args = z.output<typeof args>;

/** What is told of modes that start, stop and reset: done, not done, and how a refusal begins. */
const TOLD = {
  startreplica: ['Replica started ', 'Replica already started (Or cannot be started)', 'START REPLICA'],
  stopreplica: ['Replica stopped', 'Replica already stopped', 'STOP REPLICA'],
  resetprimary: ['Primary reset', 'Primary already reset', undefined],
  resetreplica: ['Replica reset', 'Replica already reset', 'RESET REPLICA'],
  resetreplicaall: ['Replica reset', 'Replica already reset', 'RESET REPLICA ALL'],
} as const;

export default defineModule({
  name: 'community.mysql.mysql_replication',
  aliases: ['community.general.mysql_replication'],
  summary: 'Manages replication of MySQL and MariaDB.',
  args,
  returns: z.looseObject({
    queries: z.array(z.string()).describe('Statements that changed something.'),
  }),
  requires: ['mysql or mariadb, the client'],
  check: 'none',
  diff: false,
  rules: (a) =>
    a.connection_name !== undefined && a.channel !== undefined
      ? ['parameters are mutually exclusive: connection_name|channel']
      : [],
  examples: [
    {
      name: 'Replicate from db1',
      task: "community.mysql.mysql_replication:\n  mode: changeprimary\n  primary_host: db1.example.org\n  primary_user: replica\n  primary_password: '{{ replica_password }}'\n  primary_use_gtid: replica_pos",
    },
    { name: 'Start', task: 'community.mysql.mysql_replication:\n  mode: startreplica' },
    { name: 'How it goes', task: 'community.mysql.mysql_replication:\n  mode: getreplica' },
  ],
  async run({ args: a, host, change }) {
    const database = new Mysql(a);
    if (a.mode === 'getprimary' || a.mode === 'getreplica') {
      const [rows] = await database.rows(host, [statusQuestions(a)]);
      const status = rows?.[0] && statusRow(rows[0]);
      if (a.mode === 'getprimary')
        return status && 'File' in status && 'Position' in status
          ? { queries: [], ...status, Is_Primary: true }
          : { queries: [], Is_Primary: false, msg: NO_PRIMARY };
      return status && ('Slave_IO_Running' in status || 'Replica_IO_Running' in status)
        ? { queries: [], ...status, Is_Replica: true }
        : { queries: [], Is_Replica: false, msg: 'Server is not configured as mysql replica' };
    }
    const [told] = await database.rows(host, [['SELECT VERSION() AS version']]);
    const server = serverOf(told?.[0]?.['version'] ?? '');
    const statement = statementOf(a, server);
    const refused = await change({ summary: statement.split(' TO ')[0] ?? '' }, async (hands) => {
      const { errors } = await database.run(hands, [statement]);
      return errors[0]?.text ?? '';
    });
    const queries = [statement];
    if (a.mode === 'changeprimary' || a.mode === 'changereplication') {
      const list = pythonRepr(assignments(a, server));
      if (refused) throw new ModuleFailure(`${refused}. Query == ${changeHead(a, server)} TO ${list}`);
      return { changed: true, queries };
    }
    const [done, not, what = statement] = TOLD[a.mode];
    if (!refused) return { changed: true, msg: done, queries };
    if (a.fail_on_error) throw new ModuleFailure(`${what} failed: ${refused}`);
    return { changed: false, msg: not, queries };
  },
});

const NO_PRIMARY = 'Server is not configured as mysql primary. Meaning: Binary logs are disabled';
