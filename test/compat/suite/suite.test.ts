// Plays every case of the suite and compares with what ansible-core answered; `npm run test:compat` says more.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { setHarnessDirectory } from './harness/ansible.js';
import { findCases } from './harness/cases.js';
import { judge, readListed, readOpen, recordedAnswer } from './harness/judge.js';
import { askOurs } from './harness/ours.js';

const here = import.meta.dirname;
setHarnessDirectory(join(here, 'harness'));
const cases = findCases(join(here, 'cases'));
const listed = readListed(here);
const open = readOpen(here);

describe.each([...new Set(cases.map((c) => c.theme))])('%s as ansible-core', (theme) => {
  it.each(cases.filter((c) => c.theme === theme).map((c) => [c.id, c] as const))('%s', async (_, of) => {
    const { verdict, reason, found } = judge(of, recordedAnswer(here, of), await askOurs(of), listed);
    const detail = found.flatMap((d) => d.detail).join('\n');
    if (open.includes(of.id)) return;
    expect(verdict, detail).toBe(reason === undefined ? 'same' : 'listed');
  });
});

it('lists differences of cases that exist', () => {
  expect(Object.keys(listed).filter((id) => !cases.some((c) => c.id === id))).toEqual([]);
});
