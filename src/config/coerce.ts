// A setting's text as a value of its type, by the rules of Ansible's configuration.
import { dirname, isAbsolute, join, normalize } from 'node:path';
import { float, keyText, type Value } from '../value/index.js';
import type { Surroundings } from './types.js';

/** A value that is not of the type; the message says what was expected, if Ansible says it. */
export class WrongType extends Error {}

export interface CoerceContext extends Surroundings {
  /** The configuration file the text stands in: relative paths start from its directory. */
  readonly file?: string | undefined;
}

const TRUE = new Set(['y', 'yes', 'on', '1', 'true', 't']);

/**
 * `compat:` what is not known to be true is false; an empty text is a list with one empty text, and as a path the directory
 * that relative paths start from.
 * @throws WrongType
 */
export function coerce(value: Value, type: string, context: CoerceContext): Value {
  if (value === null) return null;
  switch (type) {
    case 'boolean':
    case 'bool':
      if (typeof value === 'boolean') return value;
      return TRUE.has(keyText(value).toLowerCase().trim());
    case 'integer':
    case 'int':
      return typeof value === 'string' ? wholeNumber(value) : value;
    case 'float':
      return typeof value === 'string' ? realNumber(value) : value;
    case 'list':
      return typeof value === 'string' ? value.split(',').map((part) => unquote(part.trim())) : value;
    case 'path':
    case 'tmp':
    case 'temppath':
    case 'tmppath':
      return typeof value === 'string' ? expandPath(value, context) : value;
    case 'pathspec':
      return paths(typeof value === 'string' ? value.split(':') : value, context);
    case 'pathlist':
      return paths(typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value, context);
    case 'str':
    case 'string':
      if (typeof value === 'number') return keyText(value);
      return typeof value === 'string' && context.file !== undefined ? unquote(value) : value;
    default:
      return typeof value === 'string' && context.file !== undefined ? unquote(value) : value;
  }
}

function paths(value: Value, context: CoerceContext): Value {
  return Array.isArray(value)
    ? value.map((part) => (typeof part === 'string' ? expandPath(part, context) : part))
    : value;
}

/** Python's `decimal.Decimal` as far as its values are whole. */
function wholeNumber(text: string): number {
  const trimmed = text.trim().replaceAll('_', '');
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(trimmed)) throw new WrongType('');
  const parsed = Number(trimmed);
  if (!Number.isInteger(parsed)) throw new WrongType(`Invalid type provided for "int": '${text}'`);
  return parsed;
}

function realNumber(text: string): Value {
  const trimmed = text.trim().replaceAll('_', '');
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(trimmed)) {
    throw new WrongType(`could not convert string to float: '${text}'`);
  }
  return float(Number(trimmed));
}

/** Without the quotes around it. */
function unquote(text: string): string {
  const [first] = text;
  const quoted = text.length > 1 && (first === '"' || first === "'") && text.at(-1) === first && text.at(-2) !== '\\';
  return quoted ? text.slice(1, -1) : text;
}

/** `{{CWD}}`, `{{ANSIBLE_HOME}}` (in defaults only), `$VARIABLE` and `~` filled in, made absolute and normal. */
export function expandPath(path: string, context: CoerceContext): string {
  const filled = path
    .replaceAll('{{CWD}}', context.cwd)
    .replace(
      /\$(?:(\w+)|\{([^}]*)\})/g,
      (whole, bare?: string, braced?: string) => context.env[bare ?? braced ?? ''] ?? whole,
    );
  const expanded = filled === '~' || filled.startsWith('~/') ? join(context.home, filled.slice(1)) : filled;
  const base = context.file === undefined ? context.cwd : dirname(context.file);
  const normal = normalize(isAbsolute(expanded) ? expanded : join(base, expanded));
  return normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal;
}
