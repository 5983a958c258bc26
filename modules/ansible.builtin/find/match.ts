// Which of the files that were found a task means. Pure.
import { ModuleFailure, pythonRegex, type FileStatus, type Mode } from '../../../src/kit/index.js';
import { fnmatch } from '../../_shared/fnmatch.js';
import { symbolicMode } from '../../_shared/symbolic-mode.js';
import { WINDOWS_1252 } from '../../_shared/windows-1252.js';

export interface Wanted {
  readonly patterns: readonly string[];
  readonly excludes: readonly string[];
  readonly use_regex: boolean;
  readonly hidden: boolean;
  readonly file_type: 'any' | 'directory' | 'file' | 'link';
  readonly age?: string | undefined;
  readonly age_stamp: 'atime' | 'ctime' | 'mtime';
  readonly size?: string | undefined;
  readonly mode?: Mode | undefined;
  readonly exact_mode: boolean;
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const BYTES: Readonly<Record<string, number>> = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

function amount(text: string, units: Readonly<Record<string, number>>, name: string): number {
  const found = /^(-?\d+)([a-z])?/i.exec(text.trim());
  const unit = found?.[2] === undefined ? 1 : units[found[2].toLowerCase()];
  if (!found || unit === undefined || !/^-?\d+[a-z]*$/i.test(text.trim())) {
    throw new ModuleFailure(
      `failed to process ${name}: '${text}' is not a number with one of ${Object.keys(units).join(', ')}`,
    );
  }
  return Number(found[1]) * unit;
}

/** At least `limit`, or with a negative one at most its amount. */
const reaches = (value: number, limit: number): boolean => (limit < 0 ? value <= -limit : value >= limit);

/** @param now seconds since the epoch */
export function matcher(wanted: Wanted, now: number): (status: FileStatus) => boolean {
  const age = wanted.age === undefined ? undefined : amount(wanted.age, SECONDS, 'age');
  const size = wanted.size === undefined ? undefined : amount(wanted.size, BYTES, 'size');
  const named = names(wanted.patterns, wanted.use_regex);
  const excluded = names(wanted.excludes, wanted.use_regex);
  return (status) => {
    const name = status.path.slice(status.path.lastIndexOf('/') + 1);
    if (!wanted.hidden && name.startsWith('.')) return false;
    if (wanted.file_type !== 'any' && status.kind !== wanted.file_type) return false;
    if (wanted.patterns.length > 0 && !named(name)) return false;
    if (excluded(name)) return false;
    if (age !== undefined && !reaches(now - status[wanted.age_stamp], age)) return false;
    if (size !== undefined && status.kind === 'file' && !reaches(status.size, size)) return false;
    return modeFits(wanted, status);
  };
}

function names(patterns: readonly string[], regex: boolean): (name: string) => boolean {
  // compat: a Python `re.match`: anchored at the beginning only, whatever the documentation says of whole names.
  const tests = patterns.map((pattern) => {
    const compiled = regex ? pythonRegex(pattern, {}, 'y') : fnmatch(pattern);
    return (name: string): boolean => {
      compiled.lastIndex = 0;
      return compiled.test(name);
    };
  });
  return (name) => tests.some((test) => test(name));
}

function modeFits({ mode, exact_mode }: Wanted, status: FileStatus): boolean {
  if (mode === undefined || mode.kind === 'preserve') return true;
  const bits =
    mode.kind === 'bits'
      ? mode.bits
      : symbolicMode(mode.text, { mode: 0, directory: status.kind === 'directory', umask: 0 });
  return exact_mode ? status.mode === bits : (status.mode & bits) === bits;
}

/** Whether a file's text has the pattern: at the beginning of a line, or anywhere with `whole`. */
export function containsMatcher(pattern: string, whole: boolean): (text: string) => boolean {
  const compiled = pythonRegex(pattern, {}, whole ? 'g' : 'y');
  const test = (text: string): boolean => {
    compiled.lastIndex = 0;
    return compiled.test(text);
  };
  return (text) => (whole ? test(text) : (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).some(test));
}

const HIGH = /[\x80-\x9f]/g;

/** @throws ModuleFailure for an encoding that nobody here knows */
export function decoderOf(encoding: string): (bytes: Buffer) => string {
  const name = encoding.toLowerCase().replace(/[_ ]/g, '-');
  if (/^(?:latin-?1|l1|iso-?8859-1|ascii|us-ascii)$/.test(name)) return (bytes) => bytes.toString('latin1');
  if (/^(?:cp|windows-?)1252$/.test(name)) {
    return (bytes) => bytes.toString('latin1').replace(HIGH, (c) => WINDOWS_1252.charAt(c.charCodeAt(0) - 0x80));
  }
  const label = name.replace(/^cp(125\d|874)$/, 'windows-$1').replace(/^utf-?(8|16)(-?sig)?$/, 'utf-$1');
  try {
    const decoder = new TextDecoder(label);
    return (bytes) => decoder.decode(bytes);
  } catch {
    throw new ModuleFailure(`unknown encoding: ${encoding}`);
  }
}
