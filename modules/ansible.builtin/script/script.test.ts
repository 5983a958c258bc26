import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalHost } from '../../../test/support/local-host.js';
import { runLocally } from '../../../test/support/run-module.js';
import { taskFiles } from '../../../test/support/task-view.js';
import raw from '../raw/index.js';
import module from './index.js';
import { splitCommand } from './split.js';

let directory: string;
beforeAll(() => {
  directory = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'tsplay-script-test-'));
  fs.mkdirSync(join(directory, 'files'));
  fs.mkdirSync(join(directory, 'tmp'));
  fs.writeFileSync(
    join(directory, 'files', 'a b.sh'),
    '#!/bin/sh\necho "${0##*/}|$1|$2|$PWD|$X"\ncat\necho e >&2\nexit ${3:-0}\n',
  );
});
afterAll(() => fs.rmSync(directory, { recursive: true }));

const run = (args: Record<string, unknown>, checkMode = false) =>
  runLocally(module, args, {
    host: new LocalHost({ env: { X: 'envx', TMPDIR: join(directory, 'tmp') } }),
    task: { files: taskFiles(directory) },
    checkMode,
  });

describe('script', () => {
  it('runs a script of the controller and leaves nothing behind', async () => {
    expect(await run({ cmd: `'a b.sh' 'x  y' $X`, chdir: directory })).toMatchObject({
      changed: true,
      rc: 0,
      stdout: `a b.sh|x  y|envx|${directory}|envx\n`,
      stdout_lines: [`a b.sh|x  y|envx|${directory}|envx`],
      stderr: 'e\n',
    });
    expect(fs.readdirSync(join(directory, 'tmp'))).toEqual([]);
  });
  it('fails as the script does', async () => {
    expect(await run({ cmd: '"a b.sh" 1 2 3' })).toMatchObject({
      failed: true,
      changed: true,
      rc: 3,
      msg: 'non-zero return code',
    });
    expect(fs.readdirSync(join(directory, 'tmp'))).toEqual([]);
  });
  it('takes another interpreter', async () => {
    fs.writeFileSync(join(directory, 'plain'), 'echo "$1"; echo ${x:-$BASH_VERSION}');
    expect((await run({ cmd: 'plain q', executable: 'bash -e' }))['stdout']).toMatch(/^q\n\d/);
  });
  it.each<[Record<string, unknown>, boolean, Record<string, unknown>]>([
    [
      { creates: '/etc/pass*' },
      false,
      { changed: false, skipped: true, msg: '/etc/pass* exists, matching creates option' },
    ],
    [
      { removes: '/no/such' },
      false,
      { changed: false, skipped: true, msg: '/no/such does not exist, matching removes option' },
    ],
    [{ creates: '/no/such' }, true, { changed: true }],
    [{}, true, { changed: false, skipped: true }],
  ])('%j, check mode %s', async (args, checkMode, expected) => {
    expect(await run({ cmd: "'a b.sh'", ...args }, checkMode)).toMatchObject(expected);
  });
  it('says which script is missing', async () => {
    expect((await run({ cmd: 'nope.sh x' })).msg).toMatch(/could not find nope.sh/);
    expect((await run({})).msg).toMatch(/no script given/);
  });
});

describe('splitCommand', () => {
  it.each<[string, string, string]>([
    ['a.sh', 'a.sh', ''],
    ['  a.sh  x "y z"  ', 'a.sh', 'x "y z"'],
    [`'a b.sh' $HOME`, 'a b.sh', '$HOME'],
    [String.raw`a\ b.sh c`, 'a b.sh', 'c'],
    [`"a"'b' c`, 'ab', 'c'],
    ['', '', ''],
  ])('%j', (text, file, rest) => expect(splitCommand(text)).toEqual([file, rest]));
  it('refuses an open quote', () => expect(() => splitCommand("'a b")).toThrow(/not closed/));
});

describe('raw', () => {
  it('returns what the shell printed, untouched', async () => {
    expect(await runLocally(raw, { free_form: 'printf "a\\n\\n"; echo e >&2; echo $0' })).toEqual({
      changed: true,
      rc: 0,
      stdout: 'a\n\n/bin/sh\n',
      stdout_lines: ['a', '', '/bin/sh'],
      stderr: 'e\n',
      stderr_lines: ['e'],
    });
    expect(await runLocally(raw, { free_form: 'exit 3', executable: '/bin/bash' })).toMatchObject({
      failed: true,
      rc: 3,
    });
    expect(await runLocally(raw, { free_form: '' })).toMatchObject({ failed: true, msg: 'no command given' });
    expect(await runLocally(raw, { free_form: 'x' }, { checkMode: true })).toMatchObject({ skipped: true });
  });
});
