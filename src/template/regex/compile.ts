// Turns a regular expression that is read into the steps of a backtracking machine.
import type { Node, Pattern, Place } from './ast.js';
import { widthOf } from './ast.js';
import { wordTest, type CharTest } from './charset.js';

export type Step =
  | { readonly op: 'char'; readonly char: number }
  | { readonly op: 'set'; readonly test: CharTest }
  | { readonly op: 'at'; readonly place: Place; readonly word: CharTest }
  | { readonly op: 'save'; readonly register: number }
  | { readonly op: 'split'; readonly first: number; readonly second: number }
  | { readonly op: 'jump'; readonly to: number }
  /** A repetition of one character's test. */
  | {
      readonly op: 'run';
      readonly test: CharTest;
      readonly least: number;
      readonly most: number;
      readonly mode: 'greedy' | 'lazy' | 'possessive';
    }
  | { readonly op: 'enter'; readonly register: number }
  | Loop
  | { readonly op: 'again'; readonly loop: Loop }
  | { readonly op: 'look'; readonly behind: number; readonly not: boolean; readonly end: number }
  | { readonly op: 'atomic'; readonly end: number }
  | { readonly op: 'ref'; readonly index: number; readonly fold: boolean }
  | { readonly op: 'cond'; readonly index: number; readonly no: number }
  | { readonly op: 'accept' };

/** Registers: how often the body ran, and where it began the last time. */
export interface Loop {
  readonly op: 'loop';
  readonly register: number;
  readonly least: number;
  readonly most: number;
  readonly lazy: boolean;
  readonly body: number;
  exit: number;
}

export interface Program {
  readonly steps: readonly Step[];
  readonly registers: number;
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
  /** Text every match begins with; the search skips to it. */
  readonly prefix: string;
  /** Whether a match can only begin where the text does. */
  readonly anchored: boolean;
}

export function compilePattern(pattern: Pattern): Program {
  const compiler = new Compiler(pattern);
  return compiler.program();
}

class Compiler {
  private readonly steps: Step[] = [];
  private registers: number;
  private readonly widths = new Map<number, [number, number]>();

  constructor(private readonly pattern: Pattern) {
    this.registers = 2 * (pattern.groups + 1);
  }

  program(): Program {
    this.node(this.pattern.body);
    this.steps.push({ op: 'accept' });
    const first = leading(this.pattern.body);
    return {
      steps: this.steps,
      registers: this.registers,
      groups: this.pattern.groups,
      names: this.pattern.names,
      prefix: prefixOf(this.pattern.body),
      anchored: first?.t === 'at' && first.place === 'start',
    };
  }

  private node(node: Node): void {
    const { steps } = this;
    switch (node.t) {
      case 'char':
        steps.push({ op: 'char', char: node.char });
        return;
      case 'set':
        steps.push({ op: 'set', test: node.set.test });
        return;
      case 'at':
        steps.push({ op: 'at', place: node.place, word: wordTest(node.ascii) });
        return;
      case 'seq':
        for (const item of node.items) this.node(item);
        return;
      case 'alt':
        this.alternatives(node.items);
        return;
      case 'group':
        steps.push({ op: 'save', register: 2 * node.index });
        this.node(node.body);
        this.widths.set(node.index, this.width(node.body));
        steps.push({ op: 'save', register: 2 * node.index + 1 });
        return;
      case 'repeat':
        this.repeat(node);
        return;
      case 'look': {
        const at = steps.length;
        steps.push({ op: 'accept' });
        this.node(node.body);
        steps.push({ op: 'accept' });
        steps[at] = {
          op: 'look',
          behind: node.behind ? this.width(node.body)[0] : 0,
          not: node.not,
          end: steps.length,
        };
        return;
      }
      case 'atomic':
        this.atomic(() => this.node(node.body));
        return;
      case 'ref':
        steps.push({ op: 'ref', index: node.index, fold: node.fold });
        return;
      case 'cond': {
        const at = steps.length;
        steps.push({ op: 'accept' });
        this.node(node.yes);
        const jump = steps.length;
        steps.push({ op: 'accept' });
        steps[at] = { op: 'cond', index: node.index, no: steps.length };
        this.node(node.no);
        steps[jump] = { op: 'jump', to: steps.length };
      }
    }
  }

  private width(node: Node): [number, number] {
    return widthOf(node, (index) => this.widths.get(index) ?? [0, Infinity]);
  }

  private alternatives(items: readonly Node[]): void {
    const { steps } = this;
    const jumps: number[] = [];
    items.forEach((item, i) => {
      if (i === items.length - 1) {
        this.node(item);
        return;
      }
      const split = steps.length;
      steps.push({ op: 'accept' });
      this.node(item);
      jumps.push(steps.length);
      steps.push({ op: 'accept' });
      steps[split] = { op: 'split', first: split + 1, second: steps.length };
    });
    for (const jump of jumps) steps[jump] = { op: 'jump', to: steps.length };
  }

  private atomic(work: () => void): void {
    const at = this.steps.length;
    this.steps.push({ op: 'accept' });
    work();
    this.steps.push({ op: 'accept' });
    this.steps[at] = { op: 'atomic', end: this.steps.length };
  }

  private repeat(node: Extract<Node, { t: 'repeat' }>): void {
    const { body, least, most, mode } = node;
    const test = singleTest(body);
    if (test) {
      this.steps.push({ op: 'run', test, least, most, mode });
      return;
    }
    if (mode === 'possessive') this.atomic(() => this.loop(body, least, most, false));
    else this.loop(body, least, most, mode === 'lazy');
  }

  private loop(body: Node, least: number, most: number, lazy: boolean): void {
    const register = this.registers;
    this.registers += 2;
    this.steps.push({ op: 'enter', register });
    const at = this.steps.length;
    const loop: Loop = { op: 'loop', register, least, most, lazy, body: at + 2, exit: 0 };
    this.steps.push(loop, { op: 'again', loop });
    this.node(body);
    this.steps.push({ op: 'jump', to: at });
    loop.exit = this.steps.length;
  }
}

function singleTest(node: Node): CharTest | undefined {
  if (node.t === 'char') return (c) => c === node.char;
  return node.t === 'set' ? node.set.test : undefined;
}

/** The part of a pattern that every match goes through first. */
function leading(node: Node): Node | undefined {
  if (node.t === 'seq') return node.items[0] && leading(node.items[0]);
  if (node.t === 'group' || node.t === 'atomic') return leading(node.body);
  return node;
}

function prefixOf(node: Node): string {
  if (node.t === 'char') return String.fromCodePoint(node.char);
  if (node.t === 'group' || node.t === 'atomic') return prefixOf(node.body);
  if (node.t !== 'seq') return '';
  let out = '';
  for (const item of node.items) {
    if (item.t !== 'char') return out + (out === '' ? prefixOf(item) : '');
    out += String.fromCodePoint(item.char);
  }
  return out;
}
