// Python's str taken apart and put together: strip, split, partition, replace.
import { tuple, type Value } from '../../value/index.js';
import { bind, type Kwargs } from './arguments.js';
import { fail } from './errors.js';
import { bounded, chars, typeName } from './text.js';

/** What Python takes for white space, for a class of a regular expression. */
export const SPACE = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const LINE_BREAK = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g;

/** The value as text. @throws TsplayError for any other */
export function text(v: Value | undefined, what: string): string {
  return typeof v === 'string' ? v : fail(`${what} must be str, not ${typeName(v ?? null)}`);
}

/** str.strip, lstrip, rstrip */
export function strip(self: string, set: Value | undefined, left: boolean, right: boolean): string {
  if (set === undefined || set === null) {
    let out = self;
    if (left) out = out.replace(new RegExp(`^[${SPACE}]+`), '');
    if (right) out = out.replace(new RegExp(`[${SPACE}]+$`), '');
    return out;
  }
  const drop = new Set(chars(text(set, "strip()'s argument")));
  const all = chars(self);
  let from = 0;
  let to = all.length;
  if (left) while (from < to && drop.has(all[from] ?? '')) from++;
  if (right) while (to > from && drop.has(all[to - 1] ?? '')) to--;
  return all.slice(from, to).join('');
}

/** str.split */
export function split(self: string, separator: Value | undefined, max: number): string[] {
  if (separator === undefined || separator === null) {
    const out: string[] = [];
    let rest = strip(self, undefined, true, max < 0);
    while (rest !== '') {
      const m = max >= 0 && out.length >= max ? null : new RegExp(`[${SPACE}]+`).exec(rest);
      if (!m) {
        out.push(rest);
        break;
      }
      out.push(rest.slice(0, m.index));
      rest = rest.slice(m.index + m[0].length);
    }
    return out;
  }
  const sep = text(separator, 'the separator');
  if (sep === '') fail('empty separator');
  const parts = self.split(sep);
  if (max < 0 || parts.length <= max + 1) return parts;
  return [...parts.slice(0, max), parts.slice(max).join(sep)];
}

/** str.rsplit */
export function rsplit(self: string, separator: Value | undefined, max: number): string[] {
  if (max < 0) return split(self, separator, -1);
  const reversed = chars(self).reverse().join('');
  const sep = typeof separator === 'string' ? chars(separator).reverse().join('') : separator;
  return split(reversed, sep, max)
    .reverse()
    .map((p) => chars(p).reverse().join(''));
}

/** str.splitlines */
export function splitLines(self: string, keepEnds = false): string[] {
  const out: string[] = [];
  let from = 0;
  for (const m of self.matchAll(LINE_BREAK)) {
    const end = m.index + m[0].length;
    out.push(self.slice(from, keepEnds ? end : m.index));
    from = end;
  }
  if (from < self.length) out.push(self.slice(from));
  return out;
}

/** str.partition, rpartition */
export function partition(self: string, args: readonly Value[], kwargs: Kwargs, last: boolean): Value {
  const sep = text(bind('partition', args, kwargs, ['sep'], 1)[0], 'the separator');
  if (sep === '') fail('empty separator');
  const at = last ? self.lastIndexOf(sep) : self.indexOf(sep);
  if (at < 0) return tuple(last ? ['', '', self] : [self, '', '']);
  return tuple([self.slice(0, at), sep, self.slice(at + sep.length)]);
}

/** str.replace */
export function replace(self: string, from: string, to: string, count: number): string {
  if (count === 0) return self;
  const parts = from === '' ? ['', ...chars(self), ''] : self.split(from);
  const limit = count < 0 ? parts.length - 1 : Math.min(count, parts.length - 1);
  bounded(self.length + limit * to.length);
  const rest = parts.slice(limit).join(from);
  return limit === 0 ? self : parts.slice(0, limit).join(to) + to + rest;
}
