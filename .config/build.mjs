// Builds dist: the program and ssh2 as one CommonJS file each, the launcher, and V8's code cache of both (see src/decisions/bundling.md).
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { build } from 'esbuild';
import { firstRun } from './first-run.mjs';

const common = {
  outdir: 'dist',
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
};
// The launcher compiles the files as they are: functions of what they need from outside.
const wrapped = (head) => ({
  banner: { js: `(function(require,__filename,module){${head}` },
  footer: { js: '})' },
});
const outputOf = ({ metafile }) => basename(Object.keys(metafile.outputs)[0]);

rmSync('dist', { recursive: true, force: true });

const program = await build({
  ...common,
  ...wrapped("const programUrl=require('node:url').pathToFileURL(__filename).href;"),
  entryPoints: ['src/cli/main.ts'],
  entryNames: 'program-[hash]',
  // Wanted late or rarely; ssh2 is a file of its own.
  external: ['ssh2', 'bcryptjs', 'esbuild'],
  // `import()` of those is a require: a script out of the code cache has no loader for ES modules.
  supported: { 'dynamic-import': false },
  define: { 'import.meta.url': 'programUrl' },
});

const ssh2 = await build({
  ...common,
  ...wrapped("const __dirname=require('node:path').dirname(__filename);"),
  entryPoints: ['ssh2'],
  entryNames: 'ssh2-[hash]',
  external: ['cpu-features'],
  plugins: [
    {
      name: 'parts of ssh2',
      setup({ onResolve, onLoad }) {
        // Its native part stays where npm may have built it; ssh2 does without where it is missing.
        onResolve({ filter: /\/sshcrypto\.node$/ }, () => ({
          path: 'ssh2/lib/protocol/crypto/build/Release/sshcrypto.node',
          external: true,
        }));
        // Nothing here speaks HTTP through SSH in its way, and node's HTTP costs milliseconds to load.
        onLoad({ filter: /ssh2\/lib\/http-agents\.js$/ }, () => ({ contents: '' }));
      },
    },
  ],
});

await build({
  ...common,
  entryPoints: { tsplay: 'src/start/launcher.ts' },
  define: { PROGRAM: JSON.stringify(outputOf(program)), PACKAGES: JSON.stringify({ ssh2: outputOf(ssh2) }) },
  banner: { js: '#!/usr/bin/env node' },
});
chmodSync('dist/tsplay.js', 0o755);
// The package is of ES modules, these files are not.
writeFileSync('dist/package.json', '{"type":"commonjs"}\n');

await firstRun();
