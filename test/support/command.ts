// Runs the command itself: the bundle, built once per test file, in a process of its own.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Command {
  /** Runs tsplay in the folder of the test's files. @param seconds it may take, default 120 */
  run(args: readonly string[], env?: Readonly<Record<string, string>>, seconds?: number): Promise<Ran>;
  /** Starts it, for tests that send signals. */
  start(args: readonly string[]): ChildProcess;
  /** Writes files below the folder: `{ 'site.yml': '…' }`. */
  write(files: Readonly<Record<string, string>>): void;
  path(name: string): string;
  /** The bundle's file. */
  entry(): string;
}

/** The command with a folder of its own, made before and removed after the tests of the file. */
export function useCommand(): Command {
  let bundle = '';
  let folder = '';
  beforeAll(async () => {
    mkdirSync(join(ROOT, 'node_modules/.cache'), { recursive: true });
    bundle = mkdtempSync(join(ROOT, 'node_modules/.cache/tsplay-command-'));
    folder = mkdtempSync(join(tmpdir(), 'tsplay-cli-'));
    await build({
      entryPoints: { tsplay: join(ROOT, 'src/cli/main.ts') },
      outdir: bundle,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      external: ['ssh2', '@kubernetes/client-node'],
      banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
      logLevel: 'error',
    });
  }, 60_000);
  afterAll(() => {
    rmSync(bundle, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  });
  const environment = (env: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv => ({
    PATH: process.env['PATH'],
    HOME: folder,
    LC_ALL: 'C.UTF-8',
    ...env,
  });
  const entry = (): string => join(bundle, 'tsplay.mjs');
  return {
    entry,
    path: (name) => join(folder, name),
    run: (args, env, seconds = 120) =>
      new Promise((resolve) => {
        const options = { cwd: folder, env: environment(env), timeout: seconds * 1000, maxBuffer: 64 << 20 };
        const child = execFile(process.execPath, [entry(), ...args], options, (_error, out, err) =>
          resolve({ code: child.exitCode, out, err }),
        );
        child.stdin?.end();
      }),
    start: (args) => spawn(process.execPath, [entry(), ...args], { cwd: folder, env: environment(), stdio: 'pipe' }),
    write(files) {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), text);
      }
    },
  };
}
