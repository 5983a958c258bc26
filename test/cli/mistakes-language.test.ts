// Mistakes in the newer parts of the language: what is certain is refused before the first task, with place and hint.
import { chmodSync, mkdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { HEAD, useMistakes, type Refused } from '../support/mistakes.js';

const { cli, play, executed, expectRefused } = useMistakes();

beforeAll(() => {
  cli.write({
    'd/broken.yml': 'a: [1\n',
    'lib/library/pythonic.py': '#!/usr/bin/python\nfrom ansible.module_utils.basic import AnsibleModule\n',
    'lib/library/broken.js': 'export default {\n',
  });
  mkdirSync(cli.path('empty'), { recursive: true });
});

/** A play with something else than tasks in it. */
const playWith = (line: string): string =>
  `- hosts: web\n  gather_facts: false\n  ${line}\n  tasks: [{command: touch marker}]\n`;

const CERTAIN: readonly Refused[] = [
  [
    'strategy',
    playWith('strategy: liner'),
    '3:13',
    /'strategy' must be one of .*not 'liner'/,
    /write one of linear/,
    1,
  ],
  ['strategy plugin', playWith('strategy: mitogen_linear'), '3:13', /not 'mitogen_linear'/, /./, 1],
  ['order', playWith('order: backwards'), '3:10', /'order' must be one of/, /sorted/, 5],
  ['serial', playWith('serial: [1, few]'), '3:', /serial/, /./, 4],
  ['max_fail_percentage', playWith('max_fail_percentage: most'), '3:24', /'max_fail_percentage'/, /a percentage/, 4],
  ['throttle', `${HEAD}      throttle: few\n`, '6:17', /'throttle' must be a whole number, not 'few'/, /./, 1],
  ['timeout', `${HEAD}      timeout: soon\n`, '6:16', /'timeout' must be/, /whole number/, 4],
  ['poll', `${HEAD}      async: 5\n      poll: x\n`, '7:13', /'poll' must be a whole number/, /./, 4],
  ['async below zero', `${HEAD}      async: -1\n`, '6:14', /'async' must be a whole number/, /./, 4],
  ['async_status without a job', `${HEAD}    - async_status: {}\n`, '6:7', /needs the parameter 'jid'/, /./, 4],
  ['debugger', `${HEAD}      debugger: sometimes\n`, '6:17', /'debugger' must be one of/, /on_failed/, 4],
  ['vars_prompt key', playWith('vars_prompt: [{nam: x}]'), '3:18', /unsupported key 'nam'/, /did you mean 'name'/, 4],
  ['vars_prompt text', playWith('vars_prompt: text'), '3:', /vars_prompt/, /./, 1],
  ['vars_prompt encrypt', playWith('vars_prompt: [{name: x, encrypt: rot13}]'), '3:', /'rot13'/, /sha512_crypt/, 1],
  ['add_host without a name', `${HEAD}    - add_host: {groups: x}\n`, '6:7', /add_host needs the name/, /'name'/, 4],
  ['add_host with words', `${HEAD}    - add_host: just text\n`, '6:17', /not of the form key=value/, /mapping/, 4],
  ['group_by without a key', `${HEAD}    - group_by: {}\n`, '6:7', /group_by needs the parameter 'key'/, /./, 4],
  ['group_by with more', `${HEAD}    - group_by: {key: a, keys: b}\n`, '6:26', /no parameter 'keys'/, /'key'/, 4],
  [
    'include_vars parameter',
    `${HEAD}    - include_vars: {dir: d, nme: x}\n`,
    '6:30',
    /no parameter 'nme'/,
    /'name'/,
    4,
  ],
  [
    'include_vars both',
    `${HEAD}    - include_vars: {dir: d, file: x}\n`,
    '6:22',
    /does not go with a file/,
    /either/,
    4,
  ],
  [
    'include_vars depth',
    `${HEAD}    - include_vars: {dir: d, depth: deep}\n`,
    '6:37',
    /must be a number/,
    /0 means/,
    4,
  ],
  ['set_fact of nothing', `${HEAD}    - set_fact: {}\n`, '6:7', /at least one variable/, /name: value/, 4],
  ['set_fact of no name', `${HEAD}    - set_fact: {"a b": 1}\n`, '6:18', /'a b' is not a valid/, /letters, digits/, 4],
  ['set_stats of text', `${HEAD}    - set_stats: {data: text}\n`, '6:25', /must be a mapping/, /below data/, 4],
  ['pause', `${HEAD}    - pause: {seconds: soon}\n`, '6:24', /'seconds' is not a whole number/, /./, 4],
  ['meta', `${HEAD}    - meta: refresh\n`, '6:7', /no action 'refresh'/, /the actions are: flush_handlers/, 1],
  ['meta with a mapping', `${HEAD}    - meta: {x: 1}\n`, '6:7', /no action 'x'/, /the actions are/, 1],
  ['import_playbook of a mapping', `${HEAD}- import_playbook: {file: x}\n`, '6:20', /a name is needed/, /./, 4],
  [
    'import_playbook with hosts',
    `${HEAD}- import_playbook: d/broken.yml\n  hosts: x\n`,
    '7:3',
    /'hosts' is not a keyword of import_playbook/,
    /./,
    4,
  ],
  [
    'import_playbook of an unknown',
    `${HEAD}- import_playbook: "{{ nothing }}.yml"\n`,
    '6:24',
    /'nothing' is undefined/,
    /./,
    4,
  ],
  [
    'import_playbook of itself',
    `${HEAD}- import_playbook: import_playbook-of-itself.yml\n`,
    '6:3',
    /imports itself: .*→/,
    /./,
    4,
  ],
  ['module_defaults', `${HEAD}      module_defaults: text\n`, '6:24', /'module_defaults' must be a mapping/, /./, 4],
  ['loop_control', `${HEAD}      loop: [1]\n      loop_control: {labl: x}\n`, '7:22', /no 'labl'/, /'label'/, 4],
  [
    'loop_control pause',
    `${HEAD}      loop: [1]\n      loop_control: {pause: long}\n`,
    '7:29',
    /pause must be/,
    /./,
    4,
  ],
  ['collections', `${HEAD}      collections: {a: 1}\n`, '6:20', /'collections' must be text or a list/, /./, 4],
  ['vars', `${HEAD}      vars: text\n`, '6:13', /'vars' must be a mapping/, /./, 4],
  ['argument of a role', playWith('roles: [{name: x}]'), '3:', /role 'x' is not found/, /looked in/, 1],
];

describe('refused before the first task', () => {
  it.each(CERTAIN)('%s', (...refused) => expectRefused(refused));
  it('a variables file that is missing, where no task may make it', async () => {
    const text = `${HEAD}    - include_vars: nowhere.yml\n`;
    const { err, code } = await play('vars-file.yml', text, '-i', 'remote');
    expect(err).toContain("vars-file.yml:6:7: error: could not find or access 'nowhere.yml'");
    expect(executed()).toBe(false);
    expect(code).toBe(1);
  });
  it('a module in Python, with what to do, and a library file that does not load', async () => {
    const python = await play('python.yml', `${HEAD}    - pythonic: {}\n`, '-M', 'lib/library');
    expect(python.err).toContain('pythonic.py');
    expect(python.err).toMatch(/python\.yml:6:7/);
    expect(python.code).not.toBe(0);
    expect(executed()).toBe(false);
    const broken = await play('broken.yml', `${HEAD}    - broken: {}\n`, '-M', 'lib/library');
    expect(broken.err).toContain('broken.js');
    expect(broken.err).not.toContain('has a bug');
    expect(broken.code).not.toBe(0);
    expect(executed()).toBe(false);
  });
});

describe('met while running: the task fails at its place, before it did anything', () => {
  it.each([
    ['throttle', 'throttle: "{{ nothing }}"'],
    ['async', 'async: "{{ nothing }}"'],
    ['debugger', 'debugger: "{{ nothing }}"'],
    ['timeout', 'timeout: "{{ nothing }}"'],
  ])('%s', async (name, keyword) => {
    const { out, err, code } = await play(`${name}-unknown.yml`, `${HEAD}      ${keyword}\n`);
    expect(out.match(/TASK/g)).toHaveLength(1);
    expect(out).toContain("fatal: [h1]: FAILED! => 'nothing' is undefined");
    expect(out).toContain(`${name}-unknown.yml:6:`);
    expect(err).not.toContain('has a bug');
    expect(executed()).toBe(false);
    expect(code).toBe(2);
  });
  it.each([
    ['a directory of variables that is missing', 'include_vars: {dir: nowhere}', /directory does not exist/],
    ['a broken file among them', 'include_vars: {dir: d}', /d\/broken\.yml:2:1/],
    ['a pattern that does not parse', 'include_vars: {dir: d, files_matching: "("}', /'\(' is not valid/],
    ['a group without a name', `group_by: {key: "{{ '' }}"}`, /empty\/false group name/],
    ['a job that does not exist', 'async_status: {jid: nosuch}', /could not find job/],
  ])('%s', async (name, task, message) => {
    const { out, err, code } = await play(`met-${name.replace(/\W+/g, '-')}.yml`, `${HEAD}    - ${task}\n`);
    expect(out + err).toMatch(message);
    expect(out).toContain('fatal: [h1]');
    expect(err).not.toContain('has a bug');
    expect(code).toBe(2);
  });
});

describe('sources of hosts, secrets and settings', () => {
  const bare = '- hosts: web\n  gather_facts: false\n  tasks: [{command: touch marker}]\n';
  const run = (args: readonly string[], env?: Record<string, string>): ReturnType<typeof cli.run> => {
    cli.write({ 'bare.yml': bare });
    return cli.run(['bare.yml', '-i', 'hosts', ...args], env);
  };
  it.each([
    ['plugin: constructed\nstrict: true\ngroups: {a: "x +"}\n', ':3:13', /Could not add host h1 to group a/],
    ['plugin: constructed\ngroups: [a]\n', ':2:9', /'groups' .* must be a mapping/],
    ['plugin: constructed\nkeyed_group: []\n', ':2:1', /no option 'keyed_group'/],
    ['plugin: constructed\nstrict: true\ncompose: {a: nothing.x}\n', ':3:14', /'nothing' is undefined/],
    ['plugin: generator\nlayers: {a: [1]}\n', ':1:1', /no 'name'/],
    ['plugin: generator\nhosts: {name: "{{ a"}\nlayers: {a: [1]}\n', ':2:18', /unexpected end of template/],
  ])('an inventory plugin is told what is wrong: %j', async (text, place, message) => {
    cli.write({ 'source.yml': text });
    const { err, code } = await run(['-i', 'source.yml']);
    expect(err).toContain(`source.yml${place}`);
    expect(err).toMatch(message);
    // compat: the other sources are enough, unless the setting says otherwise.
    expect(code).toBe(0);
    if (!text.includes('keyed_group')) {
      const strict = await run(['-i', 'source.yml'], { ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED: '1' });
      expect(strict.code).toBe(1);
    }
  });
  it('an inventory plugin that there is not', async () => {
    cli.write({ 'source.yml': 'plugin: amazon.aws.aws_ec2\n' });
    const { err, code } = await run(['-i', 'source.yml']);
    expect(err).toContain("source.yml:1:9: error: the inventory plugin 'amazon.aws.aws_ec2' is not supported");
    expect(code).toBe(4);
    expect(executed()).toBe(false);
  });
  it.each([
    ['exit 3', /ended with 3/],
    ['echo "{no"', /not valid JSON/],
    ['echo "[1]"', /not a JSON object/],
    [`echo '{"web": {"hosts": 5}}'`, /hosts of the group 'web' are not a list/],
  ])('a script that answers nonsense: %j', async (text, message) => {
    cli.write({ script: `#!/bin/sh\n${text}\n` });
    chmodSync(cli.path('script'), 0o755);
    const { err } = await run(['-i', 'script']);
    expect(err).toContain('script');
    expect(err).toMatch(message);
  });
  it.each([
    [['--vault-password-file', 'nowhere'], {}, /password file .*nowhere was not found/, 1],
    [['--vault-id', 'a@nowhere'], {}, /password file .*nowhere was not found/, 1],
    [['--vault-id', 'a@prompt'], {}, /on prompt for \(a\)[^]*there is no terminal to ask/, 1],
    [['-e', '@nowhere.yml'], {}, /nowhere\.yml/, 1],
    [['-l', '@nowhere'], {}, /nowhere/, 1],
    [['-l', 'nowhere'], {}, /nowhere/, 1],
    [['-f', 'many'], {}, /many/, 2],
    [['-M'], {}, /-M/, 2],
    [['--become-password-file', 'nowhere'], {}, /nowhere/, 1],
    [[], { ANSIBLE_FORKS: 'many' }, /DEFAULT_FORKS.*'many' is no integer/, 5],
    [[], { ANSIBLE_STRATEGY: 'liner' }, /no strategy 'liner'/, 1],
  ])('%j %j', async (args, env, message, exit) => {
    const { err, code } = await run(args, env);
    expect(err).toMatch(message);
    expect(err).not.toContain('has a bug');
    expect(executed()).toBe(false);
    expect(code).toBe(exit);
  });
  it.each([
    ['[defaults]\nforks = many\n', ':2:1', /DEFAULT_FORKS.*'many' is no integer/],
    ['[defaults]\nforks\n', ':2:1', /neither a section nor key = value/],
    ['forks=1\n', ':1:1', /a section is needed/],
    ['[defaults]\ngathering=sometimes\n', ':2:1', /"sometimes".*valid values are/],
  ])('ansible.cfg: %j', async (text, place, message) => {
    cli.write({ 'bad.cfg': text });
    const { err, code } = await run([], { ANSIBLE_CONFIG: cli.path('bad.cfg') });
    expect(err).toContain(`bad.cfg${place}`);
    expect(err).toMatch(message);
    expect(executed()).toBe(false);
    expect(code).toBe(5);
  });
});

describe('a module that tsplay lacks', () => {
  const lacking = `${HEAD}    - name: its task\n      ec2_key: {name: x}\n`;

  it('is refused before the first task', async () => {
    const { err, code } = await play('lacking.yml', lacking);
    expect(err).toMatch(/lacking\.yml:7:7: error: tsplay does not have the module 'ec2_key' \(amazon\.aws\.ec2_key\)/);
    expect(executed()).toBe(false);
    expect(code).toBe(4);
  });

  it('is a warning where a condition may spare it, and an error for the host that reaches it', async () => {
    const { out, err, code } = await play('reached.yml', `${lacking}      when: inventory_hostname == 'h1'\n`);
    expect(err).toMatch(/reached\.yml:7:7: warning: tsplay does not have the module 'ec2_key'/);
    expect(out).toMatch(/h1 +: ok=1 .*failed=1/);
    expect(out).toMatch(/h2 +: ok=1 .*failed=0 +skipped=1/);
    expect(code).toBe(2);
  });

  it.each([['--list-tasks'], ['--syntax-check'], ['--list-hosts']])('keeps nobody from %s', async (option) => {
    const { out, err, code } = await play('shown.yml', lacking, option);
    expect(err).toMatch(/shown\.yml:7:7: warning: tsplay does not have the module 'ec2_key'/);
    expect(out).toContain(option === '--list-tasks' ? 'its task' : 'shown.yml');
    expect(code).toBe(0);
  });

  it('does not hide with its exit code what is wrong besides', async () => {
    const { err, code } = await play('both.yml', `${lacking}    - import_role: {name: nowhere}\n`);
    expect(err).toMatch(/'ec2_key'/);
    expect(err).toMatch(/the role 'nowhere' is not found/);
    expect(code).toBe(1);
  });
});
