// The types of an argument specification: what a value becomes, or why it cannot.

/** A value as JSON has it. */
export type Plain = unknown;
export type PlainMap = Record<string, Plain>;

const TRUE_WORDS = ['y', 'yes', 'on', '1', 'true', 't', '1.0'];
const FALSE_WORDS = ['n', 'no', 'off', '0', 'false', 'f', '0.0'];

export function isMap(value: Plain): value is PlainMap {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** The class of a value as Python prints it. */
export function pythonType(value: Plain): string {
  if (value === null || value === undefined) return "<class 'NoneType'>";
  if (Array.isArray(value)) return "<class 'list'>";
  if (typeof value === 'boolean') return "<class 'bool'>";
  if (typeof value === 'string') return "<class 'str'>";
  if (typeof value === 'number') return Number.isInteger(value) ? "<class 'int'>" : "<class 'float'>";
  return "<class 'dict'>";
}

/** Python's `repr`. */
function pythonRepr(value: Plain): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') {
    const escaped = value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
    return escaped.includes("'") && !escaped.includes('"') ? `"${escaped}"` : `'${escaped.replaceAll("'", "\\'")}'`;
  }
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`;
  if (isMap(value)) {
    return `{${Object.entries(value)
      .map(([k, v]) => `${pythonRepr(k)}: ${pythonRepr(v)}`)
      .join(', ')}}`;
  }
  return typeof value === 'bigint' ? value.toString() : JSON.stringify(value);
}

/** Python's `str`. */
export function pythonText(value: Plain): string {
  return typeof value === 'string' ? value : pythonRepr(value);
}

/** Why a value is not of the type it should be. */
export class TypeMismatch extends Error {}

type Converter = (value: Plain) => Plain;

/** By the names a specification uses. @throws TypeMismatch */
export const CONVERTERS: Readonly<Record<string, Converter>> = {
  str: pythonText,
  path: pythonText,
  raw: (value) => value,
  json: (value) => (typeof value === 'string' ? value : JSON.stringify(value)),
  jsonarg: (value) => (typeof value === 'string' ? value : JSON.stringify(value)),
  bool: toBool,
  int: toInt,
  float: toFloat,
  list: toList,
  dict: toDict,
  bits: (value) => toAmount(value, 'a Bit'),
  bytes: (value) => toAmount(value, 'a Byte'),
};

function toBool(value: Plain): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw new TypeMismatch(`${pythonType(value)} cannot be converted to a bool`);
  }
  const word = pythonText(value).toLowerCase().trim();
  if (TRUE_WORDS.includes(word)) return true;
  if (FALSE_WORDS.includes(word)) return false;
  const known = [...TRUE_WORDS, ...FALSE_WORDS].filter((w) => !w.includes('.')).map((w) => `'${w}'`);
  throw new TypeMismatch(
    `The value '${pythonText(value)}' is not a valid boolean.  Valid booleans include: ${known.join(', ')}`,
  );
}

function toInt(value: Plain): number {
  if (typeof value === 'boolean') return value ? 1 : 0;
  const number =
    typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
  if (Number.isInteger(number)) return number;
  throw new TypeMismatch(`"${pythonRepr(value)}" cannot be converted to an int`);
}

function toFloat(value: Plain): number {
  if (typeof value === 'boolean') return value ? 1 : 0;
  const number =
    typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
  if (!Number.isNaN(number)) return number;
  throw new TypeMismatch(`${pythonType(value)} cannot be converted to a float`);
}

function toList(value: Plain): Plain[] {
  if (Array.isArray(value)) return value;
  if (typeof value === 'string') return value.split(',');
  if (typeof value === 'number' || typeof value === 'boolean') return [pythonText(value)];
  throw new TypeMismatch(`${pythonType(value)} cannot be converted to a list`);
}

function toDict(value: Plain): PlainMap {
  if (isMap(value)) return value;
  if (typeof value !== 'string') throw new TypeMismatch(`${pythonType(value)} cannot be converted to a dict`);
  if (value.startsWith('{')) {
    try {
      const parsed = JSON.parse(value) as unknown;
      if (isMap(parsed)) return parsed;
    } catch {
      // Said below.
    }
    throw new TypeMismatch('unable to evaluate string as dictionary');
  }
  if (!value.includes('=')) throw new TypeMismatch('dictionary requested, could not parse JSON or key=value');
  const fields = value.match(/(?:\\.|"[^"]*"|'[^']*'|[^\s,"'\\])+/g) ?? [];
  const pairs = fields.map((field) => field.replace(/["']/g, '').replace(/\\(.)/g, '$1').split(/=(.*)/s, 2));
  if (pairs.some((pair) => pair.length < 2)) {
    throw new TypeMismatch('unable to evaluate string in the "key=value" format as dictionary');
  }
  return Object.fromEntries(pairs as [string, string][]);
}

/** `10M`, `1.5 GB`: powers of 1024. */
function toAmount(value: Plain, what: string): number {
  const [, digits, prefix] = /^\s*(\d*\.?\d*)\s*([A-Za-z]?)[A-Za-z]*\s*$/.exec(pythonText(value)) ?? [];
  const power = 'bkmgtpezy'.indexOf((prefix ?? '').toLowerCase() || 'b');
  if (digits === undefined || digits === '' || power < 0) {
    throw new TypeMismatch(`${pythonType(value)} cannot be converted to ${what} value`);
  }
  return Math.round(Number(digits) * 1024 ** power);
}
