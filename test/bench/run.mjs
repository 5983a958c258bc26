#!/usr/bin/env node
// Times tsplay and ansible-core side by side on the same playbooks and says the ratios; `npm run bench`.
//
//   node test/bench/run.mjs [--runs N] [--only noop100,loops] [--no-delay] [--no-growth] [FOLDER]
//
// FOLDER (or TSPLAY_BENCH) holds the workloads, default ../shared/bench. TSPLAY_BENCH_ANSIBLE names ansible-playbook when it
// is not on the PATH; without it tsplay is measured alone. Needs docker and the lab's image; installs nothing.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ansible, tsplay } from './engines.mjs';
import { growth } from './growth.mjs';
import { measure, median } from './measure.mjs';
import { startProxy, startTargets } from './targets.mjs';

const PLAYBOOKS = ['startup', 'noop100', 'mixed50', 'loops', 'facts', 'templates'];
/** Milliseconds each way of the delayed connection: far above what a task costs otherwise. */
const DELAY = 25;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '3' },
    only: { type: 'string', default: PLAYBOOKS.join(',') },
    delay: { type: 'boolean', default: true },
    growth: { type: 'boolean', default: true },
  },
  allowNegative: true,
});
const folder = resolve(positionals[0] ?? process.env['TSPLAY_BENCH'] ?? '../shared/bench');
const runs = Number(flags.runs);
const playbooks = flags.only.split(',');
const missing = [
  ...playbooks.map((p) => `${folder}/${p}.yml`),
  `${folder}/delay-proxy.mjs`,
  resolve('dist/tsplay.js'),
].filter((path) => !existsSync(path));
if (missing.length > 0 || !(runs >= 1)) {
  for (const path of missing) console.error(`missing: ${path}`);
  console.error('usage: run.mjs [--runs N] [--only a,b] [--no-delay] [--no-growth] FOLDER   (after npm run build)');
  process.exit(2);
}

const targets = await startTargets({ withPython: ansible.command !== undefined });
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => void targets.stop().finally(() => process.exit(130)));
try {
  const engines = [tsplay, ansible].filter((engine) => targets[engine.name] !== undefined);
  await compare(engines);
  if (flags.delay && playbooks.includes('noop100')) await roundTrips(engines);
  if (flags.growth) await growth(tsplay, targets.tsplay, Math.min(runs, 3));
} finally {
  await targets.stop();
}

/** The engines take turns, so that what else the machine does falls on both. */
async function compare(engines) {
  console.log(`\nsecond runs (nothing changes), median of ${runs}: CPU ms of the controller's processes, wall ms`);
  for (const name of playbooks) {
    const playbook = `${folder}/${name}.yml`;
    const first = {};
    for (const engine of engines) first[engine.name] = await measure(engine, targets[engine.name], playbook);
    const samples = Object.fromEntries(engines.map((engine) => [engine.name, []]));
    for (let i = 0; i < runs; i++)
      for (const engine of engines) samples[engine.name].push(await measure(engine, targets[engine.name], playbook));
    show(
      `${name}, first run`,
      engines.map((e) => [e.name, [first[e.name]]]),
    );
    show(
      name,
      engines.map((e) => [e.name, samples[e.name]]),
    );
  }
}

function show(label, rows) {
  const cells = rows.map(([name, samples]) => ({
    name,
    cpu: median(samples.map((s) => s.cpu)),
    wall: median(samples.map((s) => s.wall)),
  }));
  const text = cells.map((c) => `${c.name} cpu ${c.cpu.toFixed(0)} wall ${c.wall.toFixed(0)}`).join('   ');
  const [ours, theirs] = cells;
  const ratio = theirs
    ? `   ratio cpu ${(theirs.cpu / ours.cpu).toFixed(1)} wall ${(theirs.wall / ours.wall).toFixed(1)}`
    : '';
  console.log(`${label.padEnd(22)} ${text}${ratio}`);
}

/** What a fixed delay adds to the wall time, divided by what it adds to one round trip. */
async function roundTrips(engines) {
  console.log(`\nround trips, read from a delay of ${DELAY} ms each way`);
  for (const engine of engines) {
    const direct = targets[engine.name];
    const proxy = await startProxy(`${folder}/delay-proxy.mjs`, direct, DELAY);
    try {
      const trips = async (playbook) => {
        const near = [];
        const far = [];
        for (let i = 0; i < runs; i++) {
          near.push((await measure(engine, direct, playbook)).wall);
          far.push((await measure(engine, proxy.target, playbook)).wall);
        }
        // The least of each: what a loaded machine adds is no round trip.
        return (Math.min(...far) - Math.min(...near)) / (2 * DELAY);
      };
      const login = await trips(resolve(import.meta.dirname, 'one-task.yml'));
      const whole = await trips(`${folder}/noop100.yml`);
      console.log(
        `${engine.name.padEnd(10)} login and one task ${login.toFixed(1)}   each further task ${((whole - login) / 99).toFixed(2)}`,
      );
    } finally {
      proxy.stop();
    }
  }
}
