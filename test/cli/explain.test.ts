// `tsplay vars`: what a variable is, where it comes from and what it hides.
import { beforeAll, describe, expect, it } from 'vitest';
import { useCommand, type Ran } from '../support/command.js';

const cli = useCommand();

beforeAll(() => {
  cli.write({
    hosts: '[web]\nh v=host t="{{ w }}!"\n[web:vars]\nw=1\nansible_connection=local\n',
    'group_vars/all.yml': 'v: all\n',
    'host_vars/h.yml': 'only: 1\n',
    'roles/r/defaults/main.yml': 'd: default\n',
    'roles/r/tasks/main.yml': '- debug: {msg: "{{ d }}"}\n',
    'site.yml': `- hosts: web
  gather_facts: false
  vars: {v: play}
  roles: [r]
  tasks:
    - name: one
      debug: {msg: "{{ v }}"}
    - name: two
      debug: {msg: "{{ v }}"}
      vars: {v: task}
`,
  });
});

const vars = (...args: string[]): Promise<Ran> => cli.run(['vars', 'h', ...args, '-i', 'hosts']);

describe('--explain', () => {
  it('names the winner and all it hides, with places, for the play and for tasks where it is otherwise', async () => {
    const { out, code } = await vars('v', '--explain', 'site.yml');
    expect(code).toBe(0);
    const shown = out.replaceAll(cli.path('.'), '').replace(/ +/g, ' ');
    expect(shown).toMatch(
      /PLAY \[web\], site\.yml:1:3\nv: "play"\n wins 12 play vars, site\.yml:3:10: "play"\n hides 8 inventory file host vars, hosts:2:\d+: "host"\n hides 4 .*group_vars\/all.*all\.yml:1:1: "all"/,
    );
    expect(shown).toMatch(
      /TASK \[two\], site\.yml:\d+:\d+\nv: "task"\n wins 17 task vars, [^\n]*\n hides 12 play vars/,
    );
    expect(shown).not.toContain('TASK [one]');
  });

  it('goes by extra vars, defaults of roles and templates', async () => {
    expect((await vars('v', '--explain', 'site.yml', '-e', 'v=extra')).out).toMatch(
      /v: "extra"\n +wins +22 extra vars/,
    );
    expect((await vars('d', '--explain', 'site.yml')).out).toMatch(/d: "default"\n +wins +2 role defaults of role 'r'/);
    expect((await vars('t', '--explain')).out).toMatch(/t: "1!"\n +wins +8 [^\n]*\{\{ w \}\}!/);
  });

  it('works without a playbook, and says so when nothing defines the name', async () => {
    expect((await vars('only', '--explain')).out).toMatch(/only: 1\n +wins +9 [^\n]*host_vars/);
    const none = await vars('nothing', '--explain');
    expect(`${none.out}${none.err}`).toMatch(/nothing.*(?:not|nowhere|no )/);
  });

  it('refuses a host that is none', async () => {
    const ran = await cli.run(['vars', 'nobody', 'v', '--explain', '-i', 'hosts']);
    expect([ran.code === 0, ran.err]).toEqual([false, expect.stringContaining('nobody')]);
  });
});
