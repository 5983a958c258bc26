// Every flag of the command line, through the command itself on local connections; exit codes as ansible-playbook gives them.
import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCommand, type Ran } from '../support/command.js';

const cli = useCommand();

beforeAll(() => {
  cli.write({
    'site.yml': `- name: one
  hosts: web
  gather_facts: false
  tags: [p]
  tasks:
    - name: first
      debug: {msg: "v={{ v | default('none') }} w={{ w | default('none') }} type={{ v | default('') | type_debug }}"}
      tags: [a]
    - name: second
      debug: {msg: two}
      tags: [b]
    - name: third
      command: touch made
      args: {chdir: "{{ playbook_dir }}"}
- name: two
  hosts: db
  gather_facts: false
  tasks:
    - name: of db
      debug: {msg: x}
`,
    'more.yml': '- hosts: web\n  gather_facts: false\n  tasks:\n    - debug: {msg: more}\n',
    hosts: '[web]\nh1\nh2\n[db]\nh3\n[all:vars]\nansible_connection=local\n',
    'inv/a': '[web]\nh1\nh2\n',
    'inv/b.yml': 'db:\n  hosts:\n    h3:\nall:\n  vars:\n    ansible_connection: local\n',
    'limit.txt': 'h1\n\nh3\n',
    'vars.yml': 'v: from file\n',
    'vars.json': '{"v": [1, 2]}\n',
    'write.yml': `- hosts: h1
  gather_facts: false
  tasks:
    - copy: {dest: "{{ playbook_dir }}/written", content: "new\\n", mode: '0644'}
`,
    'who.yml': `- hosts: h1
  gather_facts: false
  tasks:
    - command: id -un
      register: who
    - debug: {msg: "user is {{ who.stdout }}"}
`,
  });
});

const site = (...args: string[]): Promise<Ran> => cli.run(['site.yml', '-i', 'hosts', ...args]);
/** The hosts of the recap with their counts. */
function recap({ out }: Ran): Record<string, string> {
  const lines = out.slice(out.indexOf('PLAY RECAP')).matchAll(/^(\S+) +: +ok=(\d+) +changed=(\d+).*failed=(\d+)/gm);
  return Object.fromEntries(
    [...lines].map(([, host = '', ok, changed, failed]) => [host, `${ok}/${changed}/${failed}`]),
  );
}
const tasks = ({ out }: Ran): string[] => [...out.matchAll(/^TASK \[(.*?)\]/gm)].map((m) => m[1] ?? '');

describe('inventory and limit', () => {
  it.each([
    ['a file', ['-i', 'hosts'], ['h1', 'h2', 'h3']],
    ['a directory', ['-i', 'inv'], ['h1', 'h2', 'h3']],
    ['several sources', ['-i', 'inv/a', '-i', 'inv/b.yml'], ['h1', 'h2', 'h3']],
    ['--inventory', ['--inventory', 'hosts'], ['h1', 'h2', 'h3']],
    ['-l a host', ['-i', 'hosts', '-l', 'h2'], ['h2']],
    ['-l a group', ['-i', 'hosts', '-l', 'db'], ['h3']],
    ['-l a pattern', ['-i', 'hosts', '-l', 'all:!h1'], ['h2', 'h3']],
    ['-l a wildcard', ['-i', 'hosts', '--limit', 'h?:!h3'], ['h1', 'h2']],
    ['-l a regular expression', ['-i', 'hosts', '-l', '~h[23]'], ['h2', 'h3']],
    ['-l a list', ['-i', 'hosts', '-l', 'h1,h3'], ['h1', 'h3']],
    ['-l a file', ['-i', 'hosts', '-l', '@limit.txt'], ['h1', 'h3']],
  ])('%s', async (_name, args, expected) => {
    const ran = await cli.run(['site.yml', ...args]);
    expect(ran.code).toBe(0);
    expect(Object.keys(recap(ran))).toEqual(expected);
  });
  it('a list of hosts', async () => {
    const ran = await cli.run(['-i', 'x1,x2,', '-c', 'local', 'who.yml']);
    expect(ran.out).toContain('skipping: no hosts matched');
    const other = await cli.run(['who.yml', '-i', 'h1,', '-c', 'local']);
    expect(recap(other)).toEqual({ h1: '2/1/0' });
  });
  it('ANSIBLE_INVENTORY', async () => {
    expect(recap(await cli.run(['who.yml'], { ANSIBLE_INVENTORY: 'hosts' }))).toEqual({ h1: '2/1/0' });
  });
});

describe('tags', () => {
  it.each([
    ['-t a', ['-t', 'a'], ['first']],
    ['--tags a,b', ['--tags', 'a,b'], ['first', 'second']],
    ['-t a -t b', ['-t', 'a', '-t', 'b'], ['first', 'second']],
    ['--skip-tags b', ['--skip-tags', 'b'], ['first', 'third', 'of db']],
    ['-t p --skip-tags a,b', ['-t', 'p', '--skip-tags', 'a,b'], ['third']],
    ['--start-at-task second', ['--start-at-task', 'second'], ['second', 'third', 'of db']],
    ['--start-at-task with a pattern', ['--start-at-task', 'sec*'], ['second', 'third', 'of db']],
  ])('%s', async (_name, args, expected) => {
    expect(tasks(await site(...args))).toEqual(expected);
  });
  it('--start-at-task says when there is none', async () => {
    const ran = await site('--start-at-task', 'nowhere');
    expect(tasks(ran)).toEqual([]);
    expect(ran.out + ran.err).toContain("no task is named 'nowhere'");
  });
});

describe('extra variables', () => {
  it.each([
    ['k=v', ['-e', 'v=one'], 'v=one w=none type=str'],
    ['several pairs', ['-e', 'v=1 w=2'], 'v=1 w=2 type=str'],
    ['quoted', ['-e', `v="a b" w='c=d'`], 'v=a b w=c=d type=str'],
    ['JSON', ['-e', '{"v": 5, "w": true}'], 'v=5 w=True type=int'],
    ['a file', ['-e', '@vars.yml'], 'v=from file w=none type=str'],
    ['a JSON file', ['--extra-vars', '@vars.json'], 'v=[1, 2] w=none type=list'],
    ['the last one wins', ['-e', '@vars.yml', '-e', 'v=last'], 'v=last w=none type=str'],
    ['a template', ['-e', 'v="{{ inventory_hostname }}!"'], 'v=h1! w=none type=str'],
  ])('%s', async (_name, args, expected) => {
    expect((await site('-t', 'a', '-l', 'h1', ...args)).out).toContain(expected);
  });
});

describe('modes', () => {
  it('-C changes nothing, -D shows what would change', async () => {
    const checked = await cli.run(['write.yml', '-i', 'hosts', '-C', '-D']);
    expect(recap(checked)).toEqual({ h1: '1/1/0' });
    expect(checked.out).toContain('+new');
    expect(existsSync(cli.path('written'))).toBe(false);
    const plain = await cli.run(['write.yml', '-i', 'hosts', '--check']);
    expect(plain.out).not.toContain('+new');
    const made = await cli.run(['write.yml', '-i', 'hosts', '--diff']);
    expect(made.out).toContain('+new');
    expect(existsSync(cli.path('written'))).toBe(true);
    expect(recap(await cli.run(['write.yml', '-i', 'hosts', '-CD']))).toEqual({ h1: '1/0/0' });
  });
  it('-b and --become-user', async () => {
    const ran = await cli.run(['who.yml', '-i', 'hosts', '-b', '--become-user', 'nobody']);
    // Where there is no sudo the message names whom it was to become; test/hosts has one.
    expect(ran.out).toMatch(/user is nobody|\(\w+ to nobody\)/);
    expect((await cli.run(['who.yml', '-i', 'hosts', '--become'])).out).toContain('user is root');
  });
  it('-f', async () => {
    expect((await site('-f', '1')).code).toBe(0);
    expect((await site('--forks', '50')).code).toBe(0);
  });
  it('-v shows results, more of it more', async () => {
    const quiet = await cli.run(['who.yml', '-i', 'hosts']);
    const verbose = await cli.run(['who.yml', '-i', 'hosts', '-v']);
    const most = await cli.run(['who.yml', '-i', 'hosts', '-vvvv']);
    expect(quiet.out).not.toContain('stdout');
    expect(verbose.out).toContain('stdout');
    expect(most.out.length).toBeGreaterThanOrEqual(verbose.out.length);
    expect((await cli.run(['who.yml', '-i', 'hosts', '-v', '-vv', '--verbose'])).code).toBe(0);
  });
  it('several playbooks run in order', async () => {
    const { out } = await cli.run(['more.yml', 'who.yml', '-i', 'hosts']);
    expect(out.indexOf('more')).toBeLessThan(out.indexOf('user is'));
  });
});

describe('password files', () => {
  beforeAll(() => {
    cli.write({
      secret: 'from file\r\n',
      empty: '\n',
      'secret.sh': '#!/bin/sh\necho from program\n',
      'bad.sh': '#!/bin/sh\necho sorry >&2; exit 3\n',
    });
    for (const name of ['secret.sh', 'bad.sh']) chmodSync(cli.path(name), 0o755);
  });
  it.each(['secret', './secret.sh', '~/secret'])('%s', async (file) => {
    for (const option of [
      '--become-password-file',
      '--become-pass-file',
      '--conn-pass-file',
      '--connection-password-file',
    ])
      expect((await cli.run(['who.yml', '-i', 'hosts', option, file])).code).toBe(0);
  });
  it.each([
    ['nowhere', 1, /nowhere/],
    ['empty', 1, /Empty password was provided from file \(empty\)/],
    ['./bad.sh', 1, /ended with 3: sorry/],
  ])('%s', async (file, code, message) => {
    const ran = await cli.run(['who.yml', '-i', 'hosts', '--become-pass-file', file]);
    expect([ran.code, ran.err]).toEqual([code, expect.stringMatching(message)]);
  });
  it('what can have no effect is said', async () => {
    const ran = await cli.run(['who.yml', '-i', 'hosts', '--sftp-extra-args=-l 100', '--scp-extra-args=-C']);
    expect(ran.err).toMatch(/--sftp-extra-args has no effect[^]*--scp-extra-args has no effect/);
  });
});

describe('listings run nothing', () => {
  it('--list-hosts', async () => {
    const { out, code } = await site('--list-hosts', '-l', 'h1,h3');
    expect(code).toBe(0);
    expect(out).toContain('playbook: ');
    expect(out).toContain('play #1 (web): one');
    expect(out).toMatch(/pattern: \['web'\]\n\s+hosts \(1\):\n\s+h1\n/);
    expect(out).not.toContain('TASK');
  });
  it('--list-tasks', async () => {
    const { out } = await site('--list-tasks', '--skip-tags', 'b');
    expect(out).toContain('first\tTAGS: [a, p]');
    expect(out).not.toContain('second');
  });
  it('--list-tags', async () => {
    expect((await site('--list-tags')).out).toContain('TASK TAGS: [a, b, p]');
  });
  it('--syntax-check', async () => {
    const { out, code } = await site('--syntax-check');
    expect(code).toBe(0);
    expect(out).toContain('site.yml');
    expect(out).not.toContain('TASK');
  });
  it('--version and --help', async () => {
    expect((await cli.run(['--version'])).out).toMatch(/\d+\.\d+\.\d+/);
    const help = await cli.run(['--help']);
    expect(help.code).toBe(0);
    for (const flag of [
      '-i, ',
      '-l, ',
      '-t, ',
      '--skip-tags',
      '-e, ',
      '-C, ',
      '-D, ',
      '-b, ',
      '-K, ',
      '-k, ',
      '-u, ',
      '--private-key',
      '-f, ',
      '-v, ',
    ])
      expect(help.out).toContain(flag);
  });
});

describe('prompts on a terminal', () => {
  /** Types `typed` at the terminal of util-linux's script(1). */
  const atTerminal = (args: string, typed: string): Promise<string> =>
    new Promise((resolve) => {
      const line = `'${process.execPath}' '${cli.entry()}' ${args}`;
      const child = execFile(
        'script',
        ['-qec', line, '/dev/null'],
        { cwd: cli.path('.'), timeout: 60_000 },
        (_e, out) => resolve(out),
      );
      child.stdout?.on('data', (text: string) => {
        if (/password(?:\[.*\])?: $/i.test(text)) child.stdin?.write(typed);
      });
    });
  it('-K and -k ask without showing what is typed', async () => {
    execFileSync('script', ['--version']);
    const out = await atTerminal('who.yml -i hosts -K -k', 'pass word\r');
    expect(out).toMatch(/SSH password: [^]*BECOME password\[defaults to SSH password\]: /);
    expect(out).not.toContain('pass word');
    expect(out).toContain('user is');
  });
  it('Ctrl-C at a prompt ends the command', async () => {
    const out = await atTerminal('who.yml -i hosts -K', '\x03');
    expect(out).toContain('cancelled');
    expect(out).not.toContain('TASK');
  });
});

describe('exit codes', () => {
  it.each([
    ['0 when all is well', ['site.yml', '-i', 'hosts'], 0],
    ['1 without the playbook', ['nowhere.yml', '-i', 'hosts'], 1],
    ['1 when the playbook is a directory', ['inv', '-i', 'hosts'], 1],
    ['0 without the inventory, as Ansible', ['site.yml', '-i', 'nowhere'], 0],
    ['1 without the file of -e', ['site.yml', '-i', 'hosts', '-e', '@nowhere'], 1],
    ['1 without the file of -l', ['site.yml', '-i', 'hosts', '-l', '@nowhere'], 1],
    ['1 when -l leaves nobody', ['site.yml', '-i', 'hosts', '-l', 'nobody'], 1],
    ['4 for -e that does not parse', ['site.yml', '-i', 'hosts', '-e', '{"a":'], 4],
    ['2 for an unknown option', ['site.yml', '--nosuch'], 2],
    ['2 without a playbook', [], 2],
    ['2 for -f 0', ['site.yml', '-f', '0'], 2],
    ['0 for -e that is no pair, with a warning', ['site.yml', '-i', 'hosts', '-e', 'novalue'], 0],
  ])('%s', async (_name, args, code) => {
    const ran = await cli.run(args);
    expect(ran.code).toBe(code);
    if (code !== 0) expect(ran.err).toMatch(/error: .*\n\s+hint: |error: /);
  });
  it('2 with failed hosts, 4 with unreachable ones', async () => {
    cli.write({ 'fail.yml': '- hosts: all\n  gather_facts: false\n  tasks:\n    - fail: {msg: x}\n' });
    expect((await cli.run(['fail.yml', '-i', 'hosts'])).code).toBe(2);
    expect((await cli.run(['who.yml', '-i', 'h1,', '-e', 'ansible_host=127.0.0.1 ansible_port=1'])).code).toBe(4);
  });
});
