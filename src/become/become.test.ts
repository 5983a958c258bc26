// Become methods: the command lines they make, and what their refusals are read as.
import { describe, expect, it } from 'vitest';
import { becomeCommand, type BecomeSpec } from './index.js';

const make = (spec: Partial<BecomeSpec> & { method: string }): ReturnType<typeof becomeCommand> =>
  becomeCommand("echo 'hi'", { user: 'root', ...spec }, 'N0');
const wrapped = `/bin/sh -c 'echo TSPLAY-BECAME-N0; echo '\\''hi'\\'''`;

describe('command lines', () => {
  it.each([
    [{ method: 'sudo' }, `sudo -H -S -n -u root ${wrapped}`],
    [{ method: 'sudo', password: 'x' }, `sudo -H -S -p '[tsplay N0] password:' -u root ${wrapped}`],
    [{ method: 'sudo', password: 'x', flags: '-HnE' }, `sudo -HE -S -p '[tsplay N0] password:' -u root ${wrapped}`],
    [{ method: 'sudo', flags: '-i' }, `sudo -i -u root ${wrapped}`],
    [{ method: 'sudo', exe: '/opt/sudo', user: 'my user' }, `/opt/sudo -H -S -n -u 'my user' ${wrapped}`],
    [{ method: 'doas' }, `doas -n -u root ${wrapped}`],
    [{ method: 'runuser', user: 'bob' }, `runuser -u bob -- ${wrapped}`],
    [{ method: 'runuser', user: 'bob', flags: '-s /bin/sh', exe: '/r' }, `/r -s /bin/sh -u bob -- ${wrapped}`],
  ])('%j', (spec, command) => {
    expect(make(spec).command).toBe(command);
  });
  it('doas with a password gets a terminal for that alone', () => {
    const { command, prompt } = make({ method: 'doas', flags: '-n', password: 'secret-word' });
    expect(command).toMatch(/script -qc .*doas -u root \/bin\/sh -c .*<&3 >&4 2>&5/s);
    expect(command).not.toMatch(/secret-word| -n /);
    expect(prompt?.test('[tsplay N0] password:')).toBe(true);
  });
  it('su quotes the whole once more', () => {
    expect(make({ method: 'su', user: 'bob' }).command).toMatch(
      /^LC_ALL=C su bob -c 'unset LC_ALL; exec \/bin\/sh -c /,
    );
  });
  it.each([
    [undefined, 'Password: ', true],
    [undefined, "bob's Password:", true],
    [undefined, 'Password：', true],
    [undefined, 'Parole: ', true],
    [undefined, 'Mật khẩu: ', true],
    [undefined, '密码：', true],
    [undefined, 'Last login: ', false],
    [['Parole', 'Mot de passe'], 'mot de passe : ', true],
    [['Parole'], 'Password: ', false],
  ])('su with the prompts %j knows %j: %j', (prompts, said, known) => {
    expect(make({ method: 'su', prompts }).prompt?.test(said)).toBe(known);
  });
  it('su refuses prompts that are no regular expression', () => {
    expect(() => make({ method: 'su', prompts: ['('] })).toThrow(/no regular expressions/);
  });
  it('sudosu is su by sudo', () => {
    expect(make({ method: 'sudosu', user: 'bob' }).command).toMatch(/^sudo -H -S -n su -l bob -c '\/bin\/sh -c /);
  });
  it.each([
    ['[tsplay N0] password:', true],
    ['\nMot de passe : ', true],
    ['[sudo] password for bob: ', true],
    ['Passwords are never shown: see the rules\n', false],
  ])('sudo knows the prompt %j: %j', (said, known) => {
    expect(make({ method: 'sudo' }).prompt?.test(said)).toBe(known);
  });
  it('never holds the password', () => {
    expect(JSON.stringify(make({ method: 'sudo', password: 'hunter22' }))).not.toContain('hunter22');
  });
  it.each([
    { method: 'pbrun' },
    { method: 'pkexec' },
    { method: 'machinectl' },
    { method: 'nonsense' },
    { method: 'toString' },
    { method: 'sudo', user: '' },
    { method: 'sudo', user: '-x' },
  ])('refuses %j', (spec) => {
    expect(() => make(spec)).toThrow(
      expect.objectContaining({ code: 'become-unsupported', hint: expect.any(String) as string }) as Error,
    );
  });
});

describe('refusals', () => {
  it.each([
    ['sudo', 'Sorry, try again.', /refused the become password/],
    ['sudo', 'sudo: a password is required', /none was given/],
    ['sudo', 'eve is not in the sudoers file.', /does not allow/],
    ['sudo', 'Sorry, user eve may not run sudo on host.', /does not allow/],
    ['sudo', 'sudo: sorry, you must have a tty to run sudo', /terminal/],
    ['sudo', 'sudo: unknown user: bob', /does not exist/],
    ['sudo', 'sh: 1: sudo: not found', /cannot be run/],
    ['su', 'su: Authentication failure', /refused the password/],
    ['su', 'su: user bob does not exist or the user entry does not contain all the required fields', /does not exist/],
    ['su', 'su: Permission denied', /does not allow/],
    [
      'su',
      'You are required to change your password immediately (administrator enforced).',
      /password of 'root' has expired/,
    ],
    ['sudo', 'sudo: Account or password is expired, reset your password and try again', /login user has expired/],
    ['sudo', 'sudo: account validation failure, is your account locked?', /expired or is locked/],
    ['runuser', 'runuser: may not be used by non-root users', /root alone/],
    [
      'runuser',
      'runuser: user bob does not exist or the user entry does not contain all the required fields',
      /does not exist/,
    ],
    ['su', 'This account is currently not available.', /login shell/],
    ['doas', 'doas: Authorization required', /none was given/],
    ['doas', 'doas: Authentication failed', /refused the become password/],
    ['doas', 'tsplay: no script', /no program `script`/],
    ['doas', 'doas: Operation not permitted', /does not allow/],
  ])('%s: %s', (method, said, message) => {
    const found = make({ method }).failures.find((f) => f.pattern.test(said));
    expect(found?.message).toMatch(message);
    expect(found?.hint).not.toBe('');
  });
});
