// Text that knows what made it: Jinja2's Markup, which escapes what is put together with it, and Ansible's NativeJinjaText.
import { PyObject, Tuple, tuple, type Value } from '../../value/index.js';
import type { Kwargs } from './arguments.js';
import { attribute, element } from './access.js';
import { NativeFunction } from './callable.js';
import { fail } from './errors.js';
import { binary, type Operator } from './operators.js';
import { reprOfText } from './text.js';

type Kind = 'Markup' | 'NativeJinjaText';

/**
 * A text with its kind, inside of one template only: it lives between a filter and what is done to its result next, and is
 * plain text everywhere else.
 */
export class TypedText extends PyObject {
  constructor(
    readonly text: string,
    override readonly typeName: Kind,
  ) {
    super();
  }
  get isMarkup(): boolean {
    return this.typeName === 'Markup';
  }
  override get(name: string): Value | undefined {
    const found = attribute(this.text, name);
    return found instanceof NativeFunction && this.isMarkup ? markupMethod(found) : found;
  }
  /** `text[key]` */
  element(key: Value): Value | undefined {
    const found = element(this.text, key);
    return typeof found === 'string' && this.isMarkup ? markup(found) : found;
  }
  override str(): string {
    return this.text;
  }
  override repr(): string {
    return this.isMarkup ? `Markup(${reprOfText(this.text)})` : reprOfText(this.text);
  }
}

const markup = (text: string): TypedText => new TypedText(text, 'Markup');

/** The value without its kind. */
export function plainText(v: Value): Value {
  return v instanceof TypedText ? v.text : v;
}

const MAKERS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ...['e', 'escape', 'forceescape', 'safe', 'tojson'].map((n): [string, Kind] => [n, 'Markup']),
  ...['string', 'to_json', 'to_nice_json', 'to_yaml', 'to_nice_yaml'].map((n): [string, Kind] => [
    n,
    'NativeJinjaText',
  ]),
]);
const KEEPERS: ReadonlySet<string> = new Set('upper lower capitalize trim center indent truncate reverse'.split(' '));

/** What a filter's result is, by the filter's name and what it was applied to. */
export function filtered(name: string, target: Value, result: Value): Value {
  if (typeof result !== 'string') return result;
  const kind = MAKERS.get(name);
  if (kind) return new TypedText(result, kind);
  const keeps = target instanceof TypedText && target.isMarkup && KEEPERS.has(name);
  return keeps ? markup(result) : result;
}

/** What a filter gives that asks for the kind of its text; undefined: it does not. @throws TsplayError for what Markup cannot be given to */
export function kindFilter(name: string, target: TypedText, args: readonly Value[], kwargs: Kwargs): Value | undefined {
  if (name === 'type_debug') return target.typeName;
  if (!target.isMarkup) return name === 'default' || name === 'd' ? target : undefined;
  switch (name) {
    case 'e':
    case 'escape':
    case 'safe':
      return target;
    case 'pprint':
      return target.repr();
    case 'to_yaml':
    case 'to_nice_yaml':
      return fail(
        `${name}: escaped text (Markup) cannot be written as YAML`,
        'put | string behind the filter that escapes',
      );
    case 'format':
      harmless([...args, ...kwargs.values()]);
      return undefined;
    case 'truncate':
      harmless([...args, ...kwargs.values()]);
      return undefined;
    default:
      return undefined;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
};
const SPECIAL = /[&<>"']/;

/** `a op b` where one is of a kind. compat: Markup escapes the text that is put together with it. */
export function typedBinary(op: Operator, a: Value, b: Value): Value {
  const [left, right] = [plainText(a), plainText(b)];
  const [leftIs, rightIs] = [isMarkup(a), isMarkup(b)];
  if (!leftIs && !rightIs) return binary(op, left, right);
  if (op === '%') {
    if (!leftIs) return binary(op, left, right);
    if (!rightIs) harmless([right]);
  } else if (op === '+' && typeof left === 'string' && typeof right === 'string')
    return markup(binary('+', leftIs ? left : escaped(left), rightIs ? right : escaped(right)) as string);
  const result = binary(op, left, right);
  return typeof result === 'string' ? markup(result) : result;
}

function isMarkup(v: Value): boolean {
  return v instanceof TypedText && v.isMarkup;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);
}

/** Methods of Markup that give Markup; their arguments are escaped. */
const WRAPPING: ReadonlySet<string> = new Set(
  (
    'capitalize title lower upper replace ljust rjust lstrip rstrip center strip translate expandtabs swapcase zfill ' +
    'casefold removeprefix removesuffix join format partition rpartition'
  ).split(' '),
);

function markupMethod(method: NativeFunction): NativeFunction {
  if (!WRAPPING.has(method.name)) return method;
  return new NativeFunction(method.name, (args, kwargs) => {
    harmless([...args, ...kwargs.values()]);
    const result = method.call(args, kwargs);
    if (typeof result === 'string') return markup(result);
    return result instanceof Tuple ? tuple(result) : result;
  });
}

/** Refuses what Markup would escape before it is put in. */
function harmless(values: readonly Value[]): void {
  for (const v of values) {
    if (typeof v === 'string' && SPECIAL.test(v))
      fail(
        'text with one of & < > " \' that is put into escaped text is escaped by Ansible',
        'make the escaped text plain first, with | string',
      );
    else if (Array.isArray(v)) harmless(v);
    else if (v instanceof Map) harmless([...v.keys(), ...v.values()]);
  }
}
