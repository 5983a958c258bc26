// `tsplay run`: one module on some hosts, told as `ansible` tells it; what real Ansible prints is recorded in test/compat/cli.
import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCommand, type Ran } from '../support/command.js';

const cli = useCommand();

beforeAll(() => {
  cli.write({
    'group_vars/all.yml': 'greeting: hello\n',
    'other/group_vars/all.yml': 'greeting: from elsewhere\n',
    'other/roles/r/tasks/main.yml': '- debug: {msg: role ran}\n',
    f: 'text\n',
  });
});

const run = (...args: string[]): Promise<Ran> => cli.run(['run', '-i', 'h1,h2', '-c', 'local', '-f', '1', ...args]);

describe('an ad hoc command', () => {
  it('runs a command when no module is named', async () => {
    const ran = await run('all', '-a', 'echo hi');
    expect([ran.code, ran.out]).toEqual([0, 'h1 | CHANGED | rc=0 >>\nhi\nh2 | CHANGED | rc=0 >>\nhi\n']);
  });

  it.each<[string, string[], number, string]>([
    ['JSON', ['-m', 'ping'], 0, 'h1 | SUCCESS => {\n    "changed": false,\n    "ping": "pong"\n}\n'],
    ['-o', ['-m', 'ping', '-o'], 0, 'h1 | SUCCESS => {"changed": false,"ping": "pong"}\n'],
    [
      'lines of output, errors and message',
      ['-m', 'shell', '-a', 'echo a; echo b >&2; exit 3'],
      2,
      'h1 | FAILED | rc=3 >>\na\nb\nnon-zero return code\n',
    ],
    [
      '-o of a command',
      ['-o', '-m', 'shell', '-a', 'echo a; echo b; echo c >&2'],
      0,
      'h1 | CHANGED | rc=0 | (stdout) a\\nb (stderr) c\n',
    ],
    ['nothing said', ['-a', 'true'], 0, 'h1 | CHANGED | rc=0 >>\n\n'],
    ['a skipped one', ['-a', 'id', '-C'], 0, 'h1 | SKIPPED\n'],
    [
      'JSON parameters',
      ['-m', 'debug', '-a', '{"msg": [1, "two"]}'],
      0,
      'h1 | SUCCESS => {\n    "msg": [\n        1,\n        "two"\n    ]\n}\n',
    ],
    [
      'templates and -e',
      ['-m', 'debug', '-a', 'msg={{greeting}}-{{x}}', '-e', 'x=1', '-o'],
      0,
      'h1 | SUCCESS => {"msg": "hello-1"}\n',
    ],
    [
      '--playbook-dir',
      ['-m', 'debug', '-a', 'msg={{greeting}}', '-o', '--playbook-dir', 'other'],
      0,
      'h1 | SUCCESS => {"msg": "from elsewhere"}\n',
    ],
    ['a failure', ['-m', 'fail', '-a', 'msg=no'], 2, 'h1 | FAILED! => {\n    "changed": false,\n    "msg": "no"\n}\n'],
  ])('%s', async (_name, args, code, out) => {
    const ran = await run('h1', ...args);
    expect([ran.code, ran.out]).toEqual([code, out]);
  });

  it('may be a role', async () => {
    const ran = await run('h1', '-m', 'include_role', '-a', 'name=r', '--playbook-dir', 'other', '-o');
    expect([ran.code, ran.out]).toEqual([0, expect.stringContaining('h1 | SUCCESS => {"msg": "role ran"}\n')]);
  });

  it('--list-hosts lists', async () => {
    expect((await run('h*', '--list-hosts')).out).toBe('  hosts (2):\n    h1\n    h2\n');
    expect((await run('all', '-l', 'h2', '--list-hosts')).out).toBe('  hosts (1):\n    h2\n');
  });

  it('--tree keeps the results', async () => {
    await run('all', '-m', 'ping', '--tree', 'kept');
    expect(readFileSync(cli.path('kept/h2'), 'utf8')).toBe('{"changed": false, "ping": "pong"}');
  });

  it('-D shows what changes, -C does not change it', async () => {
    const ran = await run('h1', '-m', 'copy', '-a', `src=f dest=${cli.path('g')}`, '-CD');
    expect(ran.out).toMatch(/^--- before[^]*\+text[^]*h1 \| CHANGED => \{/);
    expect(existsSync(cli.path('g'))).toBe(false);
  });

  it('names an unreachable host', async () => {
    const ran = await cli.run(['run', 'all', '-i', 'h1,', '-m', 'ping', '-e', 'ansible_host=127.0.0.1 ansible_port=1']);
    expect([ran.code, ran.out]).toEqual([
      4,
      expect.stringMatching(/^h1 \| UNREACHABLE! => \{[^]*"unreachable": true\n}\n$/),
    ]);
  });

  it.each<[string, string[], number, RegExp]>([
    ['no pattern', [], 2, /the following arguments are required: pattern/],
    ['two words', ['h1', 'h2'], 2, /unrecognized arguments: h2/],
    ['no text for a command', ['h1'], 5, /No argument passed to command module/],
    ['a playbook', ['site.yml', '-m', 'shell'], 5, /did you mean to run a playbook/],
    ['import_playbook', ['h1', '-m', 'import_playbook', '-a', 'x'], 5, /is not a valid action for ad-hoc commands/],
    ['an unknown module', ['h1', '-m', 'nosuch'], 2, /no module 'nosuch'/],
    ['an unknown parameter', ['h1', '-m', 'ping', '-a', 'x=1'], 2, /no parameter 'x'/],
    ['a limit that leaves nobody', ['h1', '-m', 'ping', '-l', 'h2'], 1, /leaves no host/],
  ])('%s is told', async (_name, args, code, message) => {
    const ran = await run(...args);
    expect([ran.code, ran.err]).toEqual([code, expect.stringMatching(message)]);
  });

  it('a pattern that matches nobody is a warning', async () => {
    const ran = await run('nobody', '-m', 'ping');
    expect([ran.code, ran.out, ran.err]).toEqual([0, '', expect.stringContaining('No hosts matched, nothing to do')]);
  });
});
