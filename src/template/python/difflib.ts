// Which lines of two texts are the same, and their unified diff: what Python's difflib finds (another diff may find other lines).
import { spend } from './budget.js';

/** Lines that both have: `size` of them, from `a` in the one and from `b` in the other. */
interface Match {
  readonly a: number;
  readonly b: number;
  readonly size: number;
}

/** A stretch of both texts, the same in both or not. */
interface Stretch extends Range {
  readonly isSame: boolean;
}

interface Range {
  readonly a: number;
  readonly aEnd: number;
  readonly b: number;
  readonly bEnd: number;
}

/** compat: in long texts, lines that make up more than one in a hundred are not looked for, only met beside others. */
const LONG = 200;

/** Where each line stands in a text. */
function places(lines: readonly string[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  lines.forEach((line, i) => {
    const at = found.get(line);
    if (at) at.push(i);
    else found.set(line, [i]);
  });
  const most = Math.floor(lines.length / 100) + 1;
  if (lines.length >= LONG) for (const [line, at] of found) if (at.length > most) found.delete(line);
  return found;
}

class Matcher {
  private readonly places: ReadonlyMap<string, readonly number[]>;

  constructor(
    private readonly a: readonly string[],
    private readonly b: readonly string[],
  ) {
    this.places = places(b);
  }

  /** The longest match within a range; of several the first in a, and of those the first in b. */
  private longest({ a, aEnd, b, bEnd }: Range): Match {
    let best: Match = { a, b, size: 0 };
    // Per place in b: how many lines up to it match those up to the present one of a.
    let lengths = new Map<number, number>();
    for (let i = a; i < aEnd; i++) {
      const next = new Map<number, number>();
      for (const j of this.places.get(this.a[i] as string) ?? []) {
        if (j < b) continue;
        if (j >= bEnd) break;
        spend(1);
        const size = (lengths.get(j - 1) ?? 0) + 1;
        next.set(j, size);
        if (size > best.size) best = { a: i - size + 1, b: j - size + 1, size };
      }
      lengths = next;
    }
    return this.widened(best, { a, aEnd, b, bEnd });
  }

  /** A match with the same lines around it that were not looked for. */
  private widened(match: Match, within: Range): Match {
    let { a, b, size } = match;
    while (a > within.a && b > within.b && this.a[a - 1] === this.b[b - 1]) {
      a--;
      b--;
      size++;
    }
    while (a + size < within.aEnd && b + size < within.bEnd && this.a[a + size] === this.b[b + size]) size++;
    return { a, b, size };
  }

  /** All matches in order: the longest one, then those before and after it in the same way. */
  private matches(): Match[] {
    const found: Match[] = [];
    const open: Range[] = [{ a: 0, aEnd: this.a.length, b: 0, bEnd: this.b.length }];
    for (let range = open.pop(); range; range = open.pop()) {
      spend(1);
      const match = this.longest(range);
      if (match.size === 0) continue;
      found.push(match);
      open.push({ a: range.a, aEnd: match.a, b: range.b, bEnd: match.b });
      open.push({ a: match.a + match.size, aEnd: range.aEnd, b: match.b + match.size, bEnd: range.bEnd });
    }
    return found.sort((x, y) => x.a - y.a);
  }

  /** Both texts from beginning to end. */
  stretches(): Stretch[] {
    const out: Stretch[] = [];
    let [a, b] = [0, 0];
    const upTo = (aEnd: number, bEnd: number): void => {
      if (aEnd > a || bEnd > b) out.push({ isSame: false, a, aEnd, b, bEnd });
    };
    for (const match of this.matches()) {
      const last = out.at(-1);
      upTo(match.a, match.b);
      const [aEnd, bEnd] = [match.a + match.size, match.b + match.size];
      if (last?.isSame && out.at(-1) === last) out[out.length - 1] = { ...last, aEnd, bEnd };
      else out.push({ isSame: true, a: match.a, aEnd, b: match.b, bEnd });
      [a, b] = [aEnd, bEnd];
    }
    upTo(this.a.length, this.b.length);
    return out;
  }
}

/** Stretches that a diff shows together: what differs, and at most `context` lines around it. */
function hunks(stretches: readonly Stretch[], context: number): Stretch[][] {
  const groups: Stretch[][] = [];
  let group: Stretch[] = [];
  stretches.forEach((s, i) => {
    if (!s.isSame) {
      group.push(s);
      return;
    }
    const size = s.aEnd - s.a;
    const [isFirst, isLast] = [i === 0, i === stretches.length - 1];
    const head: Stretch = { ...s, aEnd: Math.min(s.aEnd, s.a + context), bEnd: Math.min(s.bEnd, s.b + context) };
    const tail: Stretch = { ...s, a: Math.max(s.a, s.aEnd - context), b: Math.max(s.b, s.bEnd - context) };
    if (isFirst) group.push(tail);
    else if (isLast) group.push(head);
    else if (size <= 2 * context) group.push(s);
    else {
      groups.push([...group, head]);
      group = [tail];
    }
  });
  if (group.some((s) => !s.isSame)) groups.push(group);
  return groups;
}

/** Counted from 1; an empty range names the line before it, a count of 1 is left out. */
function range(start: number, end: number): string {
  const count = end - start;
  return count === 1 ? String(start + 1) : `${count === 0 ? start : start + 1},${count}`;
}

/**
 * Python's `difflib.unified_diff` of lines that keep their line ends.
 * @param context lines around each difference
 * @returns headers, `@@` lines and lines with their sign; empty when nothing differs
 */
export function unifiedDiff(
  a: readonly string[],
  b: readonly string[],
  from: string,
  to: string,
  context = 3,
): string[] {
  const out: string[] = [];
  for (const group of hunks(new Matcher(a, b).stretches(), context)) {
    const [first, last] = [group[0] as Stretch, group.at(-1) as Stretch];
    if (out.length === 0) out.push(`--- ${from}\n`, `+++ ${to}\n`);
    out.push(`@@ -${range(first.a, last.aEnd)} +${range(first.b, last.bEnd)} @@\n`);
    for (const s of group) {
      if (s.isSame) out.push(...a.slice(s.a, s.aEnd).map((line) => ` ${line}`));
      else out.push(...a.slice(s.a, s.aEnd).map((l) => `-${l}`), ...b.slice(s.b, s.bEnd).map((l) => `+${l}`));
    }
  }
  return out;
}
