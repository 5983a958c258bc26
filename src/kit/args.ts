// The argument types modules share: Ansible's spellings (yes/no, '5', 'a,b', 0644) parsed into domain types.
import * as z from './zod.js';

const TRUE = new Set(['y', 'yes', 'on', '1', 'true', 't', '1.0']);
const FALSE = new Set(['n', 'no', 'off', '0', 'false', 'f', '0.0']);

/** What Python's `str()` gives for the scalars YAML can hold. */
function pythonText(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return value;
}

/** `type: str`: numbers and booleans become text as Python prints them. */
export const str = () => z.preprocess(pythonText, z.string()).meta({ kind: 'str' });

/**
 * `type: str` of a parameter whose text may be any: dicts and lists, too, become text as Python prints them.
 * `compat:` Ansible does so for each `str`; elsewhere structured data is a mistake, and said to be one.
 */
export const text = () => z.preprocess(pythonText, z.string()).meta({ kind: 'text' });

/** `type: bool`: every spelling Ansible documents. */
export const bool = () =>
  z.preprocess(
    (value) => {
      if (typeof value === 'boolean') return value;
      if (typeof value === 'number' && (value === 0 || value === 1)) return value === 1;
      const text = typeof value === 'string' ? value.toLowerCase().trim() : undefined;
      if (text !== undefined && TRUE.has(text)) return true;
      if (text !== undefined && FALSE.has(text)) return false;
      return value;
    },
    z.boolean({ error: () => 'is not a boolean: use one of yes, no, on, off, true, false, 1, 0' }),
  );

/** `type: int`. */
export const int = () =>
  z.preprocess(
    (value) => (typeof value === 'string' && /^\s*[+-]?\d+(?:\.0*)?\s*$/.test(value) ? Number(value) : value),
    z.int({ error: () => 'is not a whole number' }),
  );

/** `type: float`. */
export const num = () =>
  z.preprocess(
    (value) =>
      typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value)) ? Number(value) : value,
    z.number({ error: () => 'is not a number' }),
  );

/** `type: path`: a path on the target; the kit expands `~`, `~user` and `$VAR` there before the module runs. */
export const path = () => z.preprocess(pythonText, z.string()).meta({ kind: 'path' });

/** `type: list`: a single value is a list of one, text is split at commas. */
export const list = <T extends z.ZodType>(element: T) =>
  z.preprocess((value) => {
    if (Array.isArray(value)) return value as unknown[];
    if (typeof value === 'string') return value === '' ? [] : value.split(',').map((part) => part.trim());
    if (typeof value === 'number' || typeof value === 'boolean') return [value];
    return value;
  }, z.array(element));

/** A word of `k=v, k2="v 2"` text; quotes may stand anywhere in it. */
const PAIR = /(?:"[^"]*"|'[^']*'|[^\s,"'])+/g;

/** `k=v` words as an object, or undefined when one of them is no such pair. */
function pairs(text: string): Record<string, string> | undefined {
  if (text.replace(PAIR, '').replace(/[,\s]+/g, '') !== '') return undefined;
  const words = (text.match(PAIR) ?? []).map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));
  if (words.length === 0 || words.some((word) => word.indexOf('=') < 1)) return undefined;
  return Object.fromEntries(words.map((w) => [w.slice(0, w.indexOf('=')), w.slice(w.indexOf('=') + 1)]));
}

/** `type: dict`: also from JSON or `k=v, k2=v2` text. */
export const dict = <T extends z.ZodType>(element: T) =>
  z.preprocess(
    (value) => {
      if (typeof value !== 'string') return value;
      if (value.trim().startsWith('{')) {
        try {
          return JSON.parse(value) as unknown;
        } catch {
          return value;
        }
      }
      return pairs(value) ?? value;
    },
    z.record(z.string(), element),
  );

/** `type: raw`: anything; must be given unless it is made optional. */
export const raw = () => z.unknown().refine((value) => value !== undefined, { error: () => 'is missing' });

/** What a file is to hold: text as it is, lists and dicts as Python's JSON, other values as Python prints them. */
export const fileContent = () => raw().meta({ kind: 'content' });

/** `choices`, exact spelling; booleans and numbers are compared as their text. */
export const choice = <const T extends readonly [string, ...string[]]>(...choices: T) =>
  z.preprocess(pythonText, z.enum(choices, { error: () => `must be one of: ${choices.join(', ')}` }));

/** A file mode: permission bits, symbolic text to be applied to the current mode, or `preserve`. */
export type Mode =
  | { readonly kind: 'bits'; readonly bits: number }
  | { readonly kind: 'symbolic'; readonly text: string }
  | { readonly kind: 'preserve' };

const SYMBOLIC_CLAUSE = /^[ugoa]*(?:[-+=](?:[rwxXst]*|[ugo]))+$/;

/**
 * `mode`: an octal number as YAML 1.1 reads it (`0644` is 420), text in octal (`'0644'`, `'644'`), symbolic
 * (`u=rwX,g-w`) or `preserve`. Specified by the `mode` parameter of ansible.builtin.file.
 */
export const mode = () =>
  z.union([z.string(), z.int()]).transform((value, context): Mode => {
    if (typeof value === 'number') {
      if (value >= 0 && value <= 0o7777) return { kind: 'bits', bits: value };
    } else {
      const text = value.trim();
      if (text === 'preserve') return { kind: 'preserve' };
      if (/^(?:0o)?[0-7]{1,5}$/.test(text)) {
        const bits = parseInt(text.replace(/^0o/, ''), 8);
        if (bits <= 0o7777) return { kind: 'bits', bits };
      }
      if (text.split(',').every((clause) => SYMBOLIC_CLAUSE.test(clause))) return { kind: 'symbolic', text };
    }
    context.addIssue({
      code: 'custom',
      message: `'${value}' is not a file mode: use octal in quotes ('0644'), symbolic (u=rw,g=r) or preserve`,
    });
    return z.NEVER;
  });

/** Gives a schema other names a user may spell it by. */
export const alias = <T extends z.ZodType>(schema: T, ...aliases: string[]): T =>
  schema.meta({ ...schema.meta(), aliases });

/**
 * A value that no result may show: it is taken out of everything the module returns. Specified as `no_log` of a
 * parameter in Ansible's argument specs.
 */
export const secret = <T extends z.ZodType>(schema: T): T => schema.meta({ ...schema.meta(), secret: true });
