#!/usr/bin/env node
// Times tsplay, ansible-core with pipelining, ansible-core with Mitogen and pyinfra on the same work; `npm run bench`.
//
//   node test/bench/run.mjs [--runs N] [--only noop100,loops] [--no-compare] [--no-delay] [--no-limit] [--no-growth] [FOLDER]
//
// FOLDER (or TSPLAY_BENCH) holds the workloads, default ../shared/bench. TSPLAY_BENCH_ANSIBLE, TSPLAY_BENCH_MITOGEN (its folder
// of strategies) and TSPLAY_BENCH_PYINFRA name what is not on the PATH; what is missing is left out. Needs docker and the
// lab's image; installs nothing.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { mitogen, pipelining, pyinfra, tsplay } from './engines.mjs';
import { against, labelOf, MOST, row, spread, WORKS } from './goals.mjs';
import { growth } from './growth.mjs';
import { limit } from './limit.mjs';
import { measure, median } from './measure.mjs';
import { startProxy, startTarget } from './targets.mjs';

/** Milliseconds each way of the delayed connection: far above what a task costs otherwise. */
const DELAY = 25;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '5' },
    only: { type: 'string', default: [...new Set(WORKS.map((work) => work.name))].join(',') },
    compare: { type: 'boolean', default: true },
    delay: { type: 'boolean', default: true },
    limit: { type: 'boolean', default: true },
    growth: { type: 'boolean', default: true },
  },
  allowNegative: true,
});
const folder = resolve(positionals[0] ?? process.env['TSPLAY_BENCH'] ?? '../shared/bench');
const runs = Number(flags.runs);
const playbooks = flags.only.split(',');
const playbookOf = (name) => `${folder}/${name}.yml`;
const missing = [...playbooks.map(playbookOf), `${folder}/delay-proxy.mjs`, resolve('dist/tsplay.js')].filter(
  (path) => !existsSync(path),
);
if (missing.length > 0 || !(runs >= 1)) {
  for (const path of missing) console.error(`missing: ${path}`);
  console.error('usage: run.mjs [--runs N] [--only a,b] [--no-compare] [--no-delay] [--no-limit] [--no-growth] FOLDER');
  console.error('(after npm run build)');
  process.exit(2);
}

const engines = [tsplay, pipelining, mitogen, pyinfra].filter((engine) => engine.command !== undefined);
const target = await startTarget({ withPython: engines.length > 1 });
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => void target.stop().finally(() => process.exit(130)));
try {
  if (flags.compare) await compare();
  if (flags.delay && playbooks.includes('noop100')) await behindDelay();
  if (flags.limit && playbooks.includes('noop100')) await limit(tsplay, target, playbookOf('noop100'), runs);
  if (flags.growth) await growth(tsplay, target, Math.min(runs, 3));
} finally {
  await target.stop();
}

/** The engines take turns, so that what else the machine does falls on all of them. */
async function compare() {
  const widths = [18, 18, 22, 22, 22, 20, 20];
  const head = [
    'work',
    ...engines.map((e) => `${e.name} s [spread]`),
    'x pipelining (goal)',
    'x Mitogen (goal)',
    'CPU ms',
  ];
  console.log(`\nmedian of ${runs} [least-most], seconds; the same target, in turns`);
  console.log(row(head, widths));
  console.log(row(head.map(() => '---')));
  for (const work of WORKS.filter(({ name }) => playbooks.includes(name))) {
    const samples = Object.fromEntries([tsplay, pipelining, mitogen, pyinfra].map(({ name }) => [name, []]));
    const able = engines.filter((engine) => engine.does(playbookOf(work.name)));
    if (work.run === 'second') await once(tsplay, work);
    for (let i = 0; i < runs; i++) {
      for (const engine of able) {
        if (work.run === 'first') target.clean();
        const sample = await once(engine, work).catch(notAgain(engine));
        if (sample) samples[engine.name].push(sample);
      }
    }
    const walls = (name) => samples[name].map((s) => s.wall);
    const cpu = median(samples.tsplay.map((s) => s.cpu));
    const most = work.name === 'startup' ? ` (${MOST.startupCpu}: ${cpu <= MOST.startupCpu ? 'met' : 'NOT met'})` : '';
    const cells = [
      labelOf(work),
      ...engines.map((engine) => spread(walls(engine.name))),
      against(walls('pipelining'), walls('tsplay'), work.pipelining),
      against(walls('mitogen'), walls('tsplay'), work.mitogen),
      `${cpu.toFixed(0)}${most}`,
    ];
    console.log(row(cells, widths));
  }
}

/** Another engine that fails is left out of the row; tsplay must not fail. */
function notAgain(engine) {
  return (error) => {
    if (engine === tsplay) throw error;
    console.error(error.message.slice(0, 600));
    return undefined;
  };
}

function once(engine, work) {
  return measure(engine, target, playbookOf(work.name), work.hosts);
}

/** Behind a fixed delay: how long it takes, and what the delay adds divided by what it adds to one round trip. */
async function behindDelay() {
  console.log(`\nbehind a delay of ${DELAY} ms each way`);
  const proxy = await startProxy(`${folder}/delay-proxy.mjs`, target, DELAY);
  try {
    const oneTask = resolve(import.meta.dirname, 'one-task.yml');
    const timed = { one: { near: [], far: [] }, noop: { near: [], far: [] } };
    await measure(tsplay, target, playbookOf('noop100'));
    for (let i = 0; i < runs; i++) {
      for (const [what, playbook] of [
        ['one', oneTask],
        ['noop', playbookOf('noop100')],
      ]) {
        timed[what].near.push((await measure(tsplay, target, playbook)).wall);
        timed[what].far.push((await measure(tsplay, proxy.target, playbook)).wall);
      }
    }
    // The least of each: what a loaded machine adds is no round trip.
    const trips = ({ near, far }) => (Math.min(...far) - Math.min(...near)) / (2 * DELAY);
    const login = trips(timed.one);
    const whole = median(timed.noop.far);
    console.log(
      `noop100 ${spread(timed.noop.far)} s (at most ${MOST.delayed / 1000}: ${whole <= MOST.delayed ? 'met' : 'NOT met'})`,
    );
    console.log(
      `round trips: login and one task ${login.toFixed(1)}, each further task ${((trips(timed.noop) - login) / 99).toFixed(2)}`,
    );
  } finally {
    proxy.stop();
  }
}
