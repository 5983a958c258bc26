// Talks to a PostgreSQL server through psql on the host: one process, SQL on its standard input, JSON or errors back.
import {
  alias,
  choice,
  dict,
  int,
  lines,
  ModuleFailure,
  path,
  script,
  sh,
  secret,
  str,
  type ChangeNote,
  type HostHands,
  type HostView,
  type RunContext,
  type Script,
  type ScriptResult,
} from '../../src/kit/index.js';
import { newMark } from './file-tree.js';
import type { Sql } from './postgres-sql.js';

/** How to log in: what all modules for PostgreSQL take. */
export const loginArgs = {
  login_user: alias(str().default('postgres'), 'login').describe('The role to log in as.'),
  login_password: secret(
    str().default('').describe('Its password; without one the server must trust us or ask the system.'),
  ),
  login_host: alias(str().default(''), 'host').describe(
    'Where the server is, as the target sees it; default its socket.',
  ),
  login_unix_socket: alias(str().default(''), 'unix_socket').describe("Directory of the server's socket."),
  port: alias(int().default(5432), 'login_port').describe('Port of the server.'),
  ssl_mode: choice('allow', 'disable', 'prefer', 'require', 'verify-ca', 'verify-full')
    .default('prefer')
    .describe('Whether the connection is encrypted and what is checked.'),
  ca_cert: alias(str().optional(), 'ssl_rootcert').describe('File of the authorities that sign server certificates.'),
  ssl_cert: path().optional().describe('File of the certificate to log in with.'),
  ssl_key: path().optional().describe("File of the certificate's key."),
  connect_params: dict(str()).default({}).describe('Further settings of libpq, which win over the others.'),
};

interface Login {
  readonly login_user: string;
  readonly login_password: string;
  readonly login_host: string;
  readonly login_unix_socket: string;
  readonly port: number;
  readonly ssl_mode: string;
  readonly ca_cert?: string | undefined;
  readonly ssl_cert?: string | undefined;
  readonly ssl_key?: string | undefined;
  readonly connect_params: Readonly<Record<string, string>>;
  readonly session_role?: string | undefined;
}

/** Settings of libpq; what is empty is left to its defaults. */
export function connectionSettings(a: Login, database: string | undefined): Record<string, string> {
  const local = a.login_host === '' || a.login_host === 'localhost';
  const host = local && a.login_unix_socket !== '' ? a.login_unix_socket : a.login_host;
  const settings: Record<string, string | undefined> = {
    host,
    user: a.login_user,
    port: String(a.port),
    sslmode: a.ssl_mode,
    sslrootcert: a.ca_cert,
    sslcert: a.ssl_cert,
    sslkey: a.ssl_key,
    dbname: database,
    password: a.login_password,
    ...a.connect_params,
  };
  return Object.fromEntries(
    Object.entries(settings).filter((e): e is [string, string] => e[1] !== undefined && e[1] !== ''),
  );
}

/** The settings as one text of libpq, and the password apart: it must not be on a command line. */
export function conninfo(settings: Readonly<Record<string, string>>): {
  readonly text: string;
  readonly env: Record<string, string>;
} {
  const { password, ...open } = settings;
  if ('sslpassword' in open)
    throw new ModuleFailure(
      "'sslpassword' of connect_params would be seen in the list of processes: use a key without one",
    );
  const text = Object.entries(open)
    .map(([key, value]) => `${key}='${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`)
    .join(' ');
  return { text, env: password === undefined ? {} : { PGPASSWORD: password } };
}

/** Where psql has begun with what it was given: connected, and in the role. */
const CONNECTED = '@tsplay-connected';
const READY = '@tsplay-ready';

export interface Answer {
  readonly stdout: string;
  /** The server's error, as drivers tell it: message, then detail, hint and line. */
  readonly error: string | undefined;
  readonly connected: boolean;
}

export class Postgres {
  private readonly script: Script;
  private readonly env: Record<string, string>;

  constructor(
    private readonly login: Login,
    database: string | undefined,
    options: { readonly quiet: boolean } = { quiet: true },
  ) {
    const { text, env } = conninfo(connectionSettings(login, database));
    this.env = { PGCLIENTENCODING: 'UTF8', PGAPPNAME: 'tsplay', ...env };
    this.script = sh`(command -v psql >/dev/null 2>&1 || { echo psql >&2; exit 127; }
cd / # where everybody may be
exec psql -X -A -t ${options.quiet ? ['-q'] : []} -w -v ON_ERROR_STOP=1 -d ${text})`;
  }

  /** What is given to psql: it begins with the role, so that everything after it has its rights. */
  private input(statements: string): string {
    const role = this.login.session_role;
    const prelude = role === undefined ? '' : `SET ROLE "${role.replaceAll('"', '""')}";\n`;
    return `\\echo ${CONNECTED}\n${prelude}\\echo ${READY}\n${statements}\n`;
  }

  private async read(result: ScriptResult): Promise<Answer> {
    const { rc, stdout, stderr } = result;
    if (rc === 127)
      throw new ModuleFailure('psql is not on the host: on Debian it is in the package postgresql-client');
    if (!stdout.startsWith(CONNECTED)) return { stdout: '', error: `${connectionError(stderr)}\n`, connected: false };
    const begun = stdout.slice(CONNECTED.length + 1);
    const error = rc === 0 ? undefined : serverError(stderr);
    if (!begun.startsWith(READY) && !begun.startsWith(`SET\n${READY}`))
      throw new ModuleFailure(`Could not switch role: ${error ?? stderr}`);
    return { stdout: begun.slice(begun.indexOf(READY) + READY.length + 1), error, connected: true };
  }

  /** SQL that only reads, or is rolled back. Errors of the server are in the answer. */
  async probe(host: HostView, statements: string): Promise<Answer> {
    return this.read(await host.probe(this.script, { stdin: this.input(statements), env: this.env }));
  }

  /** The same SQL, which only reads, in several sessions of one login: one round trip for all. */
  static async probeAll(host: HostView, sessions: readonly Postgres[], statements: string): Promise<Answer[]> {
    const [first] = sessions;
    if (!first) return [];
    const mark = newMark();
    const asked = sessions.map(
      (session) => sh`printf %s ${session.input(statements)} | ${session.script}
printf '%s%s' ${mark} "$?"; printf %s ${mark} >&2; printf %s ${mark}`,
    );
    const { stdout, stderr } = await host.probe(lines([...asked, script(':')]), { env: first.env });
    const said = stdout.split(mark);
    const errors = stderr.split(mark);
    return Promise.all(
      sessions.map((session, i) => {
        const text = said[2 * i] ?? '';
        return session.read({
          rc: Number(said[2 * i + 1] ?? 1),
          stdout: text,
          stderr: errors[i] ?? '',
          stdoutBytes: Buffer.from(text),
        });
      }),
    );
  }

  async run(hands: HostHands, statements: string): Promise<Answer> {
    return this.read(await hands.run(this.script, { stdin: this.input(statements), env: this.env }));
  }

  /**
   * Asks for JSON: each query gives one row with one value of type jsonb. One round trip.
   * @throws ModuleFailure when there is no connection, or the server refuses
   */
  async look(host: HostView, queries: readonly Sql[]): Promise<unknown[]> {
    const answer = await this.probe(host, queries.map((q) => `${q.text};`).join('\n'));
    if (!answer.connected) throw new ModuleFailure(`unable to connect to database: ${answer.error}`);
    if (answer.error !== undefined) throw new ModuleFailure(`Database query failed: ${answer.error}`);
    return answer.stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as unknown);
  }

  /**
   * Carries out statements, in one transaction unless said otherwise; in check mode nothing.
   * @param failure puts the server's error into words
   */
  async carryOut(
    { change }: Pick<RunContext<unknown>, 'change'>,
    note: ChangeNote,
    statements: readonly Sql[],
    failure: (error: string) => string,
    options: { readonly autocommit?: boolean } = {},
  ): Promise<void> {
    const body = statements.map((s) => `${s.text.replace(/;\s*$/, '')};`).join('\n');
    await change(note, async (hands) => {
      const answer = await this.run(hands, options.autocommit === true ? body : `BEGIN;\n${body}\nCOMMIT;`);
      if (!answer.connected) throw new ModuleFailure(`unable to connect to database: ${answer.error}`);
      if (answer.error !== undefined) throw new ModuleFailure(failure(answer.error));
    });
  }
}

const connectionError = (stderr: string): string => stderr.trim().replace(/^psql: (?:error: )?/, '');

/** Notices come before the error; what is after it belongs to it. */
function serverError(stderr: string): string {
  const at = stderr.search(/^(?:psql:.*?: )?(?:ERROR|FATAL|PANIC): {2}/m);
  return (at < 0 ? stderr : stderr.slice(at)).replace(/^.*?(?:ERROR|FATAL|PANIC): {2}/, '');
}

const DANGEROUS = [
  /['"].*--/,
  /(?:UNION|INTERSECT|EXCEPT).*SELECT/i,
  /;.*(?:SELECT|UPDATE|INSERT|DELETE|DROP|TRUNCATE|ALTER)/i,
];

/** `trust_input: false`: refuses what looks like SQL where a name or a value is wanted. */
export function refuseDangerous(trusted: boolean, values: readonly unknown[]): void {
  if (trusted) return;
  const texts = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    if (value === null || value === undefined || typeof value === 'boolean') return [];
    if (Array.isArray(value)) return value.flatMap(texts);
    if (typeof value === 'object') return Object.entries(value).flatMap(([k, v]) => [k, ...texts(v)]);
    return typeof value === 'number' || typeof value === 'bigint' ? [String(value)] : [];
  };
  const bad = values.flatMap(texts).filter((text) => DANGEROUS.some((pattern) => pattern.test(text)));
  if (bad.length > 0) throw new ModuleFailure(`Passed input '${bad.join(', ')}' is potentially dangerous`);
}

/** `compat:` what is said when no database is named. */
export const NO_DATABASE = 'Database name has not been passed, used default database to connect to.';
