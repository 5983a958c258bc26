import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCases } from '../../../test/support/module-cases.js';
import module, { wantedSubsets } from './index.js';
import { extensionVersion, settingsOf, versionOf, type Setting } from './subsets.js';

runCases(module, join(import.meta.dirname, 'cases'));

describe('the filter', () => {
  it.each([
    [
      ['ver*', 'rol*'],
      ['version', 'roles'],
    ],
    [['!settings', 'version'], ['version']],
    [['ext*'], []],
    [['!*s'], ['version', 'in_recovery']],
  ])('%j tells %j', (filter, names) => {
    expect([...wantedSubsets(filter)]).toEqual(names);
  });
  it('tells everything by itself', () => {
    expect(wantedSubsets([]).size).toBe(8);
  });
});

it('reads versions of two and of three parts', () => {
  expect(versionOf({ number: 150004, raw: 'r' })).toEqual({ major: 15, minor: 4, patch: null, full: '15.4', raw: 'r' });
  expect(versionOf({ number: 100523, raw: 'r' })).toMatchObject({ major: 10, minor: 5, patch: 23, full: '10.5.23' });
});

it.each([
  ['1.5', 1, 5],
  ['3', 3, null],
  ['2-3.1', 2, 3],
  ['1.2-rc', null, null],
  ['unpackaged', null, null],
])('an extension of %s', (raw, major, minor) => {
  expect(extensionVersion(raw)).toEqual({ major, minor, raw });
});

it('counts bytes, and none below zero', () => {
  const row = { name: 'a', setting: '-1', unit: 'MB', pending_restart: true, pretty_val: '-1' } as unknown as Setting;
  const { settings, pending } = settingsOf([row, { ...row, name: 'b', setting: '2', unit: '8kB' }]);
  expect(settings).toMatchObject({ a: { val_in_bytes: 0 }, b: { val_in_bytes: 16384 } });
  expect(pending).toEqual(['a', 'b']);
});
