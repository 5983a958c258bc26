// `npm run test:compat`: bundles the harness with tsplay's sources (a second) and runs it; see harness/main.ts.
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = resolve(import.meta.dirname, '../../..');
const mark = createHash('sha256').update(`${root} ${process.pid}`).digest('hex').slice(0, 12);
const outdir = join(root, 'node_modules/.cache/compat', mark);
process.on('exit', () => rmSync(outdir, { recursive: true, force: true }));
await build({
  entryPoints: [join(import.meta.dirname, 'harness/main.ts')],
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  outdir,
  outExtension: { '.js': '.mjs' },
  external: ['ssh2', '@kubernetes/client-node'],
  sourcemap: 'inline',
  logLevel: 'warning',
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
});
process.setSourceMapsEnabled(true);
process.argv.push('--suite', import.meta.dirname);
await import(pathToFileURL(join(outdir, 'main.mjs')).href);
// What a case left running (a job, a shell) must not hold the command.
process.exit();
