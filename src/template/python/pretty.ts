// Python's pprint.pformat: a value's repr over lines of at most 80 columns, dicts sorted by key.
import { Tuple, type Value } from '../../value/index.js';
import { spend } from './budget.js';
import { compare } from './compare.js';
import { splitLines } from './str-split.js';
import { bounded, repr, textLength, typeName } from './text.js';

const WIDTH = 80;

/** @throws TsplayError when the text would be too long */
export function prettyFormat(value: Value): string {
  const out: string[] = [];
  format(value, out, 0, 0, 0);
  return out.join('');
}

function sorted(map: Map<Value, Value>): [Value, Value][] {
  return [...map].sort(([a], [b]) => {
    try {
      return compare(a, b);
    } catch {
      return typeName(a) < typeName(b) ? -1 : typeName(a) > typeName(b) ? 1 : 0;
    }
  });
}

/** `repr` with sorted dicts. */
function flat(v: Value): string {
  spend(10);
  if (v instanceof Tuple) return v.length === 1 ? `(${flat(v[0] as Value)},)` : `(${[...v].map(flat).join(', ')})`;
  if (Array.isArray(v)) return `[${v.map(flat).join(', ')}]`;
  if (v instanceof Map)
    return `{${sorted(v)
      .map(([k, item]) => `${flat(k)}: ${flat(item)}`)
      .join(', ')}}`;
  return repr(v);
}

function format(v: Value, out: string[], indent: number, allowance: number, level: number): void {
  const text = flat(v);
  bounded(text.length);
  const fits = textLength(text) <= WIDTH - indent - allowance;
  if (fits) out.push(text);
  else if (typeof v === 'string') formatText(v, out, indent, allowance, level + 1);
  else if (Array.isArray(v)) {
    const [open, close] = v instanceof Tuple ? ['(', v.length === 1 ? ',)' : ')'] : ['[', ']'];
    out.push(open);
    v.forEach((item, i) => {
      if (i > 0) out.push(`,\n${' '.repeat(indent + 1)}`);
      format(item, out, indent + 1, i === v.length - 1 ? allowance + close.length : 1, level + 1);
    });
    out.push(close);
  } else if (v instanceof Map) {
    out.push('{');
    const pairs = sorted(v);
    pairs.forEach(([key, item], i) => {
      if (i > 0) out.push(`,\n${' '.repeat(indent + 1)}`);
      const name = flat(key);
      out.push(`${name}: `);
      format(item, out, indent + 1 + textLength(name) + 2, i === pairs.length - 1 ? allowance + 1 : 1, level + 1);
    });
    out.push('}');
  } else out.push(text);
}

/** Long text becomes several literals, broken after spaces; only alone they stand in parentheses. */
function formatText(text: string, out: string[], at: number, allowed: number, level: number): void {
  const alone = level === 1;
  const indent = alone ? at + 1 : at;
  const allowance = alone ? allowed + 1 : allowed;
  const room = WIDTH - indent;
  const pieces: string[] = [];
  const lines = splitLines(text, true);
  lines.forEach((line, i) => {
    const last = i === lines.length - 1;
    const whole = repr(line);
    if (textLength(whole) <= (last ? room - allowance : room)) {
      pieces.push(whole);
      return;
    }
    const words = (line.match(/\S*\s*/g) ?? []).filter((w) => w !== '');
    let current = '';
    words.forEach((word, j) => {
      const limit = last && j === words.length - 1 ? room - allowance : room;
      if (textLength(repr(current + word)) <= limit) {
        current += word;
        return;
      }
      if (current) pieces.push(repr(current));
      current = word;
    });
    if (current) pieces.push(repr(current));
  });
  const body = pieces.join(`\n${' '.repeat(indent)}`);
  out.push(alone && pieces.length > 1 ? `(${body})` : body);
}
