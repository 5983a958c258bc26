// str.format: replacement fields with attribute and index access, conversions and nested format specs.
import { Undefined, type Value } from '../../value/index.js';
import { fail, failUndefined } from './errors.js';
import { formatValue } from './format-spec.js';
import { ascii, bounded, repr, str } from './text.js';
import type { Kwargs } from './arguments.js';

export type Access = (target: Value, key: Value, dotted: boolean) => Value;

/** `format.format(*args, **kwargs)`; `access` reads attributes and items under the evaluator's rules. */
export function strFormat(format: string, args: readonly Value[], kwargs: Kwargs, access: Access): string {
  const counter = { next: 0, manual: false };
  return render(format, args, kwargs, access, counter, 2);
}

function render(
  format: string,
  args: readonly Value[],
  kwargs: Kwargs,
  access: Access,
  counter: { next: number; manual: boolean },
  depth: number,
): string {
  if (depth < 0) fail('Max string recursion exceeded');
  let out = '';
  let i = 0;
  while (i < format.length) {
    const c = format[i] ?? '';
    if (c !== '{' && c !== '}') {
      out += c;
      i++;
    } else if (format[i + 1] === c) {
      out += c;
      i += 2;
    } else if (c === '}') {
      fail("Single '}' encountered in format string");
    } else {
      const end = closing(format, i);
      out += field(format.slice(i + 1, end), args, kwargs, access, counter, depth);
      bounded(out.length);
      i = end + 1;
    }
  }
  return out;
}

function closing(format: string, start: number): number {
  let depth = 0;
  for (let i = start; i < format.length; i++) {
    if (format[i] === '{') depth++;
    else if (format[i] === '}' && --depth === 0) return i;
  }
  return fail("expected '}' before end of string");
}

function field(
  text: string,
  args: readonly Value[],
  kwargs: Kwargs,
  access: Access,
  counter: { next: number; manual: boolean },
  depth: number,
): string {
  const m = /^([^!:[.]*)((?:\.[^!:[.]+|\[[^\]]+\])*)(?:!([^:]))?(?::([^]*))?$/.exec(text);
  if (!m) return fail(`invalid replacement field '{${text}}'`);
  const name = m[1] ?? '';
  let value: Value | undefined;
  if (name === '' || /^\d+$/.test(name)) {
    if (name !== '' && counter.next > 0)
      fail('cannot switch from automatic field numbering to manual field specification');
    if (name === '' && counter.manual)
      fail('cannot switch from manual field specification to automatic field numbering');
    if (name !== '') counter.manual = true;
    value = args[name === '' ? counter.next++ : Number(name)];
    if (value === undefined) fail('Replacement index out of range for positional args tuple');
  } else {
    value = kwargs.get(name);
    if (value === undefined) fail(`the format's key '${name}' is missing`);
  }
  for (const step of (m[2] ?? '').match(/\.[^.[]+|\[[^\]]+\]/g) ?? []) {
    const dotted = step.startsWith('.');
    const key = dotted ? step.slice(1) : step.slice(1, -1);
    value = access(value, !dotted && /^\d+$/.test(key) ? Number(key) : key, dotted);
  }
  if (value instanceof Undefined) failUndefined(value);
  if (m[3] === 'a') value = ascii(value);
  else if (m[3] === 'r') value = repr(value);
  else if (m[3] === 's') value = str(value);
  else if (m[3] !== undefined) fail(`Unknown conversion specifier '${m[3]}'`);
  const spec = m[4] ?? '';
  return formatValue(value, spec.includes('{') ? render(spec, args, kwargs, access, counter, depth - 1) : spec);
}
