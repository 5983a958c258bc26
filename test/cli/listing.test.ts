// Listings beside those that are recorded in test/compat/cli; what is expected is what ansible-core 2.18 printed.
import { expect, it } from 'vitest';
import { useCommand } from '../support/command.js';

const cli = useCommand();

it('shows the names of tasks in roles, with the role in front but for an include_role', async () => {
  cli.write({
    'site.yml': '- hosts: h1\n  gather_facts: false\n  roles: [a]\n',
    'roles/a/tasks/main.yml': `- name: inc named
  include_role: {name: b}
- include_role: {name: b}
- name: imp named
  import_role: {name: b}
- name: inct
  include_tasks: x.yml
- name: plain
  debug:
`,
    'roles/a/tasks/x.yml': '- debug: msg=x\n',
    'roles/b/tasks/main.yml': '- debug: msg=b\n',
  });
  const { out, code } = await cli.run(['site.yml', '-i', 'h1,', '--list-tasks']);
  expect(out.split('\n').slice(5)).toEqual([
    '      inc named\tTAGS: []',
    '      include_role\tTAGS: []',
    '      debug\tTAGS: []',
    '      a : inct\tTAGS: []',
    '      a : plain\tTAGS: []',
    '',
  ]);
  expect(code).toBe(0);
});
