import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCases } from '../../../test/support/module-cases.js';
import { parseSources } from './look.js';
import module from './index.js';
import { commonRoot } from './plan.js';

runCases(module, join(import.meta.dirname, 'cases'));

it.each([
  [['/a/b'], '/a/'],
  [['/a/b', '/a/bc/d'], '/a/'],
  [['/ab/x', '/ac/x'], '/'],
  [['x'], ''],
])('%j have %j in common', (paths, root) => expect(commonRoot(paths)).toBe(root));

it('reads names with line feeds', () => {
  expect(parseSources('D\0/a\0/a//x\ny\0/a/b\0\0N\0/c\0X\0/d\0')).toEqual({
    paths: [
      { path: '/a', kind: 'directory', below: ['/a/b', '/a/x\ny'] },
      { path: '/c', kind: 'missing', below: [] },
    ],
    excluded: ['/d'],
  });
});
