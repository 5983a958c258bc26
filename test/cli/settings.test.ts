// Settings of ansible.cfg and the environment, each by what it does to a command.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCommand, type Ran } from '../support/command.js';

const cli = useCommand();

beforeAll(() => {
  const play = (tasks: string): string => `- hosts: h\n  gather_facts: false\n${tasks}`;
  const tasks = (...all: string[]): string => play(`  tasks:\n${all.map((t) => `    - ${t}\n`).join('')}`);
  cli.write({
    'roles/a/defaults/main.yml': 'd_a: a\n',
    'roles/a/tasks/main.yml': '- debug: {msg: role a}\n',
    'roles/b/vars/main.yml': 'v_b: b\n',
    'roles/b/tasks/main.yml': '- debug: {msg: role b}\n',
    'roles.yml': play(
      `  roles: [a]\n  tasks:\n    - include_role: {name: b}\n    - debug: {msg: "{{ d_a | default('-') }} {{ v_b | default('-') }}"}\n`,
    ),
    'raw.yml': tasks("{raw: 'echo ${BASH_VERSION:+bash}', register: r}", 'debug: {var: r.stdout}'),
    'keyword.yml': tasks('{debug: {msg: x}, listen: y}'),
    'diff.yml': tasks(`copy: {content: "1\\n2\\n3\\n4\\n5\\nx\\n", dest: "${cli.path('dest')}"}`),
    'show.yml': tasks(
      'debug: {msg: hi}',
      '{command: echo hi, changed_when: false}',
      "{command: 'false', ignore_errors: true}",
    ),
    dest: '1\n2\n3\n4\n5\n6\n',
    'vault-pw': 'pw\n',
  });
});

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  cli.run([...args, '-i', 'h,', '-c', 'local'], env);
const out = async (args: readonly string[], env?: Readonly<Record<string, string>>): Promise<string> =>
  (await run(args, env)).out;

describe('what a run does', () => {
  it.each([
    [{}, 'a -'],
    [{ ANSIBLE_PRIVATE_ROLE_VARS: 'yes' }, '- -'],
    [{ ANSIBLE_PRIVATE_ROLE_VARS: 'no' }, 'a b'],
  ])('private_role_vars %j', async (env, shown) => {
    expect(await out(['roles.yml'], env)).toContain(`"msg": "${shown}"`);
  });

  it('executable is the shell of raw commands', async () => {
    expect(await out(['raw.yml'], { ANSIBLE_EXECUTABLE: '/bin/bash' })).toContain('"r.stdout": "bash\\n"');
    const asked = ['raw.yml', '-e', 'ansible_shell_executable=/bin/bash'];
    expect(await out(asked)).toContain('"r.stdout": "bash\\n"');
  });

  it('invalid_task_attribute_failed', async () => {
    expect((await run(['keyword.yml'])).code).toBe(4);
    const ran = await run(['keyword.yml'], { ANSIBLE_INVALID_TASK_ATTRIBUTE_FAILED: 'no' });
    expect([ran.code, ran.err]).toEqual([0, expect.stringContaining('Ignoring invalid attribute: listen')]);
  });

  it('module_name, module_args and verbosity of ad hoc commands; bin_ansible_callbacks', async () => {
    cli.write({ 'adhoc.cfg': '[defaults]\nmodule_name = debug\nverbosity = 1\ncallbacks_enabled = timer\n' });
    const env = { ANSIBLE_CONFIG: 'adhoc.cfg', ANSIBLE_MODULE_ARGS: 'msg=set' };
    const ran = await run(['run', 'h'], env);
    expect(ran.out).toMatch(/^Using .*adhoc\.cfg as config file\nh \| SUCCESS => \{\n {4}"msg": "set"\n\}\n$/);
    expect(await out(['run', 'h'], { ...env, ANSIBLE_LOAD_CALLBACK_PLUGINS: 'yes' })).toContain('Playbook run took');
  });
});

describe('where variables are looked for', () => {
  it.each([
    ['top', ['top', 'top', 'top']],
    ['bottom', ['role', 'top', 'sub']],
    ['all', ['role', 'top', 'sub']],
  ])('playbook_vars_root %s', async (root, shown) => {
    cli.write({
      'roots/group_vars/all.yml': 'w: top\n',
      'roots/sub/group_vars/all.yml': 'w: sub\n',
      'roots/roles/r/group_vars/all.yml': 'w: role\n',
      'roots/roles/r/tasks/main.yml': '- debug: {var: w}\n',
      'roots/sub/t.yml': '- debug: {var: w}\n',
      'roots/p.yml':
        '- hosts: h\n  gather_facts: false\n  roles: [r]\n  tasks:\n    - debug: {var: w}\n    - include_tasks: sub/t.yml\n',
    });
    const text = await out(['roots/p.yml'], { ANSIBLE_PLAYBOOK_VARS_ROOT: root });
    expect([...text.matchAll(/"w": "(\w+)"/g)].map((found) => found[1])).toEqual(shown);
  });
});

describe('what is shown', () => {
  it('diff context and max_diff_size', async () => {
    expect(await out(['diff.yml', '-CD'], { ANSIBLE_DIFF_CONTEXT: '1' })).toContain('@@ -5,2 +5,2 @@\n 5\n-6\n+x\n');
    expect(await out(['diff.yml', '-CD'], { ANSIBLE_MAX_DIFF_SIZE: '5' })).toContain(
      'diff skipped: the destination file is larger than 5\n',
    );
  });

  it('show_per_host_start, display_args_to_stdout, callback_format_pretty', async () => {
    const env = { ANSIBLE_SHOW_PER_HOST_START: 'yes', ANSIBLE_DISPLAY_ARGS_TO_STDOUT: 'yes' };
    expect(await out(['show.yml'], env)).toMatch(/TASK \[debug msg=hi\] \*+\n \[started TASK: debug on h\]\nok: \[h\]/);
    expect(await out(['show.yml'], { ANSIBLE_CALLBACK_FORMAT_PRETTY: 'no' })).toContain('ok: [h] => {"msg": "hi"}\n');
  });

  it('colours', async () => {
    const env = { ANSIBLE_FORCE_COLOR: 'yes', ANSIBLE_COLOR_OK: 'rgb123' };
    expect(await out(['show.yml'], env)).toContain('\u001b[38;5;67mok: [h]\u001b[0m\n');
    const wrong = await run(['show.yml'], { ANSIBLE_COLOR_OK: 'gren' });
    expect([wrong.code, wrong.err]).toEqual([5, expect.stringContaining("there is no colour 'gren'")]);
  });

  it('a log_path that cannot be written is a warning', async () => {
    const ran = await run(['show.yml'], { ANSIBLE_LOG_PATH: 'nowhere/log' });
    expect([ran.code, ran.err]).toEqual([
      0,
      expect.stringMatching(/warning: log file at .*nowhere\/log is not writeable/),
    ]);
  });

  it('verbose_to_stderr, log_path and log_verbosity', async () => {
    const env = { ANSIBLE_VERBOSE_TO_STDERR: 'yes', ANSIBLE_LOG_PATH: 'log', ANSIBLE_LOG_VERBOSITY: '1' };
    const ran = await run(['run', 'h', '-m', 'ping', '-o'], env);
    expect(ran.out).toBe('h | SUCCESS => {"changed": false,"ping": "pong"}\n');
    const quiet = await run(['run', 'h', '-m', 'ping', '-o', '-v'], env);
    expect(quiet.err).toContain('No config file found; using defaults');
    await cli.run(['inventory', '--list', '-i', 'h,'], env);
    const log = readFileSync(cli.path('log'), 'utf8');
    expect(log.match(/No config file found/g)).toHaveLength(3);
    expect(log).toMatch(/ INFO\| h \| SUCCESS/);
    expect(log).toMatch(/ INFO\| {5}"_meta"/);
  });
});

describe('callbacks', () => {
  it('json is a document', async () => {
    const { plays, stats } = JSON.parse(await out(['show.yml'], { ANSIBLE_STDOUT_CALLBACK: 'ansible.posix.json' })) as {
      plays: { play: { name: string; path: string }; tasks: { hosts: Record<string, { failed?: boolean }> }[] }[];
      stats: unknown;
    };
    expect(plays[0]?.play).toMatchObject({ name: 'h', path: `${cli.path('show.yml')}:1` });
    expect(plays[0]?.tasks.map((t) => t.hosts['h']?.failed)).toEqual([undefined, undefined, true]);
    expect(stats).toMatchObject({ h: { ok: 3, failures: 0, ignored: 1 } });
  });

  it('junit and tree write files', async () => {
    const env = {
      JUNIT_OUTPUT_DIR: 'reports',
      ANSIBLE_CALLBACK_TREE_DIR: 'kept',
      ANSIBLE_CALLBACKS_ENABLED: 'junit,tree',
    };
    await run(['show.yml'], env);
    const [report = ''] = readdirSync(cli.path('reports'));
    expect(report).toMatch(/^show-[\d.]+\.xml$/);
    expect(readFileSync(cli.path(`reports/${report}`), 'utf8')).toContain('name="[h] h: debug msg=hi"');
    expect(existsSync(cli.path('kept/h'))).toBe(true);
  });

  it('profile_tasks and profile_roles go by their own settings', async () => {
    cli.write({
      'profile.cfg':
        '[defaults]\ncallbacks_enabled = profile_tasks, profile_roles\n[callback_profile_tasks]\nsummary_only = yes\ntask_output_limit = 1\n',
    });
    const ran = await run(['roles.yml', '-v'], { ANSIBLE_CONFIG: 'profile.cfg', PROFILE_ROLES_SUMMARY_ONLY: '1' });
    expect(ran.out.match(/^[\w :]+ -{9,} +[\d.]+s$/gm)?.length).toBe(1 + 4 + 1);
    expect(ran.err).not.toContain('Found unknown');
  });

  it('one that tsplay does not have is named', async () => {
    const ran = await run(['show.yml'], { ANSIBLE_STDOUT_CALLBACK: 'dense', ANSIBLE_CALLBACKS_ENABLED: 'mail' });
    expect(ran.code).toBe(0);
    expect(ran.err).toMatch(
      /no callback 'dense': the output is that of 'default'[^]*no callback 'mail': it is left out/,
    );
  });
});

describe('the inventory', () => {
  it('shows vaulted values as they are encrypted, also without a password', async () => {
    const { out: value } = await cli.run([
      'vault',
      'encrypt_string',
      '--vault-password-file',
      'vault-pw',
      '-n',
      's',
      'x',
    ]);
    cli.write({ 'host_vars/v.yml': value });
    const ran = await cli.run(['inventory', '--host', 'v', '-i', 'v,', '--playbook-dir', '.']);
    const { s } = JSON.parse(ran.out) as { s: { __ansible_vault: string } };
    expect(s.__ansible_vault).toMatch(/^\$ANSIBLE_VAULT;1\.1;AES256\n[\da-f\n]+\n$/);
    const yaml = await cli.run(['inventory', '--host', 'v', '-i', 'v,', '--playbook-dir', '.', '--yaml']);
    expect(yaml.out).toMatch(/^s: !vault \|\n +\$ANSIBLE_VAULT/);
  });

  it('has the facts of a cache, which constructed sees', async () => {
    cli.write({
      'facts/c1': '{"ansible_os_family": "Debian", "n": 5}\n',
      'cached.hosts': 'c1\nc2\n',
      'cached.yml':
        "plugin: constructed\ngroups: {deb: ansible_os_family == 'Debian'}\nkeyed_groups: [{key: ansible_os_family, prefix: os}]\n",
      'cached.cfg':
        '[defaults]\nfact_caching = jsonfile\nfact_caching_connection = ./facts\n[inventory]\nenable_plugins = ini, constructed\n',
    });
    const list = async (...args: string[]): Promise<string> =>
      (
        await cli.run(['inventory', '-i', 'cached.hosts', '-i', 'cached.yml', '--list', ...args], {
          ANSIBLE_CONFIG: 'cached.cfg',
        })
      ).out;
    expect(JSON.parse(await list())).toMatchObject({
      _meta: { hostvars: { c1: { ansible_os_family: { __ansible_unsafe: 'Debian' }, n: 5 } } },
      deb: { hosts: ['c1'] },
      os_Debian: { hosts: ['c1'] },
    });
    expect(await list('--yaml')).toContain('ansible_os_family: Debian\n');
    expect(await list('--export')).not.toContain('ansible_os_family');
  });
});
