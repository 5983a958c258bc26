// Whether a case is as recorded, differs, or differs in a way that is listed with its reason.
import { existsSync, readFileSync } from 'node:fs';
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

export function judge(of: Case, theirs: Answer | undefined, ours: Answer, listed: Listed): Judged {
  const reason = listed[of.id];
  if (!theirs) return { of, verdict: 'not recorded', reason, found: [] };
  const found = differences(theirs, ours, of);
  const verdict = found.length === 0 ? 'same' : reason === undefined ? 'differs' : 'listed';
  return { of, verdict, reason, found };
}
