#!/usr/bin/env node
// Renders one template with tsplay and with real Jinja2 in turns and says the ratios; `npm run bench:templates`.
//
//   node test/bench/templates.mjs [--rounds N] [--times N] [--python PATH] [FOLDER]
//
// FOLDER (or TSPLAY_BENCH) holds the workloads, default ../shared/bench. --python (or TSPLAY_BENCH_PYTHON) names a Python that has
// Jinja2 3.1; without it one is made with venv and pip, once, below node_modules/.cache. Ends with 1 when the texts differ or when a
// rendering of ours with the kept template is not GOAL times as fast as Jinja2 compiles and renders it.
import { build } from 'esbuild';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from './measure.mjs';

const GOAL = 3;
const JINJA2 = 'jinja2==3.1.6';
/** The rounds before the first that counts: both sides have compiled what they run often by then. */
const WARM_UP = 5;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '15' },
    times: { type: 'string', default: '60' },
    python: { type: 'string', default: process.env['TSPLAY_BENCH_PYTHON'] },
  },
});
const folder = resolve(positionals[0] ?? process.env['TSPLAY_BENCH'] ?? '../shared/bench');
const template = join(folder, 'templates/big.conf.j2');
const rounds = Number(flags.rounds);
const times = Number(flags.times);
if (!existsSync(template) || !(rounds >= 1) || !(times >= 1)) {
  if (!existsSync(template)) console.error(`missing: ${template}`);
  console.error('usage: templates.mjs [--rounds N] [--times N] [--python PATH] [FOLDER]');
  process.exit(2);
}

const ours = await oursFor(template);
const theirs = await startJinja2(flags.python ?? ownPython(), ours.variables);
const tsplay = (render) => () => {
  const started = process.hrtime.bigint();
  let text;
  for (let i = 0; i < times; i++) text = render();
  return { ns: Number(process.hrtime.bigint() - started) / times, text };
};
const WAYS = {
  'Jinja2, compile and render': () => theirs.ask('compile+render'),
  'Jinja2, render': () => theirs.ask('render'),
  'tsplay, compile and render': tsplay(ours.cold),
  'tsplay, render': tsplay(ours.cached),
  'tsplay, render, `sites` a lookup': tsplay(ours.lazy),
};
try {
  process.exitCode = report(await inTurns()) ? 0 : 1;
} finally {
  theirs.stop();
}

/** All ways take turns, so that what else the machine does falls on all. @returns the samples by way */
async function inTurns() {
  const samples = Object.fromEntries(Object.keys(WAYS).map((way) => [way, []]));
  for (let round = 0; round < WARM_UP + rounds; round++)
    for (const [way, run] of Object.entries(WAYS)) samples[way].push(await run());
  return samples;
}

/** @returns whether the goal is reached with the same bytes */
function report(samples) {
  console.log(
    `${template}: median of ${rounds} rounds of ${times} renderings each, after ${WARM_UP} rounds to warm up; Jinja2 ${theirs.version}`,
  );
  const [reference] = Object.keys(WAYS);
  const ns = (way) => median(samples[way].slice(WARM_UP).map((s) => s.ns));
  const text = samples[reference][0].text;
  let same = true;
  for (const way of Object.keys(WAYS)) {
    const equal = samples[way].every((s) => s.text === text);
    same &&= equal;
    const ratio = (ns(reference) / ns(way)).toFixed(2);
    const [once, first] = [ns(way), samples[way][0].ns].map((n) => (n / 1e6).toFixed(3).padStart(7));
    console.log(
      `  ${way.padEnd(34)}${once} ms ${ratio.padStart(6)} x   first round ${first} ms${equal ? '' : '   OTHER TEXT'}`,
    );
  }
  const factor = ns(reference) / ns('tsplay, render');
  const reached = factor >= GOAL;
  console.log(
    `rendering is ${factor.toFixed(1)} times as fast as Jinja2's compile and render; ${reached ? 'the goal is' : 'MISSED: the goal is'} ${GOAL}`,
  );
  console.log(same ? `the same ${Buffer.byteLength(text)} bytes` : 'THE TEXTS DIFFER');
  return same && reached;
}

/** Our side, bundled as the program is. */
async function oursFor(path) {
  const work = mkdtempSync(join(tmpdir(), 'tsplay-bench-templates-'));
  try {
    const outfile = join(work, 'run.mjs');
    await build({
      entryPoints: [resolve(import.meta.dirname, 'template-run.ts')],
      bundle: true,
      format: 'esm',
      platform: 'node',
      minify: true,
      outfile,
      logLevel: 'error',
      external: ['bcryptjs'],
      banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
    });
    const { templateRun } = await import(pathToFileURL(outfile).href);
    const sites = /^\s*sites: "(.*)"$/m.exec(readFileSync(join(folder, 'templates.yml'), 'utf8'))[1];
    return templateRun(path, sites);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The peer: a process that answers line by line. */
async function startJinja2(python, variables) {
  const peer = spawn(python, [resolve(import.meta.dirname, 'jinja2-peer.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
  const say = async (value) => {
    peer.stdin.write(`${JSON.stringify(value)}\n`);
    const { value: line, done } = await lines.next();
    if (done) throw new Error(`${python} ended; it needs ${JINJA2}`);
    return JSON.parse(line);
  };
  const { version } = await say({ source: readFileSync(template, 'utf8'), variables });
  return { version, ask: (how) => say({ how, times }), stop: () => peer.stdin.end() };
}

/** A Python with Jinja2 of our own, made when it is not there yet. */
function ownPython() {
  const venv = resolve('node_modules/.cache/bench-jinja2');
  const python = join(venv, 'bin/python');
  const version = JINJA2.split('==')[1];
  const has = (path) =>
    spawnSync(path, ['-c', `import jinja2; assert jinja2.__version__ == '${version}'`]).status === 0;
  if (has(python)) return python;
  for (const command of [
    ['python3', '-m', 'venv', '--clear', venv],
    [python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', JINJA2],
  ])
    if (spawnSync(command[0], command.slice(1), { stdio: 'inherit' }).status !== 0) {
      console.error(`${command.join(' ')} failed; name a Python that has Jinja2 with --python`);
      process.exit(2);
    }
  return python;
}
