#!/usr/bin/env node
// Asks real Jinja2 and ansible-core and our engine the same fresh random cases and prints where they differ.
//
//   npm run fuzz:templates -- --seed N [--count M] [--theme a,b] [--python PATH]
//
// The Python must have ansible-core 2.18 and Jinja2 3.1: --python, else $TSPLAY_ANSIBLE_PYTHON, else python3. Ends with status 1
// when there is a difference that differences.json does not explain.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const HERE = new URL('.', import.meta.url);
const { values: flags } = parseArgs({
  options: {
    seed: { type: 'string' },
    count: { type: 'string', default: '2000' },
    theme: { type: 'string', default: '' },
    python: { type: 'string', default: process.env['TSPLAY_ANSIBLE_PYTHON'] ?? 'python3' },
  },
});
if (!flags.seed || !(Number(flags.count) > 0)) {
  console.error('usage: npm run fuzz:templates -- --seed N [--count M] [--theme a,b] [--python PATH]');
  process.exit(2);
}

const probe = spawnSync(flags.python, ['-c', 'import ansible, jinja2; print(ansible.__version__, jinja2.__version__)']);
if (probe.status !== 0) {
  console.error(
    `${flags.python} has no ansible-core: the real one must answer. Install it with\n` +
      '  python3 -m venv ansible && ansible/bin/pip install "ansible-core==2.18.*" "jinja2==3.1.6" jmespath passlib\n' +
      'and say --python ansible/bin/python',
  );
  process.exit(2);
}

const themes = flags.theme ? flags.theme.split(',') : [];
const recorder = spawnSync(
  flags.python,
  [new URL('record.py', HERE).pathname, '--fuzz', flags.seed, flags.count, ...themes],
  { encoding: 'utf8', maxBuffer: 1 << 30, env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } },
);
if (recorder.status !== 0) {
  console.error(recorder.stderr);
  process.exit(2);
}
const { answered_by: versions, cases } = JSON.parse(recorder.stdout);

const work = mkdtempSync(join(tmpdir(), 'tsplay-fuzz-'));
try {
  const outfile = join(work, 'replay.mjs');
  await build({
    entryPoints: [new URL('replay.ts', HERE).pathname],
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile,
    logLevel: 'error',
    banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  });
  const { differences } = await import(pathToFileURL(outfile).href);
  const read = (name) => JSON.parse(readFileSync(new URL(name, HERE), 'utf8'));
  const corpus = { variables: read('variables.json'), files: new URL('files/', HERE) };
  const wrong = differences(cases, corpus, read('differences.json'));
  for (const w of wrong) console.log(JSON.stringify(w));
  const by = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  console.log(`seed ${flags.seed}: ${cases.length} cases, ${wrong.length} differences (${by.join(', ')})`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
