import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCases } from '../../../test/support/module-cases.js';
import module, { decide } from './index.js';

runCases(module, join(import.meta.dirname, 'cases'));

const args = {
  path: '/bin/x',
  divert: undefined,
  holder: undefined,
  rename: false,
  force: false,
  state: 'present',
} as const;
const none = { path: '/bin/x', state: 'absent', divert: null, holder: null } as const;
const seen = {
  before: none,
  tried: { rc: 0, out: '', err: '' },
  here: new Set<string>(),
  program: 'dd',
  noRename: true,
};

it.each([
  ['adds', args, seen, 'run', ['dd --no-rename --local --add /bin/x']],
  ['an old dpkg', { ...args, holder: 'LOCAL' }, { ...seen, noRename: false }, 'run', ['dd --local --add /bin/x']],
  [
    'another holder and place',
    { ...args, holder: 'pkg', divert: '/y', rename: true },
    {
      ...seen,
      tried: { rc: 2, out: '', err: 'clash' },
      before: { ...none, state: 'present' as const, divert: '/z', holder: 'LOCAL' },
    },
    'replace',
    ['dd --no-rename --remove /bin/x', 'dd --no-rename --package pkg --divert /y --add /bin/x'],
  ],
  [
    'over a file in the way',
    { ...args, rename: true, force: true },
    { ...seen, tried: { rc: 2, out: '', err: '' }, here: new Set(['path', 'target']) },
    'over',
    ['dd --rename --local --add /bin/x'],
  ],
  ['nothing to remove', { ...args, state: 'absent' as const }, seen, 'leave', ['dd --no-rename --remove /bin/x']],
])('decides: %s', (_name, a, look, kind, commands) => {
  expect(decide(a, look)).toMatchObject({ kind, commands });
});

it('says what is in the way', () => {
  const look = { ...seen, tried: { rc: 2, out: '', err: 'overwrite' }, here: new Set(['path', 'target']) };
  expect(() => decide({ ...args, rename: true }, look)).toThrow("Set 'force' param");
  expect(() => decide(args, look)).toThrow('Unexpected error');
});
