// Values as PyYAML's nodes: what each is called, which text it has and in which style it wants to be written.
import { Float, Tuple, Undefined, VaultedText, type Value, type ValueMap } from '../../value/index.js';
import { spend } from '../python/budget.js';
import { compare } from '../python/compare.js';
import { fail, failUndefined } from '../python/errors.js';
import { floatRepr, isFloat, toNumber } from '../python/numbers.js';
import { PyBytes, utf8Of } from '../python/bytes.js';
import { NamedTuple } from '../python/named-tuple.js';
import { str, typeName } from '../python/text.js';
import { needsQuotes } from './analysis.js';

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly tag: string;
  readonly text: string;
  /** The wish of the value or of `default_style`; undefined: none. */
  readonly style: ScalarStyle | undefined;
  /** Whether a reader finds the tag by itself when the text is written plain, or in quotes. */
  readonly plainImplicit: boolean;
  readonly quotedImplicit: boolean;
}

export interface SequenceNode {
  readonly kind: 'sequence';
  readonly tag: string;
  readonly flow: boolean;
  readonly items: readonly Node[];
}

export interface MappingNode {
  readonly kind: 'mapping';
  readonly tag: string;
  readonly flow: boolean;
  readonly pairs: readonly (readonly [Node, Node])[];
}

export type Node = ScalarNode | SequenceNode | MappingNode;

export interface RepresentOptions {
  /** false: block style; true: flow style; null: flow for collections of plain scalars. */
  readonly flow: boolean | null;
  readonly sortKeys: boolean;
  /** PyYAML's `default_style`; compat: another text than a style's sign has no style, but collections become blocks. */
  readonly style: string | undefined;
  /** Whether a container that occurs again is the same node again. */
  readonly aliases: boolean;
}

const STYLES: Readonly<Record<string, ScalarStyle>> = { "'": 'single', '"': 'double', '|': 'literal', '>': 'folded' };
const PREFIX = 'tag:yaml.org,2002:';

/** @throws TsplayError for values YAML cannot hold */
export function represent(value: Value, options: RepresentOptions): Node {
  return new Representer(options).node(value);
}

class Representer {
  private readonly seen = new Map<object, Node>();
  private readonly style: ScalarStyle | undefined;
  private readonly styled: boolean;

  constructor(private readonly options: RepresentOptions) {
    this.styled = options.style !== undefined && options.style !== '';
    this.style = Object.hasOwn(STYLES, options.style ?? '') ? STYLES[options.style ?? ''] : undefined;
  }

  node(value: Value): Node {
    spend(8);
    if (value instanceof Undefined) failUndefined(value);
    if (!Array.isArray(value) && !(value instanceof Map)) return this.scalar(value);
    const shared = this.options.aliases && !(value instanceof Tuple && value.length === 0);
    const known = shared ? this.seen.get(value) : undefined;
    if (known) return known;
    if (value instanceof NamedTuple) fail(`a ${value.title ?? 'tuple with names'} cannot be written as YAML`);
    const node = Array.isArray(value) ? this.sequence(value) : this.mapping(value);
    if (shared) this.seen.set(value, node);
    return node;
  }

  private scalar(value: Value): ScalarNode {
    const { style } = this;
    if (value instanceof VaultedText) {
      // compat: a `!vault` value is written encrypted, as a block where one may stand.
      const text = value.ciphertext;
      return { kind: 'scalar', tag: '!vault', text, style: 'literal', plainImplicit: false, quotedImplicit: false };
    }
    if (typeof value === 'string') {
      utf8Of(value);
      const plainImplicit = !needsQuotes(value);
      return { kind: 'scalar', tag: `${PREFIX}str`, text: value, style, plainImplicit, quotedImplicit: true };
    }
    if (value instanceof PyBytes) {
      const text = value.base64Lines();
      return {
        kind: 'scalar',
        tag: `${PREFIX}binary`,
        text,
        style: 'literal',
        plainImplicit: false,
        quotedImplicit: false,
      };
    }
    const [name, text] = scalarText(value);
    return { kind: 'scalar', tag: PREFIX + name, text, style, plainImplicit: true, quotedImplicit: false };
  }

  private sequence(value: readonly Value[]): SequenceNode {
    const items = value.map((item) => this.node(item));
    return { kind: 'sequence', tag: `${PREFIX}seq`, flow: this.isFlow(items, value), items };
  }

  private mapping(value: ValueMap): MappingNode {
    const pairs = this.sorted(value).map(([k, v]) => [this.node(k), this.node(v)] as const);
    return { kind: 'mapping', tag: `${PREFIX}map`, flow: this.isFlow(pairs.flat(), [...value.values()]), pairs };
  }

  private isFlow(children: readonly Node[], values: readonly Value[]): boolean {
    if (this.options.flow !== null) return this.options.flow;
    if (this.styled && children.length > 0) return false;
    return children.every((c) => c.kind === 'scalar') && !values.some((v) => v instanceof VaultedText);
  }

  private sorted(map: ValueMap): [Value, Value][] {
    const pairs = [...map];
    if (!this.options.sortKeys) return pairs;
    try {
      return pairs.sort((a, b) => compare(a[0], b[0]));
    } catch {
      return [...map];
    }
  }
}

/** The type's name in YAML and the text of a value that is neither text nor a collection. */
function scalarText(value: Value): [string, string] {
  if (value === null) return ['null', 'null'];
  if (typeof value === 'boolean') return ['bool', value ? 'true' : 'false'];
  if (isFloat(value)) {
    const n = value instanceof Float ? toNumber(value) : value;
    if (Number.isNaN(n)) return ['float', '.nan'];
    if (!Number.isFinite(n)) return ['float', n > 0 ? '.inf' : '-.inf'];
    const text = floatRepr(n);
    return ['float', text.includes('.') ? text : text.replace('e', '.0e')];
  }
  if (typeof value === 'number' || typeof value === 'bigint') return ['int', String(value)];
  if (typeof value === 'object' && 'isoFormat' in value) return ['timestamp', str(value)];
  return fail(`a ${typeName(value)} cannot be written as YAML`);
}
