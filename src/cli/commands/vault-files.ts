// The actions of `vault` on files. A file is read and converted before anything is written, and replaced by a rename.
import { dirname, resolve } from 'node:path';
import { editPrivately, nodeFiles, runPager, setOwner, writeFileAtomic, writePrivate } from '../../controller/index.js';
import { TsplayError } from '../../ground/index.js';
import { parseEnvelope, type Opened } from '../../vault/index.js';
import type { VaultJob } from './vault.js';
import { stderr, stdout } from '../../controller/streams.js';

const STANDARD = '-';

export async function encryptFiles(job: VaultJob): Promise<void> {
  announce(job, 'Reading plaintext input from stdin');
  for (const file of filesOf(job)) {
    const { path, bytes } = await read(file);
    write(job.options.outputFile ?? path, Buffer.from(job.seal(bytes)));
  }
  if (stdout.isTTY) stderr.write('Encryption successful\n');
}

export async function decryptFiles(job: VaultJob): Promise<void> {
  announce(job, 'Reading ciphertext input from stdin');
  for (const file of filesOf(job)) {
    const { path, bytes } = await read(file);
    write(job.options.outputFile ?? path, opened(job, path, bytes).plain);
  }
  if (stdout.isTTY) stderr.write('Decryption successful\n');
}

export async function viewFiles(job: VaultJob): Promise<void> {
  for (const file of job.words) {
    const { path, bytes } = await read(file);
    const text = Buffer.from(opened(job, path, bytes).plain).toString('utf8');
    const ended = text.endsWith('\n') ? text : `${text}\n`;
    if (!stdout.isTTY || !runPager(job.pager, ended)) stdout.write(ended);
  }
}

/** All files are converted before the first is written, so that a wrong password leaves none of them half done. */
export async function rekeyFiles(job: VaultJob): Promise<void> {
  const done: { path: string; content: string }[] = [];
  for (const file of job.words) {
    const { path, bytes } = await read(file);
    done.push({ path, content: job.seal(opened(job, path, bytes).plain) });
  }
  for (const { path, content } of done) keepAttributes(path, () => writeFileAtomic(path, content));
  stderr.write('Rekey successful\n');
}

export async function createFile(job: VaultJob): Promise<void> {
  const [file] = job.words;
  if (file === undefined || job.words.length > 1)
    throw new TsplayError('bad-option', 'ansible-vault create can take only one filename argument');
  if (!stdout.isTTY && !job.options.skipTtyCheck)
    throw new TsplayError('bad-option', 'not a tty, editor cannot be opened');
  const path = resolve(file);
  if (nodeFiles.exists(path) !== undefined)
    throw new TsplayError('vault-failed', `${file} exists, please use 'edit' instead`);
  if (nodeFiles.exists(dirname(path)) === undefined)
    stderr.write(`[WARNING]: ${dirname(path)} does not exist, creating...\n`);
  writePrivate(path, job.seal(await editPrivately(path, new Uint8Array(), job.editor)));
}

/** compat: the vault id of the file stays, and with it the password that opened it, unless another id is asked for. */
export async function editFiles(job: VaultJob): Promise<void> {
  for (const file of job.words) {
    const { path, bytes } = await read(file);
    const { plain, secret } = opened(job, path, bytes);
    const { id } = parseEnvelope(Buffer.from(bytes).toString('latin1'));
    const other = otherSecret(job);
    const edited = await editPrivately(path, plain, job.editor);
    if (!other && Buffer.compare(edited, plain) === 0) continue;
    const sealed = other
      ? job.vault.encrypt(edited, other, other.id, job.salt)
      : job.vault.encrypt(edited, secret, id, job.salt);
    keepAttributes(path, () => writeFileAtomic(path, sealed));
  }
}

function otherSecret(job: VaultJob): VaultJob['encryptWith'] {
  const wanted = job.options.encryptVaultId;
  if (wanted === undefined) return undefined;
  const found = job.vault.secrets.find((s) => s.id === wanted);
  if (found) return found;
  throw new TsplayError('vault-failed', `Did not find a match for --encrypt-vault-id=${wanted} in the known vault-ids`);
}

function filesOf(job: VaultJob): readonly string[] {
  return job.words.length > 0 ? job.words : [STANDARD];
}

function announce(job: VaultJob, message: string): void {
  if (job.words.length === 0 && process.stdin.isTTY) stderr.write(`${message}\n`);
}

function opened(job: VaultJob, path: string, bytes: Uint8Array): Opened {
  return job.vault.decrypt(Buffer.from(bytes).toString('latin1'), { path });
}

/** The content, and the path that links lead to. */
async function read(file: string): Promise<{ path: string; bytes: Uint8Array }> {
  if (file === STANDARD) return { path: STANDARD, bytes: await standardInput() };
  const bytes = nodeFiles.readBytes(file);
  return { path: nodeFiles.real(file), bytes };
}

export async function standardInput(): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** compat: what is written is for its owner only, encrypted or not. */
export function write(path: string, bytes: Uint8Array): void {
  if (path === STANDARD) stdout.write(bytes);
  else writeFileAtomic(resolve(path), bytes, 0o600);
}

/** The rename gives a file to who writes it; it is given back. */
function keepAttributes(path: string, work: () => void): void {
  const before = nodeFiles.stat(path);
  work();
  if (before) setOwner(path, before.uid, before.gid);
}
