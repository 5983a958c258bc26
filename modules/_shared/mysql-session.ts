// Talks to a MySQL or MariaDB server through its client program on the host: SQL on standard input, settings on another.
import {
  alias,
  bool,
  int,
  ModuleFailure,
  path,
  sh,
  secret,
  str,
  type HostHands,
  type HostView,
  type Script,
  type ScriptResult,
} from '../../src/kit/index.js';
import { newMark } from './file-tree.js';
import { mysqlLiteral } from './mysql-sql.js';
import { pythonRepr } from './python-repr.js';

/** How to log in: what all modules for MySQL take. */
export const mysqlLoginArgs = {
  login_user: str().optional().describe('The user to log in as; default what the configuration file says.'),
  login_password: secret(str().optional().describe('Its password; default what the configuration file says.')),
  login_host: str().default('localhost').describe('Where the server is, as the target sees it; localhost: its socket.'),
  login_port: int().default(3306).describe('Port of the server.'),
  login_unix_socket: str().optional().describe("The server's socket."),
  connect_timeout: int().default(30).describe('Seconds to wait for the server.'),
  config_file: path().default('~/.my.cnf').describe('Configuration file with user and password.'),
  ca_cert: alias(path().optional(), 'ssl_ca').describe('File of the authorities that sign server certificates.'),
  client_cert: alias(path().optional(), 'ssl_cert').describe('File of the certificate to log in with.'),
  client_key: alias(path().optional(), 'ssl_key').describe("File of the certificate's key."),
  check_hostname: bool().optional().describe("Whether the server's certificate must be for its name."),
};

export interface MysqlLogin {
  readonly login_user?: string | undefined;
  readonly login_password?: string | undefined;
  readonly login_host: string;
  readonly login_port: number;
  readonly login_unix_socket?: string | undefined;
  readonly connect_timeout: number;
  readonly config_file: string;
  readonly ca_cert?: string | undefined;
  readonly client_cert?: string | undefined;
  readonly client_key?: string | undefined;
  readonly check_hostname?: boolean | undefined;
}

/** A value of an option file: one line, whatever it holds. */
const optionValue = (value: string): string =>
  `"${value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')}"`;

/** Settings of `[client]`, which all its programs understand. */
export function clientOptions(a: MysqlLogin): string[] {
  const socket = a.login_unix_socket;
  // The client takes localhost for its socket; another port must be TCP.
  const tcp = socket === undefined && a.login_host === 'localhost' && a.login_port !== 3306;
  const options: Record<string, string | undefined> = {
    user: a.login_user,
    password: a.login_password,
    socket,
    host: socket === undefined ? a.login_host : undefined,
    port: socket === undefined ? String(a.login_port) : undefined,
    protocol: tcp ? 'tcp' : undefined,
    'ssl-ca': a.ca_cert,
    'ssl-cert': a.client_cert,
    'ssl-key': a.client_key,
  };
  const lines = Object.entries(options).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${optionValue(value)}`],
  );
  return a.check_hostname === true ? [...lines, 'ssl-verify-server-cert'] : lines;
}

/**
 * Defines `client PROGRAM ARGUMENT…`: the program gets the settings by a pipe, so that they are neither in the list of
 * processes nor on the disk. Where there is no socket, localhost is asked by TCP. Standard input is the caller's.
 */
export function clientFunction(a: MysqlLogin, options: readonly string[], restricted = false): Script {
  const include = restricted || /[\r\n]/.test(a.config_file) ? '' : a.config_file;
  return sh`settings() {
  f=${include}
  if [ -n "$f" ] && [ -r "$f" ]; then printf '!include %s\n' "$f"; fi
  printf '%s\n' '[client]' ${[...options]} "$@"
}
client() { { settings | "$@" 3<&0 <&5 5<&-; } 5<&0; }
first() { for p in "$@"; do if command -v "$p" >/dev/null 2>&1; then command -v "$p"; return; fi; done; }
cd / 2>/dev/null`;
}

/** A server's refusal: its number, and its words as drivers for Python tell them. */
interface MysqlError {
  readonly code: number;
  readonly text: string;
  /** The number of the line it stands on. */
  readonly line: number;
}

export interface MysqlAnswer {
  /** Rows of each statement that was told to be a section, in order. */
  readonly sections: readonly (readonly (readonly (string | null)[])[])[];
  readonly errors: readonly MysqlError[];
}

export class Mysql {
  constructor(
    private readonly login: MysqlLogin,
    private readonly database?: string,
    private readonly prelude: readonly string[] = [],
  ) {}

  private script(force: boolean, format: readonly string[] = ['--batch', '--skip-column-names']): Script {
    const { login } = this;
    const { connect_timeout } = login;
    const options = [...clientOptions(login), `connect_timeout=${connect_timeout}`];
    const database = this.database === undefined || this.database === '' ? [] : [this.database];
    return sh`(${clientFunction(login, options)}
p=$(first mariadb mysql)
[ -n "$p" ] || { echo 'ERROR 0 (00000): no client' >&2; exit 127; }
run() { client "$p" --defaults-file=/dev/fd/3 ${[...format]} --default-character-set=utf8mb4 ${force ? ['--force'] : []} "$@" -- ${database}; }
{ e=$(run 2>&1 >&4); c=$?; } 4>&1
case $e in *'ERROR 2002 '*) { e=$(run --protocol=tcp 2>&1 >&4); c=$?; } 4>&1;; esac
printf '%s\n' "$e" >&2; exit $c)`;
  }

  private input(statements: readonly string[], mark: string): string {
    return [
      `SET SESSION sql_mode = REPLACE(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '');`,
      ...this.prelude.map((one) => `${one};`),
      ...statements.flatMap((one) => [`SELECT '${mark}';`, `${one.replace(/;\s*$/, '')};`]),
      '',
    ].join('\n');
  }

  /** The server's refusals. @throws ModuleFailure when there is no client or no connection */
  private errorsOf(result: ScriptResult): MysqlError[] {
    if (result.rc === 127)
      throw new ModuleFailure(
        'the client program (mariadb or mysql) is not on the host: on Debian, mariadb-client has it',
      );
    const errors = errorsIn(result.stderr);
    const refused = errors.find(({ code }) => code >= 2000 && code < 2100) ?? errors.find(({ line }) => line === 0);
    if (refused) {
      throw new ModuleFailure(
        `unable to connect to database, check login_user and login_password are correct or ${this.login.config_file} has the credentials. Exception message: ${refused.text}`,
      );
    }
    if (result.rc !== 0 && errors.length === 0) throw new ModuleFailure(result.stderr.trim());
    return errors;
  }

  private read(result: ScriptResult, mark: string): MysqlAnswer {
    const errors = this.errorsOf(result);
    const sections = result.stdout
      .split(`${mark}\n`)
      .slice(1)
      .map((text) => text.split('\n').slice(0, -1).map(cells));
    return { sections, errors };
  }

  /** SQL that only reads. With `force`, a statement that is refused does not end it: what this server lacks is left out. */
  async look(host: HostView, statements: readonly string[], force = false): Promise<MysqlAnswer> {
    const mark = newMark();
    return this.read(await host.probe(this.script(force), { stdin: this.input(statements, mark) }), mark);
  }

  /**
   * Asks questions whose answers are rows with names of columns. Of a question that servers spell differently, spellings
   * are given in the order of preference, each on one line: the first that is not refused answers.
   * @throws ModuleFailure when all spellings of one are refused
   */
  async rows(host: HostView, questions: readonly (readonly string[])[]): Promise<Record<string, string | null>[][]> {
    const mark = newMark();
    const statements = questions.flat();
    const result = await host.probe(this.script(true, ['--batch']), { stdin: this.input(statements, mark) });
    const errors = this.errorsOf(result);
    // The question after the mark is on the next line; the mark is printed as a column's name, too.
    const first = this.prelude.length + 3;
    const refused = statements.map((_one, i) => errors.find(({ line }) => line === first + 2 * i));
    const answers = result.stdout
      .split(`${mark}\n${mark}\n`)
      .slice(1)
      .map((text): Record<string, string | null>[] => {
        const [names = [], ...lines] = text.split('\n').slice(0, -1).map(cells);
        return lines.map((line) => Object.fromEntries(names.map((name, at) => [name ?? '', line[at] ?? null])));
      });
    let at = 0;
    return questions.map((spellings) => {
      const from = at;
      at += spellings.length;
      const good = spellings.findIndex((_one, i) => refused[from + i] === undefined);
      if (good < 0)
        throw new ModuleFailure(
          `Cannot execute SQL '${spellings.at(-1)}': ${refused[from + spellings.length - 1]?.text ?? ''}`,
        );
      return answers[from + good] ?? [];
    });
  }

  /** Runs statements until one is refused. */
  async run(hands: HostHands, statements: readonly string[]): Promise<MysqlAnswer> {
    const mark = newMark();
    return this.read(await hands.run(this.script(false), { stdin: this.input(statements, mark) }), mark);
  }

  /** Runs a script of the client as it is; what it prints are tables, each after the types of its columns. */
  async runTables(hands: HostHands, input: string): Promise<{ stdout: string; errors: readonly MysqlError[] }> {
    const format = ['--table', '--column-type-info', '--binary-as-hex', '--disable-named-commands'];
    const result = await hands.run(this.script(false, format), { stdin: input });
    return { stdout: result.stdout, errors: this.errorsOf(result) };
  }
}

function errorsIn(stderr: string): MysqlError[] {
  return [...stderr.matchAll(/^ERROR (\d+)(?: \([^)]*\))?(?: at line (\d+))?: ([^\n]*)/gm)].map(
    ([, code, line, message]) => ({
      code: Number(code),
      line: Number(line ?? 0),
      text: `(${code}, ${pythonRepr(message)})`,
    }),
  );
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', '0': '\0', '\\': '\\' };

/** A line of the client's output, its escapes undone. */
const cells = (line: string): (string | null)[] =>
  line
    .split('\t')
    .map((cell) => (cell === 'NULL' ? null : cell.replace(/\\([nt0\\])/g, (_all, c: string) => ESCAPES[c] ?? c)));

/** Settings of a session, as `session_vars` has them. */
export function sessionVariables(variables: Readonly<Record<string, unknown>> | undefined): string[] {
  return Object.entries(variables ?? {}).map(([name, value]) => {
    if (!/^[\w.]+$/.test(name)) throw new ModuleFailure(`'${name}' is no name of a variable`);
    return `SET SESSION ${name} = ${typeof value === 'number' || typeof value === 'boolean' ? String(value) : mysqlLiteral(String(value))}`;
  });
}
