// user and group against a real server's shadow-utils, with become by sudo.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import group from '../../modules/ansible.builtin/group/index.js';
import user from '../../modules/ansible.builtin/user/index.js';
import { converge, runOn, type OnHost } from './support/run-on.js';
import { startTarget, sudo, type Target } from './support/target.js';

let target: Target;
let on: OnHost;
beforeAll(async () => {
  target = await startTarget();
  on = { host: target.host({ user: 'ops' }), become: sudo() };
});
afterAll(() => target.stop());
const text = async (command: string): Promise<string> => (await target.exec(command)).trim();

describe('group', () => {
  it('lives', async () => {
    const made = await converge(on, group, { name: 'tsp', gid: 4700 });
    expect(made.real.result).toMatchObject({ changed: true, name: 'tsp', gid: 4700, state: 'present', system: false });
    expect(made.again.result).toMatchObject({ gid: 4700 });
    await converge(on, group, { name: 'tsp', gid: 4701 });
    expect(await text('getent group tsp')).toBe('tsp:x:4701:');
    expect((await runOn(on, group, { name: 'other', gid: 4701 })).result.failed).toBe(true);
    await converge(on, group, { name: 'tsp2', system: true });
    await converge(on, group, { name: 'tsp', state: 'absent' });
    expect(await text('getent group tsp || echo none')).toBe('none');
  });
  it('says why it cannot', async () => {
    expect((await runOn(on, group, { name: 'ops', state: 'absent' })).result).toMatchObject({
      failed: true,
      msg: expect.stringContaining('primary group') as string,
    });
    expect((await runOn({ host: target.host({ user: 'ops' }) }, group, { name: 'x' })).result).toMatchObject({
      failed: true,
      msg: expect.stringContaining('ermission denied') as string,
    });
  });
});

describe('user', () => {
  it('lives', async () => {
    await runOn(on, group, { name: 'web' });
    const hash = '$6$salt$IxDD3jeSOb5eB1CX5LBsqZFVkJdido3OUILO5Ifz5iwMuTS4XMS130MTSuDDl3aCI6WouIL9AjRbLCelDCy.g.';
    const args = {
      name: 'tess',
      uid: 4710,
      comment: 'Tess Ü',
      shell: '/bin/bash',
      groups: ['web', 'adm'],
      home: '/srv/people/tess',
      password: hash,
      password_expire_max: 90,
      expires: 4102444800,
      umask: '077',
    };
    const made = await converge(on, user, args);
    expect(made.real.result).toMatchObject({
      changed: true,
      name: 'tess',
      state: 'present',
      uid: 4710,
      group: 4710,
      groups: 'web,adm',
      home: '/srv/people/tess',
      comment: 'Tess Ü',
      shell: '/bin/bash',
      create_home: true,
      system: false,
      password: 'NOT_LOGGING_PASSWORD',
    });
    expect(made.again.result).toMatchObject({ append: false, move_home: false, group: 4710 });
    expect(
      await text('getent passwd tess; id -Gn tess; stat -c "%a %U" /srv/people/tess; ls -A /srv/people/tess | wc -l'),
    ).toMatch(/^tess:x:4710:4710:Tess Ü:\/srv\/people\/tess:\/bin\/bash\ntess adm web\n700 tess\n[1-9]/);
    expect(await text('getent shadow tess')).toMatch(
      new RegExp(`^tess:${hash.replace(/[$.]/g, '\\$&')}:\\d+:0:90:7::47482:$`),
    );
  });
  it('changes', async () => {
    await converge(on, user, { name: 'tess', groups: 'web,games', append: true });
    expect(await text('id -Gn tess')).toBe('tess adm games web');
    await converge(on, user, {
      name: 'tess',
      groups: ['web'],
      home: '/home/tess',
      move_home: true,
      comment: '',
      expires: -1,
      group: 'users',
    });
    expect(
      await text('id -Gn tess; ls -d /home/tess /srv/people/tess 2>/dev/null; getent shadow tess | cut -d: -f8'),
    ).toBe('users web\n/home/tess');
    await converge(on, user, { name: 'tess', password_lock: true });
    expect(await text('getent shadow tess')).toMatch(/^tess:!\$6/);
    await converge(on, user, { name: 'tess', password_lock: false });
    expect(await text('getent shadow tess')).toMatch(/^tess:\$6/);
    await converge(on, user, { name: 'tess', groups: [] });
    expect(await text('id -Gn tess')).toBe('users');
    await target.exec('rm -rf /home/tess');
    await converge(on, user, { name: 'tess', umask: '027' });
    expect(await text('stat -c "%a %U:%G" /home/tess; ls -A /home/tess | grep bashrc')).toBe('750 tess:users\n.bashrc');
  });
  it('makes keys', async () => {
    const made = await converge(on, user, {
      name: 'tess',
      generate_ssh_key: true,
      ssh_key_type: 'ed25519',
      ssh_key_comment: 'c d',
    });
    expect(made.dry.result['ssh_key_file']).toBe('/home/tess/.ssh/id_ed25519');
    expect(made.real.result).toMatchObject({
      ssh_key_file: '/home/tess/.ssh/id_ed25519',
      ssh_public_key: expect.stringMatching(/^ssh-ed25519 \S+ c d$/) as string,
      ssh_fingerprint: expect.stringMatching(/^256 SHA256:\S+ c d \(ED25519\)$/) as string,
    });
    expect(await text('stat -c "%a %U %n" /home/tess/.ssh /home/tess/.ssh/*')).toBe(
      '700 tess /home/tess/.ssh\n600 tess /home/tess/.ssh/id_ed25519\n644 tess /home/tess/.ssh/id_ed25519.pub',
    );
    await converge(on, user, {
      name: 'tess',
      generate_ssh_key: true,
      ssh_key_bits: 2048,
      ssh_key_file: 'keys/rsa',
      ssh_key_passphrase: "it's a secret",
    });
    expect(
      await text(
        'ssh-keygen -y -P "it\'s a secret" -f /home/tess/keys/rsa | cut -c 1-11; ssh-keygen -y -P wrong -f /home/tess/keys/rsa 2>&1 | tail -c 60',
      ),
    ).toMatch(/^ssh-rsa AAA\n.*incorrect passphrase/s);
    expect(await text('ls /tmp | grep -c "^tmp\\." || true')).toBe('0');
  });
  it('system accounts without a home directory', async () => {
    await converge(on, user, { name: 'daemon1', system: true, create_home: false, shell: '/usr/sbin/nologin' });
    expect(Number(await text('id -u daemon1'))).toBeLessThan(1000);
    expect(await text('ls -d /home/daemon1 2>/dev/null || echo none')).toBe('none');
    await target.exec('groupadd samename');
    await converge(on, user, { name: 'samename', create_home: false });
  });
  it('goes', async () => {
    await converge(on, user, { name: 'tess', state: 'absent' });
    expect(await text('ls -d /home/tess')).toBe('/home/tess');
    await converge(on, user, { name: 'tim' });
    const gone = await converge(on, user, { name: 'tim', state: 'absent', remove: true });
    expect(gone.real.result).toMatchObject({ remove: true, force: false });
    expect(await text('ls -d /home/tim 2>/dev/null || echo none')).toBe('none');
  });
  it('warns of a password in clear, and says what is wrong', async () => {
    const clear = await runOn(on, user, { name: 'tim', password: 'secret' }, { check: true });
    expect(clear.result['warnings']).toHaveLength(1);
    expect((await runOn(on, user, { name: 'tim', uid: 0 })).result).toMatchObject({ failed: true });
    expect((await runOn(on, user, { name: 'tim', group: 'nope' }, { check: true })).result).toMatchObject({
      failed: true,
    });
    expect((await runOn(on, user, { name: 'tim', local: true })).result).toMatchObject({
      failed: true,
      msg: expect.stringContaining('luseradd') as string,
    });
  });
});
