// Text that knows what made it: Jinja2's Markup, which escapes what is put together with it, and Ansible's NativeJinjaText.
import { PyObject, setTextKind, type TextKind, type Value } from '../../value/index.js';
import type { Kwargs } from './arguments.js';
import { attribute, element } from './access.js';
import { NativeFunction } from './callable.js';
import { fail } from './errors.js';
import { binary, type Operator } from './operators.js';
import { reprOfText } from './text.js';

/**
 * A text with its kind, inside of one template only: it lives between a filter and what is done to its result next, and is
 * plain text everywhere else.
 */
export class TypedText extends PyObject {
  constructor(
    readonly text: string,
    override readonly typeName: TextKind,
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

const ESCAPERS: ReadonlySet<string> = new Set(['e', 'escape', 'forceescape', 'safe', 'tojson']);
const KEEPERS: ReadonlySet<string> = new Set('upper lower capitalize trim center indent truncate reverse'.split(' '));

/** The kind of what a filter gives, whatever it is given. @param textFilters the filters whose text stays text */
export function kindMadeBy(name: string, textFilters: ReadonlySet<string>): TextKind | undefined {
  if (textFilters.has(name)) return 'NativeJinjaText';
  return ESCAPERS.has(name.replace(/^ansible\.builtin\./, '')) ? 'Markup' : undefined;
}

/** What a filter's result is, by the filter's name as it is written and what it was applied to. */
export function filtered(name: string, target: Value, result: string, textFilters: ReadonlySet<string>): Value {
  const kind = kindMadeBy(name, textFilters);
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
    'casefold removeprefix removesuffix join format partition rpartition split rsplit splitlines'
  ).split(' '),
);

function markupMethod(method: NativeFunction): NativeFunction {
  if (!WRAPPING.has(method.name)) return method;
  return new NativeFunction(method.name, (args, kwargs) => {
    harmless([...args, ...kwargs.values()]);
    const result = method.call(args, kwargs);
    if (typeof result === 'string') return markup(result);
    if (Array.isArray(result))
      result.forEach((part, i) => typeof part === 'string' && setTextKind(result, i, part, 'Markup'));
    return result;
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
