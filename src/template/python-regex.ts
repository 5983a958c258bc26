// Python regular expressions: compiled, searched for, and replaced as Python's `re` does it. Everything runs in regex/machine.ts.
import { fail } from './python/errors.js';
import { compilePattern, type Program } from './regex/compile.js';
import { search } from './regex/machine.js';
import type { Flags } from './regex/atoms.js';
import { parsePattern } from './regex/parse.js';

export interface RegexFlags {
  readonly ignoreCase?: boolean;
  readonly multiline?: boolean;
  readonly dotAll?: boolean;
  readonly verbose?: boolean;
}

const MAX_PATTERN = 100_000;
const MAX_CACHED = 500;
const compiled = new Map<string, Program>();

/**
 * A Python pattern with the interface of a RegExp that has the flag `g`; with `y` it matches where `re.match` would look.
 * Groups that took no part are undefined in a match, which is made of the same text positions as JavaScript's.
 * A search that would take too long fails.
 * @throws TsplayError template-value for patterns that are wrong
 */
export function pythonRegex(pattern: string, flags: RegexFlags = {}, extra: 'g' | 'gy' | 'y' = 'g'): PythonRegex {
  if (pattern.length > MAX_PATTERN) fail('the regular expression is too long');
  const all: Flags = {
    ignoreCase: flags.ignoreCase === true,
    multiline: flags.multiline === true,
    dotAll: flags.dotAll === true,
    verbose: flags.verbose === true,
    ascii: false,
  };
  const key = `${JSON.stringify(Object.values(all))}${pattern}`;
  let program = compiled.get(key);
  if (!program) {
    program = compilePattern(parsePattern(pattern, all));
    if (compiled.size >= MAX_CACHED) compiled.clear();
    compiled.set(key, program);
  }
  return new PythonRegex(program, extra);
}

/** The names of the groups of a match. */
const groupsOf = new WeakMap<object, ReadonlyMap<string, number>>();

/** A compiled pattern; `exec`, `test`, `lastIndex` and `String.matchAll` work as for a RegExp. */
export class PythonRegex extends RegExp {
  constructor(
    private readonly program: Program,
    extra: 'g' | 'gy' | 'y',
  ) {
    super('(?:)', `${extra}u`);
  }

  /** The names of groups and their numbers. */
  get groupNames(): ReadonlyMap<string, number> {
    return this.program.names;
  }

  /** How many groups there are. */
  get groupCount(): number {
    return this.program.groups;
  }

  override exec(text: string): RegExpExecArray | null {
    const found = search(this.program, text, this.lastIndex, this.sticky);
    if (!found) {
      this.lastIndex = 0;
      return null;
    }
    this.lastIndex = found[1] ?? 0;
    return this.result(text, found);
  }

  override test(text: string): boolean {
    return this.exec(text) !== null;
  }

  /** Whether the whole text matches, as `re.fullmatch` has it. */
  fullMatch(text: string): boolean {
    return search(this.program, text, 0, true, false, true) !== undefined;
  }

  /** All matches as `re.finditer` gives them: after an empty one, one that is not empty may begin at the same place. */
  override *[Symbol.matchAll](text: string): ReturnType<RegExp[typeof Symbol.matchAll]> {
    let at = 0;
    let advance = false;
    for (;;) {
      const found = search(this.program, text, at, this.sticky, advance);
      if (!found) return undefined;
      const [from = 0, to = 0] = found;
      yield this.result(text, found);
      advance = from === to;
      at = to;
    }
  }

  private result(text: string, registers: Int32Array): RegExpExecArray {
    const part = (i: number): string | undefined => {
      const [from, to] = [registers[2 * i] ?? -1, registers[2 * i + 1] ?? -1];
      return from < 0 || to < 0 ? undefined : text.slice(from, to);
    };
    const found: (string | undefined)[] = [];
    for (let i = 0; i <= this.program.groups; i++) found.push(part(i));
    const groups: Record<string, string> = {};
    const places: Record<string, [number, number]> = {};
    for (const [name, i] of this.program.names) {
      groups[name] = part(i) as string;
      if (part(i) !== undefined) places[name] = [registers[2 * i] ?? 0, registers[2 * i + 1] ?? 0];
    }
    groupsOf.set(found, this.program.names);
    return Object.assign(found, {
      index: registers[0] ?? 0,
      input: text,
      groups: this.program.names.size > 0 ? groups : undefined,
      indices: Object.assign([], { groups: places }),
    }) as unknown as RegExpExecArray;
  }
}

type Piece = string | number;

/** The parts of a replacement text: text and numbers of groups. */
function replacementParts(template: string, groups: number, names: ReadonlyMap<string, number>): Piece[] {
  const pieces: Piece[] = [];
  const checked = (index: number): number =>
    index > groups ? fail(`invalid group reference ${index} in the replacement '${template}'`) : index;
  let at = 0;
  for (const m of template.matchAll(/\\(g<([^>]*)>|0[0-7]{0,2}|[1-3][0-7][0-7]|[1-9]\d?|[^]|$)/gu)) {
    pieces.push(template.slice(at, m.index));
    at = m.index + m[0].length;
    const [, escape = '', name] = m;
    if (name !== undefined) pieces.push(checked(groupNamed(name, names, template)));
    else if (escape === '') fail(`bad escape (end of pattern) in the replacement '${template}'`);
    else if (/^(?:0|[1-3][0-7][0-7])/.test(escape)) pieces.push(String.fromCharCode(parseInt(escape, 8) & 255));
    else if (/^[1-9]/.test(escape)) pieces.push(checked(Number(escape)));
    else pieces.push(replacementEscape(escape, template));
  }
  pieces.push(template.slice(at));
  return pieces.filter((p) => p !== '');
}

function groupNamed(name: string, names: ReadonlyMap<string, number>, template: string): number {
  if (/^\d+$/.test(name)) return Number(name);
  if (!/^[\p{L}\p{Nl}_][\p{L}\p{N}\p{Mn}\p{Mc}\p{Pc}]*$/u.test(name))
    fail(`bad character in group name '${name}' in the replacement '${template}'`);
  return names.get(name) ?? fail(`unknown group name '${name}' in the replacement '${template}'`);
}

const CONTROLS: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\x07',
  f: '\f',
  v: '\v',
  b: '\b',
  '\\': '\\',
};

function replacementEscape(escape: string, template: string): string {
  const control = CONTROLS[escape];
  if (control !== undefined) return control;
  if (escape === 'g') fail(`missing group name in the replacement '${template}'`);
  return /[a-zA-Z]/.test(escape) ? fail(`bad escape \\${escape} in the replacement '${template}'`) : `\\${escape}`;
}

function filled(pieces: readonly Piece[], match: RegExpExecArray | RegExpMatchArray): string {
  return pieces.map((p) => (typeof p === 'string' ? p : (match[p] ?? ''))).join('');
}

/**
 * What a replacement text stands for, given a match: `\1`, `\g<1>`, `\g<name>`, `\n` and the like.
 * @throws TsplayError template-value on unknown groups
 */
export function expandReplacement(template: string, match: RegExpExecArray | RegExpMatchArray): string {
  return filled(replacementParts(template, match.length - 1, groupsOf.get(match) ?? new Map<string, number>()), match);
}

/** `re.sub(pattern, replacement, text, count)`; count 0 means all, a negative one none. */
export function substitute(
  regex: PythonRegex,
  replacement: string,
  text: string,
  count = 0,
): { text: string; count: number } {
  const pieces = replacementParts(replacement, regex.groupCount, regex.groupNames);
  let out = '';
  let from = 0;
  let done = 0;
  if (count >= 0)
    for (const m of text.matchAll(regex)) {
      out += text.slice(from, m.index) + filled(pieces, m);
      from = m.index + m[0].length;
      if (++done === count) break;
    }
  return { text: out + text.slice(from), count: done };
}

/** `re.escape(text)` */
export function escapePython(text: string): string {
  return text.replace(/[()[\]{}?*+\-|^$\\.&~# \t\n\r\v\f]/g, '\\$&');
}
