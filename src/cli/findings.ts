// What was found wrong while loading: what counts, and what is told once.
import type { Settings } from '../config/index.js';
import { LoadErrors, type Diagnostic } from '../ground/index.js';

/** Files beside the inventory are read again for each directory of playbooks: what is wrong in them is told once. */
export function sameFinding(a: Diagnostic, b: Diagnostic): boolean {
  return a.message === b.message && a.span?.file === b.span?.file && a.span?.line === b.span?.line;
}

/** A finding as settings take it: a key that stands twice may be an error, or nothing. */
export function judged(diagnostic: Diagnostic, { run }: Settings): Diagnostic[] {
  if (diagnostic.code !== 'yaml-duplicate-key' || run.duplicateKeys === 'warn') return [diagnostic];
  return run.duplicateKeys === 'error' ? [{ ...diagnostic, severity: 'error' }] : [];
}

/** What is right, and tsplay cannot do. */
const LACKING: readonly string[] = [
  'become-unsupported',
  'lacking-module',
  'not-supported',
  'unsupported-argument',
  'unsupported-keyword',
  'unsupported-plugin',
  'unsupported-template',
];

export function isLacking({ code }: Diagnostic): boolean {
  return LACKING.includes(code);
}

/** What ansible-core refuses to list too. */
const UNLISTABLE: readonly string[] = ['unknown-module', 'fatal-keyword'];

/**
 * What is known of the tasks, where none of them runs: what tsplay lacks does no harm then, and neither do mistakes to a
 * listing. A check of the syntax is asked for mistakes.
 */
export function forShowing(diagnostics: readonly Diagnostic[], listing: boolean): Diagnostic[] {
  const harmless = (d: Diagnostic): boolean => isLacking(d) || (listing && !UNLISTABLE.includes(d.code));
  return diagnostics.map((d) => (harmless(d) ? { ...d, severity: 'warning' } : d));
}

/** Whether any diagnostic keeps the run from starting. */
export function assertLoadable(diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.some((d) => d.severity === 'error')) throw new LoadErrors(diagnostics);
}
