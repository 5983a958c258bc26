import { describe, expect, it } from 'vitest';
import type { Block } from './index.js';
import { parse, shown, tasksOf } from './testing.js';

const names = (files: Record<string, string>): unknown[] =>
  parse(files).plays.flatMap((p) => tasksOf(p.tasks).map((t) => shown(t.name)));

describe('plays', () => {
  it.each<[string, RegExp]>([
    ['', /the playbook site.yml is empty/],
    ['a: 1', /^site.yml:1:1 a playbook must be a list of plays/],
    ['- x', /^site.yml:1:3 a play must be a mapping/],
    ['- tasks: []', /^site.yml:1:3 a play needs 'hosts'/],
    ['- debug: {msg: x}', /^site.yml:1:3 this is a task where a play is expected/],
    ['- hosts: all\n  when: x', /^site.yml:2:3 'when' is not a keyword of a play/],
    ['- hosts: all\n  register: x', /'register' is not a keyword of a play/],
    ['- hosts: all\n  task: []', /'task' is not a keyword of a play/],
    ['- hosts: all\n  strategy: wild', /^site.yml:2:13 'strategy' must be one of linear, /],
    ['- hosts: all\n  vars_prompt: [{nme: x}]', /found unsupported key 'nme'/],
    ['- hosts: all\n  vars_prompt: {prompt: x}', /missing 'name' key/],
    ['- hosts: all\n  vars_prompt: [a]', /must be a list of mappings/],
    ['- hosts: all\n  serial: lots', /^site.yml:2:11 'serial' must be numbers or percentages of hosts/],
    ['- hosts: all\n  serial: [1, {}]', /'serial' must be numbers or percentages of hosts/],
    ['- hosts: all\n  max_fail_percentage: many', /'max_fail_percentage' must be a percentage/],
    ['- hosts: all\n  gather_facts: smart', /'gather_facts' must be true or false/],
    ['- hosts: all\n  roles: x', /^site.yml:2:10 'roles' must be a list/],
    ['- hosts: all\n  roles: [{tags: x}]', /a role entry needs the name of the role/],
    ['- hosts: all\n  roles: [gone]', /the role 'gone' is not found/],
    ['- hosts: all\n  tasks: {debug: }', /'tasks' must be a list of tasks/],
  ])('%j', (text, expected) => expect(parse(text).problems.join('\n')).toMatch(expected));

  it('take what is right', () => {
    const { plays, problems } = parse(
      "- hosts: [a, b]\n  name: N\n  serial: [1, '30%', '{{ n }}']\n  strategy: linear\n  gather_facts: no\n  vars_files: [x.yml]\n  max_fail_percentage: 30%\n",
    );
    expect(problems).toEqual([]);
    expect(plays[0]).toMatchObject({ name: 'N', hosts: ['a', 'b'], gatherFacts: false, varsFiles: ['x.yml'] });
    expect(plays[0]?.hostsSpan).toMatchObject({ line: 1, col: 10 });
  });

  it('keep pre_tasks, roles before tasks, and post_tasks apart', () => {
    const { plays } = parse({
      'site.yml':
        '- hosts: all\n  tasks: [{debug: , name: t}]\n  pre_tasks: [{debug: , name: pre}]\n  post_tasks: [{debug: , name: post}]\n  roles: [r]',
      'roles/r/tasks/main.yml': '- debug:\n  name: r',
    });
    const of = (key: 'preTasks' | 'tasks' | 'postTasks') => tasksOf(plays[0]?.[key] ?? []).map((t) => t.name);
    expect([of('preTasks'), of('tasks'), of('postTasks')]).toEqual([['pre'], ['r', 't'], ['post']]);
  });

  it('have handlers that listen', () => {
    const { plays, problems } = parse(
      '- hosts: all\n  handlers:\n    - {name: h, debug: , listen: [a, "b, c", "{{ t }}"]}\n    - {debug: , listen: d}\n    - {name: n, debug: }',
    );
    expect(problems).toEqual([]);
    expect(tasksOf(plays[0]?.handlers ?? []).map((h) => h.listen)).toEqual([['a', 'b, c', '{{ t }}'], ['d'], []]);
  });
});

describe('import_tasks and include_tasks', () => {
  const files = {
    'site.yml':
      '- hosts: all\n  tasks:\n    - import_tasks: sub/a.yml\n      tags: t\n      when: w\n      become: true\n      vars: {v: 1}\n    - include_tasks: sub/a.yml\n      tags: t\n      when: w\n      vars: {v: 1}\n      loop: [1]\n',
    'sub/a.yml': '- debug:\n  name: a\n- import_tasks: b.yml\n  tags: u',
    'sub/b.yml': '- debug:\n  name: b\n  vars: {v: 2}',
  };
  const { plays, problems } = parse(files);
  const [a, b, include] = tasksOf(plays[0]?.tasks ?? []);

  it('imports hand their keywords down, through files', () => {
    expect(problems).toEqual([]);
    expect([a?.name, b?.name]).toEqual(['a', 'b']);
    expect(a?.inherited).toMatchObject({ tags: ['t'], become: true });
    expect(b?.inherited.tags).toEqual(['t', 'u']);
    expect(b?.inherited.when.map((c) => c.value)).toEqual(['w']);
    expect(b?.inherited.vars.map(shown)).toEqual([{ v: 1 }, { v: 2 }]);
    expect([a?.file, b?.file]).toEqual(['sub/a.yml', 'sub/b.yml']);
  });

  it('includes stay tasks that keep theirs to themselves', () => {
    expect(include).toMatchObject({ statement: 'include_tasks', action: 'include_tasks' });
    expect(include?.inherited.tags).toEqual(['t']);
    expect(include?.around).toMatchObject({ tags: [], when: [], includeVars: [] });
    expect(include?.inherited.includeVars.map(shown)).toEqual([{ v: 1 }]);
  });

  it('take no keywords that an include cannot have', () => {
    const bad = '- hosts: all\n  tasks:\n    - include_tasks: x.yml\n      become: true\n      notify: h\n';
    expect(parse(bad).problems).toEqual([
      "site.yml:4:7 'become' is not a keyword of a dynamic include",
      "site.yml:5:7 'notify' is not a keyword of a dynamic include",
    ]);
  });

  it('names of imports may be templates of what is known while loading', () => {
    expect(
      names({
        'site.yml': '- hosts: all\n  tasks:\n    - import_tasks: "{{ f }}"\n      vars: {f: a.yml}',
        'a.yml': '- debug:\n  name: a',
      }),
    ).toEqual(['a']);
    expect(parse('- hosts: all\n  tasks:\n    - import_tasks: "{{ f }}"').problems).toEqual(["? 'f' is undefined"]);
  });

  it('circles are reported, the rest is kept', () => {
    const { problems: found, plays: kept } = parse({
      'site.yml': '- hosts: all\n  tasks:\n    - import_tasks: a.yml\n    - import_tasks: a.yml',
      'a.yml': '- import_tasks: b.yml\n- debug:',
      'b.yml': '- import_tasks: a.yml',
    });
    const circle = "b.yml:1:3 'a.yml' imports itself: a.yml → b.yml → a.yml";
    expect(found).toEqual([circle, circle]);
    expect(tasksOf(kept[0]?.tasks ?? [])).toHaveLength(2);
  });
});

describe('import_playbook', () => {
  it('puts plays in place, with its tags, conditions and variables', () => {
    const { plays, problems } = parse({
      'site.yml': '- import_playbook: sub/other.yml\n  tags: t\n  when: w\n  vars: {v: 1}\n- hosts: last',
      'sub/other.yml': '- hosts: first\n  tasks: [{debug: , tags: own}]\n- ansible.builtin.import_playbook: third.yml',
      'sub/third.yml': '- hosts: third',
    });
    expect(problems).toEqual([]);
    expect(plays.map((p) => p.hosts)).toEqual(['first', 'third', 'last']);
    expect(plays.map((p) => p.file)).toEqual(['sub/other.yml', 'sub/third.yml', 'site.yml']);
    expect(plays.map((p) => p.inherited.tags)).toEqual([['t'], ['t'], []]);
    expect(plays[1]?.inherited.vars.map(shown)).toEqual([{ v: 1 }]);
    expect(tasksOf(plays[0]?.tasks ?? [])[0]?.inherited).toMatchObject({ tags: ['t', 'own'], when: [{ value: 'w' }] });
  });

  it.each<[Record<string, string>, RegExp]>([
    [{ 'site.yml': '- import_playbook: site.yml' }, /^site.yml:1:3 'site.yml' imports itself: site.yml → site.yml$/],
    [
      { 'site.yml': '- import_playbook: a.yml', 'a.yml': '- import_playbook: site.yml' },
      /^a.yml:1:3 'site.yml' imports itself: site.yml → a.yml → site.yml$/,
    ],
    [{ 'site.yml': '- import_playbook: gone.yml' }, /^site.yml:1:3 no file gone.yml/],
    [{ 'site.yml': '- import_playbook:' }, /a name is needed here/],
    [
      { 'site.yml': '- import_playbook: a.yml\n  become: true', 'a.yml': '[]' },
      /'become' is not a keyword of import_playbook/,
    ],
  ])('%j', (files, expected) => expect(parse(files).problems.join('\n')).toMatch(expected));
});

describe('roles', () => {
  it('bring dependencies first, know their parameters, and hand keywords down', () => {
    const { plays, problems } = parse({
      'site.yml': '- hosts: all\n  roles:\n    - {role: web, tags: t, when: w, vars: {v: 1}, port_number: 80}\n',
      'roles/web/tasks/main.yml': '- debug:\n  name: web',
      'roles/web/meta/main.yml': 'dependencies:\n  - {role: base, level: 1}\n  - common\n',
      'roles/web/defaults/main.yml': 'd: 1',
      'roles/web/handlers/main.yml': '- {name: h, debug: , listen: l}',
      'roles/base/tasks/main.yml': '- debug:\n  name: base',
      'roles/base/meta/main.yml': 'dependencies: [common]',
      'roles/common/tasks/main.yml': '- debug:\n  name: common',
    });
    expect(problems).toEqual([]);
    const [play] = plays;
    const tasks = tasksOf(play?.tasks ?? []);
    expect(tasks.map((t) => t.name)).toEqual(['common', 'base', 'common', 'web']);
    expect(tasks.map((t) => t.inherited.tags)).toEqual(Array(4).fill(['t']));
    expect(tasks.map((t) => t.role?.name)).toEqual(['common', 'base', 'common', 'web']);
    const web = (play?.tasks[0] as Block).roleUse;
    expect(shown(web?.params)).toEqual({ port_number: 80 });
    expect(web?.dependencies.map((r) => r.name)).toEqual(['common', 'base', 'common']);
    expect(web?.isDependency).toBe(false);
    expect(web?.handlers).toHaveLength(1);
    expect(tasks[1]?.role).toMatchObject({ isDependency: true, parents: [{ name: 'web' }] });
    expect(shown(tasks[1]?.role?.params)).toEqual({ level: 1 });
    const keys = tasks.map((t) => t.role?.key);
    expect(keys[0]).toBe(keys[2]);
    expect(new Set(keys).size).toBe(3);
  });

  it('run again when their entries differ or duplicates are allowed', () => {
    const { plays } = parse({
      'site.yml': '- hosts: all\n  roles: [a, a, {role: a, x: 1}, {role: a, x: 1}, {role: a, tags: t}, b, b]',
      'roles/a/tasks/main.yml': '- debug:',
      'roles/b/tasks/main.yml': '- debug:',
      'roles/b/meta/main.yml': 'allow_duplicates: true',
    });
    const keys = plays[0]?.roles.map((r) => r.key) ?? [];
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).toBe(keys[3]);
    expect(new Set(keys.slice(0, 5)).size).toBe(3);
    expect(keys.slice(5)).toEqual([undefined, undefined]);
  });

  it('take parameters of any name', () => {
    const { plays, problems } = parse({
      'site.yml': '- hosts: all\n  roles: [{role: a, constructor: 1, toString: 2, user: me, hosts: h}]',
      'roles/a/tasks/main.yml': '- debug:',
    });
    expect(problems).toEqual([]);
    expect([...(plays[0]?.roles[0]?.params.keys() ?? [])]).toEqual(['constructor', 'toString', 'user', 'hosts']);
  });

  it.each<[string, Record<string, string>]>([
    ['depends on itself', { 'roles/a/meta/main.yml': 'dependencies: [a]', 'roles/a/tasks/main.yml': '[]' }],
    [
      'depends on itself',
      {
        'roles/a/meta/main.yml': 'dependencies: [b]',
        'roles/b/meta/main.yml': 'dependencies: [a]',
        'roles/a/tasks/main.yml': '[]',
      },
    ],
    ["'a' imports itself", { 'roles/a/tasks/main.yml': '- import_role: {name: a}' }],
    [
      "'a' imports itself",
      { 'roles/a/tasks/main.yml': '- import_role: {name: b}', 'roles/b/tasks/main.yml': '- import_role: {name: a}' },
    ],
    ["'main.yml' imports itself", { 'roles/a/tasks/main.yml': '- import_tasks: main.yml' }],
    ["'dependencies' must be a list", { 'roles/a/meta/main.yml': 'dependencies: b' }],
  ])('%s', (expected, files) => {
    const { problems } = parse({ 'site.yml': '- hosts: all\n  roles: [a]', ...files });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(expected);
  });

  it('may import other task files of themselves, and the same role twice', () => {
    expect(
      names({
        'site.yml':
          '- hosts: all\n  roles: [a]\n  tasks:\n    - import_role: {name: a, tasks_from: other}\n    - import_role: {name: a}',
        'roles/a/tasks/main.yml': '- import_role: {name: a, tasks_from: other}\n- import_tasks: other.yml',
        'roles/a/tasks/other.yml': '- debug:\n  name: o',
      }),
    ).toEqual(['o', 'o', 'o', 'o', 'o']);
  });
});
