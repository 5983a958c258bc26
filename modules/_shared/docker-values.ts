// Values of Docker modules in the forms users write and the API takes: sizes, durations, labels, truth as text.
import { ModuleFailure } from '../../src/kit/index.js';

const SIZES = 'BKMGTPEZY';

/**
 * Bytes of `512M`, `1.5G`, `10MB`, `7`. Same rules as Ansible's `human_to_bytes`.
 * @param name of the parameter, for the message
 * @throws ModuleFailure
 */
export function bytesOf(name: string, text: string): number {
  const fail = (why: string): ModuleFailure => new ModuleFailure(`Failed to convert ${name} to bytes: ${why}`);
  const match = /^(\d+(?:\.\d+)?|\.\d+)\s*([A-Za-z]*)/.exec(text.replace(/^\s+(?=\d)/, ''));
  if (!match || /^\s/.test(text)) throw fail(`human_to_bytes() can't interpret following string: ${text}`);
  const unit = match[2] ?? '';
  const letter = unit.charAt(0).toUpperCase();
  const power = unit === '' ? 0 : SIZES.indexOf(letter);
  if (power < 0) {
    throw fail(
      `human_to_bytes() failed to convert ${text} (unit = ${unit}). The suffix must be one of ${[...SIZES].reverse().join(', ')}`,
    );
  }
  const accepted =
    letter === 'B' ? unit.length === 1 || /^bytes?$/i.test(unit) : unit.length <= 1 || unit.slice(1) === 'B';
  if (!accepted) {
    const wanted = letter === 'B' ? 'B' : `${letter}B or ${letter}`;
    throw fail(`human_to_bytes() failed to convert ${text}. Value is not a valid string (expect ${wanted})`);
  }
  return Math.round(Number(match[1]) * 1024 ** power);
}

/** As `bytesOf`; `unlimited` and `-1` are -1. */
export const bytesOrUnlimited = (name: string, text: string): number =>
  text === 'unlimited' || text === '-1' ? -1 : bytesOf(name, text);

const DURATION = /^(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+)s)?(?:(\d+)ms)?(?:(\d+)us)?$/;

/** Nanoseconds of `1m30s`. @throws ModuleFailure */
export function nanosecondsOf(text: string): number {
  const match = DURATION.exec(text);
  if (!match) throw new ModuleFailure(`Invalid time duration - ${text}`);
  const [h = 0, m = 0, s = 0, ms = 0, us = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return (((h * 60 + m) * 60 + s) * 1_000_000 + ms * 1000 + us) * 1000;
}

/** Text as Python's `str()` has it. */
export function pythonStr(value: unknown): string {
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (value === null || value === undefined) return 'None';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Truth as the API reads it, everything else as text. */
function apiText(value: unknown): string {
  if (typeof value === 'boolean') return String(value);
  return pythonStr(value);
}

/** A dict whose values are text for the API; lists become lists of text where they are allowed (filters). */
export function apiTexts(dict: Readonly<Record<string, unknown>> | undefined, lists = false): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(dict ?? {}).map(([key, value]) => [
      key,
      lists && Array.isArray(value) ? value.map(apiText) : apiText(value),
    ]),
  );
}

/** Filters of a list or a prune as the API takes them: each a list of texts, in JSON. */
export function apiFilters(dict: Readonly<Record<string, unknown>> | undefined): string {
  const lists = Object.entries(apiTexts(dict, true)).map(([key, value]) => [
    key,
    Array.isArray(value) ? value : [value],
  ]);
  return JSON.stringify(Object.fromEntries(lists));
}

/** Labels with all values as text. @throws ModuleFailure for booleans and fractions, which have no one spelling */
export function labelTexts(labels: Readonly<Record<string, unknown>>, field = 'labels'): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).map(([key, value]) => {
      if (typeof value === 'boolean' || (typeof value === 'number' && !Number.isInteger(value))) {
        throw new ModuleFailure(
          `The value ${pythonStr(value)} for '${key}' of ${field} is not a string or something than can be safely converted to a string!`,
        );
      }
      return [key, pythonStr(value)];
    }),
  );
}

/** @throws ModuleFailure for a value that is no text: YAML may have read it as something else */
export function environmentTexts(env: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).map(([key, value]) => {
      if (typeof value !== 'string') {
        throw new ModuleFailure(
          `Non-string value found for env option. Ambiguous env options must be wrapped in quotes to avoid them being interpreted. Key: ${key}`,
        );
      }
      return [key, value];
    }),
  );
}
