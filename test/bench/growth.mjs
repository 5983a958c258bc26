// Whether loops and includes grow in a straight line: the same work once, twice and four times.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measure, median } from './measure.mjs';

const CASES = [
  {
    name: 'set_fact with a growing list',
    unit: 500,
    tasks: (n) => [
      {
        'ansible.builtin.set_fact': { acc: '{{ (acc | default([])) + [item * 2] }}' },
        loop: `{{ range(${n}) | list }}`,
      },
    ],
  },
  {
    name: 'a module in a loop',
    unit: 200,
    tasks: (n) => [{ 'ansible.builtin.stat': { path: '/tmp/{{ item }}' }, loop: `{{ range(${n}) | list }}` }],
  },
  {
    name: 'include_tasks in a loop',
    unit: 100,
    tasks: (n) => [{ 'ansible.builtin.include_tasks': 'growth-body.yml', loop: `{{ range(${n}) | list }}` }],
  },
  {
    name: 'tasks one after the other',
    unit: 200,
    tasks: (n) =>
      Array.from({ length: n }, (_, i) => ({ 'ansible.builtin.stat': { path: `/tmp/${i}` }, register: `r${i}` })),
  },
];

/** Prints CPU per size and how the second doubling compares with the first: 2 is a straight line, 4 is a square. */
export async function growth(engine, target, runs) {
  console.log('\ngrowth: CPU ms at n, 2n, 4n; (4n - 2n) / (2n - n) is 2 when it grows in a straight line');
  const body = [{ 'ansible.builtin.set_fact': { last: '{{ item }}' } }];
  writeFileSync(join(target.scratch, 'growth-body.yml'), JSON.stringify(body));
  for (const { name, unit, tasks } of CASES) {
    const cpu = [];
    for (const n of [unit, 2 * unit, 4 * unit]) {
      const playbook = join(target.scratch, `growth-${n}.yml`);
      writeFileSync(playbook, JSON.stringify([{ hosts: 'all', gather_facts: false, tasks: tasks(n) }]));
      const samples = [];
      for (let i = 0; i < runs; i++) samples.push((await measure(engine, target, playbook)).cpu);
      cpu.push(median(samples));
    }
    const [one, two, four] = cpu;
    const sizes = cpu.map((c) => c.toFixed(0)).join(' ');
    console.log(`${name.padEnd(30)} n=${unit}: ${sizes}   factor ${((four - two) / (two - one)).toFixed(1)}`);
  }
}
