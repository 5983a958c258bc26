// Expected texts and values are those of ansible-core 2.18 for the same files, given by script to this test's shell.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { gatherFacts } from './index.js';

const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
});

interface Outcome {
  readonly local: Record<string, unknown>;
  readonly warnings: readonly string[];
  readonly directory: string;
}

async function facts(files: Readonly<Record<string, string>>, links: readonly string[] = []): Promise<Outcome> {
  const directory = mkdtempSync(join(tmpdir(), "facts d'"));
  directories.push(directory);
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(directory, name), content);
    if (content.startsWith('#!')) chmodSync(join(directory, name), 0o755);
  }
  for (const name of links) symlinkSync('/nonexistent', join(directory, name));
  const warnings: string[] = [];
  let rounds = 0;
  const gathered = await gatherFacts(
    'h',
    { subset: ['!all', '!min', 'local'], factPath: directory, warn: (message) => warnings.push(message) },
    async (script) => {
      rounds++;
      const { stdout, stderr, status } = spawnSync('sh', ['-s'], { input: script });
      return { rc: status ?? 1, stdout: stdout.toString(), stderr: stderr.toString(), stdoutBytes: stdout };
    },
  );
  expect(rounds).toBe(1);
  return { local: gathered['local'] as Record<string, unknown>, warnings, directory };
}

describe('local facts', () => {
  it.each<[string, string, unknown]>([
    ['JSON', '{"a": [1, 2.5, true, null], "b": {"c": "ü"}}', { a: [1, 2.5, true, null], b: { c: 'ü' } }],
    ['JSON that is a text', '"just text"', 'just text'],
    ['JSON that is a list', '  \n[1,2]\n', [1, 2]],
    ['an empty file', '', {}],
    ['only comments', '# nothing\n; here\n', {}],
    [
      'INI',
      '[A b]\nKey: v1\nmulti = one\n  two\n\n  three\n# c\n; d\nx = y ; inline\n[DEFAULT]\nd=1\n',
      { 'A b': { key: 'v1', multi: 'one\ntwo\n\nthree', x: 'y ; inline', d: '1' } },
    ],
    ['empty values', '[s]\nk=\n  v\nz =\n', { s: { k: '\nv', z: '' } }],
    ['indented INI', '  [s]\n  k = v\n  l = w\n', { s: { k: 'v', l: 'w' } }],
    ['interpolation', '[s]\na=x\nb=%(a)s/y\nc=100%%\n', { s: { a: 'x', b: 'x/y', c: '100%' } }],
    ['a program with JSON', '#!/bin/sh\necho "{\\"k\\": 1}"; echo noise >&2\n', { k: 1 }],
    ['a program with INI', '#!/bin/sh\nprintf "[s]\\nk=v"\n', { s: { k: 'v' } }],
    ['a program that says nothing', '#!/bin/sh\n', {}],
    ['a program that reads', '#!/bin/sh\nread -r x; echo "\\"<$x>\\""\n', '<>'],
  ])('%s', async (_, content, expected) => {
    const { local, warnings } = await facts({ 'one.fact': content });
    expect(local).toEqual({ one: expected });
    expect(warnings).toEqual([]);
  });

  it.each([
    ['options without section', 'no = section\n'],
    ['half JSON', '{"a": '],
    ['an option without value', '[s]\nk\n'],
    ['a section twice', '[s]\nk=1\n[s]\nj=2\n'],
    ['an option twice', '[s]\nk=1\nK=2\n'],
    ['words', 'plain words here\n'],
    ['a header without end', '[a]\nk = v\n[b\nx=1\n'],
  ])('%s is an error in the fact and a warning', async (_, content) => {
    const { local, warnings, directory } = await facts({ 'one.fact': content, 'two.fact': '1' });
    const text = `error loading facts as JSON or ini - please check content: ${directory}/one.fact`;
    expect(local).toEqual({ one: text, two: 1 });
    expect(warnings).toEqual([text]);
  });

  it.each([
    ['[s]\np=50%\n', "'%' must be followed by '%' or '(', found: '%'"],
    [
      '[s]\nr=%(nope)s\n',
      "Bad value substitution: option 'r' in section 's' contains an interpolation key 'nope' which is not a valid option name. Raw value: '%(nope)s'",
    ],
  ])('%j: a value that cannot be worked out', async (content, why) => {
    const { local, directory } = await facts({ 'one.fact': content });
    expect(local['one']).toBe(`error loading facts as ini - please check content: ${directory}/one.fact (${why})`);
  });

  it('a program that fails: its code and what it said', async () => {
    const script = '#!/bin/sh\necho oops >&2; echo "also" >&2; echo "{}"; exit 3\n';
    const { local, warnings, directory } = await facts({ 'bad.fact': script });
    const text = `Failure executing fact script (${directory}/bad.fact), rc: 3, err: oops\nalso\n`;
    expect(local).toEqual({ bad: text });
    expect(warnings).toEqual([text]);
  });

  it('a link to nowhere, a name with the suffix twice, other files', async () => {
    const { local, directory } = await facts({ 'a.fact.fact': '1', 'b.json': '2', '.c.fact': '3' }, ['gone.fact']);
    expect(local).toEqual({
      a: 1,
      gone: `Could not stat fact (${directory}/gone.fact): [Errno 2] No such file or directory: '${directory}/gone.fact'`,
    });
  });
});
