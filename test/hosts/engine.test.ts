// The engine on real servers: several hosts, users, services that come up later, check mode, second runs.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useCommand, type Ran } from '../support/command.js';
import { hostLine, recapOf } from './support/inventory.js';
import { makeKey, startTarget, type Target } from './support/target.js';

const cli = useCommand();
const key = makeKey();
let one: Target;
let two: Target;

beforeAll(async () => {
  [one, two] = await Promise.all([
    startTarget({ key, hostname: 'bad-one' }),
    startTarget({ key, hostname: 'bad-two' }),
  ]);
  cli.write({
    hosts: `[web]\n${hostLine('one', one)}${hostLine('two', two, 'ops')}`,
    users: [
      hostLine('ops', one, 'ops'),
      hostLine('admin', one, 'admin', 'ansible_become_password=admin-pw'),
      hostLine('asked', one, 'admin'),
    ].join(''),
  });
});
afterAll(async () => {
  await Promise.all([one.stop(), two.stop()]);
  key.remove();
});

let count = 0;
function play(text: string, ...args: string[]): Promise<Ran> {
  const name = `play${++count}.yml`;
  cli.write({ [name]: text });
  return cli.run([name, ...(args.includes('-i') ? [] : ['-i', 'hosts']), ...args]);
}
const HEAD = '- hosts: web\n  gather_facts: false\n  tasks:\n';
/** The msg of debug tasks, by host. */
function said(out: string): string[] {
  return [...out.matchAll(/^ok: \[([^\]]+)\](?: => \(item=.*?\))? => \{\n\s+"msg": "(.*)"/gm)].map(
    ([, host, msg]) => `${host} ${msg}`,
  );
}

describe('several hosts', () => {
  it('facts are gathered by default and used in conditions', async () => {
    const { out, code } = await play(`- hosts: web
  tasks:
    - debug: {msg: "{{ ansible_facts['distribution'] }} {{ ansible_hostname }}"}
      when: ansible_os_family == 'Debian'
    - debug: {msg: not here}
      when: ansible_facts.os_family == 'RedHat'
    - debug: {msg: "the other is {{ hostvars['one'].ansible_hostname }}"}
      when: inventory_hostname == 'two'
`);
    expect(code).toBe(0);
    expect(said(out).sort()).toEqual(['one Debian bad-one', 'two Debian bad-two', 'two the other is bad-one']);
  });
  it('run side by side with forks, one after the other with -f 1 or serial', async () => {
    const text = `${HEAD}    - command: sleep 2\n`;
    const time = async (...args: string[]): Promise<number> => {
      const start = Date.now();
      expect((await play(text, ...args)).code).toBe(0);
      return Date.now() - start;
    };
    const beside = await time();
    const after = await time('-f', '1');
    expect(after - beside).toBeGreaterThan(1000);
    const { out } = await play(text.replace('  tasks', '  serial: 1\n  tasks'));
    expect(out.match(/^PLAY \[/gm)).toHaveLength(2);
  });
  it('delegate_to another host and to here, run_once, local_action', async () => {
    const { out, code } = await play(`${HEAD}
    - {name: there, command: hostname, delegate_to: one, register: there}
    - {debug: {msg: "there {{ there.stdout }}"}}
    - {name: here, command: cat /proc/1/comm, delegate_to: localhost, register: here}
    - {name: once, command: hostname, run_once: true, register: once}
    - {debug: {msg: "once {{ once.stdout }}"}}
    - {local_action: command hostname, register: local}
    - {debug: {msg: "elsewhere {{ local.stdout not in ['bad-one', 'bad-two'] }}"}}
    - {name: per item, command: hostname, delegate_to: "{{ item }}", loop: "{{ groups.web }}", register: all}
    - {debug: {msg: "{{ all.results | map(attribute='stdout') | join(',') }}"}}
`);
    expect(code).toBe(0);
    const all = said(out);
    for (const host of ['one', 'two'])
      for (const msg of ['there bad-one', 'once bad-one', 'elsewhere True', 'bad-one,bad-two'])
        expect(all).toContain(`${host} ${msg}`);
    expect(out).toContain('[two -> one]');
  });
  it('block and rescue on one host only, handlers, until against a service that comes up later', async () => {
    await two.exec('rm -f /tmp/up');
    const { out, code } = await play(`${HEAD}
    - block:
        - command: test "$(hostname)" = bad-one
          args: {executable: /bin/sh}
          when: false
        - shell: test "$(hostname)" = bad-one
        - debug: {msg: body}
      rescue:
        - debug: {msg: rescued}
      always:
        - debug: {msg: always}
    - name: comes up later
      shell: nohup sh -c 'sleep 2; touch /tmp/up' > /dev/null 2>&1 &
      notify: told
    - name: wait for it
      command: test -e /tmp/up
      register: up
      until: up.rc == 0
      retries: 10
      delay: 1
      changed_when: false
    - debug: {msg: "more than one try {{ up.attempts > 1 }}"}
  handlers:
    - {name: told, debug: {msg: told}}
`);
    expect(code).toBe(0);
    expect(said(out)).toEqual(
      expect.arrayContaining([
        'one body',
        'two rescued',
        'one always',
        'two always',
        'one told',
        'two told',
        'one more than one try True',
      ]),
    );
    expect(said(out)).not.toContain('two body');
    expect(recapOf(out)['two']).toMatchObject({ rescued: 1, failed: 0 });
  });
  it('environment reaches the command', async () => {
    const { out } = await play(`- hosts: web
  gather_facts: false
  environment: {A: play, B: play}
  tasks:
    - {shell: 'echo "$A $B $C"', environment: {B: "{{ inventory_hostname }}", C: "it's \\"quoted\\" $x"}, register: e}
    - {debug: {msg: "{{ e.stdout }}"}}
    - {shell: 'echo "$A $B"', become: true, register: e}
    - {debug: {msg: "become {{ e.stdout }}"}}
`);
    expect(out).toContain(`play one it's \\"quoted\\" $x`);
    expect(out).toContain('become play play');
  });
});

describe('other users', () => {
  const who = `- hosts: all
  gather_facts: false
  tasks:
    - {command: id -un, register: login}
    - {command: id -un, become: true, register: root}
    - {command: id -un, become: true, become_user: ops, register: other}
    - {copy: {dest: "/tmp/by-{{ inventory_hostname }}", content: x}, become: true, become_user: nosudo}
    - {stat: {path: "/tmp/by-{{ inventory_hostname }}"}, register: made}
    - {debug: {msg: "{{ login.stdout }} {{ root.stdout }} {{ other.stdout }} {{ made.stat.pw_name }}"}}
`;
  it('sudo without and with a password, and to a user that is not root', async () => {
    const { out, code } = await play(who, '-i', 'users', '-l', 'ops,admin');
    expect(code).toBe(0);
    expect(said(out)).toEqual(expect.arrayContaining(['ops ops root ops nosudo', 'admin admin root ops nosudo']));
  });
  it('the password of -e is the one of the host', async () => {
    const { out } = await play(who, '-i', 'users', '-l', 'asked', '-e', 'ansible_become_password=admin-pw', '-vvvv');
    expect(said(out)).toEqual(['asked admin root ops nosudo']);
    expect(out).not.toContain('admin-pw');
  });
  it('-b and -u', async () => {
    const { out } = await play(
      `${HEAD}    - {command: id -un, register: w}\n    - {debug: {msg: "{{ w.stdout }}"}}\n`,
      '-b',
      '--become-user',
      'nosudo',
    );
    expect(said(out).sort()).toEqual(['one nosudo', 'two nosudo']);
  });
});

describe('the whole playbook', () => {
  const site = `- hosts: web
  become: true
  vars: {dir: /srv/app}
  tasks:
    - {file: {path: "{{ dir }}", state: directory, mode: '0750'}}
    - {copy: {dest: "{{ dir }}/conf", content: "host={{ inventory_hostname }}\\n", mode: '0640'}, notify: restart}
    - {lineinfile: {path: "{{ dir }}/lines", line: "extra=1", create: true}}
    - {user: {name: appuser, system: true, shell: /bin/sh}}
    - {cron: {name: app, job: /bin/true, minute: '5'}}
    - {template: {src: t.j2, dest: "{{ dir }}/t"}}
    - {command: "touch {{ dir }}/made", args: {creates: "{{ dir }}/made"}}
  handlers:
    - {name: restart, command: "touch {{ dir }}/restarted"}
`;
  const snapshot = async (): Promise<string> => {
    const look = 'find /srv /etc/passwd /etc/group /etc/shadow /var/spool/cron -printf "%p %m %u %s %T@\\n" | sort';
    return (await one.exec(look)) + (await two.exec(look));
  };
  it('check mode changes nothing; the second run changes nothing', async () => {
    cli.write({ 't.j2': 'on {{ ansible_hostname }}\n' });
    await Promise.all(
      [one, two].map((t) =>
        t.exec('rm -rf /srv/app; userdel appuser 2>/dev/null; rm -f /var/spool/cron/crontabs/root'),
      ),
    );
    const before = await snapshot();
    const checked = await play(site, '-C', '-D');
    expect(await snapshot()).toBe(before);
    expect(checked.out + checked.err).toContain('PLAY RECAP');
    // A command without creates or removes, as the handler is, is skipped in check mode.
    expect(recapOf(checked.out)).toMatchObject({ one: { changed: 7, failed: 0 }, two: { changed: 7, failed: 0 } });
    const first = await play(site);
    expect(first.code).toBe(0);
    expect(recapOf(first.out)).toMatchObject({ one: { changed: 8, failed: 0 }, two: { changed: 8, failed: 0 } });
    const after = await snapshot();
    const second = await play(site);
    expect(second.code).toBe(0);
    expect(recapOf(second.out)).toMatchObject({ one: { changed: 0 }, two: { changed: 0 } });
    const checkedAgain = await play(site, '-C');
    expect(recapOf(checkedAgain.out)).toMatchObject({ one: { changed: 0 }, two: { changed: 0 } });
    expect(await snapshot()).toBe(after);
    expect(after).not.toBe(before);
  });
});
