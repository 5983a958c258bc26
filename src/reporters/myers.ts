// The shortest edit from one list of lines to another (Myers 1986, greedy with trace).

/** A run of lines that differs: `before[a, aEnd)` became `after[b, bEnd)`. */
export interface Change {
  readonly a: number;
  readonly aEnd: number;
  readonly b: number;
  readonly bEnd: number;
}

/** Edits beyond this many lines are shown as one replaced block: memory and time grow with the square. */
const MAX_EDITS = 2000;

/** The changes between two lists, in order, none touching the next. */
export function changes(before: readonly string[], after: readonly string[]): Change[] {
  let head = 0;
  const shorter = Math.min(before.length, after.length);
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const a = before.slice(head, before.length - tail);
  const b = after.slice(head, after.length - tail);
  if (a.length === 0 && b.length === 0) return [];

  const removed = new Uint8Array(before.length);
  const added = new Uint8Array(after.length);
  const kept = a.length === 0 || b.length === 0 ? [] : commonLines(a, b);
  removed.fill(1, head, head + a.length);
  added.fill(1, head, head + b.length);
  for (const [x, y] of kept) {
    removed[head + x] = 0;
    added[head + y] = 0;
  }
  slideDown(removed, before, added);
  slideDown(added, after, removed);
  return collect(removed, added);
}

/** Pairs of indices of the lines that stay, of a shortest edit; none when the edit is too long to look for. */
function commonLines(a: readonly string[], b: readonly string[]): [number, number][] {
  const max = Math.min(a.length + b.length, MAX_EDITS);
  const offset = max + 1;
  const furthest = new Int32Array(2 * max + 3);
  const trace: Int32Array[] = [];
  for (let d = 0; d <= max; d++) {
    // Only the diagonals -d-1 … d+1 are read on the way back.
    trace.push(furthest.slice(offset - d - 1, offset + d + 2));
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && at(furthest, offset + k - 1) < at(furthest, offset + k + 1));
      let x = down ? at(furthest, offset + k + 1) : at(furthest, offset + k - 1) + 1;
      let y = x - k;
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x++;
        y++;
      }
      furthest[offset + k] = x;
      if (x >= a.length && y >= b.length) return walkBack(trace, a.length, b.length);
    }
  }
  return [];
}

function walkBack(trace: readonly Int32Array[], aLength: number, bLength: number): [number, number][] {
  const pairs: [number, number][] = [];
  let x = aLength;
  let y = bLength;
  for (let d = trace.length - 1; d > 0; d--) {
    const furthest = trace[d] ?? new Int32Array();
    const offset = d + 1;
    const k = x - y;
    const down = k === -d || (k !== d && at(furthest, offset + k - 1) < at(furthest, offset + k + 1));
    const fromK = down ? k + 1 : k - 1;
    const fromX = at(furthest, offset + fromK);
    const fromY = fromX - fromK;
    const startX = down ? fromX : fromX + 1;
    while (x > startX) pairs.push([--x, --y]);
    x = fromX;
    y = fromY;
  }
  while (x > 0 && y > 0) pairs.push([--x, --y]);
  return pairs.reverse();
}

function at(list: Int32Array, index: number): number {
  return list[index] ?? 0;
}

/** Moves each run of marked lines as far down as it goes without meeting changes of the other side: as `diff` does. */
function slideDown(marked: Uint8Array, lines: readonly string[], other: Uint8Array): void {
  let j = 0;
  let i = 0;
  while (i < marked.length) {
    while (other[j] === 1) j++;
    if (marked[i] === 0) {
      i++;
      j++;
      continue;
    }
    let start = i;
    while (i < marked.length && marked[i] === 1) i++;
    // A run beside a change of the other side is a replacement and stays where it is.
    while (i < marked.length && lines[start] === lines[i] && other[j] !== 1 && (j === 0 || other[j - 1] !== 1)) {
      marked[start++] = 0;
      marked[i++] = 1;
      j++;
      while (i < marked.length && marked[i] === 1) i++;
    }
  }
}

function collect(removed: Uint8Array, added: Uint8Array): Change[] {
  const found: Change[] = [];
  let a = 0;
  let b = 0;
  while (a < removed.length || b < added.length) {
    if (removed[a] !== 1 && added[b] !== 1) {
      a++;
      b++;
      continue;
    }
    const start = { a, b };
    while (removed[a] === 1) a++;
    while (added[b] === 1) b++;
    found.push({ ...start, aEnd: a, bEnd: b });
  }
  return found;
}
