// Runs a compiled regular expression on text: backtracking as Python's `re` does it, within a bound of steps.
import { spend } from '../python/budget.js';
import { fail } from '../python/errors.js';
import { fold, wordTest } from './charset.js';
import type { Place } from './ast.js';
import type { Loop, Program, Step } from './compile.js';

/** How many steps one search may take: less than a second, and more on long text. Patterns that need more would hang a run. */
const MAX_STEPS = 10_000_000;
/** Enough for `.*word` on lines of some hundred characters. */
const STEPS_PER_CHARACTER = 200;
/** How many numbers the machine may keep to go back to. */
const MAX_STACK = 20_000_000;

const ALTERNATIVE = 0;
const RESTORE = 1;
const SHRINK = 2;
const GROW = 3;

const asciiWord = wordTest(true);

/**
 * The registers of the first match at or after `from`: begin and end of the match, then of each group, -1 where a group
 * took no part. Undefined when there is no match.
 * @param sticky whether the match must begin at `from`
 * @param advance whether an empty match at `from` does not count
 * @param whole whether the match must end where the text does
 * @throws TsplayError template-value when the search takes too many steps
 */
export function search(
  program: Program,
  text: string,
  from: number,
  sticky: boolean,
  advance = false,
  whole = false,
): Int32Array | undefined {
  if (from > text.length) return undefined;
  const machine = new Machine(program, text, whole);
  for (let at = from; at <= text.length; at = machine.after(at)) {
    if (!sticky && program.prefix !== '') {
      at = text.indexOf(program.prefix, at);
      if (at < 0) return undefined;
    }
    if (machine.match(at, advance && at === from)) return machine.registers;
    if (sticky || program.anchored) return undefined;
  }
  return undefined;
}

class Machine {
  readonly registers: Int32Array;
  private readonly stack: number[] = [];
  private steps = 0;
  private readonly limit: number;
  /** Where a match must not end: it would be empty where an empty one was found before. */
  private refused = -1;

  constructor(
    private readonly program: Program,
    private readonly text: string,
    private readonly whole: boolean,
  ) {
    this.registers = new Int32Array(program.registers).fill(-1);
    this.limit = Math.max(MAX_STEPS, STEPS_PER_CHARACTER * text.length);
  }

  match(at: number, mustAdvance: boolean): boolean {
    this.registers.fill(-1);
    this.stack.length = 0;
    this.refused = mustAdvance ? at : -1;
    const before = this.steps;
    const end = this.run(0, at, true);
    // The evaluation pays too: a text can be searched many times.
    spend((this.steps - before) >> 2);
    if (end < 0) return false;
    this.registers[0] = at;
    this.registers[1] = end;
    return true;
  }

  after(at: number): number {
    const c = this.text.codePointAt(at);
    return at + (c !== undefined && c > 0xffff ? 2 : 1);
  }

  private before(at: number): number {
    const low = this.text.charCodeAt(at - 1);
    if (low < 0xdc00 || low > 0xdfff || at < 2) return at - 1;
    const high = this.text.charCodeAt(at - 2);
    return high >= 0xd800 && high <= 0xdbff ? at - 2 : at - 1;
  }

  private tick(n = 1): void {
    if ((this.steps += n) > this.limit)
      fail('the regular expression takes too many steps on this text', 'it repeats what is itself repeated');
  }

  private set(register: number, value: number): void {
    this.stack.push(this.registers[register] ?? -1, register, 0, RESTORE);
    this.registers[register] = value;
  }

  /** Runs from a step to the next `accept` and gives where the match ends, or -1. */
  private run(start: number, from: number, outermost: boolean): number {
    const { text, registers, stack } = this;
    const { steps } = this.program;
    const base = stack.length;
    let pc = start;
    let at = from;
    for (;;) {
      this.tick();
      if (stack.length > MAX_STACK) fail('the regular expression needs too much memory on this text');
      const step = steps[pc];
      let ok = true;
      if (step === undefined) return -1;
      switch (step.op) {
        case 'char': {
          const c = text.codePointAt(at);
          ok = c === step.char;
          at += step.char > 0xffff ? 2 : 1;
          pc++;
          break;
        }
        case 'set': {
          const c = text.codePointAt(at);
          ok = c !== undefined && step.test(c);
          at += c !== undefined && c > 0xffff ? 2 : 1;
          pc++;
          break;
        }
        case 'at':
          ok = this.isAt(step.place, at, step.word);
          pc++;
          break;
        case 'save':
          this.set(step.register, at);
          pc++;
          break;
        case 'split':
          stack.push(step.second, at, 0, ALTERNATIVE);
          pc = step.first;
          break;
        case 'jump':
          pc = step.to;
          break;
        case 'run': {
          const { test, least, most, mode } = step;
          let end = at;
          let count = 0;
          const wanted = mode === 'lazy' ? least : most;
          while (count < wanted) {
            const c = text.codePointAt(end);
            if (c === undefined || !test(c)) break;
            end += c > 0xffff ? 2 : 1;
            count++;
            if (count === least) at = end;
          }
          this.tick(count >> 1);
          ok = count >= least;
          pc++;
          if (!ok) break;
          if (mode === 'lazy') stack.push(pc, end, most - count, GROW);
          else if (mode === 'greedy' && end > at) stack.push(pc, end, at, SHRINK);
          at = end;
          break;
        }
        case 'enter':
          this.set(step.register, 0);
          this.set(step.register + 1, -1);
          pc++;
          break;
        case 'loop': {
          const count = registers[step.register] ?? 0;
          if (count < step.least) {
            this.turn(step, count, at);
            pc = step.body;
          } else if (step.lazy) {
            stack.push(step.body - 1, at, 0, ALTERNATIVE);
            pc = step.exit;
          } else if (count < step.most && registers[step.register + 1] !== at) {
            stack.push(step.exit, at, 0, ALTERNATIVE);
            this.turn(step, count, at);
            pc = step.body;
          } else pc = step.exit;
          break;
        }
        case 'again': {
          const { loop } = step;
          const count = registers[loop.register] ?? 0;
          ok = count < loop.most && registers[loop.register + 1] !== at;
          if (ok) this.turn(loop, count, at);
          pc++;
          break;
        }
        case 'look':
          ok = this.look(pc + 1, at, step.behind, step.not);
          pc = step.end;
          break;
        case 'atomic': {
          const mark = stack.length;
          const end = this.run(pc + 1, at, false);
          this.forget(mark);
          ok = end >= 0;
          if (ok) this.tick(end - at);
          at = end;
          pc = step.end;
          break;
        }
        case 'ref': {
          const end = this.repeated(step.index, step.fold, at);
          ok = end >= 0;
          at = end;
          pc++;
          break;
        }
        case 'cond':
          pc = (registers[2 * step.index + 1] ?? -1) >= 0 ? pc + 1 : step.no;
          break;
        case 'accept':
          if (!outermost || (at !== this.refused && (!this.whole || at === text.length))) return at;
          ok = false;
      }
      if (ok) continue;
      // Back to the last choice that has something left.
      for (;;) {
        if (stack.length === base) return -1;
        const kind = stack.pop();
        const c = stack.pop() ?? 0;
        const b = stack.pop() ?? 0;
        const a = stack.pop() ?? 0;
        if (kind === RESTORE) {
          registers[b] = a;
          continue;
        }
        this.tick();
        pc = a;
        if (kind === ALTERNATIVE) at = b;
        else if (kind === SHRINK) {
          at = this.shrunk(b, c, steps[a]);
          if (at > c) stack.push(a, at, c, SHRINK);
        } else {
          const run = steps[pc - 1];
          const char = text.codePointAt(b);
          if (c <= 0 || char === undefined || run?.op !== 'run' || !run.test(char)) continue;
          at = b + (char > 0xffff ? 2 : 1);
          stack.push(a, at, c - 1, GROW);
        }
        break;
      }
    }
  }

  /** One character less than before, or as many less as it takes for the next character to be the wanted one. */
  private shrunk(from: number, least: number, next: Step | undefined): number {
    const at = this.before(from);
    if (next?.op !== 'char' || next.char > 0xffff) return at;
    const found = this.text.lastIndexOf(String.fromCharCode(next.char), at);
    return Math.max(found, least);
  }

  private turn(loop: Loop, count: number, at: number): void {
    this.set(loop.register, count + 1);
    this.set(loop.register + 1, at);
  }

  /** Drops the choices above a mark; how registers were set stays known, for those who go back further. */
  private forget(mark: number): void {
    const { stack } = this;
    let kept = mark;
    for (let i = mark; i < stack.length; i += 4) {
      if (stack[i + 3] !== RESTORE) continue;
      for (let j = 0; j < 4; j++) stack[kept + j] = stack[i + j] ?? 0;
      kept += 4;
    }
    stack.length = kept;
  }

  private look(start: number, at: number, behind: number, not: boolean): boolean {
    let from = at;
    for (let i = 0; i < behind; i++) {
      if (from <= 0) return not;
      from = this.before(from);
    }
    const mark = this.stack.length;
    const found = this.run(start, from, false) >= 0;
    if (!not) {
      this.forget(mark);
      return found;
    }
    while (this.stack.length > mark) {
      const kind = this.stack.pop();
      this.stack.pop();
      const register = this.stack.pop() ?? 0;
      const value = this.stack.pop() ?? 0;
      if (kind === RESTORE) this.registers[register] = value;
    }
    return !found;
  }

  private repeated(index: number, folds: boolean, at: number): number {
    const [from = -1, to = -1] = this.registers.subarray(2 * index, 2 * index + 2);
    if (from < 0 || to < 0) return -1;
    const length = to - from;
    if (!folds) return this.text.startsWith(this.text.slice(from, to), at) ? at + length : -1;
    let [a, b] = [from, at];
    while (a < to) {
      const [x, y] = [this.text.codePointAt(a), this.text.codePointAt(b)];
      if (x === undefined || y === undefined || fold(x, false) !== fold(y, false)) return -1;
      a = this.after(a);
      b = this.after(b);
    }
    return b;
  }

  private isAt(place: Place, at: number, word: (c: number) => boolean): boolean {
    const { text } = this;
    switch (place) {
      case 'start':
        return at === 0;
      case 'lineStart':
        return at === 0 || text.charCodeAt(at - 1) === 10;
      case 'end':
        return at === text.length;
      case 'lastLineEnd':
        return at === text.length || (at === text.length - 1 && text.charCodeAt(at) === 10);
      case 'lineEnd':
        return at === text.length || text.charCodeAt(at) === 10;
      default: {
        // compat: in an empty text there is no boundary, and no place that is none either.
        if (text.length === 0) return false;
        const left = at > 0 && isWord(text.codePointAt(this.before(at)), word);
        const right = isWord(text.codePointAt(at), word);
        return (left !== right) === (place === 'boundary');
      }
    }
  }
}

function isWord(c: number | undefined, word: (c: number) => boolean): boolean {
  return c !== undefined && (c < 128 ? asciiWord(c) : word(c));
}
