// Reads JMESPath: the package's lexer and parser make the tree, the literals in it become values as Python reads them.
import { compile, tokenize } from 'jmespath';
import { TsplayError } from '../../ground/index.js';
import type { Value } from '../../value/index.js';
import { parseJson } from '../json-parse.js';
import { fail } from '../python/errors.js';

type Comparator = 'EQ' | 'NE' | 'LT' | 'LTE' | 'GT' | 'GTE';

export type Node =
  | { readonly type: 'Field'; readonly name: string }
  | { readonly type: 'Identity' | 'Current' }
  | { readonly type: 'Index'; readonly value: number }
  | { readonly type: 'Slice'; readonly children: readonly (number | null)[] }
  | { readonly type: 'Subexpression' | 'IndexExpression' | 'Pipe'; readonly children: readonly [Node, Node] }
  | { readonly type: 'Projection' | 'ValueProjection'; readonly children: readonly [Node, Node] }
  | { readonly type: 'FilterProjection'; readonly children: readonly [Node, Node, Node] }
  | { readonly type: 'Comparator'; readonly name: Comparator; readonly children: readonly [Node, Node] }
  | { readonly type: 'OrExpression' | 'AndExpression'; readonly children: readonly [Node, Node] }
  | { readonly type: 'NotExpression' | 'Flatten' | 'ExpressionReference'; readonly children: readonly [Node] }
  | { readonly type: 'MultiSelectList'; readonly children: readonly Node[] }
  | {
      readonly type: 'MultiSelectHash';
      readonly children: readonly { readonly name: string; readonly value: Node }[];
    }
  | { readonly type: 'Function'; readonly name: string; readonly children: readonly Node[] }
  | { readonly type: 'Literal'; readonly value: unknown };

export interface Query {
  readonly root: Node;
  /** The values of literals that JavaScript's JSON would not read exactly, by the text that stands for them. */
  readonly literals: ReadonlyMap<string, Value>;
}

const known = new Map<string, Query>();
const MOST_KNOWN = 500;

/** Where the quote that opens at `start` is closed. */
function endOfLiteral(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text[i] !== text[start]) i += text[i] === '\\' ? 2 : 1;
  return i < text.length ? i : fail(`JMESPath: a ${text[start]} is not closed`);
}

/** The expression with each JSON literal replaced by a text that names it: `1.0` and great numbers survive that way. */
function withoutLiterals(expression: string, literals: Map<string, Value>): string {
  let out = '';
  let from = 0;
  for (const token of tokenize(expression)) {
    if (token.type !== 'Literal') continue;
    const end = endOfLiteral(expression, token.start);
    if (expression[token.start] !== '`') continue;
    let value: Value;
    try {
      value = parseJson(expression.slice(token.start + 1, end).replaceAll('\\`', '`'));
    } catch {
      continue; // compat: a literal that is no JSON is the text itself
    }
    const name = `\u0001${literals.size}`;
    literals.set(name, value);
    out += `${expression.slice(from, token.start)}\`${JSON.stringify(name)}\``;
    from = end + 1;
  }
  return out + expression.slice(from);
}

/** The parser leaves holes in the tree of some wrong expressions. */
function isWhole(node: unknown): boolean {
  if (typeof node !== 'object' || node === null || !('type' in node)) return false;
  if (node.type === 'Slice' || node.type === 'Literal') return true;
  if (!('children' in node) || !Array.isArray(node.children)) return true;
  return node.children.every((child: { type?: string; value?: unknown } | undefined) =>
    isWhole(child?.type === 'KeyValuePair' ? child.value : child),
  );
}

/** @throws TsplayError template-value when the expression is not JMESPath */
export function parseQuery(expression: string): Query {
  let query = known.get(expression);
  if (query) return query;
  try {
    const literals = new Map<string, Value>();
    const root = compile(withoutLiterals(expression, literals));
    if (!isWhole(root)) return fail(`JMESPath: the expression '${expression}' is not complete`);
    query = { root: root as Node, literals };
  } catch (error) {
    if (error instanceof TsplayError) throw error;
    return fail(`JMESPath: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(expression, query);
  return query;
}
