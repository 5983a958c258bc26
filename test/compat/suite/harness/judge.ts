// Whether a case is as recorded, differs, or differs in a way that is listed with its reason.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer } from './answer.js';
import type { Case } from './cases.js';
import { differences, type Difference } from './compare.js';

/** `differences.json`: case to the reason why tsplay means to differ. */
export type Listed = Readonly<Record<string, string>>;

export interface Judged {
  readonly of: Case;
  readonly verdict: 'same' | 'differs' | 'listed' | 'not recorded';
  readonly reason: string | undefined;
  readonly found: readonly Difference[];
}

export function readListed(suite: string): Listed {
  return JSON.parse(readFileSync(join(suite, 'differences.json'), 'utf8')) as Listed;
}

/** Cases that differ and are not mended yet: they do not fail the tests, and are counted as open. */
export function readOpen(suite: string): readonly string[] {
  return JSON.parse(readFileSync(join(suite, 'open.json'), 'utf8')) as string[];
}

/** The standard, 2.18, lies in `recorded/`; what other releases answer otherwise in `recorded-<release>/`. */
export function recordingPath(suite: string, of: Case, version = '2.18'): string {
  return join(suite, version === '2.18' ? 'recorded' : `recorded-${version}`, `${of.id}.json`);
}

export function recordedAnswer(suite: string, of: Case): Answer | undefined {
  const path = recordingPath(suite, of);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Answer) : undefined;
}

/** The releases besides the standard that were asked for every case, oldest first. */
export function otherReleases(suite: string): string[] {
  const found = readdirSync(suite).flatMap((name) => /^recorded-([\d.]+)$/.exec(name)?.slice(1) ?? []);
  const whole = found.filter((release) => existsSync(samePath(suite, release)));
  return whole.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

/** Cases that another release answers as 2.18 does; their answers are not kept twice. */
export function sameAsStandard(suite: string, release: string): Set<string> {
  const path = samePath(suite, release);
  return new Set(existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : []);
}

export function samePath(suite: string, release: string): string {
  return join(suite, `recorded-${release}`, 'as-2.18.txt');
}

/** Answers to a case by release, the standard among them. */
export function allAnswers(suite: string, of: Case): Map<string, Answer> {
  const standard = recordedAnswer(suite, of);
  const answers = new Map<string, Answer>();
  for (const release of otherReleases(suite)) {
    const path = recordingPath(suite, of, release);
    if (existsSync(path)) answers.set(release, JSON.parse(readFileSync(path, 'utf8')) as Answer);
    else if (standard && sameAsStandard(suite, release).has(of.id)) answers.set(release, standard);
  }
  if (standard) answers.set('2.18', standard);
  return answers;
}

/** The releases whose answer is ours. */
export function agreesWith(suite: string, of: Case, ours: Answer): string[] {
  const agreeing = [...allAnswers(suite, of)].filter(([, theirs]) => differences(theirs, ours, of).length === 0);
  return agreeing.map(([release]) => release).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

export function judge(of: Case, theirs: Answer | undefined, ours: Answer, listed: Listed): Judged {
  const reason = listed[of.id];
  if (!theirs) return { of, verdict: 'not recorded', reason, found: [] };
  const found = differences(theirs, ours, of);
  const verdict = found.length === 0 ? 'same' : reason === undefined ? 'differs' : 'listed';
  return { of, verdict, reason, found };
}
