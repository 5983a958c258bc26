// What a project brings along, played: programs of the host, TypeScript modules, filters, tests and lookups, and what is refused.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LoadErrors } from '../../src/ground/index.js';
import { play, type Played } from '../support/play.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tsplay-library-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

function put(path: string, text: string, mode = 0o644): void {
  const file = join(directory, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
}

function run(tasks: string, ...more: string[]): Promise<Played> {
  put('site.yml', `- hosts: localhost\n  gather_facts: false\n  tasks:\n${tasks.replace(/^(?=.)/gm, '    ')}`);
  return play([join(directory, 'site.yml'), '-i', 'localhost,', '-c', 'local', ...more]);
}

/** What the last task told. */
const results = (played: Played): unknown[] =>
  played.all.flatMap((e) => (e.type === 'task-finished' ? [{ status: e.status, ...e.result }] : []));

const messages = async (tasks: string): Promise<string[]> => {
  const error: unknown = await run(tasks).then(
    () => undefined,
    (e: unknown) => e,
  );
  if (!(error instanceof LoadErrors)) throw new Error(`no LoadErrors: ${String(error)}`);
  return error.diagnostics.map((d) => `${d.span?.line}: ${d.message} (${d.hint})`);
};

describe('programs of the host', () => {
  const ANSWER = `#!/bin/sh
# WANT_JSON
a=$(cat "$1")
case $a in *'"state":"bad"'*) echo '{"failed": true, "msg": "no such state", "rc": 3}'; exit 3 ;; esac
case $a in *'"_ansible_check_mode":true'*) check=true ;; *) check=false ;; esac
echo 'noise before'
printf '{"changed": true, "check": %s, "given": %s, "ansible_facts": {"answer": 42}, "stdout": "a\\\\nb"}\\n' "$check" "$a"
`;

  it('are given JSON and answer with JSON, facts included', async () => {
    put('library/answer.sh', ANSWER);
    const played = await run('- answer: {name: "a\'b", list: [1, true]}\n- debug: {var: answer}\n');
    const [first, second] = results(played);
    expect(first).toMatchObject({
      status: 'changed',
      check: false,
      stdout_lines: ['a', 'b'],
      given: { name: "a'b", list: [1, true], _ansible_module_name: 'answer', _ansible_verbosity: 0 },
    });
    expect(second).toMatchObject({ answer: 42 });
  });
  it('are told of check mode', async () => {
    put('library/answer.sh', ANSWER);
    expect(results(await run('- answer:\n', '--check'))[0]).toMatchObject({ status: 'changed', check: true });
  });
  it('fail by what they say', async () => {
    put('library/answer.sh', ANSWER);
    const played = await run('- answer: {state: bad}\n');
    expect(results(played)[0]).toMatchObject({ status: 'failed', msg: 'no such state', rc: 3 });
    expect(played.exit).toBe(2);
  });
  it('of the oldest kind get words', async () => {
    put('roles/r/library/old', `#!/bin/sh\n. "$1"\necho "{\\"changed\\": false, \\"msg\\": \\"$name is $n\\"}"\n`);
    put('roles/r/tasks/main.yml', '- old: {name: "it\'s me", n: 5}\n');
    expect(results(await run('- include_role: {name: r}\n')).at(-1)).toMatchObject({
      status: 'ok',
      msg: "it's me is 5",
    });
  });
  it('may have the arguments put into their text', async () => {
    put('library/inside', `#!/bin/sh\ncat <<'END'\n{"got": <<INCLUDE_ANSIBLE_MODULE_JSON_ARGS>>}\nEND\n`);
    expect(results(await run('- inside: {a: b}\n'))[0]).toMatchObject({ got: { a: 'b' } });
  });
  it('may be binaries', async () => {
    put(
      'b.c',
      '#include <stdio.h>\nint main(int c, char **v) { FILE *f = fopen(v[1], "r"); int n = fgetc(f); printf("{\\"first\\": \\"%c\\"}", n); return 0; }',
    );
    mkdirSync(join(directory, 'library'));
    try {
      execFileSync('cc', ['-o', join(directory, 'library/compiled'), join(directory, 'b.c')]);
    } catch {
      // Where there is no compiler any program of the machine is a binary: it does not answer with JSON.
      execFileSync('cp', ['/bin/true', join(directory, 'library/compiled')]);
    }
    const [first] = results(await run('- compiled: {a: 1}\n  ignore_errors: true\n'));
    expect(first).toSatisfy(
      (r: Record<string, unknown>) => r['first'] === '{' || /MODULE FAILURE/.test(String(r['msg'])),
    );
  });
  it.each([
    [
      'no JSON',
      '#!/bin/sh\necho hello; echo oops >&2; exit 1\n',
      { module_stdout: 'hello\n', module_stderr: 'oops\n', rc: 1 },
    ],
    ['no interpreter', 'echo {}\n', { msg: expect.stringContaining('missing interpreter line') as string }],
  ])('with %s fail', async (_, text, expected) => {
    put('library/broken', text, 0o755);
    expect(results(await run('- broken:\n'))[0]).toMatchObject({ status: 'failed', ...expected });
  });
  it('come before modules of the box, but not before their full names', async () => {
    put('library/ping', `#!/bin/sh\necho '{"ping": "mine"}'\n`);
    const played = await run('- ping:\n- ansible.builtin.ping:\n- ansible.legacy.ping:\n');
    expect(results(played)).toMatchObject([{ ping: 'mine' }, { ping: 'pong' }, { ping: 'mine' }]);
  });
  it('are found in a collection', async () => {
    put('collections/ansible_collections/acme/tools/plugins/modules/hello.sh', `#!/bin/sh\necho '{"msg": "hi"}'\n`);
    process.env['ANSIBLE_COLLECTIONS_PATH'] = join(directory, 'collections');
    try {
      expect(results(await run('- acme.tools.hello:\n'))[0]).toMatchObject({ msg: 'hi' });
    } finally {
      delete process.env['ANSIBLE_COLLECTIONS_PATH'];
    }
  });
});

describe('TypeScript modules', () => {
  const MODULE = `import { defineModule, sh, str, z } from 'tsplay';
import { mark } from './_mark';
export default defineModule({
  name: 'acme.tools.marked', summary: 'Marks a file.',
  args: z.strictObject({ path: str().describe('The file.') }),
  returns: z.object({ was: z.boolean() }), check: 'full', diff: true, examples: [],
  async run({ args, host, change }) {
    const was = (await host.stat(args.path)) !== null;
    if (!was) await change({ summary: 'mark', diff: { before: null, after: mark } }, (hands) => hands.run(sh\`printf %s \${mark} > \${args.path}\`));
    return { was };
  },
});
`;
  it('run here, through the kit', async () => {
    put('library/marked.ts', MODULE);
    put('library/_mark.ts', `export const mark: string = 'x';\n`);
    const task = `- marked: {path: ${join(directory, 'm')}}\n`;
    expect(results(await run(task, '--check'))[0]).toMatchObject({ status: 'changed', was: false });
    expect(results(await run(task))[0]).toMatchObject({ status: 'changed', was: false });
    expect(results(await run(task))[0]).toMatchObject({ status: 'ok', was: true });
    expect(await messages('- marked: {pth: x}\n')).toEqual(
      expect.arrayContaining([expect.stringMatching(/^4: acme\.tools\.marked has no parameter 'pth'.*path/)]),
    );
  });
  it.each([
    ['that do not parse', 'const a = ;\n', /cannot be loaded: Unexpected ";"/],
    ['that export nothing', 'export const a = 1;\n', /does not export a module/],
    ['that throw', 'throw new Error("boom");\n', /cannot be loaded: boom/],
  ])('%s are told of before the run', async (_, text, message) => {
    put('library/broken.ts', text);
    expect((await messages('- broken:\n')).join()).toMatch(message);
  });
});

describe('filters, tests and lookups', () => {
  it('are functions of the project', async () => {
    put(
      'filter_plugins/mine.ts',
      `export const filters = { twice: (v: string, n = 2, more = {}) => ({ text: v.repeat(n), ...more }) };\n`,
    );
    put('test_plugins/mine.js', `exports.tests = { long: (v) => v.length > 3 };\n`);
    put(
      'lookup_plugins/greet.ts',
      `export const lookup = (terms, { options, variable }) => terms.map((t) => \`\${options.word ?? variable('word')} \${t}\`);\n`,
    );
    const played = await run(`- debug: {msg: "{{ 'ab' | twice(3, k=[1]) }}"}
- debug: {msg: "{{ ['a', 'long one'] | select('long') | list }}"}
- debug: {msg: "{{ query('greet', 'you', 'me', word='hi') }} {{ lookup('greet', 'all') }}"}
  vars: {word: hello}
- debug: {msg: "{{ item }}"}
  with_greet: [a]
  vars: {word: loop}
`);
    expect(played.events.map((e) => e.result['msg'])).toEqual([
      { text: 'ababab', k: [1] },
      ['long one'],
      "['hi you', 'hi me'] hello all",
      'All items completed',
    ]);
  });
  it('that fail or are in Python are told with their file', async () => {
    put('filter_plugins/mine.ts', `export const filters = { boom: () => { throw new Error('no way'); } };\n`);
    put('filter_plugins/old.py', `class FilterModule(object):\n  def filters(self): return {'shout': self.shout}\n`);
    const played = await run(`- debug: {msg: "{{ 1 | boom }}"}
  ignore_errors: true
- debug: {msg: "{{ 'x' | shout }}"}
`);
    const told = played.all.flatMap((e) => (e.type === 'task-finished' && e.diagnostic ? [e.diagnostic] : []));
    expect(told.map((d) => `${d.message} (${d.hint})`)).toEqual([
      expect.stringMatching(/filter 'boom' failed: no way.*mine\.ts/),
      expect.stringMatching(/there is no filter 'shout'.*old\.py has it in Python/),
    ]);
  });
});

describe('what cannot be used', () => {
  it('is refused with the file and each task that uses it', async () => {
    put('library/old.py', '#!/usr/bin/python\nfrom ansible.module_utils.basic import AnsibleModule\n');
    expect(await messages('- old: {a: 1}\n- debug:\n- old:\n')).toEqual([
      expect.stringMatching(/^4: module 'old' is .*library\/old\.py, written in Python \(.*port it to TypeScript/),
      expect.stringMatching(/^6: module 'old' is .*library\/old\.py, written in Python/),
    ]);
  });
  it('is only a warning under a condition', async () => {
    put('library/old.py', 'from ansible.module_utils.basic import AnsibleModule\n');
    const played = await run('- old: {a: 1}\n  when: false\n');
    expect(played.exit).toBe(0);
    expect(played.diagnostics.map((d) => [d.severity, d.code])).toEqual([['warning', 'unsupported-plugin']]);
  });
  it('is replaced by the module of the box where there is one, with a word', async () => {
    put('library/ping.py', 'from ansible.module_utils.basic import AnsibleModule\n');
    const played = await run('- ping:\n');
    expect(results(played)[0]).toMatchObject({ ping: 'pong' });
    const warnings = played.all.flatMap((e) => (e.type === 'warning' ? [e.diagnostic.message] : []));
    expect(warnings).toEqual([expect.stringMatching(/library\/ping\.py.*tsplay's own is used instead/)]);
  });
});
