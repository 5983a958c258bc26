import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCases } from '../../../test/support/module-cases.js';
import { missingProgram, readOutput } from './command.js';
import module from './index.js';

runCases(module, join(import.meta.dirname, 'cases'));

it('with link_dest an unchanged file is listed too', () => {
  expect(readOutput({ link_dest: ['/a'] }, '<<CHANGED>>.f          a\n').changed).toBe(false);
  expect(readOutput({ link_dest: ['/a'] }, '<<CHANGED>>hf+++++++++ a => b\n').changed).toBe(true);
});

it.each([
  ['sh: 1: exec: rsync: not found\nrsync: connection unexpectedly closed', true],
  ['bash: rsync: command not found', true],
  ['rsync: link_stat "/x" failed: No such file or directory (2)', false],
])('knows a missing rsync: %s', (stderr, missing) => {
  expect(missingProgram(stderr, 'web1') !== undefined).toBe(missing);
});
