// How far a run is above what cannot be beaten: the very scripts it sends, fed by hand into one resident shell of the host.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { measure, median } from './measure.mjs';
import { spread } from './goals.mjs';

/** Takes down what a run writes into its shell: by the ssh program, whose standard input can be looked at. */
async function scriptsOf(engine, target, playbook) {
  const folder = mkdtempSync(join(target.scratch, 'wire-'));
  const file = join(folder, 'sent');
  const recorded = {
    ...engine,
    argv: (...asked) => [...engine.argv(...asked), '-e', 'ansible_connection=ssh_cli'],
    env: (t) => ({
      ...engine.env(t),
      TSPLAY_LOOK_AHEAD: 'no',
      NODE_OPTIONS: `--import=${import.meta.dirname}/tap.mjs`,
      TSPLAY_BENCH_TAP: file,
    }),
  };
  await measure(recorded, target, playbook);
  const sent = readFileSync(file);
  rmSync(folder, { recursive: true });
  return sent;
}

/** Prints the time of the scripts alone, and how far above it the run is. */
export async function limit(engine, target, playbook, runs) {
  await measure(engine, target, playbook);
  const sent = await scriptsOf(engine, target, playbook);
  const alone = [];
  const whole = [];
  for (let i = 0; i < runs; i++) {
    alone.push(await feed(target, sent));
    whole.push((await measure(engine, target, playbook)).wall);
  }
  console.log('\nthe limit: the same scripts by hand into one resident shell');
  console.log(
    `alone ${spread(alone)} s, the run ${spread(whole)} s: ${(median(whole) / median(alone)).toFixed(2)} times the limit`,
  );
}

async function feed(target, bytes) {
  const shell = spawn(
    'docker',
    ['exec', '-i', target.container, '/bin/sh', '-c', 'IFS= read -r _ts_t; eval "$_ts_t"'],
    {
      stdio: ['pipe', 'ignore', 'ignore'],
    },
  );
  const began = performance.now();
  shell.stdin.end(bytes);
  await new Promise((done) => shell.on('close', done));
  return performance.now() - began;
}
