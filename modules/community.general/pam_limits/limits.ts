// What becomes of the lines of limits.conf. Pure.
import { ModuleFailure } from '../../../src/kit/index.js';

export interface Limit {
  readonly domain: string;
  readonly limit_type: string;
  readonly limit_item: string;
  readonly value: string;
  readonly use_min: boolean;
  readonly use_max: boolean;
  readonly comment: string;
}

const UNLIMITED = ['unlimited', 'infinity', '-1'];

/** Why a value is none for an item. */
export function problemOf(item: string, value: string): string | undefined {
  const manual = 'Refer to the limits.conf(5) manual pages for more details.';
  if (item === 'nice' || item === 'priority') {
    const number = /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : NaN;
    if (number >= -20 && number <= 19) return undefined;
    return `Value of '${value}' for item '${item}' is invalid. Value must be a number in the range -20 to 19 inclusive. ${manual}`;
  }
  if (UNLIMITED.includes(value) || /^\d+$/.test(value)) return undefined;
  return `Value of '${value}' for item '${item}' is invalid. Value must either be 'unlimited', 'infinity' or -1, all of which indicate no limit, or a limit of 0 or larger. ${manual}`;
}

export interface Edited {
  readonly text: string;
  /** The line of the limit, with its newline. */
  readonly line: string;
}

/** @throws ModuleFailure when the file has a limit that is none */
export function editLimits(text: string, wanted: Limit, file: string): Edited {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  let { comment } = wanted;
  let told: string | undefined;
  const out = lines.map((line) => {
    if (line.startsWith('#') || line.trim() === '') return line;
    const hash = line.indexOf('#');
    // compat: without a comment of its own a limit takes the first comment that stands behind a limit before it.
    if (comment === '' && hash >= 0) comment = line.slice(hash + 1).replace(/\n$/, '');
    const [domain, type, item = '', value = '', ...rest] = (hash < 0 ? line : line.slice(0, hash)).trim().split(/\s+/);
    if (value === '' || rest.length > 0) return line;
    const problem = problemOf(item, value);
    if (problem !== undefined) throw new ModuleFailure(`Invalid configuration found in '${file}'. ${problem}`);
    if (domain !== wanted.domain || type !== wanted.limit_type || item !== wanted.limit_item) return line;
    const settled = settle(wanted, value);
    told = settled === value ? line : written(wanted, settled, comment);
    return told;
  });
  if (told !== undefined) return { text: out.join(''), line: told };
  const added = written(wanted, wanted.value, comment);
  const last = out.at(-1);
  if (last !== undefined && !last.endsWith('\n')) out[out.length - 1] = `${last}\n`;
  return { text: [...out, added].join(''), line: added };
}

/** The value that shall hold, given the present one. */
function settle(wanted: Limit, present: string): string {
  const { value } = wanted;
  if (value === present) return value;
  const bounded = wanted.limit_item !== 'nice' && wanted.limit_item !== 'priority';
  const none = (one: string): boolean => bounded && UNLIMITED.includes(one);
  if (wanted.use_max) {
    if (none(present)) return present;
    return none(value) ? value : String(Math.max(Number(value), Number(present)));
  }
  if (wanted.use_min) {
    if (none(present)) return none(value) ? present : value;
    return none(value) ? present : String(Math.min(Number(value), Number(present)));
  }
  return value;
}

function written(wanted: Limit, value: string, comment: string): string {
  const fields = [wanted.domain, wanted.limit_type, wanted.limit_item, value].join('\t');
  return `${fields}${comment === '' ? '' : `\t#${comment}`}\n`;
}
