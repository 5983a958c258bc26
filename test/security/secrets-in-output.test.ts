// What came from a vault, a private prompt or a task under no_log is in no output of a run, whatever its form; hosts get it.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Vault } from '../../src/vault/index.js';
import { useCommand, type Ran } from '../support/command.js';

const cli = useCommand();
const secret = { id: 'default', bytes: Buffer.from('vault-pass-word') };
const seal = (text: string): string => new Vault([secret]).encrypt(Buffer.from(text), secret, undefined);
const inline = (text: string, by: string): string => `!vault |\n${seal(text).trim().replace(/^/gm, by)}\n`;

/** All secrets begin so: one that comes out shows at once. */
const PIECE = 'Zq9';
const KEY = `-----BEGIN ${PIECE} KEY-----\n${PIECE}first-line-of-key\n${PIECE}second-line\n-----END ${PIECE} KEY-----\n`;

const PLAY = `- hosts: all
  gather_facts: false
  vars_files: [vars_file.yml]
  vars:
    inline: ${inline(`${PIECE}-in line/ö"1`, '      ').trimEnd()}
    structured: ${inline(`{"user": "app", "pass": "${PIECE}-json-pass"}`, '      ').trimEnd()}
    long: ${inline(`${PIECE}long ${`${PIECE} word `.repeat(30)}end`, '      ').trimEnd()}
    out: "{{ playbook_dir }}/out"
  tasks:
    - include_vars: included.yml
    - debug: msg="{{ inline }} | {{ of_group }} | {{ of_file }} | {{ included }} | {{ of_inventory }}"
    - debug: {var: nested}
    - debug: msg="joined={{ joined }}"
    - debug: msg="{{ (structured | from_json).pass }}"
    - debug: msg="{{ inline | b64encode }} {{ ('user:' ~ inline ~ ':x') | b64encode }} {{ inline | urlencode }} {{ inline | to_json }}"
    - debug: msg="{{ {'a':[inline]} | to_json | b64encode }} {{ inline | b64encode | urlencode }} {{ inline | b64encode | b64encode }}"
    - debug: msg="{{ [inline] | string }} {{ inline | tojson }} {{ inline | to_json | to_json }} {{ {'a':long} | to_nice_yaml }} {{ [long] | pprint }}"
    - debug: msg="{{ {'a':[inline]} | to_nice_json }} {{ {'a':[inline]} | to_nice_yaml }} {{ inline | quote }}"
    - debug: msg="{{ lookup('file', 'sealed.txt') }} {{ lookup('unvault', 'sealed.txt') }}"
    - debug: msg="{{ sealed_by_hand | unvault('pw') }}"
    - name: "named {{ inline }}"
      command: echo "{{ of_group }}"
    - copy: {src: sealed.txt, dest: "{{ out }}/copied"}
    - copy: {content: "key={{ of_file }}\\n", dest: "{{ out }}/content"}
    - command: cat "{{ out }}/copied" "{{ out }}/content"
      register: seen
    - debug: {var: seen}
    - debug: msg="{{ item }}"
      loop: ["{{ inline }}", "{{ of_group }}"]
    - command: printf 'token=%s\\n{{ inline }}' ${PIECE}-no-log-token
      register: hidden
      no_log: true
    - debug: {var: hidden}
    - debug: msg="it is {{ hidden.stdout_lines[0] }}, {{ hidden.stdout | b64encode }}"
    - slurp: {src: "{{ playbook_dir }}/plain.key"}
      register: slurped
      no_log: true
    - debug: msg="{{ slurped.content | b64decode }} {{ slurped.content }}"
    - set_fact: {fact: "${PIECE}-fact"}
      no_log: true
    - debug: {var: fact}
    - command: echo ${PIECE}-item-{{ item }}
      loop: [one, two]
      loop_control: {label: x}
      register: loop
      no_log: "{{ item == 'one' or true }}"
    - debug: msg="{{ loop.results | map(attribute='stdout') | list }}"
    - block:
        - command: sh -c 'echo ${PIECE}-failed-one; exit 3'
          no_log: true
      rescue:
        - debug: {var: ansible_failed_result}
    - fail: {msg: "wrong password {{ of_group }}"}
      ignore_errors: true
    - set_stats: {data: {stat: "{{ inline }}"}}
    - assert: {that: of_group == 'x', fail_msg: "not {{ of_group }}"}
      ignore_errors: true
    - debug: msg="{{ of_group.nope }}"
      ignore_errors: true
    - debug: msg="{{ lookup('file', '/nope/' ~ of_group) }}"
      ignore_errors: true
    - debug: {msg: "${PIECE}-of-group {{ nope }}"}
      ignore_errors: true
    - debug: msg="visible root true 8080"
`;

beforeAll(() => {
  cli.write({
    pw: 'vault-pass-word\n',
    'site.yml': PLAY,
    hosts: seal(
      `[web]\nh1 ansible_connection=local of_inventory=${PIECE}-of-inventory user=root\n[web:vars]\nother = ${PIECE} other words\n`,
    ),
    'group_vars/all/vault.yml': seal(
      `of_group: ${PIECE}-of-group\nport: 8080\nuser: root\nnested: {list: [${PIECE}-in-list, {deep: ${PIECE}-deep}], flag: true}\njoined: "pre-${PIECE.toLowerCase()}-{{ of_group }}"\n`,
    ),
    'group_vars/all/plain.yml': `sealed_by_hand: |\n${new Vault([])
      .encrypt(Buffer.from(`${PIECE}-by-hand`), { id: 'x', bytes: Buffer.from('pw') }, 'x')
      .trim()
      .replace(/^/gm, '  ')}\n`,
    'vars_file.yml': seal(`of_file: ${PIECE}-of-file\n`),
    'included.yml': seal(`included: ${PIECE}-included\n`),
    'sealed.txt': seal(`[section]\npassword = ${PIECE}-in-a-file\n${PIECE} a line of it\n`),
    'plain.key': KEY,
    'out/.keep': '',
    'ansible.cfg':
      '[defaults]\nlog_path = ./run.log\nretry_files_enabled = yes\ncallbacks_enabled = junit, profile_tasks, tree\nshow_custom_stats = yes\n[callback_tree]\ndirectory = ./tree\n',
  });
});

const run = (env: Readonly<Record<string, string>> = {}, ...more: string[]): Promise<Ran> =>
  cli.run(['-i', 'hosts', 'site.yml', '--vault-password-file', 'pw', '--diff', ...more], {
    JUNIT_OUTPUT_DIR: cli.path('junit'),
    ANSIBLE_CALLBACK_TREE_DIR: cli.path('tree'),
    ...env,
  });

/** All texts below a folder. */
function texts(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

function expectNoSecret(text: string): void {
  const lines = text.split('\n').filter((line) => /Zq9|WnE5|pxO|acT|zq9|V25FN/.test(line));
  expect(lines).toEqual([]);
  expect(text).toContain('********');
}

describe('secrets', () => {
  it.each([
    ['default', '0'],
    ['default', '3'],
    ['yaml', '1'],
    ['json', '0'],
    ['minimal', '3'],
  ])('are not in the output %s with verbosity %s, the log, the tree or junit', async (callback, verbosity) => {
    for (const folder of ['junit', 'tree']) mkdirSync(cli.path(folder), { recursive: true });
    writeFileSync(cli.path('run.log'), '');
    const ran = await run({ ANSIBLE_STDOUT_CALLBACK: callback, ANSIBLE_VERBOSITY: verbosity });
    expect([ran.code, ran.err]).toEqual([0, expect.not.stringContaining('has a bug')]);
    expectNoSecret(ran.out);
    for (const text of [ran.err, texts(cli.path('tree')), texts(cli.path('junit'))]) expect(text).not.toMatch(/Zq9/);
    expectNoSecret(readFileSync(cli.path('run.log'), 'utf8'));
    expectNoSecret(texts(cli.path('junit')));
    // Words of every run stay.
    expect(ran.out).toContain('visible root true 8080');
    // Hosts get what they are given.
    expect(readFileSync(cli.path('out/content'), 'utf8')).toBe('key=Zq9-of-file\n');
    expect(readFileSync(cli.path('out/copied'), 'utf8')).toContain('password = Zq9-in-a-file');
  });

  it('under no_log stay hidden with retries, in loops, in check mode, in blocks and by the setting', async () => {
    const said = `${PIECE}-hidden`;
    cli.write({
      'hidden.yml': `- hosts: h1
  gather_facts: false
  tasks:
    - {command: "echo ${said}-1", no_log: true, register: r, until: r.stdout == '', retries: 1, delay: 0, ignore_errors: true}
    - {command: "echo {{ item }}", loop: [${said}-2], no_log: true}
    - {debug: {msg: "{{ item }}"}, loop: [${said}-3], no_log: true, ignore_errors: true, failed_when: true}
    - {copy: {content: "${said}-4", dest: "{{ playbook_dir }}/out/h"}, no_log: true}
    - {no_log: true, block: [{fail: {msg: "${said}-5"}}], rescue: [{debug: {msg: "${said}-6"}}]}
    - {debug: {msg: "{{ nope }} ${said}-7"}, no_log: true, ignore_errors: true}
    - {debug: {msg: "${said}-8"}, no_log: "{{ nope }}", ignore_errors: true}
    - {debug: {msg: public}}
`,
      'setting.yml': `- hosts: h1
  gather_facts: false
  tasks:
    - {debug: {msg: "{{ item }}"}, loop: [${said}-9]}
    - {include_tasks: more.yml, loop: [${said}-10]}
    - {include_vars: included.yml, loop: [${said}-11]}
`,
      'more.yml': '- {debug: {msg: "{{ item }}"}}\n',
    });
    const args = ['-i', 'h1,', '-c', 'local', '--vault-password-file', 'pw', '-vvv', '--diff'];
    for (const more of [[], ['--check']]) {
      const { out, err } = await cli.run(['hidden.yml', ...args, ...more]);
      expect(out + err).not.toContain(said);
      expect(out).toContain('public');
    }
    const { out, err } = await cli.run(['setting.yml', ...args], { ANSIBLE_NO_LOG: 'true' });
    expect(out + err).not.toContain(said);
  });

  it('leave the lines of a file that an error shows in their places', async () => {
    const { out } = await run();
    const [line = '', caret = ''] = out.split('\n').slice(out.split('\n').findIndex((l) => l.includes('{{ nope }}')));
    expect(line).toMatch(/\| {5}- debug: \{msg: "\*{12} \{\{ nope \}\}"\}$/);
    expect(line.slice(caret.indexOf('^')).startsWith('nope }}')).toBe(true);
  });

  it('of vaults and no_log are shown where settings say so', async () => {
    const all = ['Zq9-in line', 'Zq9-of-group', 'Zq9-of-file', 'Zq9-included', 'Zq9-no-log-token', 'Zq9-fact'];
    const { out } = await run({ TSPLAY_REDACT_VAULT: 'no' });
    for (const text of all) expect(out).toContain(text);
    const config = readFileSync(cli.path('ansible.cfg'), 'utf8');
    cli.write({ 'ansible.cfg': `${config}[tsplay]\nredact_vault = no\n` });
    const set = await run();
    cli.write({ 'ansible.cfg': config });
    for (const text of all) expect(set.out).toContain(text);
    expect(set.err).not.toContain('unknown');
  });

  it('are not in what `vars` says of a host', async () => {
    const { out, code } = await cli.run(['vars', 'h1', '-i', 'hosts', '--explain', '--vault-password-file', 'pw']);
    expect([code, out.includes('of_group')]).toEqual([0, true]);
    expectNoSecret(out);
  });
});
