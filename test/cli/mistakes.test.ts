// Each mistake a user can make: what is said, where, what to do, and the exit code; nothing runs when it is certain.
import { beforeAll, describe, expect, it } from 'vitest';
import { HEAD, useMistakes, type Refused } from '../support/mistakes.js';

const { cli, play: ran, executed, expectRefused } = useMistakes();

beforeAll(() => {
  cli.write({
    'roles/fine/tasks/main.yml': '- debug: {msg: fine}\n',
    'broken.yml': 'a: [1\nb: 2\n',
    'tasks/broken.yml': '- debug: {msg: x}\n  when: [a\n',
  });
});

const CERTAIN: readonly Refused[] = [
  ['unknown module', `${HEAD}    - dbug: {msg: x}\n`, '6:7', /no module 'dbug'/, /did you mean 'debug'/, 4],
  ['unknown parameter', `${HEAD}    - debug: {mgs: x}\n`, '6:15', /no parameter 'mgs'/, /did you mean 'msg'/, 4],
  ['missing parameter', `${HEAD}    - copy: {content: x}\n`, '6:7', /dest/, /./, 4],
  ['bad value of a parameter', `${HEAD}    - file: {path: /x, state: drectory}\n`, '6:31', /drectory/, /directory/, 4],
  [
    'async that is no number',
    `${HEAD}    - command: "true"\n      async: soon\n`,
    '7:14',
    /'async' must be/,
    /whole/,
    4,
  ],
  [
    'unknown keyword of a task',
    `${HEAD}    - debug: {msg: x}\n      whn: true\n`,
    '7:7',
    /'whn' is not a keyword of a task/,
    /did you mean 'when'/,
    4,
  ],
  [
    'unknown keyword of a play',
    `${HEAD}  task: []\n`,
    '6:3',
    /'task' is not a keyword of a play/,
    /did you mean 'tasks'/,
    4,
  ],
  ['two modules', `${HEAD}    - debug: {msg: x}\n      command: x\n`, '7:7', /more than one module/, /./, 4],
  ['missing role', `${HEAD}  roles: [nowhere]\n`, '6:11', /role 'nowhere' is not found/, /looked in: /, 1],
  [
    'missing included role',
    `${HEAD}    - include_role: {name: nowhere}\n`,
    '6:7',
    /role 'nowhere' is not found/,
    /looked in: /,
    1,
  ],
  ['missing file', `${HEAD}    - copy: {src: nowhere, dest: /x}\n`, '6:19', /nowhere/, /./, 1],
  ['missing template', `${HEAD}    - template: {src: nowhere.j2, dest: /x}\n`, '6:23', /nowhere\.j2/, /./, 1],
  [
    'missing imported task file',
    `${HEAD}    - import_tasks: nowhere.yml\n`,
    '6:7',
    /no task file 'nowhere\.yml'/,
    /looked in: /,
    1,
  ],
  [
    'missing included task file',
    `${HEAD}    - include_tasks: nowhere.yml\n`,
    '6:7',
    /no task file 'nowhere\.yml'/,
    /looked in: /,
    1,
  ],
  [
    'missing imported playbook',
    `${HEAD}- import_playbook: nowhere.yml\n`,
    '6:3',
    /nowhere\.yml' does not exist/,
    /./,
    1,
  ],
  ['YAML error', `${HEAD}    - debug: {msg: x\n`, '', /flow map/, /./, 4],
  ['tab in YAML', `${HEAD}\t- debug: {msg: x}\n`, '6:', /tab/i, /./, 4],
  ['duplicate-free lists', `${HEAD}    - just text\n`, '6:7', /must be a mapping/, /./, 4],
  [
    'gather_facts: flase',
    '- hosts: web\n  gather_facts: flase\n  tasks: []\n',
    '2:17',
    /'gather_facts' must be true or false, not 'flase'/,
    /write true or false/,
    4,
  ],
  ['become: sure', `${HEAD}      become: sure\n`, '6:15', /'become' must be true or false/, /./, 4],
  ['retries: many', `${HEAD}      retries: many\n`, '6:16', /'retries' must be a number, not 'many'/, /./, 4],
  ['template that does not parse', `${HEAD}    - debug: {msg: "{{ x + }}"}\n`, '6:28', /unexpected '}}'/, /./, 4],
  ['condition that does not parse', `${HEAD}    - debug: {msg: x}\n      when: a ==\n`, '7:', /end|unexpected/, /./, 4],
  ['broken vars file', `${HEAD}  vars_files: [broken.yml]\n`, '', /flow/, /./, 4],
  ['broken task file', `${HEAD}    - include_tasks: tasks/broken.yml\n`, '', /flow/, /./, 4],
];

describe('what is certain to fail is refused before the first task', () => {
  it.each(CERTAIN)('%s', (...refused) =>
    expectRefused(refused, ...(refused[0].startsWith('missing') ? ['-i', 'remote'] : [])),
  );
  it('all mistakes of a load are shown at once, also of several files', async () => {
    cli.write({ 'other.yml': '- hosts: web\n  tasks:\n    - nomodule: {}\n      become: perhaps\n' });
    const { err, code } = await ran(
      'many.yml',
      `${HEAD}    - dbug: {msg: x}\n    - debug: {mgs: x}\n      whn: true\n    - copy: {src: nowhere, dest: /x}\n  roles: [nowhere]\n- import_playbook: other.yml\n`,
      '-i',
      'remote',
    );
    for (const part of ["'dbug'", "'mgs'", "'whn'", "'nowhere'", 'many.yml:9:19', "'nomodule'", "'perhaps'"])
      expect(err).toContain(part);
    expect(err).toMatch(/\n7 errors\n$/);
    expect(code).toBe(4);
    expect(executed()).toBe(false);
  });
  it('--syntax-check and the listings refuse the same', async () => {
    for (const flag of ['--syntax-check', '--list-tasks', '--list-hosts', '--list-tags'])
      expect((await ran('bad.yml', `${HEAD}    - dbug: {msg: x}\n`, flag)).code).toBe(4);
  });
});

describe('what only a conditional task would hit', () => {
  const conditional = (task: string): string =>
    `${HEAD}    - ${task}\n      when: mine is defined\n    - name: last\n      debug: {msg: "last {{ inventory_hostname }}"}\n`;
  it.each([
    ['unknown module', 'dbug: {msg: x}', "no module 'dbug'"],
    ['unknown parameter', 'debug: {mgs: x}', "no parameter 'mgs'"],
    ['missing file', 'copy: {src: nowhere, dest: /x}', 'nowhere'],
    ['missing task file', 'include_tasks: nowhere.yml', "no task file 'nowhere.yml'"],
    ['missing role', 'include_role: {name: nowhere}', "role 'nowhere' is not found"],
    ['template that does not parse', 'debug: {msg: "{{ x + }}"}', "unexpected '}}'"],
    ['undefined variable', 'debug: {msg: "{{ nothing }}"}', "'nothing' is undefined"],
  ])('%s: a warning, and an error for the host that reaches it only', async (name, task, message) => {
    const { out, err, code } = await ran(`c-${name.replace(/\W+/g, '-')}.yml`, conditional(task));
    expect(executed()).toBe(true);
    if (name !== 'undefined variable') expect(err).toMatch(/warning: /);
    expect(err).not.toMatch(/: error: /);
    expect(out).toContain('fatal: [h1]');
    expect(out).toContain(message);
    expect(out).not.toContain('fatal: [h2]');
    expect(out).toContain('last h2');
    expect(out).not.toContain('last h1');
    expect(code).toBe(2);
  });
  it('a missing file that a task before may make here is a warning, too', async () => {
    const text = `${HEAD}    - copy: {dest: "{{ playbook_dir }}/made-late", content: x}\n      run_once: true\n    - copy: {src: made-late, dest: "{{ playbook_dir }}/made-later"}\n      run_once: true\n`;
    const { err, code } = await ran('late.yml', text);
    expect(err).toContain('made-late');
    expect(code).toBe(0);
  });
  it('does not matter when no host reaches it', async () => {
    const { out, err, code } = await ran(
      'never.yml',
      `${HEAD}    - debug: {msg: "{{ x + }}"}\n      when: false\n    - debug: {msg: "{{ nothing }}"}\n      when: false\n`,
    );
    expect(code).toBe(0);
    expect(err).toContain('warning');
    expect(out).toContain('skipping: [h1]');
  });
  it('in an ignored task, a rescued block or a task with other tags it stops nothing', async () => {
    const text = `${HEAD}    - debug: {mgs: x}\n      ignore_errors: true\n    - block:\n        - dbug: {}\n      rescue:\n        - debug: {msg: rescued}\n    - dbug: {}\n      tags: [never]\n`;
    const { out, code } = await ran('forgiven.yml', text);
    expect(out).toContain('rescued');
    expect(code).toBe(0);
  });
});

describe('mistakes that only the run can meet', () => {
  it('an undefined variable is told with its place, a caret and a suggestion', async () => {
    const { out, code } = await ran(
      'undefined.yml',
      `${HEAD}    - debug:\n        msg: "a {{ inventory_hostnam }} b"\n`,
    );
    expect(out).toContain("'inventory_hostnam' is undefined");
    expect(out).toMatch(/undefined\.yml:7:\d+/);
    expect(out).toMatch(/\| +\^/);
    expect(out).toContain("did you mean 'inventory_hostname'");
    expect(code).toBe(2);
  });
  it.each([
    ['run_once', 'run_once: "{{ nothing }}"'],
    ['become', 'become: "{{ nothing }}"'],
    ['become as text', 'become: "{{ \'sure\' }}"'],
    ['no_log', 'no_log: "{{ nothing }}"\n      failed_when: true'],
    ['loop', 'loop: "{{ nothing }}"'],
    ['delegate_to', 'delegate_to: "{{ nothing }}"'],
    ['environment', 'environment: "{{ nothing }}"'],
    ['retries', 'retries: "{{ \'many\' }}"'],
    ['any_errors_fatal', 'any_errors_fatal: "{{ nothing }}"'],
    ['changed_when', 'changed_when: nothing'],
    ['notify', 'notify: "{{ nothing }}"\n      changed_when: true'],
  ])('a %s that cannot be evaluated fails its task, not the run', async (_name, keyword) => {
    const text = `${HEAD}    - name: broken\n      command: "true"\n      ${keyword}\n- hosts: localhost\n  gather_facts: false\n  tasks:\n    - debug: {msg: next play}\n`;
    const { out, err, code } = await ran('keyword.yml', text);
    expect(err).not.toContain('has a bug');
    expect(out).toContain('fatal: [h1]');
    expect(out).toContain('PLAY RECAP');
    expect(code).toBe(2);
  });
  it('an ignore_errors that cannot be evaluated fails its task and, as in ansible-core, ignores that', async () => {
    const text = `${HEAD}    - name: broken\n      command: "true"\n      ignore_errors: "{{ nothing }}"\n`;
    const { out, code } = await ran('keyword.yml', text);
    expect(out).toContain("fatal: [h1]: FAILED! => 'nothing' is undefined");
    expect(out).toContain('...ignoring');
    expect(code).toBe(0);
  });
  it('a broken file that a task loads fails that task', async () => {
    const { out, err, code } = await ran(
      'load.yml',
      `${HEAD}    - include_vars: "{{ 'broken.yml' }}"\n      when: mine is defined\n    - debug: {msg: "on {{ inventory_hostname }}"}\n`,
    );
    expect(err).not.toContain('has a bug');
    expect(out).toContain('fatal: [h1]');
    expect(out).toContain('on h2');
    expect(code).toBe(2);
  });
  it('nothing of a hidden task is told, at any verbosity, in diffs, labels or errors', async () => {
    const text = `- hosts: h1
  gather_facts: false
  vars: {secret: s3cr3t-value, map: {a: 1}}
  tasks:
    - {command: "echo {{ secret }}", no_log: true}
    - {command: "echo {{ item }}", no_log: true, loop: ["{{ secret }}", "x{{ secret }}"]}
    - {copy: {dest: "{{ playbook_dir }}/hidden", content: "{{ secret }}"}, no_log: true}
    - {command: "test {{ item }} = x", no_log: true, ignore_errors: true, loop: ["{{ secret }}"], loop_control: {label: "{{ secret }}"}}
    - {fail: {msg: "{{ secret }}"}, no_log: true, ignore_errors: true}
    - {debug: {msg: "{{ map[secret] }}"}, no_log: true, ignore_errors: true}
    - {debug: {msg: "{{ map[item] }}"}, no_log: true, ignore_errors: true, loop: ["{{ secret }}"]}
    - {command: "echo {{ secret }}", no_log: true, register: r, until: r.stdout == 'x', retries: 1, delay: 0, ignore_errors: true}
    - {include_tasks: "{{ item }}.yml", no_log: true, loop: ["{{ secret }}"], ignore_errors: true}
`;
    cli.write({ 's3cr3t-value.yml': '[]\n' });
    const { out, err } = await ran('hidden.yml', text, '-vvvv', '-D');
    expect(out).toContain('PLAY RECAP');
    expect((out + err).replaceAll('s3cr3t-value.yml', '')).not.toContain('s3cr3t');
  });
});
