// Becoming another user on a real Debian: sudo, su, doas, runuser; each refusal has its words, and comes within seconds.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BecomeSpec } from '../../src/become/index.js';
import { script } from '../../src/ground/index.js';
import { startTarget, type Target } from './support/target.js';

let target: Target;
beforeAll(async () => {
  target = await startTarget();
  await target.exec(
    [
      'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y opendoas >/dev/null 2>&1',
      "printf 'permit nopass ops as root\\npermit nopass ops as nosudo\\npermit admin as root\\npermit admin as fresh\\n' > /etc/doas.conf",
      'useradd -m -s /bin/sh fresh && echo fresh:fresh-pw | chpasswd',
      'useradd -m -s /bin/sh aged && echo aged:aged-pw | chpasswd && chage -d 0 aged',
      'useradd -m -s /bin/sh gone && echo gone:gone-pw | chpasswd && chage -E 1 gone',
      'useradd -m -s /usr/sbin/nologin shut && echo shut:shut-pw | chpasswd',
    ].join(' && '),
  );
}, 180_000);
afterAll(() => target.stop());

/** What a script run as another user prints. */
async function as(login: string, become: BecomeSpec, text = 'id -un'): Promise<string> {
  return (await target.host({ user: login }).view({ become }).view.probe(script(text))).stdout.trim();
}

describe('works', () => {
  it.each<[string, BecomeSpec, string]>([
    ['ops', { method: 'doas', user: 'root' }, 'root'],
    ['ops', { method: 'doas', user: 'nosudo' }, 'nosudo'],
    ['ops', { method: 'sudosu', user: 'nosudo' }, 'nosudo'],
    ['root', { method: 'runuser', user: 'nosudo' }, 'nosudo'],
    ['admin', { method: 'doas', user: 'root', password: 'admin-pw' }, 'root'],
    ['admin', { method: 'doas', user: 'fresh', password: 'admin-pw' }, 'fresh'],
    ['ops', { method: 'doas', user: 'root', password: 'not-asked-for' }, 'root'],
    ['nosudo', { method: 'su', user: 'fresh', password: 'fresh-pw' }, 'fresh'],
    ['root', { method: 'su', user: 'shut', flags: '-s /bin/sh' }, 'shut'],
    ['root', { method: 'su', user: 'fresh', flags: '-l' }, 'fresh'],
    ['ops', { method: 'sudo', user: 'fresh', exe: '/usr/bin/sudo', flags: '-H -S -n' }, 'fresh'],
  ])('%s by %j is %s', async (login, become, who) => {
    expect(await as(login, become)).toBe(who);
  });
  it('doas with a password: streams, errors and codes as ever, nothing of it in process lists, nothing left', async () => {
    const { view, hands } = target
      .host({ user: 'admin' })
      .view({ become: { method: 'doas', user: 'root', password: 'admin-pw' } });
    const big = Buffer.alloc(300_000, 'x');
    const { rc, stdout, stderr } = await hands.run(script('wc -c; printf "a\\r\\n\\003\\004b"; echo err >&2; exit 5'), {
      stdin: big,
    });
    expect({ rc, stdout, stderr }).toEqual({ rc: 5, stdout: '300000\na\r\n\u0003\u0004b', stderr: 'err\n' });
    expect((await view.probe(script('cat /proc/[0-9]*/cmdline'))).stdout).not.toContain('admin-pw');
    expect((await view.probe(script('ls -A /tmp | grep tsplay; true'))).stdout).toBe('');
  });
  it('where su and sudo speak French', async () => {
    await target.exec("echo 'LANG=fr_FR.UTF-8' >> /etc/environment; echo 'LANGUAGE=fr' >> /etc/environment");
    try {
      expect(await as('nosudo', { method: 'su', user: 'fresh', password: 'fresh-pw', flags: '-l' })).toBe('fresh');
      expect(await as('admin', { method: 'sudo', user: 'fresh', password: 'admin-pw' })).toBe('fresh');
    } finally {
      await target.exec("sed -i '/LANG/d' /etc/environment");
    }
  });
  it('where sudoers insists on a prompt', async () => {
    await target.exec(
      'echo \'Defaults passprompt_override, passprompt="Mot de passe de %u : "\' > /etc/sudoers.d/prompt',
    );
    try {
      expect(await as('admin', { method: 'sudo', user: 'nosudo', password: 'admin-pw' })).toBe('nosudo');
      await expect(as('admin', { method: 'sudo', user: 'fresh', password: 'wrong-pw' })).rejects.toThrow(
        /refused the become password/,
      );
    } finally {
      await target.exec('rm /etc/sudoers.d/prompt');
    }
  });
  it('to a user without rights, without ACL tools: files and temporary files are theirs', async () => {
    await target.exec('! command -v setfacl');
    const { hands, view } = target.host({ user: 'ops' }).view({ become: { method: 'sudo', user: 'nosudo' } });
    await hands.write('/home/nosudo/own', 'theirs');
    expect(await view.stat('/home/nosudo/own')).toMatchObject({ owner: 'nosudo' });
  });
});

describe('is refused with words', () => {
  it.each<[string, string, BecomeSpec, RegExp]>([
    [
      'doas asks for a password',
      'admin',
      { method: 'doas', user: 'root' },
      /doas asks for a password and none was given/,
    ],
    [
      'doas: wrong password',
      'admin',
      { method: 'doas', user: 'root', password: 'wrong-pw' },
      /doas refused the become password/,
    ],
    ['doas has no rule', 'nosudo', { method: 'doas', user: 'root' }, /does not allow this login user/],
    ['doas: no such user', 'ops', { method: 'doas', user: 'nobody-here' }, /does not exist|does not allow/],
    ['su: wrong password', 'nosudo', { method: 'su', user: 'fresh', password: 'wrong-pw' }, /su refused the password/],
    ['su: no password', 'nosudo', { method: 'su', user: 'fresh' }, /a password is asked for and none was given/],
    ['su: no such user', 'nosudo', { method: 'su', user: 'nobody-here', password: 'x-pw' }, /does not exist/],
    [
      'su: expired password',
      'nosudo',
      { method: 'su', user: 'aged', password: 'aged-pw' },
      /password of 'aged' has expired/,
    ],
    [
      'su: expired account',
      'nosudo',
      { method: 'su', user: 'gone', password: 'gone-pw' },
      /account of 'gone' has expired/,
    ],
    ['su: no login shell', 'nosudo', { method: 'su', user: 'shut', password: 'shut-pw' }, /no login shell/],
    ['su is not there', 'nosudo', { method: 'su', user: 'fresh', exe: '/no/su' }, /cannot be run on the host/],
    [
      'runuser by another than root',
      'nosudo',
      { method: 'runuser', user: 'fresh', exe: '/usr/sbin/runuser' },
      /root alone/,
    ],
    ['runuser: no such user', 'root', { method: 'runuser', user: 'nobody-here' }, /does not exist/],
    ['sudo: bad flags', 'ops', { method: 'sudo', user: 'root', flags: '--nonsense' }, /nonsense|unrecognized/],
  ])('%s', async (_, login, become, message) => {
    const started = Date.now();
    const error: unknown = await as(login, become).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'become-failed', hint: expect.any(String) as string });
    expect((error as Error).message).toMatch(message);
    expect(Date.now() - started).toBeLessThan(10_000);
  });
  it('sudo: the login user is expired', async () => {
    await target.exec('chage -d 0 admin');
    try {
      await target.exec("sed -i 's/^UsePAM.*/UsePAM no/' /etc/ssh/sshd_config && systemctl restart ssh");
      const error: unknown = await as('admin', { method: 'sudo', user: 'root', password: 'admin-pw' }).catch(
        (e: unknown) => e,
      );
      expect((error as Error).message).toMatch(/has expired|password/i);
    } finally {
      await target.exec(
        "chage -d 20000 admin; sed -i 's/^UsePAM.*/UsePAM yes/' /etc/ssh/sshd_config && systemctl restart ssh",
      );
    }
  });
  it('the login itself wants a new password', async () => {
    await target.exec('chage -d 0 admin');
    try {
      const error: unknown = await target
        .host({ settings: target.settings('admin', { hostKeyAlias: 'aged' }) })
        .view({})
        .view.probe(script('true'))
        .catch((e: unknown) => e);
      expect(error).toMatchObject({ code: 'unreachable' });
      expect((error as Error).message).toMatch(/password/i);
    } finally {
      await target.exec('chage -d 20000 admin');
    }
  });
});
