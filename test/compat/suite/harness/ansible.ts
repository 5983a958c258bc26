// Runs a case with a real ansible-playbook and takes down what it told.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from './answer.js';
import { portable } from './answer.js';
import type { Case } from './cases.js';

const LIMIT = 120_000;

/** What a case's process gets as environment; everything else of the caller's is kept away. */
export function environment(of: Case, tmp: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: join(tmp, 'home'),
    USER: process.env['USER'] ?? 'root',
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
    TMPDIR: tmpdir(),
    COMPAT_TMP: tmp,
    ...of.env,
  };
}

/** An empty directory for one run of a case; its name is `$TMP` in answers. */
export function scratch(): string {
  // Not below the run's own temporary folder: how long the path is was recorded too (sizes of links).
  return realpathSync(mkdtempSync(join('/tmp', 'compat-')));
}

/** `2.18` for the ansible-playbook at `command`. */
export function versionOf(command: string): string {
  const said = execFileSync(command, ['--version'], {
    encoding: 'utf8',
    cwd: '/',
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin' },
  });
  return /core (\d+\.\d+)/.exec(said)?.[1] ?? 'unknown';
}

export async function askAnsible(command: string, of: Case): Promise<Answer> {
  const tmp = scratch();
  try {
    const record = join(tmp, '.record.json');
    // A wrapper that runs it elsewhere (see container/) knows the Python there.
    const python = /^#!(\S*python\S*)/.exec(readFileSync(command, 'utf8'))?.[1];
    const env = {
      ...environment(of, tmp),
      COMPAT_RECORD_TO: record,
      ANSIBLE_CALLBACK_PLUGINS: join(callbacks(), 'callback'),
      ANSIBLE_CALLBACKS_ENABLED: 'record',
      ...(python === undefined ? {} : { ANSIBLE_PYTHON_INTERPRETER: python }),
      ANSIBLE_LOCALHOST_WARNING: 'False',
      ANSIBLE_DEPRECATION_WARNINGS: 'False',
      ANSIBLE_NOCOLOR: '1',
      PYTHONDONTWRITEBYTECODE: '1',
      ...of.env,
    };
    const { exit, stderr, stdout } = await run(command, of.argv, of.cwd, env);
    const told = existsSync(record) ? readFileSync(record, 'utf8') : '{"banners":[],"events":[],"recap":{}}';
    const text = portable(told, [
      ['$TMP', tmp],
      ['$CASE', of.cwd],
    ]);
    const { custom, ...rest } = JSON.parse(text) as Omit<Answer, 'exit'>;
    const kept = custom !== undefined && Object.keys(custom as object).length > 0 ? { custom } : {};
    const error = /^(?:ERROR! |\[ERROR\]: )(.*)$/m.exec(stderr) ?? /^(?:ERROR! |\[ERROR\]: )(.*)$/m.exec(stdout);
    const names = [
      ['$TMP', tmp],
      ['$CASE', of.cwd],
    ] as const;
    return {
      ...rest,
      ...kept,
      exit,
      ...(error ? { error: portable(error[1] ?? '', names).replace(/(in the following modules:).*/, '$1 …') } : {}),
    };
  } finally {
    rmSync(tmp, { recursive: true, force: true });
  }
}

let callbackDirectory = import.meta.dirname;

/** Where `callback/` lies, when this file was bundled to another place. */
export function setHarnessDirectory(path: string): void {
  callbackDirectory = path;
}

function callbacks(): string {
  return callbackDirectory;
}

function run(
  command: string,
  argv: readonly string[],
  cwd: string,
  env: Record<string, string>,
): Promise<{ exit: number; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, argv, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: LIMIT });
    const out = { stdout: '', stderr: '' };
    child.stdout.on('data', (d: Buffer) => (out.stdout += d.toString()));
    child.stderr.on('data', (d: Buffer) => (out.stderr += d.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ exit: code ?? -1, ...out }));
  });
}
