import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCases } from '../../../test/support/module-cases.js';
import module, { decide, matching } from './index.js';

runCases(module, join(import.meta.dirname, 'cases'));

const all = [
  { name: 'one', status: 'RUNNING' },
  { name: 'g:a', status: 'STARTING' },
  { name: 'g:b', status: 'FATAL' },
];
it.each([
  ['one', ['one']],
  ['g', []],
  ['g:', ['g:a', 'g:b']],
  ['one:', []],
  ['all', ['one', 'g:a', 'g:b']],
])('matches %s', (name, names) => expect(matching(name, all).map((one) => one.name)).toEqual(names));

it.each([
  ['started', { kind: 'start', processes: ['g:b'] }],
  ['stopped', { kind: 'stop', processes: ['one', 'g:a'] }],
  ['signalled', { kind: 'signal', processes: ['one'] }],
  ['absent', { kind: 'remove', stop: ['one', 'g:a'] }],
  ['present', { kind: 'nothing' }],
  ['restarted', { kind: 'restart' }],
] as const)('decides %s', (state, step) => {
  expect(decide({ name: 'all', state, stop_before_removing: true }, all)).toEqual(step);
});
