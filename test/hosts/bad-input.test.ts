// What real servers refuse: logins, host keys, passwords, full disks; one broken host beside good ones.
import { spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useCommand, type Ran } from '../support/command.js';
import { hostLine, NO_KNOWN_HOSTS, recapOf } from './support/inventory.js';
import { makeKey, startTarget, type Target } from './support/target.js';

const cli = useCommand();
let target: Target;
/** Accepts connections and never answers, as a host behind a dropping firewall. */
let silent: Server;
let silentPort: number;

beforeAll(async () => {
  target = await startTarget({ tmpfs: { '/small': 'size=64k' }, hostname: 'bad-target' });
  silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  silentPort = (silent.address() as AddressInfo).port;
});
afterAll(async () => {
  silent.close();
  await target.stop();
});

let count = 0;
function play(inventory: string, text: string, ...args: string[]): Promise<Ran> {
  count++;
  cli.write({ [`p${count}.yml`]: text, [`i${count}`]: inventory });
  return cli.run([`p${count}.yml`, '-i', `i${count}`, ...args]);
}
const HEAD = '- hosts: all\n  gather_facts: false\n  tasks:\n';
const TOUCH = `${HEAD}    - {name: touch, command: touch /tmp/reached}\n    - {name: last, debug: {msg: "last {{ inventory_hostname }}"}}\n`;
const good = (): string => hostLine('good', target);

describe('one broken host', () => {
  const bad: [string, () => string, RegExp][] = [
    [
      'a port where nothing listens',
      () => `bad ansible_host=127.0.0.1 ansible_port=1 ${NO_KNOWN_HOSTS}\n`,
      /ECONNREFUSED|refused/,
    ],
    [
      'a name that does not resolve',
      () => `bad ansible_host=nowhere.invalid\n`,
      /nowhere\.invalid.*(resolve|ENOTFOUND)/,
    ],
    [
      'a host that never answers',
      () => `bad ansible_host=127.0.0.1 ansible_port=${silentPort} ${NO_KNOWN_HOSTS}\n`,
      /bad: /,
    ],
    [
      'a refused key',
      () => hostLine('bad', target).replace(target.key.path, cli.path('otherkey')),
      /refused every|log in|login/i,
    ],
    ['an unknown host key', () => hostLine('bad', target).replace(NO_KNOWN_HOSTS, ''), /host key|known_hosts/i],
  ];
  it.each(bad)('%s: told with a hint, the good host does all its tasks', async (_name, line, message) => {
    const key = makeKey();
    writeFileSync(cli.path('otherkey'), spawnSync('cat', [key.path]).stdout, { mode: 0o600 });
    key.remove();
    const { out, code } = await play(good() + line(), TOUCH, '-T', '3');
    expect(out).toMatch(/fatal: \[bad\]: UNREACHABLE!/);
    expect(out).toMatch(message);
    expect(out).toMatch(/hint: |\(.*\)/);
    expect(out).toContain('last good');
    expect(out).not.toContain('last bad');
    expect(recapOf(out)).toMatchObject({ good: { ok: 2, unreachable: 0 }, bad: { ok: 0, unreachable: 1 } });
    expect(code).toBe(4);
  });
  it('delays the others by one connection attempt at most, and only once', async () => {
    const bads = [1, 2, 3]
      .map((n) => `bad${n} ansible_host=127.0.0.1 ansible_port=${silentPort} ${NO_KNOWN_HOSTS}\n`)
      .join('');
    const many = `${HEAD}${'    - command: "true"\n'.repeat(5)}`;
    const start = Date.now();
    const { out } = await play(good() + bads, many, '-T', '3');
    expect(recapOf(out)['good']).toMatchObject({ ok: 5 });
    expect(Date.now() - start).toBeLessThan(3_000 + 5_000);
  });
  it('a host that fails stops neither the others nor the run', async () => {
    const { out, code } = await play(
      good() + hostLine('second', target),
      `${HEAD}    - {command: "false", when: inventory_hostname == 'good'}\n    - debug: {msg: "last {{ inventory_hostname }}"}\n`,
    );
    expect(out).toContain('last second');
    expect(code).toBe(2);
  });
  it('a connection that breaks in between is made again, and the task goes on', async () => {
    const { out, code } = await play(
      good(),
      `${HEAD}    - {name: cut, shell: "pkill -KILL -f '[s]shd: root' ; sleep 1"}\n    - debug: {msg: last}\n`,
    );
    expect(out).toContain('"msg": "last"');
    expect(code).toBe(0);
  });
});

describe('host keys', () => {
  const strict = "ansible_ssh_common_args='-o UserKnownHostsFile=known'";
  it('an unknown one is refused before anything is sent, one that is known is taken, a changed one is refused', async () => {
    const line = hostLine('good', target).replace(NO_KNOWN_HOSTS, strict.replace('=known', `=${cli.path('known')}`));
    await target.exec('rm -f /tmp/reached');
    cli.write({ known: '' });
    const unknown = await play(line, TOUCH);
    expect(unknown.code).toBe(4);
    expect(unknown.out).toMatch(/known_hosts|host key/i);
    expect(await target.exec('ls /tmp/reached 2>/dev/null || true')).toBe('');
    const { host, port } = target.address;
    cli.write({ known: spawnSync('ssh-keyscan', ['-p', String(port), host], { encoding: 'utf8' }).stdout });
    expect((await play(line, TOUCH)).code).toBe(0);
    const other = makeKey();
    cli.write({ known: `[${host}]:${port} ${other.publicKey}\n` });
    other.remove();
    const changed = await play(line, TOUCH);
    expect(changed.code).toBe(4);
    expect(changed.out).toMatch(/changed|different|does not match/i);
  });
});

describe('becoming another user', () => {
  it.each([
    [
      'a wrong sudo password',
      'admin',
      'ansible_become_password=wrong-one',
      /admin to root.*refused the become password/,
      /-K|ansible_become_password/,
    ],
    ['no sudo password', 'admin', '', /password/, /-K|ansible_become_password/],
    ['no right to it', 'nosudo', 'ansible_become_password=nosudo-pw', /not allow|sudoers|refused/, /sudoers|log in/],
    ['a user that does not exist', 'ops', 'ansible_become_user=ghost', /ghost/, /./],
  ])('%s', async (_name, user, vars, message, hint) => {
    const { out, code } = await play(
      hostLine('good', target, user, vars),
      `${HEAD}    - {command: id, become: true}\n    - debug: {msg: last}\n`,
      '-vvvv',
    );
    expect(out).toMatch(/fatal: \[good\]: FAILED!/);
    expect(out).toMatch(message);
    expect(out).toMatch(hint);
    expect(out).not.toContain('wrong-one');
    expect(out).not.toContain('nosudo-pw');
    expect(out).toMatch(/p\d+\.yml:\d+:\d+/);
    expect(code).toBe(2);
  });
});

describe('a full disk', () => {
  const big = 'x'.repeat(200_000);
  it.each([
    ['copy', `copy: {dest: /small/file, content: "{{ big }}"}`],
    ['template', `template: {src: big.j2, dest: /small/file}`],
    ['lineinfile', `lineinfile: {path: /small/file, line: "{{ big }}"}`],
    ['blockinfile', `blockinfile: {path: /small/file, block: "{{ big }}"}`],
  ])('%s leaves the old file as it was and nothing half written', async (_name, task) => {
    await target.exec("rm -rf /small/* /small/.[!.]*; printf 'old\\n' > /small/file");
    cli.write({ 'big.j2': '{{ big }}\n', 'big.yml': `big: ${big}\n` });
    const { out, code } = await play(good(), `${HEAD}    - ${task}\n`, '-e', '@big.yml');
    expect(out).toMatch(/No space left|full/i);
    expect(out).toMatch(/p\d+\.yml:\d+:\d+/);
    expect(code).toBe(2);
    expect(await target.exec('cat /small/file; ls -A /small')).toBe('old\nfile\n');
  });
  it('a new file does not appear', async () => {
    await target.exec('rm -rf /small/* /small/.[!.]*');
    const { code } = await play(
      good(),
      `${HEAD}    - copy: {dest: /small/new, content: "{{ big }}"}\n`,
      '-e',
      '@big.yml',
    );
    expect(code).toBe(2);
    expect(await target.exec('ls -A /small')).toBe('');
  });
});

describe('before the first task', () => {
  it('what is certain to fail is refused and the host is not even asked', async () => {
    await target.exec('rm -f /tmp/reached');
    const { err, code } = await play(good(), `${TOUCH}    - copy: {src: nowhere, dest: /tmp/x}\n`);
    expect(err).toMatch(/p\d+\.yml:\d+:\d+: error: /);
    expect(code).toBe(1);
    expect(await target.exec('ls /tmp/reached 2>/dev/null || true')).toBe('');
  });
});
