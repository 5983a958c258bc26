// Two texts as a unified diff, the way `diff -u` prints it.
import { changes, type Change } from './myers.js';

const CONTEXT = 3;
const NO_NEWLINE = '\\ No newline at end of file';

/**
 * @param context lines around each difference
 * @returns the lines of the diff, headers `--- from` and `+++ to` first; empty when the texts are the same
 */
export function unifiedDiff(
  before: string,
  after: string,
  from: string,
  to: string,
  context: number = CONTEXT,
): string[] {
  const a = split(before);
  const b = split(after);
  const found = changes(a, b);
  if (found.length === 0) return [];
  const lines = [`--- ${from}`, `+++ ${to}`];
  for (const group of hunks(found, context)) lines.push(...hunk(group, a, b, context));
  return lines;
}

/** Lines with their line feed, so that a last line without one differs from the same line with one. */
function split(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Changes whose context would touch or overlap share a hunk. */
function hunks(found: readonly Change[], context: number): Change[][] {
  const groups: Change[][] = [];
  for (const change of found) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group && last && change.a - last.aEnd <= 2 * context) group.push(change);
    else groups.push([change]);
  }
  return groups;
}

function hunk(group: readonly Change[], a: readonly string[], b: readonly string[], context: number): string[] {
  const first = group[0];
  const last = group.at(-1);
  if (!first || !last) return [];
  const lead = Math.min(context, first.a);
  const trail = Math.min(context, a.length - last.aEnd);
  const body: string[] = [];
  const put = (sign: string, lines: readonly string[]): void => {
    for (const line of lines) {
      if (line.endsWith('\n')) body.push(sign + line.slice(0, -1));
      else body.push(sign + line, NO_NEWLINE);
    }
  };
  let next = first.a - lead;
  for (const change of group) {
    put(' ', a.slice(next, change.a));
    put('-', a.slice(change.a, change.aEnd));
    put('+', b.slice(change.b, change.bEnd));
    next = change.aEnd;
  }
  put(' ', a.slice(next, last.aEnd + trail));
  const left = range(first.a - lead, last.aEnd + trail);
  const right = range(first.b - lead, last.bEnd + trail);
  return [`@@ -${left} +${right} @@`, ...body];
}

/** `start,count` counted from 1; an empty range names the line before it, a count of 1 is left out. */
function range(start: number, end: number): string {
  const count = end - start;
  if (count === 1) return String(start + 1);
  return `${count === 0 ? start : start + 1},${count}`;
}
