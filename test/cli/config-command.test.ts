// `tsplay config`: what settings there are, what they are here and where that comes from.
import { beforeAll, describe, expect, it } from 'vitest';
import { useCommand, type Ran } from '../support/command.js';

const cli = useCommand();

beforeAll(() => {
  cli.write({
    'ansible.cfg': '[defaults]\nforks = 7 ; seven\nroles_path = mine:~/theirs:$MORE\nmodule_ignore_exts = .a, .b\n',
    'plain.txt': '[defaults]\n',
  });
});

const config = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  cli.run(['config', ...args], { ANSIBLE_CONFIG: cli.path('ansible.cfg'), ...env });

describe('dump', () => {
  it('gives value and origin; the environment wins, paths start at the file', async () => {
    const { out } = await config(['dump', '--only-changed'], { ANSIBLE_TIMEOUT: '33', MORE: '/more' });
    expect(out).toContain(`DEFAULT_FORKS(${cli.path('ansible.cfg')}) = 7`);
    expect(out).toContain('DEFAULT_TIMEOUT(env: ANSIBLE_TIMEOUT) = 33');
    expect(out).toContain(`= ['${cli.path('mine')}', '${cli.path('theirs')}', '/more']`);
    expect(out).toMatch(/MODULE_IGNORE_EXTS\(.*\) = \['\.a', '\.b'\]/);
    expect(out).not.toContain('(default)');
  });

  it('gives JSON and YAML', async () => {
    const parsed = JSON.parse((await config(['dump', '--format', 'json'])).out) as { name?: string; value?: unknown }[];
    expect(parsed.find((entry) => entry.name === 'DEFAULT_FORKS')).toMatchObject({ value: 7 });
    expect((await config(['dump', '--format', 'yaml'])).out).toMatch(/name: DEFAULT_FORKS\n(?:.*\n){0,2} *value: 7/);
  });

  it('shows the options of plugins by type', async () => {
    const { out } = await config(['dump', '-t', 'become'], { ANSIBLE_SU_PROMPT_L10N: 'Parole,Geheim' });
    expect(out).toMatch(/prompt_l10n\(env: ANSIBLE_SU_PROMPT_L10N\) = \['Parole', 'Geheim'\]/);
  });
});

describe('the others', () => {
  it('list says what each setting is and whether it is honoured', async () => {
    const { out } = await config(['list']);
    expect(out).toMatch(/^PLAYBOOK_VARS_ROOT:\n(?: .*\n|- .*\n)*? +tsplay: honoured/m);
    expect(out).not.toContain('does not carry it out');
  });

  it('view prints the file, init one with all settings', async () => {
    expect((await config(['view'])).out).toContain('forks = 7 ; seven');
    expect((await config(['init'])).out).toMatch(/^\[defaults\]$/m);
    const disabled = (await config(['init', '--disabled'])).out;
    expect(disabled).toMatch(/^;forks=5$/m);
    expect(disabled).not.toMatch(/^[a-z_]+=/m);
  });

  it.each([
    [['view'], { ANSIBLE_CONFIG: 'plain.txt' }, /must end in \.cfg or \.ini/],
    [['view', '-c', 'nowhere.cfg'], {}, /nowhere\.cfg/],
    [['dump', '-t', 'nonsense'], {}, /nonsense/],
    [['nonsense'], {}, /nonsense/],
    [['dump'], { ANSIBLE_PLAYBOOK_VARS_ROOT: 'side' }, /Invalid value "side".*all, bottom, top/],
  ])('refuses %j %j', async (args, env, message) => {
    const ran = await config(args, env);
    expect(ran.code).not.toBe(0);
    expect(ran.err).toMatch(message);
    expect(ran.err).not.toContain('has a bug');
  });
});
