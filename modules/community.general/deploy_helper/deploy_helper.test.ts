import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCases } from '../../../test/support/module-cases.js';
import module, { placesOf } from './index.js';
import { outdated } from './steps.js';

runCases(module, join(import.meta.dirname, 'cases'));

it('joins names to the project, unless they are absolute', () => {
  const a = { path: '/srv/x/', current_path: 'current', releases_path: '/var/releases', shared_path: '' };
  expect(placesOf(a)).toEqual({
    project_path: '/srv/x/',
    current_path: '/srv/x/current',
    releases_path: '/var/releases',
    shared_path: null,
  });
});

it('removes unfinished releases, and the oldest of the others', () => {
  const all = [1, 5, 3, 2, 4].map((changed) => ({ name: `r${changed}`, changed }));
  expect(outdated({ all, unfinished: ['r5'] }, 'r1', 2)).toEqual(['r5', 'r2']);
  expect(outdated({ all, unfinished: [] }, undefined, 9)).toEqual([]);
});
