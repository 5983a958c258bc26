// Talks to a Redis server through redis-cli on the host: commands on standard input, answers in its unambiguous form.
import {
  bool,
  int,
  lines,
  ModuleFailure,
  sh,
  secret,
  str,
  type HostHands,
  type HostView,
  type Script,
  type ScriptResult,
} from '../../src/kit/index.js';

/** How to log in: what all modules for Redis take. @param tls the default, which differs */
export const redisLoginArgs = (tls: boolean) => ({
  login_user: str().optional().describe('The user to log in as, with Redis 6 or later.'),
  login_password: secret(str().optional().describe('The password.')),
  login_host: str().default('localhost').describe('Where the server is, as the target sees it.'),
  login_port: int().default(6379).describe('Port of the server.'),
  tls: bool().default(tls).describe('Whether the connection is encrypted.'),
  validate_certs: bool().default(true).describe("Whether the server's certificate is checked."),
  ca_certs: str().optional().describe('File of the authorities that sign server certificates.'),
  client_cert_file: str().optional().describe('File of the certificate to log in with.'),
  client_key_file: str().optional().describe("File of the certificate's key."),
});

interface RedisLogin {
  readonly login_user?: string | undefined;
  readonly login_password?: string | undefined;
  readonly login_host: string;
  readonly login_port: number;
  readonly tls: boolean;
  readonly validate_certs: boolean;
  readonly ca_certs?: string | undefined;
  readonly client_cert_file?: string | undefined;
  readonly client_key_file?: string | undefined;
}

/** A word of a command as redis-cli reads it: bytes that are not plain are written as numbers. */
const word = (value: string): string =>
  `"${[...Buffer.from(value, 'utf8')]
    .map((byte) =>
      byte > 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c
        ? String.fromCharCode(byte)
        : `\\x${byte.toString(16).padStart(2, '0')}`,
    )
    .join('')}"`;

/** What a server answers: text, a number, nothing, a list, an error. */
export type Reply =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'nil' }
  | { readonly kind: 'error'; readonly text: string };

const MARK = 'tsplay-next';

export class Redis {
  private readonly script: Script;

  constructor(
    private readonly login: RedisLogin,
    database?: number,
  ) {
    const a = login;
    const words = [
      '-h',
      a.login_host,
      '-p',
      String(a.login_port),
      ...(database === undefined ? [] : ['-n', String(database)]),
      ...(a.tls ? ['--tls', ...(a.validate_certs ? [] : ['--insecure'])] : []),
      ...(a.tls && a.ca_certs !== undefined ? ['--cacert', a.ca_certs] : []),
      ...(a.tls && a.client_cert_file !== undefined ? ['--cert', a.client_cert_file] : []),
      ...(a.tls && a.client_key_file !== undefined ? ['--key', a.client_key_file] : []),
    ];
    this.script = lines([
      sh`(command -v redis-cli >/dev/null 2>&1 || exit 127
exec redis-cli --no-raw ${words})`,
    ]);
  }

  private input(commands: readonly (readonly string[])[]): string {
    const { login_user: user, login_password: password } = this.login;
    const auth = password === undefined ? [] : [['AUTH', ...(user === undefined ? [] : [user]), password]];
    const told = [...auth, ['PING'], ...commands].map((command) => command.map(word).join(' '));
    return told.map((command) => `${command}\nECHO ${MARK}\n`).join('');
  }

  private read({ rc, stdout, stderr }: ScriptResult): string[] {
    if (rc === 127) throw new ModuleFailure('redis-cli is not on the host: on Debian it is in the package redis-tools');
    const replies = stdout.split(`"${MARK}"\n`).slice(0, -1);
    if (this.login.login_password !== undefined) refuse(replies.shift());
    refuse(replies.shift() ?? `(error) ${(stderr || stdout).trim()}`);
    return replies;
  }

  /** Commands that only read; one raw reply each. @throws ModuleFailure when there is no connection */
  async look(host: HostView, commands: readonly (readonly string[])[]): Promise<string[]> {
    return this.read(await host.probe(this.script, { stdin: this.input(commands) }));
  }

  /** One command that changes something. */
  async tell(hands: HostHands, command: readonly string[]): Promise<Reply> {
    const [reply = ''] = this.read(await hands.run(this.script, { stdin: this.input([command]) }));
    return replyOf(reply);
  }
}

function refuse(reply = ''): void {
  const { kind, ...rest } = replyOf(reply);
  if (kind === 'error') throw new ModuleFailure(`unable to connect to database: ${'text' in rest ? rest.text : ''}`);
}

/** @param raw as `--no-raw` prints it */
export function replyOf(raw: string): Reply {
  const text = raw.replace(/\n$/, '');
  if (text === '(nil)') return { kind: 'nil' };
  if (text.startsWith('(integer) ')) return { kind: 'number', number: Number(text.slice(10)) };
  const error =
    /^\(error\) (?:ERR )?([\s\S]*)$/.exec(text) ?? /^(Could not connect [\s\S]*|Error: [\s\S]*)$/.exec(text);
  if (error) return { kind: 'error', text: error[1] ?? '' };
  return { kind: 'text', text: text.startsWith('"') ? unquoted(text) : text };
}

const ESCAPES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, a: 7, b: 8 };

/** Bytes of a quoted text, read as UTF-8. */
function unquoted(text: string): string {
  const bytes: Buffer[] = [];
  for (const [, hex, escape, plain] of text.slice(1, -1).matchAll(/\\x([0-9a-f]{2})|\\([\s\S])|([^\\]+)/g)) {
    if (hex !== undefined) bytes.push(Buffer.from(hex, 'hex'));
    else if (escape !== undefined) bytes.push(Buffer.from([ESCAPES[escape] ?? escape.charCodeAt(0)]));
    else bytes.push(Buffer.from(plain ?? '', 'utf8'));
  }
  return Buffer.concat(bytes).toString('utf8');
}

/** The two sides of a list of two, as CONFIG GET answers. */
export function pairOf(raw: string): string | undefined {
  const second = /^2\) (.*)$/m.exec(raw)?.[1];
  const reply = second === undefined ? undefined : replyOf(second);
  return reply?.kind === 'text' ? reply.text : undefined;
}

/** What INFO prints, with numbers as such and `keys=1,expires=0` as a dictionary. */
export function parseInfo(raw: string): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const value = (text: string): unknown => {
    if (/^-?\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
    return /^-?\d+\.\d+$/.test(text) ? Number(text) : text;
  };
  for (const line of raw.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (line.startsWith('#') || colon < 0) continue;
    const text = line.slice(colon + 1);
    const parts = text.includes('=') && /^[^,=]+=[^,]*(?:,[^,=]+=[^,]*)*$/.test(text) ? text.split(',') : undefined;
    found[line.slice(0, colon)] = parts
      ? Object.fromEntries(
          parts.map((part) => [part.slice(0, part.indexOf('=')), value(part.slice(part.indexOf('=') + 1))]),
        )
      : value(text);
  }
  return found;
}
