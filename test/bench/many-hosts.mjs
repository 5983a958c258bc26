#!/usr/bin/env node
// Whether one process serves many hosts: below its memory, each host gets its turn, and one that hangs delays nobody.
//
//   node test/bench/many-hosts.mjs [--hosts 500] [--containers 4] [--forks 50] [--tasks 6] [--only-hung] [--tsplay dist/tsplay.js]
//
// The hosts are aliases of a few containers, each with a connection of its own; the one that hangs has a container of its
// own, which is frozen in the middle of its second task. Every task writes down when it began, on the host.
// After npm run build; exit code 1 when a limit is broken.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startTarget } from './targets.mjs';

/** Mebibytes of resident memory of the whole command, at its highest. */
const MOST_MEMORY = 1024;
/** While a host waits for its next task, another one may have had so many: one of each in turn, and some for slow logins. */
const MOST_TURNS = 4;
const HUNG = 'hung';

const { values } = parseArgs({
  options: {
    hosts: { type: 'string', default: '500' },
    containers: { type: 'string', default: '4' },
    forks: { type: 'string', default: '50' },
    tasks: { type: 'string', default: '6' },
    'only-hung': { type: 'boolean', default: false },
    tsplay: { type: 'string', default: resolve(import.meta.dirname, '../../dist/tsplay.js') },
  },
});
const [hosts, containers, tasks] = [values.hosts, values.containers, values.tasks].map(Number);
const folder = mkdtempSync(join(tmpdir(), 'tsplay-many-'));
const targets = [];
let broken = 0;
try {
  for (let i = 0; i <= containers; i++)
    targets.push(await startTarget({ withPython: false, name: `many-${process.pid}-${i}` }));
  // Hundreds of sessions in one container are too many for its logind, which no real host has at once.
  for (const target of targets)
    on(target, "printf 'UsePAM no\\n' > /etc/ssh/sshd_config.d/0.conf && systemctl restart ssh && mkdir -p /tmp/marks");
  const lines = Array.from({ length: hosts }, (_, i) => line(`h${i}`, targets[i % containers]));
  writeFileSync(join(folder, 'hosts'), lines.join(''));
  writeFileSync(join(folder, 'hosts-and-one'), lines.toSpliced(hosts / 2, 0, line(HUNG, targets[containers])).join(''));
  for (const strategy of values['only-hung'] ? [] : ['linear', 'free']) limited(strategy, await run(strategy, 'hosts'));
  limited('free, one hangs', await run('free', 'hosts-and-one'));
} finally {
  for (const target of targets) await target.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = broken === 0 ? 0 : 1;

function line(name, { port, key }) {
  const options = `-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o HostKeyAlias=${name} -o ServerAliveInterval=2`;
  return `${name} ansible_host=127.0.0.1 ansible_port=${port} ansible_user=root ansible_timeout=${name === HUNG ? 3 : 30} ansible_ssh_private_key_file=${key} ansible_ssh_common_args='${options}'\n`;
}

function on(target, command) {
  return execFileSync('docker', ['exec', target.container, 'sh', '-c', command], { maxBuffer: 64 << 20 }).toString();
}

async function run(strategy, inventory) {
  for (const target of targets) on(target, 'rm -rf /tmp/marks; mkdir /tmp/marks');
  const mark = 'date +%s.%N >> /tmp/marks/{{ inventory_hostname }}';
  const second = `${mark}; {{ 'sleep 300' if inventory_hostname == '${HUNG}' else 'true' }}`;
  const all = Array.from({ length: tasks }, (_, i) => ({ shell: i === 1 ? second : mark }));
  writeFileSync(
    join(folder, 'play.yml'),
    JSON.stringify([{ hosts: 'all', gather_facts: false, strategy, tasks: all }]),
  );
  const began = Date.now();
  const child = spawn(
    process.execPath,
    [values.tsplay, join(folder, 'play.yml'), '-i', join(folder, inventory), '-f', values.forks],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let out = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  const frozen = inventory === 'hosts' ? undefined : freeze(targets[containers]);
  let memory = 0;
  const look = setInterval(() => {
    try {
      memory = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024;
    } catch {
      // It has ended.
    }
  }, 100);
  const code = await new Promise((done) => child.on('close', done));
  clearInterval(look);
  const seconds = (Date.now() - began) / 1000;
  if (frozen) {
    await frozen;
    execFileSync('docker', ['unpause', targets[containers].container], { stdio: 'ignore' });
  }
  const text = targets
    .slice(0, containers)
    .map((target) => on(target, "cd /tmp/marks && grep -H '' *"))
    .join('');
  const marks = new Map();
  for (const [, host, at] of text.matchAll(/^(.*):([\d.]+)$/gm))
    marks.set(host, [...(marks.get(host) ?? []), Number(at)]);
  return { strategy, code, out, seconds, memory, marks: [...marks.values()] };
}

/** When it is in the middle of its second task: no process there goes on, and nothing answers. */
async function freeze(target) {
  while (Number(on(target, `cat /tmp/marks/${HUNG} 2>/dev/null | wc -l`)) < 2)
    await new Promise((r) => setTimeout(r, 200));
  execFileSync('docker', ['pause', target.container], { stdio: 'ignore' });
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

/** How many turns some other host had, at the most, while a host waited for one. */
function overtaken(marks) {
  const order = marks.flatMap((at, host) => at.map((time) => ({ host, time }))).sort((a, b) => a.time - b.time);
  const since = marks.map(() => new Map());
  let most = 0;
  for (const { host } of order) {
    for (const [other, turns] of since.entries()) if (other !== host) turns.set(host, (turns.get(host) ?? 0) + 1);
    // Who was never there is not waiting for a second turn, but for the first.
    most = Math.max(most, ...since[host].values());
    since[host].clear();
  }
  return most;
}

function limited(name, { code, out, seconds, memory, marks }) {
  const waits = marks.flatMap((at) => at.slice(1).map((time, i) => time - at[i]));
  const most = overtaken(marks);
  const whole = marks.length === hosts && marks.every((at) => at.length === tasks);
  const wanted = name.includes('hangs') ? 4 : 0;
  const good = whole && most <= MOST_TURNS && code === wanted && memory <= MOST_MEMORY;
  if (!good) broken++;
  console.log(
    `${good ? 'ok  ' : 'FAIL'} ${name.padEnd(16)} ${marks.length} hosts, ${tasks} tasks, ${values.forks} at once: ${memory.toFixed(0)} MiB, ${seconds.toFixed(1)} s; ` +
      `from one task of a host to its next ${median(waits).toFixed(2)} s (median), ${Math.max(...waits).toFixed(2)} s (longest), no other had more than ${most} turns meanwhile${whole ? '' : ', SOME DID NOT FINISH'}`,
  );
  if (code !== wanted || !whole) console.log(`exit code ${code}\n${out.slice(-3000)}`);
}
