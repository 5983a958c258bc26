// Python's data model as TypeScript types: what variables, template results and module results are made of.
//
//   Python        here
//   None          null
//   bool          boolean
//   int           number (safe integers), bigint (beyond)
//   float         number when it has a fraction or is nan/inf, Float when it is integral (1.0)
//   str           string: always data, never evaluated
//   list          Array          tuple   Tuple
//   dict          Map            (a Map keeps insertion order also for keys like '10', an object does not)
//   template      TemplateText: only text from the controller's files is ever one
//   undefined     Undefined: bites when it is used
//   vaulted text  VaultedText: text that is decrypted when it is used, and then data
//   others        PyObject: namespaces, macros, loop, datetime …; closed classes of ours, no host objects
import type { Span } from '../ground/index.js';

export type Value =
  null | boolean | number | bigint | string | Float | Tuple | Value[] | ValueMap | TemplateText | Undefined | PyObject;

export type ValueMap = Map<Value, Value>;

/** A Python float whose value is integral: prints as `1.0`, equals the int 1. Make one with `float`. */
export class Float {
  constructor(readonly value: number) {}
}

/** The representation of the Python float `n`. */
export function float(n: number): number | Float {
  return Number.isInteger(n) ? new Float(n) : n;
}

/** A Python tuple. */
export class Tuple extends Array<Value> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
}

/** Builds a tuple (the Array constructor's one-number form never bites here). */
export function tuple(items: Iterable<Value>): Tuple {
  const t = new Tuple();
  for (const item of items) t.push(item);
  return t;
}

/** Text with template markers that came from a controller file, not yet evaluated. */
export class TemplateText {
  constructor(
    readonly source: string,
    readonly span: Span,
  ) {}
}

/** A value that does not exist: harmless until it is used, then the error says `message`. */
export class Undefined {
  constructor(
    /** What does not exist, in words: `'foo' is undefined`. */
    readonly message: string,
    readonly span?: Span,
    readonly hint?: string,
    /** The plain name when it was a variable. */
    readonly name?: string,
  ) {}
}

/** Objects templates can meet besides plain data. `get` is the only access to their attributes. */
export abstract class PyObject {
  /** Python's type name, for messages and `type_debug`. */
  abstract readonly typeName: string;
  /** An attribute, or undefined when there is none of that name. */
  abstract get(name: string): Value | undefined;
  /** Python's `repr`. */
  repr(): string {
    return `<${this.typeName} object>`;
  }
  /** Python's `str`. */
  str(): string {
    return this.repr();
  }
}

/** The value of the variable `omit`: the parameter or key that has it is dropped. */
export class OmitValue extends PyObject {
  override readonly typeName = 'Omit';
  static readonly instance = new OmitValue();
  private constructor() {
    super();
  }
  override get(): undefined {
    return undefined;
  }
  override repr(): string {
    return '<<Omit>>';
  }
}

/**
 * Text that stands encrypted in a file (`!vault`) and is decrypted when it is first used. To everyone who asks for its
 * text it is text; it is never a template. `compat:` its type has the name it has in ansible-core 2.18.
 */
export class VaultedText extends PyObject {
  override readonly typeName = 'AnsibleVaultEncryptedUnicode';
  private plain: string | undefined;

  /** @param open decrypts; it throws a TsplayError when it cannot. */
  constructor(
    readonly ciphertext: string,
    readonly span: Span | undefined,
    private readonly open: () => string,
  ) {
    super();
  }

  /** The decrypted text. @throws TsplayError vault-failed */
  reveal(): string {
    return (this.plain ??= this.open());
  }

  override get(): undefined {
    return undefined;
  }
  override repr(): string {
    return this.reveal();
  }
}

/** Marks a container that works its values out when asked and gives them evaluated: template engines do not look into it. */
export const EVALUATED = Symbol('evaluated');

/** Whether a container says of itself that nothing in it is a template. */
export function isEvaluated(value: object): boolean {
  return EVALUATED in value;
}
