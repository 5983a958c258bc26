import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { assemble } from '../cli/assemble.js';
import { assertLoadable } from '../cli/findings.js';
import { parseOptions } from '../cli/options.js';
import type { EventBody, HostStats } from '../events/index.js';
import { TsplayError } from '../ground/index.js';
import { preflight, runPlaybooks } from './index.js';
import { ordered } from './order.js';
import { strategyNamed } from './strategy.js';

const dir = mkdtempSync(join(tmpdir(), 'tsplay-strategies-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface Run {
  readonly told: readonly string[];
  readonly messages: readonly unknown[];
  readonly stats: Readonly<Record<string, HostStats>>;
  readonly exit: number;
  readonly said: readonly string[];
}

/** Plays with a person who types the lines and then is gone. */
async function run(
  playbook: string,
  typed: readonly string[] = [],
  more: { readonly step?: boolean } = {},
): Promise<Run> {
  const path = join(dir, 'site.yml');
  writeFileSync(path, playbook);
  const all: EventBody[] = [];
  const said: string[] = [];
  const lines = [...typed];
  const person = {
    ask: (question: string) => {
      said.push(question);
      return Promise.resolve(lines.shift());
    },
    say: (text: string) => void said.push(text),
  };
  const cli = parseOptions([path, '-i', 'h1,h2,h3,', '-c', 'local']);
  if (!cli) throw new Error('no options');
  const assembly = await assemble(cli, (e) => void all.push(e), new AbortController().signal);
  try {
    const plans = assembly.plans.map(({ playbook: book, ports }) => ({
      playbook: book,
      ports: { ...ports, person, at: (d: string) => ({ ...ports.at(d), person }) },
    }));
    assertLoadable([...assembly.diagnostics, ...(await preflight(plans))]);
    const summary = await runPlaybooks(plans, { ...assembly.options, ...more }, (e) => void all.push(e));
    const finished = all.flatMap((e) => (e.type === 'task-finished' ? [e] : []));
    return {
      told: finished.map((e) => `${e.host} ${e.task.name} ${e.status}`),
      messages: finished.map((e) => e.result['msg']),
      stats: summary.stats,
      exit: summary.exitCode,
      said,
    };
  } finally {
    await assembly.close();
  }
}

const play = (tasks: string, head = ''): string => `
- hosts: h1,h2
  gather_facts: false
${head}  tasks:
${tasks}`;

describe('strategies', () => {
  it('have names, short and full', () => {
    expect(strategyNamed('ansible.builtin.host_pinned', undefined)).toBe('host_pinned');
    expect(strategyNamed(undefined, undefined)).toBe('linear');
    expect(() => strategyNamed('fre', undefined)).toThrow(TsplayError);
  });

  it('free: a slow host holds up nobody', async () => {
    const text = play(
      `    - {name: a, command: sleep 1, when: inventory_hostname == 'h1'}
    - {name: b, debug: {msg: x}}`,
      '  strategy: free\n',
    );
    const { told } = await run(text);
    expect(told.indexOf('h2 b ok')).toBeLessThan(told.indexOf('h1 a changed'));
  });

  it('refuse before the run what is done once for all hosts', async () => {
    const text = play('    - {name: a, pause: {seconds: 0}}', '  strategy: free\n');
    await expect(run(text)).rejects.toThrow(/done once for all hosts/);
  });

  it('take hosts in the order that is asked for', () => {
    const hosts = ['b', 'c', 'a'].map((name) => ({ name }));
    const names = (order: string): string =>
      ordered(hosts, order, undefined)
        .map((h) => h.name)
        .join('');
    expect(['inventory', 'reverse_inventory', 'sorted', 'reverse_sorted'].map(names)).toEqual([
      'bca',
      'acb',
      'abc',
      'cba',
    ]);
    expect([...names('shuffle')].sort().join('')).toBe('abc');
    expect(() => names('random')).toThrow(TsplayError);
  });
});

describe('a timeout', () => {
  it('ends the script on the host, and the task with it', async () => {
    const file = join(dir, 'late');
    const { told, messages } = await run(
      play(`    - {name: a, shell: "sleep 3; touch ${file}", timeout: 1, ignore_errors: true}
    - {name: wait, command: sleep 3}`),
    );
    expect(told[0]).toBe('h1 a ignored');
    expect(messages[0]).toBe('The shell action failed to execute in the expected time frame (1) and was terminated');
    expect(existsSync(file)).toBe(false);
  });
});

describe('a keyword that is omitted', () => {
  it('means what stands around it', async () => {
    const { told } = await run(
      play(`    - name: block
      ignore_errors: true
      block:
        - {name: a, command: "false", ignore_errors: "{{ omit }}"}
        - {name: b, command: "false", ignore_errors: "{{ omit if inventory_hostname == 'h1' else false }}"}`),
    );
    expect([...told].sort()).toEqual(['h1 a ignored', 'h1 b ignored', 'h2 a ignored', 'h2 b failed']);
  });
});

describe('wrong values', () => {
  it.each([
    ['  strategy: wild\n', "'strategy' must be one of linear"],
    ['  order: random\n', "'order' must be one of inventory"],
    ['  debugger: sometimes\n', "'debugger' must be one of always"],
    ['  throttle: lots\n', "'throttle' must be a whole number"],
    ['  timeout: -1\n', "'timeout' must be a whole number"],
    ['  module_defaults: [ping]\n', "'module_defaults' must be a mapping"],
  ])('%j', async (head, message) => {
    await expect(run(play('    - {name: a, debug: {msg: x}}', head))).rejects.toThrow(message);
  });

  it.each([
    ['loop_var: 1x', 'loop_var must be the name'],
    ['pause: long', 'pause must be a number'],
    ['extended: perhaps', 'extended must be true or false'],
    ['break_if: x', "loop_control has no 'break_if'"],
  ])('%s', async (control, message) => {
    const text = play(`    - {name: a, debug: {msg: x}, loop: [1], loop_control: {${control}}}`);
    await expect(run(text)).rejects.toThrow(message);
  });
});

describe('the debugger', () => {
  const text = play(
    `    - {name: a, command: "test {{ v }} = 2", when: inventory_hostname == 'h1'}
    - {name: b, debug: {msg: x}}`,
    '  strategy: debug\n  vars: {v: 1}\n',
  );

  it('shows, changes and runs again', async () => {
    const typed = [
      'p task.args',
      "p result._result['rc']",
      "task_vars['v'] = 2",
      'r',
      "task_vars['v'] = 2",
      'u',
      'redo',
    ];
    const { told, said, exit, stats } = await run(text, typed);
    expect(said).toContain("{'_raw_params': 'test 1 = 2'}");
    expect(told.slice(0, 3).sort()).toEqual(['h1 a failed', 'h1 a failed', 'h2 a skipped']);
    expect(told).toContain('h1 a changed');
    expect(stats['h1']).toMatchObject({ ok: 2, changed: 1, failed: 0 });
    expect(exit).toBe(0);
  });

  it('tells task and host by name', async () => {
    const { said } = await run(text, ['p task', 'p host', 'c']);
    expect(said).toEqual(expect.arrayContaining(['TASK: a', 'h1']));
  });

  it('reads no text of a host as an expression when it runs the task again', async () => {
    const mark = join(dir, 'mark');
    const hostile = play(
      `    - {command: "echo \\"lookup('pipe', 'touch ${mark}')\\"", register: r}
    - {name: b, debugger: always, assert: {that: "{{ r.stdout_lines }}"}}`,
    );
    const { said, told } = await run(hostile, ['r', 'p task.args', 'c', 'c', 'c']);
    expect(said).toContain("{'that': '{{ r.stdout_lines }}'}");
    expect(told).toContain('h1 b failed');
    expect(existsSync(mark)).toBe(false);
  });

  it('takes arguments apart, says what it does not know, and goes on', async () => {
    const typed = [
      "task.args['x'] = {'y': 0}",
      "task.args['x']['y'] = 1",
      'del task.args["_raw_params"]',
      'p task.args',
      'sing',
      'c',
    ];
    const { said, exit } = await run(text, typed);
    expect(said.join('\n')).toContain("{'x': {'y': 1}}");
    expect(said.join('\n')).toContain("***'sing' is no command of the debugger");
    expect(exit).toBe(2);
  });

  it('quits where nobody answers', async () => {
    const { exit, told } = await run(text);
    expect(exit).toBe(99);
    expect(told).not.toContain('h2 b ok');
  });
});

describe('--step', () => {
  it('asks before each task until it is told to go on', async () => {
    const tasks = ['a', 'b', 'c', 'd'].map((n) => `    - {name: ${n}, debug: {msg: x}}`).join('\n');
    const { told, said } = await run(play(tasks), ['y', 'n', 'c'], { step: true });
    expect([...told].sort()).toEqual(['h1 a ok', 'h1 c ok', 'h1 d ok', 'h2 a ok', 'h2 c ok', 'h2 d ok']);
    expect(said[0]).toBe('Perform task: TASK: a (N)o/(y)es/(c)ontinue: ');
    expect(said).toHaveLength(3);
  });
});
