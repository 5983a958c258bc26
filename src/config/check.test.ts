import { describe, expect, it } from 'vitest';
import { unknownKeys, unknownVariables, unusedLine } from './check.js';
import { Configuration } from './configuration.js';
import { parseIni } from './ini.js';
import { settingsOf } from './settings.js';

function configured(text: string, env: Record<string, string> = {}): Configuration {
  const file = { path: '/p/ansible.cfg', ini: parseIni(text, '/p/ansible.cfg') };
  return new Configuration({ file, warnings: [] }, { env, cwd: '/p', home: '/h' });
}

describe('what nobody listens to', () => {
  it('is told with its place and what was meant', () => {
    const found = unknownKeys(
      configured('[defaults]\nforcks=1\nusetty=1\n[ssh_conection]\n[galaxy_server.x]\nurl=1\n'),
    );
    expect(found.map((d) => [d.span?.line, d.hint])).toEqual([
      [2, "did you mean 'forks'?"],
      [3, 'it belongs into the section [ssh_connection]'],
      [4, "did you mean 'ssh_connection'?"],
    ]);
  });

  it('may be a variable', () => {
    const env = { ANSIBLE_FORK: '1', ANSIBLE_CONFIG: 'x', ANSIBLE_TEST_X: '1', ANSIBLE_FORKS: '2', OTHER: '1' };
    expect(unknownVariables(configured('', env)).map((d) => d.hint)).toEqual(["did you mean 'ANSIBLE_FORKS'?"]);
  });

  it('may be a setting that tsplay does not honour: named once', () => {
    const line = unusedLine(configured('[defaults]\nforks=2\ncowpath=/x\n', { ANSIBLE_SCP_EXECUTABLE: 'xscp' }));
    expect(line).toMatch(
      /ANSIBLE_COW_PATH \(\/p\/ansible\.cfg:3: tsplay draws no cows\), scp_executable \(ANSIBLE_SCP_/,
    );
    expect(unusedLine(configured('[defaults]\nforks=2\n'))).toBeUndefined();
    expect(
      unusedLine(configured('[defaults]\nbin_ansible_callbacks=no\n', { ANSIBLE_SFTP_EXECUTABLE: 'sftp' })),
    ).toBeUndefined();
  });
});

describe('typed settings', () => {
  it('know what is set and what is not', () => {
    const s = settingsOf(
      configured('[defaults]\nforks=9\n[privilege_escalation]\nbecome_user=x\n[sudo_become_plugin]\nuser=y\n'),
    );
    expect(s.run.forks).toBe(9);
    expect(s.connection.timeout).toBeUndefined();
    expect(s.become.of('sudo').user).toBe('y');
    expect(s.become.of('su')).toEqual({
      user: 'x',
      flags: undefined,
      exe: undefined,
      password: undefined,
      prompts: [],
    });
    expect(s.become.of('pbrun').user).toBe('x');
    expect(s.paths.roles[0]).toBe('/h/.ansible/roles');
  });
});
