// Turns the tree nunjucks' parser builds (text, prints, ifs; ours for the rest) into our statements.
import type { NunjucksNode } from 'nunjucks/src/parser.js';
import type { Expr, Stmt } from './ast.js';

function isOurs(node: unknown): node is Stmt {
  return typeof node === 'object' && node !== null && 't' in node;
}

/** The statements of a Root, NodeList or If node. */
export function toStatements(node: NunjucksNode | undefined | null): Stmt[] {
  if (!node) return [];
  if (node.typename === 'If') return [ifStatement(node)];
  return (node.children ?? []).map((child) => (isOurs(child) ? child : statement(child as NunjucksNode)));
}

function statement(node: NunjucksNode): Stmt {
  if (node.typename === 'If') return ifStatement(node);
  if (node.typename !== 'Output') throw new Error(`no translation for nunjucks' ${node.typename}`);
  const [content] = node.children ?? [];
  const pos = (node as unknown as { colno: number }).colno;
  if ((content as NunjucksNode).typename === 'TemplateData')
    return { t: 'text', text: String((content as NunjucksNode).value), pos };
  return { t: 'output', expr: content as Expr, pos };
}

function ifStatement(node: NunjucksNode): Stmt {
  return {
    t: 'if',
    test: node.cond as Expr,
    body: toStatements(node.body as NunjucksNode),
    otherwise: toStatements(node.else_ as NunjucksNode | null),
    pos: (node as unknown as { colno: number }).colno,
  };
}
