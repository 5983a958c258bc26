import { describe, expect, it } from 'vitest';
import type { Task } from './index.js';
import { parse, shown, tasksOf, withTasks } from './testing.js';

const problemsOf = (tasks: string): string[] => parse(withTasks(tasks)).problems;

/** The one task of a play, which must be without problems. */
function task(text: string): Task {
  const { plays, problems } = parse(withTasks(text));
  expect(problems).toEqual([]);
  return tasksOf(plays[0]?.tasks ?? [])[0] as Task;
}

describe('what a task does', () => {
  it.each<[string, string, unknown]>([
    ['- debug: {msg: x}', 'debug', { msg: 'x' }],
    ['- debug: msg="x y"', 'debug', { msg: 'x y' }],
    ['- ansible.builtin.copy: src=a dest={{ d }}', 'ansible.builtin.copy', { src: 'a', dest: '{{ d }}' }],
    ['- debug:', 'debug', {}],
    ['- command: ls -l creates=/x', 'command', { _raw_params: 'ls -l', creates: '/x' }],
    ['- command: ls\n  args: {chdir: /tmp}', 'command', { _raw_params: 'ls', chdir: '/tmp' }],
    ['- debug: msg=own\n  args: {msg: below, var: v}', 'debug', { msg: 'own', var: 'v' }],
    ['- action: copy src=a dest=b', 'copy', { src: 'a', dest: 'b' }],
    ['- action: ansible.builtin.debug', 'ansible.builtin.debug', {}],
    ['- action: debug msg="{{ x }} y"', 'debug', { msg: '{{ x }} y' }],
    ['- action: {module: copy, src: a, dest: b}', 'copy', { src: 'a', dest: 'b' }],
    ['- action: copy\n  args: {src: a}', 'copy', { src: 'a' }],
    ['- collections: [acme.tools]\n  thing: {a: 1}', 'acme.tools.thing', { a: 1 }],
    ['- collections: [acme.tools]\n  action: thing a=1', 'acme.tools.thing', { a: '1' }],
    ['- meta: flush_handlers', 'meta', { _raw_params: 'flush_handlers' }],
  ])('%j', (text, action, args) => {
    const found = task(text);
    expect([found.action, shown(found.args)]).toEqual([action, args]);
  });

  it('is done on the controller by local_action, however it is written', () => {
    for (const text of ['- local_action: command ls', '- local_action: {module: command, _raw_params: ls}']) {
      const found = task(text);
      expect(shown(found.args)).toEqual({ _raw_params: 'ls' });
      expect(found.inherited).toMatchObject({ delegateTo: 'localhost', connection: 'local' });
    }
  });

  it('may be given its arguments as a template', () => {
    expect(shown(task('- debug:\n  args: "{{ all }}"').argsTemplate)).toBe('{{ all }}');
    expect(shown(task('- copy: "{{ {1: 2} | combine(x) }}"').argsTemplate)).toBe('{{ {1: 2} | combine(x) }}');
  });

  it('has its place', () => {
    const found = task('- name: n\n  debug:\n    msg: x');
    expect(found.span).toMatchObject({ file: 'site.yml', line: 3 });
    expect(found.actionSpan).toMatchObject({ line: 4, col: 7 });
  });
});

describe('mistakes in tasks', () => {
  it.each<[string, RegExp]>([
    ['- name: x', /^site.yml:3:7 no module is named in this task/],
    ['- debug:\n  copy:', /^site.yml:4:7 more than one module in a task: debug, copy/],
    ['- debug:\n  frobnicate: 1', /^site.yml:4:7 'frobnicate' is not a keyword of a task/],
    ['- frob: 1\n  nicate: 2', /^site.yml:4:7 more than one module in a task: frob, nicate/],
    ['- debug:\n  hosts: x', /^site.yml:4:7 'hosts' is not a keyword of a task/],
    ['- debug:\n  listen: x', /^site.yml:4:7 'listen' is not a keyword of a task/],
    ['- debug:\n  async: 5', /^site.yml:4:7 the keyword 'async' is not supported/],
    ['- debug:\n  become: maybe', /^site.yml:4:15 'become' must be true or false, not 'maybe'/],
    ['- debug:\n  retries: often', /^site.yml:4:16 'retries' must be a number, not 'often'/],
    ['- debug:\n  ignore_errors: [yes]', /^site.yml:4:22 'ignore_errors' must be true or false, not a list/],
    ['- debug:\n  vars: [1]', /^site.yml:4:13 'vars' must be a mapping/],
    ['- debug:\n  args: [1]', /^site.yml:4:13 'args' must be a mapping/],
    ['- debug:\n  tags: [{a: 1}]', /^site.yml:4:13 'tags' must be text or a list of texts/],
    ['- debug:\n  register: a-b', /^site.yml:4:17 'register' must be the name of a variable/],
    ['- debug:\n  register: 1x', /'register' must be the name of a variable/],
    ['- debug:\n  loop: [1]\n  with_items: [2]', /^site.yml:5:7 a task has one loop, not loop and with_items/],
    ['- debug:\n  loop: [1]\n  loop_control: {loopvar: x}', /^site.yml:5:22 loop_control has no 'loopvar'/],
    ['- debug:\n  loop: [1]\n  loop_control: x', /^site.yml:5:21 'loop_control' must be a mapping/],
    ['- debug:\n  loop: [1]\n  loop_control: {constructor: x}', /loop_control has no 'constructor'/],
    ['- debug: [a]', /debug: parameters must be a mapping or key=value text, not a list/],
    ['- debug: msg="x', /debug: a quote or a \{\{ is never closed/],
    ['- action: 7', /'action' needs the name of a module/],
    ['- local_action: {src: x}', /'local_action' needs the name of a module/],
    ['- include: x.yml', /'include' was removed|not supported|more than|no module/],
    ['- import_playbook: x.yml', /'import_playbook' stands where plays stand/],
    ['- import_tasks: x.yml\n  loop: [1]', /'import_tasks' cannot loop/],
    ['- import_role: {name: x}\n  with_items: [1]', /'import_role' cannot loop/],
    ['- import_tasks: gone.yml', /^site.yml:3:7 no task file 'gone.yml'/],
    ['- import_tasks:', /import_tasks needs the name of a file/],
    ['- import_role: {}', /import_role needs the parameter 'name'/],
    ['- import_role: {name: gone}', /the role 'gone' is not found/],
    ['- import_role: {name: gone, taskfrom: x}', /import_role has no parameter 'taskfrom'/],
    ['- just text', /a task must be a mapping/],
    ['- [debug]', /a task must be a mapping/],
    ['- block: [debug: ]\n  loop: [1]', /^site.yml:4:7 'loop' is not a keyword of a block/],
    ['- block: [debug: ]\n  register: x', /'register' is not a keyword of a block/],
    ['- block: debug', /'block' must be a list of tasks/],
    ['- rescue: [debug: ]', /'rescue' without a 'block'/],
  ])('%j', (text, expected) => {
    const problems = problemsOf(text);
    expect(problems.join('\n')).toMatch(expected);
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])('includes a keyword %s', (name) => {
    expect(problemsOf(`- debug:\n  ${name}: 1`)).toEqual([`site.yml:4:7 '${name}' is not a keyword of a task`]);
    expect(parse(`- hosts: all\n  ${name}: 1`).problems).toEqual([`site.yml:2:3 '${name}' is not a keyword of a play`]);
    expect(problemsOf(`- block: [debug: ]\n  ${name}: 1`)).toEqual([
      `site.yml:4:7 '${name}' is not a keyword of a block`,
    ]);
  });

  it('are all told at once', () => {
    expect(problemsOf('- name: x\n- debug:\n  become: maybe\n- copy:\n  apt:')).toHaveLength(3);
  });

  it('do not come from harmless oddities', () => {
    expect(problemsOf('- debug:\n  async: 0\n  become: "{{ x }}"\n  retries: "3"\n  port: 22\n-')).toEqual([]);
  });
});

describe('inheritance', () => {
  const text = withTasks(
    [
      '- block:',
      '    - block:',
      '        - debug:',
      '          tags: [c, a]',
      '          when: w3',
      '          vars: {v: 3}',
      '          environment: {E: 3}',
      '          become: false',
      '          notify: own',
      '      tags: b',
      '      when: [w2, true]',
      '      vars: {v: 2}',
      '      environment: [{E: 2}]',
      '  rescue:',
      '    - debug:',
      '  always:',
      '    - debug:',
      '  tags: a',
      '  when: w1',
      '  vars: {v: 1}',
      '  environment: "{{ env }}"',
      '  become: true',
      '  become_user: me',
      '  notify: [of block]',
      '  delegate_to: other',
    ].join('\n'),
  );
  const { plays, problems } = parse(text);
  const [inner, rescue, always] = tasksOf(plays[0]?.tasks ?? []);

  it('joins tags, conditions, variables and environments, outermost first', () => {
    expect(problems).toEqual([]);
    expect(inner?.inherited.tags).toEqual(['a', 'b', 'c']);
    expect(inner?.inherited.when.map((c) => c.value)).toEqual(['w1', 'w2', true, 'w3']);
    expect(inner?.inherited.when[1]?.span).toMatchObject({ line: 13, col: 18 });
    expect(inner?.inherited.vars.map(shown)).toEqual([{ v: 1 }, { v: 2 }, { v: 3 }]);
    expect(inner?.inherited.environment.map(shown)).toEqual(['{{ env }}', [{ E: 2 }], { E: 3 }]);
  });

  it('lets the nearest win for the others', () => {
    expect(inner?.inherited).toMatchObject({ become: false, becomeUser: 'me', delegateTo: 'other' });
    expect(inner?.notify).toBe('own');
  });

  it('reaches rescue and always', () => {
    for (const t of [rescue, always]) {
      expect(t?.inherited.tags).toEqual(['a']);
      expect(t?.inherited.when.map((c) => c.value)).toEqual(['w1']);
      expect(t?.inherited.become).toBe(true);
      expect(t?.notify).toEqual(['of block']);
    }
  });

  it('takes keywords of the play, but not its variables, which are a layer of their own', () => {
    const play = '- hosts: all\n  become: true\n  tags: p\n  vars: {v: 0}\n  environment: {E: 0}\n  tasks: [{debug: }]';
    const [found] = tasksOf(parse(play).plays[0]?.tasks ?? []);
    expect(found?.inherited).toMatchObject({ become: true, tags: ['p'], vars: [] });
    expect(found?.inherited.environment.map(shown)).toEqual([{ E: 0 }]);
  });

  it('splits tags at commas and takes each once', () => {
    expect(task('- debug:\n  tags: "a, b,,a"').inherited.tags).toEqual(['a', 'b']);
    expect(task('- debug:\n  tags: [1, true, x]').inherited.tags).toEqual(['1', 'true', 'x']);
  });
});

describe('loops, registers and results', () => {
  it('are read', () => {
    const found = task(
      '- debug:\n  with_first_found: [a]\n  loop_control: {loop_var: x, label: "{{ x }}", pause: 1, index_var: i, extended: yes}\n' +
        '  register: r\n  until: r.ok\n  retries: 3\n  delay: 1\n  changed_when: [a, b]\n  failed_when: false',
    );
    expect(found.loop).toMatchObject({ lookup: 'first_found', value: ['a'], control: { loopVar: 'x', indexVar: 'i' } });
    expect(found).toMatchObject({ register: 'r', retries: 3, delay: 1 });
    expect(found.changedWhen?.map((c) => c.value)).toEqual(['a', 'b']);
    expect(found.failedWhen?.map((c) => c.value)).toEqual([false]);
    expect(found.until?.map((c) => c.value)).toEqual(['r.ok']);
    expect(task('- debug:\n  loop: "{{ l }}"').loop).toMatchObject({ lookup: undefined });
  });
});
