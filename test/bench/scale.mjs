#!/usr/bin/env node
// Whether a large repo loads and runs within its limits: 5,000 tasks in 300 files for 200 hosts, a loop of 1,000 items, 200
// includes; and what 10, 100, 1,000 and 10,000 tasks, items, includes and hosts cost, as a drawing.
//
//   node test/bench/scale.mjs [--ansible PATH] [--only-plot | --no-plot] [--most N] [--svg FILE]
//
// After npm run build; exit code 1 when a limit is broken.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { plot } from './plot.mjs';

const FILES = 300;
const TASKS = 5000;
const HOSTS = 200;
/** Seconds of CPU and mebibytes; the machine that measures is a small one and seldom idle. */
const LIMIT = { seconds: 10, mebibytes: 300 };
/** A straight line doubles; a square is four times as much. */
const FACTOR = 2.6;

/** Runs a command and writes down what it used. */
const MEASURE = `import resource, subprocess, sys
code = subprocess.call(sys.argv[2:], stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
open(sys.argv[1], 'w').write(f'{used.ru_utime + used.ru_stime} {used.ru_maxrss / 1024}')
sys.exit(code)`;

/** The tenfold may cost so many times as much. */
const TENFOLD = 13;

const { values: flags } = parseArgs({
  options: {
    ansible: { type: 'string' },
    plot: { type: 'boolean', default: true },
    'only-plot': { type: 'boolean', default: false },
    most: { type: 'string', default: '10000' },
    svg: { type: 'string', default: 'node_modules/.cache/tsplay-bench/scale.svg' },
  },
  allowNegative: true,
});
const folder = mkdtempSync(join(tmpdir(), 'tsplay-scale-'));
let broken = 0;
try {
  if (!flags['only-plot']) limits();
  if (flags.plot) draw();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = broken === 0 ? 0 : 1;

function limits() {
  const site = repo(folder);
  const args = [site, '-i', join(folder, 'hosts'), '-c', 'local'];
  limited(`load ${TASKS} tasks, ${FILES} files, ${HOSTS} hosts (--list-tasks)`, run([...args, '--list-tasks']));
  limited('the same with --syntax-check', run([...args, '--syntax-check']));
  limited('the same for one host, every task skipped', run([...args, '-l', 'h1', '-e', 'wanted=false']));
  if (flags.ansible) {
    const theirs = run([...args, '--list-tasks'], flags.ansible);
    console.log(`ansible-playbook --list-tasks: ${said(theirs)}`);
  }
  line('a loop, items', [2000, 4000, 8000], (n) => [
    { 'ansible.builtin.set_fact': { last: '{{ item }}' }, loop: `{{ range(${n}) | list }}` },
  ]);
  writeFileSync(join(folder, 'one.yml'), JSON.stringify([{ 'ansible.builtin.set_fact': { last: '{{ item }}' } }]));
  line('includes in a loop', [500, 1000, 2000], (n) => [
    { 'ansible.builtin.include_tasks': 'one.yml', loop: `{{ range(${n}) | list }}` },
  ]);
  line('includes one after the other', [400, 800, 1600], (n) =>
    Array.from({ length: n }, (_, item) => ({ 'ansible.builtin.include_tasks': 'one.yml', vars: { item } })),
  );
  line(
    'tasks for 200 hosts',
    [20, 40, 80],
    (n) =>
      Array.from({ length: n }, (_, i) => ({ 'ansible.builtin.set_fact': { [`f${i}`]: '{{ inventory_hostname }}' } })),
    'all',
  );
}

function plotted() {
  const fact = (i) => ({ 'ansible.builtin.set_fact': { last: i } });
  writeFileSync(join(folder, 'one.yml'), JSON.stringify([fact('{{ item }}')]));
  const many = (n, make) => Array.from({ length: n }, (_, i) => make(i));
  return [
    { name: 'tasks', work: (n) => ({ tasks: many(n, fact), hosts: 1 }) },
    {
      name: 'items of a loop',
      work: (n) => ({ tasks: [{ ...fact('{{ item }}'), loop: `{{ range(${n}) | list }}` }], hosts: 1 }),
    },
    {
      name: 'includes',
      work: (n) => ({
        tasks: many(n, (item) => ({ 'ansible.builtin.include_tasks': 'one.yml', vars: { item } })),
        hosts: 1,
      }),
    },
    { name: 'hosts', work: (n) => ({ tasks: many(3, fact), hosts: n }) },
  ];
}

/** CPU of each kind of work in sizes of powers of ten, and the drawing of it. */
function draw() {
  const sizes = [10, 100, 1000, 10000].filter((size) => size <= Number(flags.most));
  const series = plotted().map(({ name, work }) => {
    const points = sizes.map((size) => {
      const { tasks, hosts } = work(size);
      const names = Array.from({ length: hosts }, (_, i) => `p${i}`).join('\n');
      writeFileSync(join(folder, 'plot-hosts'), `${names}\n`);
      writeFileSync(join(folder, 'plot.yml'), JSON.stringify([{ hosts: 'all', gather_facts: false, tasks }]));
      const { cpu } = run([join(folder, 'plot.yml'), '-i', join(folder, 'plot-hosts'), '-c', 'local']);
      return [size, cpu * 1000];
    });
    straight(name, points);
    return { name, points };
  });
  mkdirSync(dirname(flags.svg), { recursive: true });
  writeFileSync(flags.svg, plot('CPU of a run (dashed: a straight line)', series));
  console.log(`drawn: ${flags.svg}`);
}

/** The last two powers of ten: a square would be a hundred times as much. */
function straight(name, points) {
  const [before, last] = points.slice(-2).map(([, cost]) => cost);
  const factor = last / before;
  const good = factor < TENFOLD;
  if (!good) broken++;
  const each = points.map(([size, cost]) => `${size}: ${cost.toFixed(0)} ms`).join('   ');
  console.log(`${name.padEnd(20)} ${each}   tenfold: ${factor.toFixed(1)}${good ? '' : '   NOT A STRAIGHT LINE'}`);
}

/** 100 roles of three files, 200 hosts in ten groups with variables in files. @returns the playbook's path */
function repo(root) {
  const perFile = Math.ceil(TASKS / FILES);
  const task = (role, file, i) => ({
    name: `task ${i} of ${file}`,
    'ansible.builtin.debug': { msg: `{{ r${role}_name }} on {{ inventory_hostname }} in {{ group_names }}` },
    when: 'wanted | default(true) | bool',
    tags: [`t${i % 7}`],
  });
  let left = TASKS;
  for (let role = 0; role < FILES / 3; role++) {
    const base = join(root, 'roles', `r${role}`);
    for (const dir of ['tasks', 'defaults']) mkdirSync(join(base, dir), { recursive: true });
    const tasks = (file) =>
      Array.from({ length: Math.min(perFile, (left -= perFile) + perFile) }, (_, i) => task(role, file, i));
    for (const file of ['install', 'configure']) writeFileSync(join(base, 'tasks', `${file}.yml`), yaml(tasks(file)));
    const imports = ['install', 'configure'].map((file) => ({ 'ansible.builtin.import_tasks': `${file}.yml` }));
    writeFileSync(join(base, 'tasks', 'main.yml'), yaml([...imports, ...tasks('main')]));
    writeFileSync(join(base, 'defaults', 'main.yml'), `r${role}_name: role ${role}\n`);
  }
  mkdirSync(join(root, 'group_vars'));
  mkdirSync(join(root, 'host_vars'));
  const groups = Array.from({ length: 10 }, (_, g) => {
    writeFileSync(join(root, 'group_vars', `g${g}.yml`), `of_group: ${g}\n`);
    const hosts = Array.from({ length: HOSTS / 10 }, (_, h) => `h${g * 20 + h + 1}`);
    for (const host of hosts) writeFileSync(join(root, 'host_vars', `${host}.yml`), `own: ${host}\n`);
    return `[g${g}]\n${hosts.join('\n')}\n`;
  });
  writeFileSync(join(root, 'hosts'), groups.join('\n'));
  const site = join(root, 'site.yml');
  const roles = Array.from({ length: FILES / 3 }, (_, role) => `r${role}`);
  writeFileSync(site, yaml([{ hosts: 'all', gather_facts: false, roles }]));
  return site;
}

/** Block style, as people write it. */
function yaml(value, depth = 0) {
  const pad = '  '.repeat(depth);
  if (Array.isArray(value) && value.length > 0)
    return value
      .map((v) =>
        typeof v === 'object' ? `${pad}- ${yaml(v, depth + 1).trimStart()}` : `${pad}- ${JSON.stringify(v)}\n`,
      )
      .join('');
  const entries = Object.entries(value);
  return entries
    .map(([k, v]) =>
      typeof v === 'object' ? `${pad}${k}:\n${yaml(v, depth + 1)}` : `${pad}${k}: ${JSON.stringify(v)}\n`,
    )
    .join('');
}

function line(what, sizes, tasks, hosts = 'h1') {
  const cpu = sizes.map((n) => {
    const playbook = join(folder, 'line.yml');
    writeFileSync(playbook, JSON.stringify([{ hosts, gather_facts: false, tasks: tasks(n) }]));
    const samples = [0, 1, 2].map(() => run([playbook, '-i', join(folder, 'hosts'), '-c', 'local']).cpu);
    return Math.min(...samples);
  });
  const factor = (cpu[2] - cpu[1]) / (cpu[1] - cpu[0]);
  const good = factor < FACTOR;
  if (!good) broken++;
  const each = sizes.map((n, i) => `${n}: ${(cpu[i] * 1000).toFixed(0)} ms`).join('   ');
  console.log(`${what.padEnd(30)} ${each}   factor ${factor.toFixed(1)}${good ? '' : '   NOT A STRAIGHT LINE'}`);
}

function limited(what, measured) {
  const good = measured.cpu < LIMIT.seconds && measured.mebibytes < LIMIT.mebibytes;
  if (!good) broken++;
  console.log(`${what}: ${said(measured)}${good ? '' : `   OVER ${LIMIT.seconds} s or ${LIMIT.mebibytes} MiB`}`);
}

function said({ cpu, mebibytes }) {
  return `${cpu.toFixed(2)} s CPU, ${mebibytes.toFixed(0)} MiB at most`;
}

/** @returns {{ cpu: number, mebibytes: number }} seconds of CPU, and the most memory the process held */
function run(args, command) {
  const report = join(folder, 'usage');
  const whole = command ? [command, ...args] : [process.execPath, resolve('dist/tsplay.js'), ...args];
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  const done = spawnSync('python3', ['-c', MEASURE, report, ...whole], { env, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${whole.join(' ')} ended with ${done.status}: ${done.stderr.slice(-2000)}`);
  const [cpu, mebibytes] = readFileSync(report, 'utf8').split(' ').map(Number);
  return { cpu, mebibytes };
}
