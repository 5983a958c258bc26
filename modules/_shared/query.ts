// What a program of the host answers to a question, inside a look: its output, its code and, when it failed, what it said.
import { script } from '../../src/kit/index.js';
import { missingProgram } from './programs.js';
import type { Told } from './told.js';

/**
 * `query NAME COMMAND…` tells the output as NAME and the code as NAME.rc; a command that fails is asked a second time
 * for its errors, NAME.err: warnings of a good answer are not mixed into it. Line feeds at the end are kept.
 */
export const QUERY = script(`query() { n=$1; shift
o=$("$@" 2>/dev/null </dev/null; c=$?; echo x; exit $c); c=$?; say "$n" "\${o%x}"; say "$n.rc" "$c"
if [ "$c" -ne 0 ]; then o=$("$@" 2>&1 >/dev/null </dev/null; echo x); say "$n.err" "\${o%x}"; fi; }`);

export interface Answer {
  readonly rc: number;
  readonly out: string;
  readonly err: string;
}

/** What a query told; undefined when it was not asked. */
export function answerOf(told: Told, name: string): Answer | undefined {
  const rc = told.value(`${name}.rc`);
  if (rc === undefined) return undefined;
  return { rc: Number(rc), out: told.value(name) ?? '', err: told.value(`${name}.err`) ?? '' };
}

/** `needs PROGRAM…` tells which of them are missing. */
export const NEEDS = script(`needs() { for p in "$@"; do command -v "$p" >/dev/null 2>&1 || say missing "$p"; done; }`);

/** @throws ModuleFailure when one of the programs a look asked for is not there. @param where which package has it */
export function demand(told: Told, where: string): void {
  const missing = told.values('missing')[0];
  if (missing === undefined) return;
  throw missingProgram(missing, where);
}

/** `compat:` a whole number with its point, as Python prints what was read as a float. */
export const floatText = (n: number): string => (Number.isInteger(n) ? n.toFixed(1) : String(n));
