// Which keys, agents and passwords a login is tried with, in which order.
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import type { AnyAuthMethod, BaseAgent, IdentityCallback, ParsedKey, SignCallback, SigningRequestOptions } from 'ssh2';
import { keyTypeAllowed } from './algorithms.js';
import type { Asker } from './asking.js';
import { keyType } from './known-hosts.js';
import type { SshSettings } from './types.js';

const { createAgent, utils, BaseAgent: AgentBase } = ssh2;

/** As ssh(1) tries them when no identity file is named. */
const DEFAULT_IDENTITIES = ['id_rsa', 'id_ecdsa', 'id_ed25519'];

/** ssh2 reads OpenSSH and PKCS#1 keys; the PKCS#8 form (`BEGIN PRIVATE KEY`) is turned into what it reads. */
function fromPkcs8(text: string, passphrase?: string): string {
  if (!/-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/.test(text)) return text;
  const key = createPrivateKey({ key: text, passphrase });
  if (key.asymmetricKeyType === 'rsa') return key.export({ type: 'pkcs1', format: 'pem' }).toString();
  if (key.asymmetricKeyType === 'ec') return key.export({ type: 'sec1', format: 'pem' }).toString();
  throw new Error(`unsupported key type ${key.asymmetricKeyType}`);
}

function firstKey(parsed: ParsedKey | ParsedKey[] | Error): ParsedKey | Error {
  const one = Array.isArray(parsed) ? parsed[0] : parsed;
  return one ?? new Error('no key in the file');
}

/** A private key file that a passphrase opens. */
class Locked {
  constructor(
    readonly path: string,
    readonly text: string,
  ) {}

  /** The key, or undefined for another passphrase than its own. */
  opened(passphrase: string): ParsedKey | undefined {
    try {
      const key = firstKey(utils.parseKey(fromPkcs8(this.text, passphrase), passphrase));
      return key instanceof Error ? undefined : key;
    } catch {
      return undefined;
    }
  }

  /** Its public half, where the file itself holds it. */
  publicHalf(): Buffer | undefined {
    const body = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]*)-----END/.exec(this.text)?.[1];
    if (body === undefined) return undefined;
    const bytes = Buffer.from(body, 'base64');
    let at = 'openssh-key-v1\0'.length;
    // Cipher, key derivation and its options; then how many keys there are.
    for (let i = 0; i < 3; i++) at += 4 + (bytes.length >= at + 4 ? bytes.readUInt32BE(at) : 0);
    at += 4;
    if (bytes.length < at + 4) return undefined;
    return bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at));
  }
}

/** A private key file, one that is locked, or why it cannot be used. */
function load(path: string): ParsedKey | Locked | string | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return code === 'ENOENT' ? undefined : `${path} cannot be read (${code})`;
  }
  try {
    const key = firstKey(utils.parseKey(fromPkcs8(text)));
    if (key instanceof Error) throw key;
    return key.isPrivateKey() ? key : `${path} is not a private key`;
  } catch (error) {
    const message = (error as Error).message;
    if (/encrypted|passphrase|interrupted or cancelled/i.test(message)) return new Locked(path, text);
    return `${path} is not a usable private key (${message})`;
  }
}

/** The public half of an identity whose private half only the agent can use. */
function publicHalf(path: string): Buffer | undefined {
  for (const file of [path, `${path}.pub`]) {
    try {
      const key = firstKey(utils.parseKey(readFileSync(file, 'utf8')));
      if (!(key instanceof Error)) return key.getPublicSSH();
    } catch {
      // Not there or not readable without the passphrase: the next one.
    }
  }
  return undefined;
}

/** An agent that shows only some of another agent's keys. */
class FilteredAgent extends AgentBase<ParsedKey> {
  constructor(
    private readonly inner: BaseAgent,
    private readonly allowed: readonly Buffer[],
  ) {
    super();
  }

  getIdentities(cb: IdentityCallback<ParsedKey>): void {
    this.inner.getIdentities((error, keys) => {
      if (error) {
        cb(error);
        return;
      }
      const parsed = (keys ?? []).map((k) => firstKey(utils.parseKey(k as ParsedKey)));
      cb(
        undefined,
        parsed.filter(
          (k): k is ParsedKey => !(k instanceof Error) && this.allowed.some((a) => a.equals(k.getPublicSSH())),
        ),
      );
    });
  }

  sign(key: ParsedKey, data: Buffer, options: SigningRequestOptions | SignCallback, cb?: SignCallback): void {
    if (typeof options === 'function') this.inner.sign(key, data, options);
    else this.inner.sign(key, data, options, cb);
  }
}

/** How often a passphrase or an answer is asked for, as ssh(1). */
const TRIES = 3;

/** An agent with one locked key: the passphrase is asked for when the server says that it takes the key. */
class LockedAgent extends AgentBase<ParsedKey> {
  constructor(
    private readonly locked: Locked,
    private readonly half: Buffer | undefined,
    private readonly unlock: (locked: Locked) => Promise<ParsedKey | undefined>,
  ) {
    super();
  }

  getIdentities(cb: IdentityCallback<ParsedKey>): void {
    const half = this.half === undefined ? undefined : firstKey(utils.parseKey(this.half));
    if (half !== undefined && !(half instanceof Error)) cb(undefined, [half]);
    else {
      this.unlock(this.locked).then(
        (key) => cb(undefined, key ? [key] : []),
        () => cb(undefined, []),
      );
    }
  }

  sign(_key: ParsedKey, data: Buffer, options: SigningRequestOptions | SignCallback, cb?: SignCallback): void {
    const done = typeof options === 'function' ? options : cb;
    const hash = typeof options === 'function' ? undefined : options.hash;
    const failed = (error: Error): void => done?.(error);
    this.unlock(this.locked).then((key) => {
      const signed = key?.sign(data, hash);
      if (signed === undefined) failed(new Error('no passphrase was given'));
      else if (signed instanceof Error) failed(signed);
      else done?.(undefined, signed);
    }, failed);
  }
}

/** Asks for the passphrase until it fits; undefined when nobody knows it. */
async function unlocked(locked: Locked, asker: Asker, most: number): Promise<ParsedKey | undefined> {
  for (let tries = 0; tries < most; tries++) {
    const said = await asker.ask(`Enter passphrase for key '${locked.path}': `, true);
    if (said === undefined || said === '') return undefined;
    const key = locked.opened(said);
    if (key) return key;
  }
  return undefined;
}

interface PlannedMethod {
  readonly method: AnyAuthMethod;
  /** Asked when it is its turn; left out: yes. */
  readonly applies?: (() => boolean) | undefined;
}

export interface LoginPlan {
  /** ssh2's methods in the order of trying; the server's offer decides which are used. */
  readonly methods: readonly PlannedMethod[];
  /** In words, for the message when nothing was accepted. */
  readonly tried: readonly string[];
  /** Why some identities were left out. */
  readonly notes: readonly string[];
}

interface Attempt extends PlannedMethod {
  readonly said: string;
}

/** What else the login needs of its caller. */
export interface LoginHelp {
  readonly asker: Asker;
  /** The time that waiting for a person takes does not count. */
  readonly meanwhile: <T>(work: Promise<T>) => Promise<T>;
  /** The server took one way to log in and wants another besides. */
  readonly isPartial: () => boolean;
}

/** The login attempts that settings allow. Reads the identity files. */
export function planLogin(settings: SshSettings, help: LoginHelp): LoginPlan {
  const notes: string[] = [];
  const byMethod: Record<string, Attempt[]> = {
    publickey: publicKeys(settings, help, notes),
    'keyboard-interactive': keyboard(settings, help),
    // compat: OpenSSH tries no password with `NumberOfPasswordPrompts 0`, however it is given.
    password: settings.passwordPrompts === 0 ? [] : passwords(settings),
  };
  const order = settings.methods ?? ['publickey', 'password', 'keyboard-interactive'];
  const attempts = order.flatMap((method) => byMethod[method] ?? []);
  return {
    methods: [{ method: { type: 'none', username: settings.user } }, ...attempts],
    tried: attempts.filter((a) => a.applies === undefined).map((a) => a.said),
    notes,
  };
}

function publicKeys(settings: SshSettings, help: LoginHelp, notes: string[]): Attempt[] {
  const username = settings.user;
  const named = settings.identityFiles.length > 0;
  const paths = named ? settings.identityFiles : DEFAULT_IDENTITIES.map((file) => join(homedir(), '.ssh', file));
  const allowed = (type: string): boolean => keyTypeAllowed(type, settings.algorithms?.publicKeys);
  const keys: Attempt[] = [];
  const agentOnly: Buffer[] = [];
  for (const path of paths) {
    const key = load(path);
    if (key === undefined) {
      const half = settings.agent === undefined ? undefined : publicHalf(path);
      if (half) agentOnly.push(half);
      else if (named) notes.push(`${path} does not exist`);
    } else if (typeof key === 'string') {
      const half = settings.agent === undefined ? undefined : publicHalf(path);
      if (half) agentOnly.push(half);
      notes.push(key);
    } else if (key instanceof Locked) {
      const half = key.publicHalf() ?? publicHalf(path);
      if (half && settings.agent !== undefined) agentOnly.push(half);
      if (half && !allowed(keyType(half))) continue;
      if (help.asker.able && settings.asksAnswers !== false) {
        const unlock = (locked: Locked): Promise<ParsedKey | undefined> =>
          help.meanwhile(
            help.asker.once(`passphrase ${locked.path}`, () =>
              unlocked(locked, help.asker, settings.passwordPrompts ?? TRIES),
            ),
          );
        const agent = new LockedAgent(key, half, unlock) as unknown as string;
        keys.push({ said: `key ${path}`, method: { type: 'agent', username, agent } });
      } else {
        notes.push(
          `${path} is encrypted, and nobody can be asked for its passphrase: add it to an agent with \`ssh-add ${path}\``,
        );
      }
    } else if (allowed(key.type)) {
      keys.push({ said: `key ${path}`, method: { type: 'publickey', username, key } });
    } else notes.push(`${path} is a ${key.type} key, which PubkeyAcceptedAlgorithms leaves out`);
  }
  const agents: Attempt[] = [];
  if (settings.agent !== undefined) {
    const agent = createAgent(settings.agent);
    const use = settings.identitiesOnly ? new FilteredAgent(agent, agentOnly) : agent;
    agents.push({
      said: settings.identitiesOnly ? 'the named keys in the agent' : 'the keys in the agent',
      method: { type: 'agent', username, agent: use as unknown as string },
    });
  }
  // A named key comes before the agent's, which may be so many that the server hangs up before the right one; one that is
  // locked comes after, for the agent may have it open.
  const locked = keys.filter(({ method }) => method.type === 'agent');
  const open = keys.filter(({ method }) => method.type !== 'agent');
  return named ? [...open, ...agents, ...locked] : [...agents, ...open, ...locked];
}

function passwords({ user: username, password }: SshSettings): Attempt[] {
  if (password === undefined) return [];
  return [{ said: 'the password', method: { type: 'password', username, password } }];
}

/**
 * Questions of the server: those for the password are answered with it, the others by who started the run.
 * `compat:` like Ansible nobody is asked for a password that was not given, unless the server wants more than a key.
 */
function keyboard(settings: SshSettings, { asker, meanwhile, isPartial }: LoginHelp): Attempt[] {
  const { user: username, password, host } = settings;
  const able = asker.able && settings.asksAnswers !== false;
  const wanted = settings.methods?.[0] === 'keyboard-interactive';
  const tries = settings.passwordPrompts ?? TRIES;
  if ((password === undefined && !able) || tries === 0) return [];
  let given = false;
  let declined = false;
  const answer = async (prompt: { prompt: string; echo?: boolean }): Promise<string> => {
    const forPassword = /passw|passphrase|kennwort/i.test(prompt.prompt) || !able;
    if (password !== undefined && !prompt.echo && forPassword && !(given && able)) {
      given = true;
      return password;
    }
    if (!able) return '';
    const said = await asker.ask(`(${username}@${host}) ${prompt.prompt}`, prompt.echo !== true);
    declined ||= said === undefined || said === '';
    return said ?? '';
  };
  const applies = password === undefined && !wanted ? isPartial : undefined;
  const first: Attempt = {
    said: password === undefined ? 'keyboard-interactive' : 'the password (keyboard-interactive)',
    ...(applies && { applies }),
    method: {
      type: 'keyboard-interactive',
      username,
      prompt: (_name, _instructions, _lang, prompts, finish) => {
        const all = async (): Promise<string[]> => {
          const answers: string[] = [];
          for (const prompt of prompts) answers.push(await answer(prompt));
          return answers;
        };
        void meanwhile(all()).then(finish);
      },
    },
  };
  // Who mistypes is asked again; without a person there is nothing else to say.
  const more = Array.from({ length: able ? tries - 1 : 0 }, () => ({
    ...first,
    applies: () => !declined && applies?.() !== false,
  }));
  return [first, ...more];
}
