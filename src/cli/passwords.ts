// The passwords to log in and to become another user: asked for, from a file, or from what a program prints.
import { resolve } from 'node:path';
import { askSecret, execSync, expandHome, nodeFiles } from '../controller/index.js';
import { sh, TsplayError, type Secrets } from '../ground/index.js';

interface PasswordOptions {
  readonly askPass: boolean;
  readonly connectionPasswordFile: string | undefined;
  /** In whose name the become password is asked for, `BECOME` when left out. */
  readonly becomePrompt?: string | undefined;
  readonly askBecomePass: boolean;
  readonly becomePasswordFile: string | undefined;
}

export interface Passwords {
  readonly connection: string | undefined;
  readonly become: string | undefined;
}

/**
 * `compat:` the connection password is asked for first; an empty answer for the become password stands for it.
 * Without a terminal the answers are lines of standard input; none when it is over.
 * @throws TsplayError file-missing, file-unreadable, command-failed
 */
export async function readPasswords(options: PasswordOptions, secrets: Secrets): Promise<Passwords> {
  let connection: string | undefined;
  let become: string | undefined;
  if (options.askPass) connection = await askSecret('SSH password: ');
  else if (options.connectionPasswordFile !== undefined) connection = passwordFrom(options.connectionPasswordFile);
  if (options.askBecomePass) {
    const prompt = `${options.becomePrompt ?? 'BECOME'} password`;
    become = await askSecret(`${prompt}${options.askPass ? '[defaults to SSH password]' : ''}: `);
    if (options.askPass && become === '') become = connection;
  } else if (options.becomePasswordFile !== undefined) become = passwordFrom(options.becomePasswordFile);
  for (const password of [connection, become]) if (password !== undefined) secrets.add(password);
  return { connection, become };
}

/** What a password file says: `-` is standard input, an executable is run, line ends around it do not count. */
function passwordFrom(file: string): string {
  const password = spoken(file).replace(/^[\r\n]+|[\r\n]+$/g, '');
  if (password === '') throw new TsplayError('file-unreadable', `Empty password was provided from file (${file})`);
  return password;
}

function spoken(file: string): string {
  if (file === '-') return nodeFiles.readText('/dev/stdin');
  const path = resolve(expandHome(file));
  if (((nodeFiles.stat(path)?.mode ?? 0) & 0o111) === 0) return nodeFiles.readText(path);
  const { rc, stdout, stderr } = execSync(sh`${path}`.text);
  if (rc !== 0)
    throw new TsplayError('command-failed', `the password program '${file}' ended with ${rc}: ${stderr.trim()}`);
  return stdout;
}
