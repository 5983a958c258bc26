import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { sweep } from './temporary.js';

it('tests run with a folder of their own for what is temporary', () => {
  expect(basename(tmpdir())).toMatch(/^tsplay-tests-\d+-\w{6}$/);
});

it('what dead runs left is swept, what runs and what is not ours stays', () => {
  const base = mkdtempSync(join(tmpdir(), 'tsplay-sweep-'));
  const names = ['tsplay-tests-999999999-abcdef', `tsplay-tests-${process.pid}-abcdef`, 'tsplay-tests-x', 'other'];
  for (const name of names) mkdirSync(join(base, name, 'below'), { recursive: true });
  sweep(base);
  expect(names.map((name) => existsSync(join(base, name)))).toEqual([false, true, true, true]);
  rmSync(base, { recursive: true });
});
