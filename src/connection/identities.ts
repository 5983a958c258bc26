// Which keys, agents and passwords a login is tried with, in which order.
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import type { AnyAuthMethod, BaseAgent, IdentityCallback, ParsedKey, SignCallback, SigningRequestOptions } from 'ssh2';
import type { SshSettings } from './types.js';

const { createAgent, utils, BaseAgent: AgentBase } = ssh2;

/** As ssh(1) tries them when no identity file is named. */
const DEFAULT_IDENTITIES = ['id_rsa', 'id_ecdsa', 'id_ed25519'];

interface Identity {
  readonly path: string;
  readonly key: ParsedKey;
}

/** ssh2 reads OpenSSH and PKCS#1 keys; the PKCS#8 form (`BEGIN PRIVATE KEY`) is turned into what it reads. */
function fromPkcs8(text: string): string {
  if (!/-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/.test(text)) return text;
  const key = createPrivateKey(text);
  if (key.asymmetricKeyType === 'rsa') return key.export({ type: 'pkcs1', format: 'pem' }).toString();
  if (key.asymmetricKeyType === 'ec') return key.export({ type: 'sec1', format: 'pem' }).toString();
  throw new Error(`unsupported key type ${key.asymmetricKeyType}`);
}

function firstKey(parsed: ParsedKey | ParsedKey[] | Error): ParsedKey | Error {
  const one = Array.isArray(parsed) ? parsed[0] : parsed;
  return one ?? new Error('no key in the file');
}

/** A private key file, or why it cannot be used. */
function load(path: string): ParsedKey | string | undefined {
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
    if (/encrypted|passphrase|interrupted or cancelled/i.test(message)) {
      return `${path} is encrypted, and tsplay asks for no passphrases: add it to an agent with \`ssh-add ${path}\``;
    }
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

export interface LoginPlan {
  /** ssh2's methods in the order of trying; the server's offer decides which are used. */
  readonly methods: readonly AnyAuthMethod[];
  /** In words, for the message when nothing was accepted. */
  readonly tried: readonly string[];
  /** Why some identities were left out. */
  readonly notes: readonly string[];
}

/** The login attempts that settings allow. Reads the identity files. */
export function planLogin(settings: SshSettings): LoginPlan {
  const username = settings.user;
  const named = settings.identityFiles.length > 0;
  const paths = named ? settings.identityFiles : DEFAULT_IDENTITIES.map((file) => join(homedir(), '.ssh', file));
  const identities: Identity[] = [];
  const notes: string[] = [];
  const agentOnly: Buffer[] = [];
  for (const path of paths) {
    const key = load(path);
    if (key === undefined) {
      if (named) notes.push(`${path} does not exist`);
    } else if (typeof key === 'string') {
      const half = settings.agent === undefined ? undefined : publicHalf(path);
      if (half) agentOnly.push(half);
      notes.push(key);
    } else identities.push({ path, key });
  }
  const keys = identities.map(({ path, key }) => ({
    said: `key ${path}`,
    method: { type: 'publickey' as const, username, key },
  }));
  const agents: { said: string; method: AnyAuthMethod }[] = [];
  if (settings.agent !== undefined) {
    const agent = createAgent(settings.agent);
    const use = settings.identitiesOnly ? new FilteredAgent(agent, agentOnly) : agent;
    agents.push({
      said: settings.identitiesOnly ? 'the named keys in the agent' : 'the keys in the agent',
      method: { type: 'agent', username, agent: use as unknown as string },
    });
  }
  // A named key comes before the agent's, which may be so many that the server hangs up before the right one.
  const attempts = named ? [...keys, ...agents] : [...agents, ...keys];
  const { password } = settings;
  if (password !== undefined) {
    attempts.push(
      { said: 'the password', method: { type: 'password', username, password } },
      {
        said: 'the password (keyboard-interactive)',
        method: {
          type: 'keyboard-interactive',
          username,
          prompt: (_name, _instructions, _lang, prompts, finish) =>
            finish(prompts.map((p) => (p.echo ? '' : password))),
        },
      },
    );
  }
  return {
    methods: [{ type: 'none', username }, ...attempts.map((a) => a.method)],
    tried: attempts.map((a) => a.said),
    notes,
  };
}
