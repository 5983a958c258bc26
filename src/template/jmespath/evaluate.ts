// What a JMESPath query finds in a value, as Python's jmespath works it out: dicts keep their order, floats stay floats.
import { Tuple, type Value, type ValueMap } from '../../value/index.js';
import { slice } from '../python/access.js';
import { spend } from '../python/budget.js';
import { compare, equal, mapGet } from '../python/compare.js';
import { fail } from '../python/errors.js';
import { isNumeric, toNumber } from '../python/numbers.js';
import { callFunction, Reference, type Argument } from './functions.js';
import { parseQuery, type Node, type Query } from './parse.js';

/** Lists only: a tuple is none to JMESPath. */
function isList(v: Value): v is Value[] {
  return Array.isArray(v) && !(v instanceof Tuple);
}

function isFalse(v: Value): boolean {
  if (v === '' || v === null || v === false) return true;
  return isList(v) ? v.length === 0 : v instanceof Map && v.size === 0;
}

function isNumber(v: Value): boolean {
  return typeof v !== 'boolean' && isNumeric(v);
}

/** compat: 0 and 1 are not equal to false and true here, unlike everywhere else in Python. */
function same(a: Value, b: Value): boolean {
  const special = (x: Value, y: Value): boolean =>
    typeof y === 'boolean' && isNumeric(x) && isNumber(x) && (toNumber(x) === 0 || toNumber(x) === 1);
  return !special(a, b) && !special(b, a) && equal(a, b);
}

function ordered(name: string, a: Value, b: Value): Value {
  const comparable = (v: Value): boolean => typeof v === 'string' || isNumber(v);
  if (!comparable(a) || !comparable(b)) return null;
  const order = compare(a, b);
  if (Number.isNaN(order)) return false;
  switch (name) {
    case 'LT':
      return order < 0;
    case 'LTE':
      return order <= 0;
    case 'GT':
      return order > 0;
    default:
      return order >= 0;
  }
}

class Evaluation {
  constructor(private readonly query: Query) {}

  private literal(value: unknown): Value {
    if (typeof value !== 'string') return fail('JMESPath: a literal of an unexpected kind');
    const exact = this.query.literals.get(value);
    return exact === undefined ? value : exact;
  }

  /** What `right` gives of each element, without what is not there. */
  private project(items: Iterable<Value>, right: Node): Value[] {
    const out: Value[] = [];
    for (const item of items) {
      const found = this.run(right, item);
      if (found !== null) out.push(found);
    }
    return out;
  }

  private filtered(node: Node & { type: 'FilterProjection' }, v: Value): Value {
    const [left, right, condition] = node.children;
    const base = this.run(left, v);
    if (!isList(base)) return null;
    return this.project(
      base.filter((item) => !isFalse(this.run(condition, item))),
      right,
    );
  }

  private hash(node: Node & { type: 'MultiSelectHash' }, v: Value): Value {
    if (v === null) return null;
    const out: ValueMap = new Map();
    for (const pair of node.children) out.set(pair.name, this.run(pair.value, v));
    return out;
  }

  private argument(node: Node, v: Value): Argument {
    if (node.type !== 'ExpressionReference') return this.run(node, v);
    return new Reference((item) => this.run(node.children[0], item));
  }

  run(node: Node, v: Value): Value {
    spend(isList(v) ? 1 + v.length : 1);
    switch (node.type) {
      case 'Field':
        return v instanceof Map ? (mapGet(v, node.name) ?? null) : null;
      case 'Identity':
      case 'Current':
        return v;
      case 'Literal':
        return this.literal(node.value);
      case 'Subexpression':
      case 'IndexExpression':
      case 'Pipe':
        return this.run(node.children[1], this.run(node.children[0], v));
      case 'Index':
        return isList(v) ? (v.at(node.value) ?? null) : null;
      case 'Slice': {
        const [start = null, stop = null, step = null] = node.children;
        return isList(v) ? slice(v, start, stop, step) : null;
      }
      case 'Projection': {
        const base = this.run(node.children[0], v);
        return isList(base) ? this.project(base, node.children[1]) : null;
      }
      case 'ValueProjection': {
        const base = this.run(node.children[0], v);
        return base instanceof Map ? this.project(base.values(), node.children[1]) : null;
      }
      case 'FilterProjection':
        return this.filtered(node, v);
      case 'Flatten': {
        const base = this.run(node.children[0], v);
        return isList(base) ? base.flatMap((item) => (isList(item) ? item : [item])) : null;
      }
      case 'Comparator': {
        const [a, b] = [this.run(node.children[0], v), this.run(node.children[1], v)];
        if (node.name === 'EQ' || node.name === 'NE') return same(a, b) === (node.name === 'EQ');
        return ordered(node.name, a, b);
      }
      case 'OrExpression': {
        const left = this.run(node.children[0], v);
        return isFalse(left) ? this.run(node.children[1], v) : left;
      }
      case 'AndExpression': {
        const left = this.run(node.children[0], v);
        return isFalse(left) ? left : this.run(node.children[1], v);
      }
      case 'NotExpression':
        return isFalse(this.run(node.children[0], v));
      case 'MultiSelectList':
        return v === null ? null : node.children.map((child) => this.run(child, v));
      case 'MultiSelectHash':
        return this.hash(node, v);
      case 'Function':
        return callFunction(
          node.name,
          node.children.map((child) => this.argument(child, v)),
        );
      case 'ExpressionReference':
        return fail('JMESPath: & stands outside of a function call');
    }
  }
}

/** What the JMESPath expression finds. @throws TsplayError template-value for wrong expressions and arguments */
export function search(expression: string, value: Value): Value {
  const query = parseQuery(expression);
  return new Evaluation(query).run(query.root, value);
}
