// Lets the user edit a secret text in his editor: in a private place, of which nothing stays behind.
import { spawn } from 'node:child_process';
import {
  closeSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { TsplayError } from '../ground/index.js';

const ENDING: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGHUP', 'SIGQUIT'];

/**
 * What `content` has become in the editor. It is edited in a file of the same name (editors go by the extension) in a
 * directory only its owner can enter; the file is overwritten and removed whatever happens, also by signals.
 * @param editor a command line for the shell, such as `vim -n`
 * @throws TsplayError command-failed when the editor cannot be started or ends with an error: its text is then given up
 */
export async function editPrivately(name: string, content: Uint8Array, editor: string): Promise<Uint8Array> {
  const directory = mkdtempSync(join(tmpdir(), 'tsplay-edit-'));
  const file = join(directory, basename(name));
  const clean = (): void => {
    shred(file);
    rmSync(directory, { recursive: true, force: true });
  };
  const die = (signal: NodeJS.Signals): void => {
    clean();
    for (const each of ENDING) process.off(each, die);
    process.kill(process.pid, signal);
  };
  // ctrl-C belongs to the editor while it runs.
  const ignore = (): void => undefined;
  process.on('SIGINT', ignore);
  for (const signal of ENDING) process.on(signal, die);
  try {
    writeFileSync(file, content, { mode: 0o600, flag: 'wx' });
    await runEditor(editor, file);
    return readFileSync(file);
  } finally {
    clean();
    process.off('SIGINT', ignore);
    for (const signal of ENDING) process.off(signal, die);
  }
}

async function runEditor(editor: string, file: string): Promise<void> {
  const failed = (what: string, cause?: unknown): TsplayError =>
    new TsplayError('command-failed', `the editor '${editor}' ${what}; nothing was changed`, {
      cause,
      hint: 'EDITOR names the command that edits a file',
    });
  await new Promise<void>((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', `${editor} "$1"`, 'sh', file], { stdio: 'inherit' });
    child.on('error', (error) => reject(failed(`cannot be started: ${error.message}`, error)));
    child.on('exit', (code, signal) =>
      code === 0 ? resolve() : reject(failed(code === null ? `was ended by ${signal}` : `ended with ${code}`)),
    );
  });
}

/** Overwrites a file before it is removed. File systems may keep the old blocks nevertheless; it is what can be done. */
function shred(file: string): void {
  try {
    const { size } = statSync(file);
    const fd = openSync(file, 'r+');
    try {
      const noise = new Uint8Array(65536);
      for (let at = 0; at < size; at += noise.length) {
        writeSync(fd, crypto.getRandomValues(noise), 0, Math.min(noise.length, size - at), at);
      }
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch {
    // it is not there any more; the directory is removed in any case
  }
}
