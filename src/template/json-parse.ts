// Reads JSON as Python's json.loads does: ints without loss, 1.0 stays a float.
import { float, type Value, type ValueMap } from '../value/index.js';
import { fail } from './python/errors.js';
import { int } from './python/numbers.js';

const TOKEN =
  /[ \t\n\r]*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\.)*")|(-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?)|(true|false|null|NaN|-?Infinity)|$|([^]))/y;
/** Without `strict` control characters may stand in texts. */
const LAX_TOKEN = new RegExp(TOKEN.source.replace('\\u0000-\\u001f', ''), 'y');
const WORDS: Record<string, Value> = {
  true: true,
  false: false,
  null: null,
  NaN: NaN,
  Infinity: Infinity,
  '-Infinity': -Infinity,
};

/** The value of a JSON text. @throws TsplayError template-value when it is no JSON */
export function parseJson(text: string, strict = true): Value {
  const token = strict ? TOKEN : LAX_TOKEN;
  token.lastIndex = 0;
  const next = (): RegExpExecArray => token.exec(text) ?? fail('the text is not valid JSON');
  const bad = (m: RegExpExecArray): never => {
    const line = text.slice(0, m.index).split('\n').length;
    const what = m[0].trim() === '' ? 'it ends too early' : `unexpected '${m[0].trim().slice(0, 20)}'`;
    return fail(`the text is not valid JSON: ${what} in line ${line}`);
  };
  const value = (m: RegExpExecArray, depth: number): Value => {
    if (depth > 1000) fail('the JSON text is nested too deeply');
    if (m[2] !== undefined) {
      try {
        return JSON.parse(strict ? m[2] : m[2].replace(/[\0-\x1f]/g, hexEscape)) as string;
      } catch {
        return bad(m);
      }
    }
    if (m[3] !== undefined) return m[4] !== undefined || m[5] !== undefined ? float(Number(m[3])) : wholeNumber(m[3]);
    if (m[6] !== undefined) return WORDS[m[6]] as Value;
    if (m[1] === '[') return list(depth);
    if (m[1] === '{') return object(depth);
    return bad(m);
  };
  const list = (depth: number): Value => {
    const out: Value[] = [];
    let m = next();
    if (m[1] === ']') return out;
    for (;;) {
      out.push(value(m, depth + 1));
      m = next();
      if (m[1] === ']') return out;
      if (m[1] !== ',') bad(m);
      m = next();
    }
  };
  const object = (depth: number): Value => {
    const out: ValueMap = new Map();
    let m = next();
    if (m[1] === '}') return out;
    for (;;) {
      if (m[2] === undefined) bad(m);
      const key = value(m, depth + 1);
      m = next();
      if (m[1] !== ':') bad(m);
      out.set(key, value(next(), depth + 1));
      m = next();
      if (m[1] === '}') return out;
      if (m[1] !== ',') bad(m);
      m = next();
    }
  };
  const result = value(next(), 0);
  const end = next();
  return end[0].trim() === '' ? result : bad(end);
}

/** compat: Python refuses to read longer ones. */
function wholeNumber(digits: string): Value {
  if (digits.replace('-', '').length > 4300) fail('Exceeds the limit (4300 digits) for integer string conversion');
  return int(BigInt(digits));
}

function hexEscape(c: string): string {
  return `\\u00${c.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
