// Builds dist: the program as one CommonJS file, the launcher, and V8's code cache of it (see src/decisions/bundling.md).
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { build } from 'esbuild';

const common = {
  outdir: 'dist',
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
};

rmSync('dist', { recursive: true, force: true });

const { metafile } = await build({
  ...common,
  entryPoints: ['src/cli/main.ts'],
  entryNames: 'program-[hash]',
  // Native parts and rarely needed packages stay where npm put them.
  external: ['ssh2', 'bcryptjs', 'esbuild'],
  // `import()` of those is a require: a script out of the code cache has no loader for ES modules.
  supported: { 'dynamic-import': false },
  define: { 'import.meta.url': 'programUrl' },
  // The launcher compiles the file as it is: a function of what the program needs from outside.
  banner: { js: "(function(require,__filename){const programUrl=require('node:url').pathToFileURL(__filename).href;" },
  footer: { js: '})' },
  metafile: true,
});
const [program] = Object.keys(metafile.outputs);

await build({
  ...common,
  entryPoints: { tsplay: 'src/start/launcher.ts' },
  define: { PROGRAM: JSON.stringify(basename(program)) },
  banner: { js: '#!/usr/bin/env node' },
});
chmodSync('dist/tsplay.js', 0o755);
// The package is of ES modules, these two files are not.
writeFileSync('dist/package.json', '{"type":"commonjs"}\n');

// The cache is written at the end of the first run, and holds what that run compiled: so this is a usual one.
const folder = mkdtempSync(join(tmpdir(), 'tsplay-build-'));
writeFileSync(join(folder, 'ansible.cfg'), '');
writeFileSync(
  join(folder, 'first.yml'),
  '- hosts: localhost\n  gather_facts: false\n  tasks:\n    - debug: msg="{{ 1 + 1 }}"\n',
);
const { status, stderr } = spawnSync(process.execPath, [resolve('dist/tsplay.js'), 'first.yml'], {
  cwd: folder,
  env: { PATH: process.env.PATH, ANSIBLE_CONFIG: join(folder, 'ansible.cfg') },
  encoding: 'utf8',
});
rmSync(folder, { recursive: true });
if (status !== 0) throw new Error(`the built program does not run:\n${stderr}`);
