// Which part of a result is shown after `=> `, and in which shape.
import type { ShownResult } from '../events/index.js';
import { jsonIndented, jsonLine } from './json.js';

const DEBUG = new Set(['debug', 'ansible.builtin.debug', 'ansible.legacy.debug']);

/** `compat:` what a `debug` with `var` does not show. */
const NOT_IN_DEBUG = new Set(['changed', 'failed', 'skipped', 'skip_reason', 'invocation', 'warnings', 'deprecations']);

/** From this verbosity on results are indented and show how the module was called. */
const FULL = 3;

/** Whether a result says that it is always to be shown; `debug` lives by that, `assert` is marked so unless it is `quiet`. */
export function isAlwaysShown(action: string, result: ShownResult): boolean {
  const marked = result['_ansible_verbose_always'] === true || result['verbose_always'] === true;
  return marked || (DEBUG.has(action) && result['skipped'] !== true);
}

/**
 * The result as JSON for `verbosity`: indented for those always shown and from `-vvv` on, else on one line.
 * @param pretty always indented, or never
 */
export function resultText(action: string, result: ShownResult, verbosity: number, pretty?: boolean): string {
  const data = shownPart(action, result, verbosity);
  return (pretty ?? (verbosity >= FULL || isAlwaysShown(action, result))) ? jsonIndented(data) : jsonLine(data);
}

/** What of a result is shown at all. */
export function shownPart(action: string, result: ShownResult, verbosity: number): ShownResult {
  return Object.fromEntries(Object.entries(result).filter(([key]) => isShown(action, key, result, verbosity)));
}

function isShown(action: string, key: string, result: ShownResult, verbosity: number): boolean {
  if (key.startsWith('_ansible_') || key === 'verbose_always') return false;
  if (DEBUG.has(action) && result['skipped'] !== true && result['failed'] !== true) {
    if (result['censored'] !== undefined) return key === 'censored';
    return result['msg'] === undefined ? !NOT_IN_DEBUG.has(key) : key === 'msg';
  }
  if (key === 'invocation' || key === 'diff' || key === 'exception') return verbosity >= FULL;
  // The line says it in words.
  if (key === 'failed' || key === 'skipped') return false;
  // They are shown as warnings.
  return key !== 'warnings' && key !== 'deprecations';
}

const COPYING = new Set(
  ['copy', 'template', 'assemble'].flatMap((n) => [n, `ansible.builtin.${n}`, `ansible.legacy.${n}`]),
);

/** `compat:` modules whose differences are shown up to the size that `max_diff_size` says. */
export function isCopying(action: string): boolean {
  return COPYING.has(action);
}

/** A result as a line of JSON, for programs. */
export function resultJson(action: string, result: ShownResult): string {
  return jsonLine(shownPart(action, result, 0));
}
