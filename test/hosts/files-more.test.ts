// Modules of files and small system files on a real server: rsync over the open connection, terminals, ACLs, archives, the at queue.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registry } from '../../modules/registry.generated.js';
import type { AnyModule } from '../../src/kit/index.js';
import { useCommand, type Ran } from '../support/command.js';
import { hostLine, recapOf } from './support/inventory.js';
import { converge, runOn, type OnHost } from './support/run-on.js';
import { startTarget, sudo, type Target } from './support/target.js';

const cli = useCommand();
let target: Target;
let on: OnHost;

async function moduleOf(name: string): Promise<AnyModule> {
  const load = registry[name];
  if (!load) throw new Error(`there is no module ${name}`);
  return (await load()).default;
}

beforeAll(async () => {
  target = await startTarget({ hostname: 'files' });
  await target.exec(
    '(apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends rsync acl patch libcap2-bin at zip unzip bzip2 xz-utils) >/tmp/apt.log 2>&1 || { tail /tmp/apt.log; exit 1; }',
  );
  on = { host: target.host({ user: 'ops' }), become: sudo('root') };
  cli.write({
    hosts: `${hostLine('one', target, 'admin', 'ansible_become_password=admin-pw')}`,
    'files/tree/a': 'a\n',
    "files/tree/sub/b $(x) 'c'": 'b\n',
  });
}, 240_000);
afterAll(async () => {
  await target.stop();
});

let count = 0;
function play(tasks: string, ...args: string[]): Promise<Ran> {
  const name = `play${++count}.yml`;
  cli.write({ [name]: `- hosts: one\n  gather_facts: false\n  become: true\n  tasks:\n${tasks}` });
  return cli.run([name, '-i', 'hosts', ...args]);
}

describe('synchronize', () => {
  const push =
    '    - ansible.posix.synchronize: {src: tree/, dest: /srv/tree/, delete: true, rsync_opts: ["--exclude=*.log"]}\n';

  it('pushes as another user with a password, over the connection that is open', async () => {
    const dry = await play(push, '--check');
    expect(recapOf(dry.out)['one']).toMatchObject({ changed: 1, failed: 0 });
    const real = await play(push);
    expect(recapOf(real.out)['one']).toMatchObject({ changed: 1, failed: 0 });
    expect(await target.exec('stat -c %U:%n /srv/tree/sub/*; cat /srv/tree/a')).toMatch(/b \$\(x\) 'c'\na\n$/);
    await target.exec('touch /srv/tree/old /srv/tree/keep.log');
    expect(recapOf((await play(push)).out)['one']).toMatchObject({ changed: 1 });
    expect(await target.exec('ls /srv/tree')).not.toContain('old');
    expect(recapOf((await play(push)).out)['one']).toMatchObject({ changed: 0, failed: 0 });
  });

  it('pulls, and copies on the host itself', async () => {
    await target.exec('mkdir -p /root/secret; echo s > /root/secret/s; chmod 600 /root/secret/s');
    const pulled = cli.path('pulled');
    mkdirSync(pulled, { recursive: true });
    const { out } = await play(
      `    - ansible.posix.synchronize: {src: /root/secret/, dest: ${pulled}, mode: pull, owner: false, group: false}
    - ansible.posix.synchronize: {src: /root/secret, dest: /srv/copy}
      delegate_to: one
`,
    );
    expect(recapOf(out)['one']).toMatchObject({ changed: 2, failed: 0 });
    expect(readFileSync(`${pulled}/s`, 'utf8')).toBe('s\n');
    expect(await target.exec('cat /srv/copy/secret/s')).toBe('s\n');
  });

  it('brings over names that are no UTF-8, also such as the task names', async () => {
    await target.exec(
      'mkdir -p /srv/odd; cd /srv/odd; echo x > "$(printf \'caf\\351\')"; mkdir -p "$(printf \'d\\377\')"; echo y > "$(printf \'d\\377/\\376\')"',
    );
    const pulled = cli.path('odd');
    mkdirSync(pulled, { recursive: true });
    const both = `    - ansible.builtin.find: {paths: /srv/odd, file_type: any}
      register: found
    - ansible.posix.synchronize: {src: /srv/odd/, dest: ${pulled}/, mode: pull, owner: false, group: false}
    - ansible.posix.synchronize: {src: ${pulled}/, dest: /srv/odd2/, owner: false, group: false}
    - ansible.posix.synchronize: {src: "{{ item.path }}", dest: ${pulled}/one/, mode: pull, owner: false, group: false}
      loop: "{{ found.files }}"
    - ansible.posix.synchronize: {src: "{{ item.path | replace('/srv/odd', '${pulled}') }}", dest: "{{ item.path }}.copy", owner: false, group: false}
      loop: "{{ found.files }}"
`;
    const bytes = (path: string): string[] => readdirSync(path, { encoding: 'latin1' }).sort();
    const { out } = await play(both);
    expect(recapOf(out)['one'], out).toMatchObject({ changed: 4, failed: 0 });
    expect([bytes(pulled), bytes(`${pulled}/one`)]).toEqual([
      ['caf\xe9', 'd\xff', 'one'],
      ['caf\xe9', 'd\xff'],
    ]);
    const told = await target.exec("cd /srv; find odd odd2 -type f | sort | od -An -c | tr -d ' \\n'");
    for (const name of ['odd2/caf351', 'odd2/d377/376', 'odd/caf351.copy', 'odd/d377.copy/d377/376'])
      expect(told).toContain(name);
    const trees = `${both.split('\n').slice(2, 4).join('\n')}\n`;
    await play(trees);
    const { out: again } = await play(trees);
    expect(recapOf(again)['one'], again).toMatchObject({ changed: 0, failed: 0 });
  });

  it('says which machine lacks rsync', async () => {
    const { out, err } = await play(
      '    - ansible.posix.synchronize: {src: tree/, dest: /srv/x, rsync_path: /nowhere/rsync}\n    - ansible.builtin.command: "true"\n',
    );
    expect(out + err).toMatch(/\/nowhere\/rsync/);
    await target.exec('mv /usr/bin/rsync /usr/bin/rsync.away');
    const missing = await play(push);
    await target.exec('mv /usr/bin/rsync.away /usr/bin/rsync');
    expect(missing.out + missing.err).toContain('rsync is not installed on the host one');
  });

  it('moves much without keeping it in memory', async () => {
    writeFileSync(cli.path('big'), Buffer.alloc(64 * 1024 * 1024, 7));
    const { out } = await play(`    - ansible.posix.synchronize: {src: ${cli.path('big')}, dest: /srv/big}\n`);
    expect(recapOf(out)['one']).toMatchObject({ changed: 1, failed: 0 });
    expect(await target.exec('stat -c %s /srv/big')).toBe(`${64 * 1024 * 1024}\n`);
  });
});

describe('expect', () => {
  it('answers on a real terminal, as another user', async () => {
    const { result } = await runOn(on, await moduleOf('ansible.builtin.expect'), {
      command: 'passwd nosudo',
      responses: { '(?i)new password': 'S3cr3t-pw-x', '(?i)retype': 'S3cr3t-pw-x' },
    });
    expect(result).toMatchObject({ changed: true, rc: 0 });
    expect(String(result['stdout'])).not.toContain('S3cr3t');
  });
});

describe('the others', () => {
  it('archives in every format', async () => {
    await target.exec('mkdir -p "/srv/in put/d"; echo x > "/srv/in put/d/-f"; ln -sf d "/srv/in put/l"');
    const module = await moduleOf('community.general.archive');
    for (const format of ['gz', 'bz2', 'xz', 'tar', 'zip']) {
      const args = { path: '/srv/in put', dest: `/srv/o.${format}`, format, mode: '0600' };
      const { result } = await runOn(on, module, args);
      expect(result, JSON.stringify(result)).toMatchObject({ changed: true, dest_state: 'archive', mode: '0600' });
      const again = await runOn(on, module, args);
      expect(again.result).toMatchObject({ changed: false });
    }
    expect(await target.exec('tar tJf /srv/o.xz; unzip -l /srv/o.zip')).toMatch(/in put\/d\/-f[\s\S]*in put\/d\/-f/);
  });

  it('sets access control lists and capabilities', async () => {
    await target.exec('mkdir -p /srv/acl; touch /srv/acl/f; cp /bin/true /srv/true');
    const entry = { path: '/srv/acl', etype: 'user', entity: 'ops', permissions: 'rwX', state: 'present' };
    const { real } = await converge(on, await moduleOf('ansible.posix.acl'), { ...entry, recursive: true });
    expect(real.result['acl']).toContain('user:ops:rwx');
    await converge(on, await moduleOf('community.general.capabilities'), {
      path: '/srv/true',
      capability: 'cap_net_raw=ep',
    });
    expect(await target.exec('getcap /srv/true')).toContain('cap_net_raw=ep');
  });

  it('queues a job once and takes it off', async () => {
    const module = await moduleOf('ansible.posix.at');
    const job = { command: "echo 'x y' > /dev/null", count: 20, units: 'minutes', unique: true };
    expect((await runOn(on, module, job)).result).toMatchObject({ changed: true });
    expect((await runOn(on, module, job)).result).toMatchObject({ changed: false });
    expect((await runOn(on, module, { ...job, state: 'absent' })).result).toMatchObject({ changed: true });
    expect(await target.exec('atq')).toBe('');
  });

  it('manages sudo rules that visudo accepts, variables of crontabs, XML', async () => {
    await converge(on, await moduleOf('community.general.sudoers'), {
      name: 'app',
      user: 'nosudo',
      commands: ['/bin/ls /root'],
    });
    expect(await target.exec('su nosudo -c "sudo -n /bin/ls /root"')).toContain('secret');
    const bad = await runOn(on, await moduleOf('community.general.sudoers'), {
      name: 'bad',
      user: 'nosudo',
      commands: '((',
    });
    expect(bad.result).toMatchObject({ failed: true });
    const cronvar = { name: 'MAILTO', value: '"a b"', user: 'ops' };
    const variable = await moduleOf('community.general.cronvar');
    expect((await runOn(on, variable, cronvar)).result).toMatchObject({ changed: true, vars: ['MAILTO'] });
    expect((await runOn(on, variable, cronvar)).result).toMatchObject({ changed: false });
    await target.exec("echo '<a><b>1</b></a>' > /srv/x.xml");
    await converge(on, await moduleOf('community.general.xml'), { path: '/srv/x.xml', xpath: '/a/b', value: '2' });
    expect(await target.exec('cat /srv/x.xml')).toContain('<a><b>2</b></a>');
    expect(existsSync('/srv/x.xml')).toBe(false);
  });
});
