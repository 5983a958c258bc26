// Where libyaml refuses a tab on a line that holds nothing else: outside of brackets, quotes and blocks of text.
import { isCollection, isScalar, Scalar, visit, type Document, type Node } from 'yaml';
import type { Refusal } from './libyaml.js';

const LINES = /^ *\t[ \t]*(?:#.*)?$/gm;

interface Plain {
  readonly start: number;
  readonly end: number;
  /** The column at which the collection stands that the scalar is in; -1: in none. */
  readonly indent: number;
}

/** @param documents as they were parsed from `text` */
export function refusedTab(text: string, documents: readonly Document[]): Refusal | undefined {
  const lines = [...text.matchAll(LINES)];
  if (lines.length === 0) return undefined;
  const shielded: (readonly [number, number])[] = [];
  const plains: Plain[] = [];
  for (const document of documents) {
    visit(document, {
      Node(_, node, path) {
        const [start, end] = node.range ?? [0, 0];
        if (isCollection(node)) {
          if (node.flow) shielded.push([start, end]);
        } else if (isScalar(node)) {
          if (node.type !== Scalar.PLAIN) shielded.push([start, end]);
          else if (end > start) plains.push({ start, end, indent: columnOf(text, path) });
        }
      },
    });
  }
  for (const { index, 0: line } of lines) {
    const tab = index + line.indexOf('\t');
    if (shielded.some(([start, end]) => tab >= start && tab < end)) continue;
    const before = plains.findLast(({ start }) => start < tab);
    // A text may go on, and then the tab counts where it is no deeper than the collection around it.
    const between = before ? text.slice(before.end, tab) : '';
    const goesOn = before && (tab < before.end || (between.trim() === '' && between.includes('\n')));
    if (goesOn && tab - index > before.indent) continue;
    const message = 'a tab stands on a line that holds nothing else';
    return { message, hint: 'remove it', start: tab, end: tab + 1 };
  }
  return undefined;
}

function columnOf(text: string, path: readonly unknown[]): number {
  const around = path.findLast((node): node is Node => isCollection(node) && !node.flow);
  const start = around?.range?.[0];
  return start === undefined ? -1 : start - (text.lastIndexOf('\n', start - 1) + 1);
}
