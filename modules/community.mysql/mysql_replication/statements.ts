// The statements of replication, in the words that servers of a kind and version know; pure.
import { isOlder } from '../../_shared/versions.js';
import { mysqlLiteral } from '../../_shared/mysql-sql.js';
import type { Args } from './index.js';

/** What kind of server it is, from the text of `VERSION()`. */
export interface Server {
  readonly mariadb: boolean;
  readonly version: string;
}

export const serverOf = (text: string): Server => ({
  mariadb: /mariadb/i.test(text),
  version: /^[\d.]+/.exec(text)?.[0] ?? '',
});

const replicaTerm = ({ mariadb, version }: Server): 'REPLICA' | 'SLAVE' =>
  isOlder(version, mariadb ? '10.5.1' : '8.0.22') ? 'SLAVE' : 'REPLICA';

const saysSource = ({ mariadb, version }: Server): boolean => !mariadb && !isOlder(version, '8.0.23');

/** Which connection or channel a statement is about. */
const named = (a: Args): { readonly connection: string; readonly channel: string } => ({
  connection: a.connection_name === undefined || a.connection_name === '' ? '' : ` ${mysqlLiteral(a.connection_name)}`,
  channel: a.channel === undefined || a.channel === '' ? '' : ` FOR CHANNEL ${mysqlLiteral(a.channel)}`,
});

/** The spellings of a question, the newest first: a server refuses those it does not know. */
export function statusQuestions(a: Args): readonly string[] {
  if (a.mode === 'getprimary') return ['SHOW BINLOG STATUS', 'SHOW BINARY LOG STATUS', 'SHOW MASTER STATUS'];
  const { connection, channel } = named(a);
  return ['REPLICA', 'SLAVE'].map((term) => `SHOW ${term}${connection} STATUS${channel}`);
}

/** The statement of a mode that changes something. */
export function statementOf(a: Args, server: Server): string {
  const term = replicaTerm(server);
  const { connection, channel } = named(a);
  switch (a.mode) {
    case 'startreplica':
      return `START ${term}${connection}${channel}`;
    case 'stopreplica':
      return `STOP ${term}${connection}${channel}`;
    case 'resetreplica':
      return `RESET ${term}${connection}${channel}`;
    case 'resetreplicaall':
      return `RESET ${term}${connection} ALL${channel}`;
    case 'resetprimary':
      return server.mariadb || isOlder(server.version, '8.4.0') ? 'RESET MASTER' : 'RESET BINARY LOGS AND GTIDS';
    default:
      return `${changeHead(a, server)}${a.mode === 'changeprimary' ? connection : ''} TO ${assignments(a, server).join(',')}${channel}`;
  }
}

/** How the change of the primary begins. */
export const changeHead = (a: Args, server: Server): string =>
  a.mode === 'changereplication' || saysSource(server) ? 'CHANGE REPLICATION SOURCE' : 'CHANGE MASTER';

/** What is changed of the primary, in the order the documentation has it. */
export function assignments(a: Args, server: Server): string[] {
  const prefix = a.mode === 'changereplication' || saysSource(server) ? 'SOURCE_' : 'MASTER_';
  // `compat:` the mode changereplication asks the server's version for this one name.
  const verify = saysSource(server) ? 'SOURCE_' : 'MASTER_';
  const text = (name: string, value: string | undefined): string[] =>
    value === undefined ? [] : [`${name}=${mysqlLiteral(value)}`];
  const plain = (name: string, value: number | string | undefined): string[] =>
    value === undefined ? [] : [`${name}=${value}`];
  const flag = (name: string, value: boolean | undefined): string[] =>
    value === undefined ? [] : [`${name}=${value ? 1 : 0}`];
  return [
    ...text(`${prefix}HOST`, a.primary_host),
    ...text(`${prefix}USER`, a.primary_user),
    ...text(`${prefix}PASSWORD`, a.primary_password),
    ...plain(`${prefix}PORT`, a.primary_port),
    ...plain(`${prefix}CONNECT_RETRY`, a.primary_connect_retry),
    ...text(`${prefix}LOG_FILE`, a.primary_log_file),
    ...plain(`${prefix}LOG_POS`, a.primary_log_pos),
    ...plain(`${prefix}DELAY`, a.primary_delay),
    ...text('RELAY_LOG_FILE', a.relay_log_file),
    ...plain('RELAY_LOG_POS', a.relay_log_pos),
    ...flag(`${prefix}SSL`, a.primary_ssl),
    ...text(`${prefix}SSL_CA`, a.primary_ssl_ca),
    ...text(`${prefix}SSL_CAPATH`, a.primary_ssl_capath),
    ...text(`${prefix}SSL_CERT`, a.primary_ssl_cert),
    ...text(`${prefix}SSL_KEY`, a.primary_ssl_key),
    ...text(`${prefix}SSL_CIPHER`, a.primary_ssl_cipher),
    ...flag(`${verify}SSL_VERIFY_SERVER_CERT`, a.primary_ssl_verify_server_cert),
    ...(a.primary_auto_position ? [`${prefix}AUTO_POSITION=1`] : []),
    ...(a.mode === 'changeprimary' ? plain('MASTER_USE_GTID', gtid(a, server)) : []),
  ];
}

function gtid({ primary_use_gtid }: Args, server: Server): string | undefined {
  if (primary_use_gtid === 'disabled') return 'no';
  return primary_use_gtid === 'replica_pos' && replicaTerm(server) === 'SLAVE' ? 'slave_pos' : primary_use_gtid;
}

/** Columns that are numbers; the client prints all as text. */
const NUMBERS =
  /^(?:Position|Auto_Position|(?!Gtid).*(?:_Port|_Retry|_Pos|_Errno|_Counter|_Space|_Server_Id|_Groups|SQL_\w*Delay|Seconds_Behind_\w+))$/;

/** A row of SHOW … STATUS with its numbers. */
export function statusRow(row: Readonly<Record<string, string | null>>): Record<string, unknown> {
  const value = ([key, text]: [string, string | null]): [string, unknown] => [
    key,
    text !== null && NUMBERS.test(key) && /^-?\d{1,15}$/.test(text) ? Number(text) : text,
  ];
  return Object.fromEntries(Object.entries(row).map(value));
}
