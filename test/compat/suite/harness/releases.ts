// Which release tsplay follows where ansible-core's releases disagree: counts by theme, for the README.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from './cases.js';
import { differences, type Difference } from './compare.js';
import { allAnswers, otherReleases, type Judged } from './judge.js';

const BEGIN = '<!-- releases: written by `run.mjs --write-releases` -->';
const END = '<!-- /releases -->';

/** A table with a line per theme: cases, as 2.18, listed, as each other release, and as neither. */
export function releasesTable(
  suite: string,
  byTheme: ReadonlyMap<string, readonly Judged[]>,
  agreeing: ReadonlyMap<string, readonly string[]>,
): string {
  const others = otherReleases(suite);
  const rows = [...byTheme].map(([theme, judged]) => {
    const as = (of: Case, release: string): boolean => agreeing.get(of.id)?.includes(release) === true;
    const count = (test: (of: Case) => boolean): number => judged.filter(({ of }) => test(of)).length;
    return [
      theme,
      judged.length,
      count((of) => as(of, '2.18')),
      ...others.flatMap((release) => [
        count((of) => as(of, release) && as(of, '2.18')),
        count((of) => as(of, release) && !as(of, '2.18')),
      ]),
    ] as const;
  });
  const sum = (column: number): number => rows.reduce((total, row) => total + Number(row[column]), 0);
  const names = ['theme', 'cases', 'as 2.18', ...others.flatMap((r) => [`as ${r} too`, `as ${r}, not 2.18`])];
  const all = [...rows, ['all', ...names.slice(1).map((_, i) => sum(i + 1))]];
  const line = (cells: readonly unknown[]): string => `| ${cells.join(' | ')} |`;
  return [line(names), line(names.map((_, i) => (i === 0 ? '---' : '---:'))), ...all.map(line)].join('\n');
}

/** How the other releases differ from 2.18, a case counted under the weightiest thing that differs. */
export function disagreements(suite: string, cases: readonly Case[]): string[] {
  return otherReleases(suite).map((release) => {
    const counts = new Map(KINDS.map(([name]) => [name, 0]));
    for (const of of cases) {
      const answers = allAnswers(suite, of);
      const [standard, other] = [answers.get('2.18'), answers.get(release)];
      const found = standard && other ? differences(standard, other, of) : [];
      const kind = KINDS.find(([, test]) => found.some(test))?.[0];
      if (kind !== undefined) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    const total = [...counts.values()].reduce((sum, n) => sum + n, 0);
    const parts = [...counts].map(([name, n]) => `${name} ${n}`);
    return `${release} answers ${total} cases otherwise than 2.18: ${parts.join(', ')}.`;
  });
}

const KINDS: readonly (readonly [name: string, test: (difference: Difference) => boolean])[] = [
  ['exit code', ({ summary }) => summary.startsWith('exit ')],
  ['recap', ({ summary }) => summary.startsWith('recap of ')],
  ['order or status of tasks', ({ summary }) => / (?:missing|extra) /.test(summary)],
  ['announcements', ({ summary }) => summary.startsWith('banners')],
  ['results and messages only', () => true],
];

/** Puts the table into the suite's README. */
export function writeReleases(suite: string, table: string, notes: readonly string[]): void {
  const path = join(suite, 'README.md');
  const text = readFileSync(path, 'utf8');
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${path} has no place for the table of releases`);
  writeFileSync(path, `${before}${BEGIN}\n\n${table}\n\n${notes.join('\n')}\n\n${END}${after}`);
}
