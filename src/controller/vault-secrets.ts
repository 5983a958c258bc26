// Gets the passwords of vaults: from files, from programs that print them, from the person at the terminal.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { TsplayError } from '../ground/index.js';
import { DEFAULT_ID, isVaulted, Vault, type VaultSecret } from '../vault/index.js';
import { nodeFiles, type Files } from './files.js';
import { askSecret as askTerminal } from './ask-secret.js';
import { expandHome } from './template-port.js';

/** What the command line, the environment and ansible.cfg say about passwords, in the order in which they are tried. */
export interface VaultSources {
  /** `--vault-id`: `label@source`, or only a source: a file, a program, `prompt`. */
  readonly ids: readonly string[];
  /** `--vault-password-file`, and the configured one. */
  readonly passwordFiles: readonly string[];
  /** `--ask-vault-password`. */
  readonly ask: boolean;
  /** The id of sources without a label (`vault_identity`); `default` when not given. */
  readonly identity?: string | undefined;
  /** A new password is wanted: what is asked for is asked twice. */
  readonly creating?: boolean;
}

/** What reading passwords needs from outside; tests give others. */
export interface VaultSecretPorts {
  readonly files?: Files;
  readonly ask?: (question: string) => Promise<string | undefined>;
  /** Told of a source that gives no password while others do. */
  readonly warn?: (message: string) => void;
}

/** What a client script's exit code says when it has no password of that id. */
const UNKNOWN_ID = 2;
const PROMPTS = ['prompt', 'prompt_ask_vault_pass'];

/**
 * The passwords of all sources, in their order. `compat:` a source that gives none is a warning as long as another gives
 * one; a question that is not answered ends it.
 * @throws TsplayError vault-failed, file-missing
 */
export async function readVaultSecrets(sources: VaultSources, ports: VaultSecretPorts = {}): Promise<VaultSecret[]> {
  const identity = sources.identity ?? DEFAULT_ID;
  const slugs = [
    ...sources.ids,
    ...sources.passwordFiles.map((file) => `${identity}@${file}`),
    ...(sources.ask ? [`${identity}@prompt_ask_vault_pass`] : []),
  ];
  const secrets: VaultSecret[] = [];
  let last: TsplayError | undefined;
  for (const slug of slugs) {
    const at = slug.indexOf('@');
    const label = at < 0 ? undefined : slug.slice(0, at);
    const source = slug.slice(at + 1);
    const id = label === undefined || label === '' ? identity : label;
    if (PROMPTS.includes(source)) {
      secrets.push({ id, bytes: await prompted(id, source, sources.creating === true, ports) });
      continue;
    }
    try {
      secrets.push({ id, bytes: fromFile(source, label, secrets, ports.files ?? nodeFiles) });
    } catch (error) {
      if (!(error instanceof TsplayError)) throw error;
      last = error;
      ports.warn?.(`Error getting vault password file (${label ?? identity}): ${error.message}`);
    }
  }
  if (last && secrets.length === 0) throw last;
  return secrets;
}

async function prompted(id: string, source: string, creating: boolean, ports: VaultSecretPorts): Promise<Uint8Array> {
  const ask = ports.ask ?? ((question: string) => askTerminal(question));
  // compat: the questions are Ansible's to the letter, because programs wait for them.
  const plain = source !== 'prompt';
  const questions = creating
    ? plain
      ? ['New Vault password: ', 'Confirm New Vault password: ']
      : [`New vault password (${id}): `, `Confirm new vault password (${id}): `]
    : [plain ? 'Vault password: ' : `Vault password (${id}): `];
  const answers: string[] = [];
  for (const question of questions) {
    const answer = await ask(question);
    if (answer === undefined) {
      throw new TsplayError('vault-failed', `EOFError (ctrl-d) on prompt for (${id})`, {
        hint: 'there is no terminal to ask at: give a file with --vault-password-file',
      });
    }
    if (answer === '') throw new TsplayError('vault-failed', 'Invalid vault password was provided');
    answers.push(answer.trim());
  }
  if (answers.some((a) => a !== answers[0])) throw new TsplayError('vault-failed', 'Passwords do not match');
  return Buffer.from(answers[0] ?? '');
}

function fromFile(source: string, label: string | undefined, known: readonly VaultSecret[], files: Files): Uint8Array {
  const path = resolve(expandHome(source));
  const kind = files.exists(path);
  if (kind === undefined) throw new TsplayError('file-missing', `The vault password file ${path} was not found`);
  if (kind === 'directory') {
    throw new TsplayError('vault-failed', `The vault password file provided '${path}' can not be a directory`);
  }
  const bytes = isExecutable(path) ? fromScript(path, label) : fromPlainFile(path, known, files);
  if (bytes.length === 0) {
    throw new TsplayError('vault-failed', `Invalid vault password was provided from ${path}`, {
      hint: 'it is empty; it must hold or print the password',
    });
  }
  return bytes;
}

/** The password file's content without the white space around it; it may itself be vaulted with a password known already. */
function fromPlainFile(path: string, known: readonly VaultSecret[], files: Files): Uint8Array {
  const bytes = trimmed(files.readBytes(path), ' \t\n\r\v\f');
  if (!isVaulted(bytes)) return bytes;
  const { plain } = new Vault(known).decrypt(Buffer.from(bytes).toString('latin1'), { path });
  return trimmed(plain, '\r\n');
}

/** What a program prints. One whose name ends in `-client` is told which vault id is wanted. */
function fromScript(path: string, label: string | undefined): Uint8Array {
  const client = basename(path, extname(path)).endsWith('-client');
  const args = client && label !== undefined ? ['--vault-id', label] : [];
  const done = spawnSync(path, args, { stdio: ['inherit', 'pipe', client ? 'pipe' : 'inherit'] });
  const what = client ? 'Vault password client script' : 'Vault password script';
  if (done.error) {
    throw new TsplayError('vault-failed', `Problem running the ${what.toLowerCase()} ${path} (${done.error.message})`, {
      cause: done.error,
      hint: 'if it is not a script, remove the executable bit from the file',
    });
  }
  if (done.status !== 0) {
    const said = client ? `: ${done.stderr.toString('utf8').trim()}` : '';
    const message =
      client && done.status === UNKNOWN_ID
        ? `${what} ${path} did not find a secret for vault-id=${label ?? 'none'}${said}`
        : `${what} ${path} returned non-zero (${done.status ?? done.signal ?? 'unknown'})${said}`;
    throw new TsplayError('vault-failed', message);
  }
  return trimmed(done.stdout, '\r\n');
}

function isExecutable(path: string): boolean {
  const mode = nodeFiles.stat(path)?.mode ?? 0;
  if ((mode & 0o111) === 0) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function trimmed(bytes: Uint8Array, characters: string): Uint8Array {
  const drop = (at: number): boolean => characters.includes(String.fromCharCode(bytes[at] ?? 0));
  let from = 0;
  let to = bytes.length;
  while (from < to && drop(from)) from++;
  while (to > from && drop(to - 1)) to--;
  return bytes.subarray(from, to);
}
