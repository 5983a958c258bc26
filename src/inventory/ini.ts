// Reads an INI inventory: `[group]`, `[group:vars]`, `[group:children]`, hosts with ports, ranges and variables.
import { TsplayError, type Diagnostic, type Span } from '../ground/index.js';
import { TemplateText, Tuple, tuple, type Value } from '../value/index.js';
import { parsePythonLiteral } from './literal.js';
import type { Group, Inventory, SourceOrigin } from './model.js';
import { untilMistake, type OnMistake } from './mistakes.js';
import { expandHosts, parseAddress } from './ranges.js';
import { QuoteError, splitWords, type Word } from './shlex.js';

const SECTION = /^\[([^:\]\s]+)(?::(\w+))?\]\s*(?:#.*)?$/;
const GROUP_NAME = /^([^:\]\s]+)\s*(?:#.*)?$/;

/** A group that was named before its own section came. */
interface Pending {
  readonly kind: 'vars' | 'children';
  readonly span: Span;
  readonly parents: { readonly group: Group; readonly span: Span }[];
}

/**
 * Adds what an INI text says to `inventory` (call its `reconcile` afterwards), up to the first mistake.
 * All mistakes are returned.
 */
export function readIniInventory(
  inventory: Inventory,
  text: string,
  file: string,
  origin: SourceOrigin,
): readonly Diagnostic[] {
  return untilMistake(inventory, (target, onMistake) => new IniReader(target, file, origin, onMistake).read(text));
}

class IniReader {
  private readonly pending = new Map<string, Pending>();
  private group: Group;
  private kind: 'hosts' | 'vars' | 'children' = 'hosts';

  constructor(
    private readonly inventory: Inventory,
    private readonly file: string,
    private readonly origin: SourceOrigin,
    private readonly onMistake: OnMistake,
  ) {
    this.group = inventory.addGroup('ungrouped');
  }

  read(text: string): void {
    text.split(/\r\n|[\n\r]/).forEach((raw, i) => {
      const line = raw.trim();
      if (line === '' || line.startsWith('#') || line.startsWith(';')) return;
      const col = raw.indexOf(line) + 1;
      try {
        this.line(line, { file: this.file, line: i + 1, col, endLine: i + 1, endCol: col + line.length });
      } catch (error) {
        if (!(error instanceof TsplayError)) throw error;
        this.onMistake(error);
      }
    });
    for (const [name, { kind, span, parents }] of this.pending) {
      const message =
        kind === 'vars'
          ? `the section [${name}:vars] sets variables of the group '${name}', which does not exist`
          : `the group '${name}' does not exist, but is listed as a child of '${parents[0]?.group.name}'`;
      const hint = `add a section [${name}]`;
      this.onMistake(bad(message, span, hint));
    }
  }

  private line(line: string, span: Span): void {
    const section = SECTION.exec(line);
    if (section) this.section(section[1] ?? '', section[2], span);
    else if (line.startsWith('[') && line.endsWith(']') && !parseAddress(line)) {
      throw bad(
        `'${line}' is not a section`,
        span,
        'a section is [group], [group:vars] or [group:children], without spaces',
      );
    } else if (this.kind === 'hosts') this.hosts(line, span);
    else if (this.kind === 'vars') this.variable(line, span);
    else this.child(line, span);
  }

  private section(written: string, kind: string | undefined, span: Span): void {
    const name = this.inventory.safeName(written, span);
    if (kind !== undefined && kind !== 'hosts' && kind !== 'vars' && kind !== 'children') {
      throw bad(
        `the section [${name}:${kind}] has an unknown kind`,
        span,
        'known kinds are :hosts, :vars and :children',
      );
    }
    const known = this.inventory.groups.has(name);
    this.kind = kind ?? 'hosts';
    this.group = this.inventory.addGroup(name, span);
    const pending = this.pending.get(name);
    if (!known && this.kind === 'vars' && !pending) this.pending.set(name, { kind: 'vars', span, parents: [] });
    if (!pending || this.kind === 'vars') return;
    this.pending.delete(name);
    for (const parent of pending.parents) this.inventory.addChild(parent.group, this.group, parent.span);
  }

  private child(line: string, span: Span): void {
    const name = GROUP_NAME.exec(line)?.[1];
    if (name === undefined) {
      throw bad(`a group name is expected here, found '${line}'`, span, 'list one group per line');
    }
    const at = { ...span, endCol: span.col + name.length };
    const pending = this.pending.get(name);
    if (this.inventory.groups.has(name) && pending?.kind !== 'children') {
      this.inventory.addChild(this.group, this.inventory.addGroup(name), at);
    } else if (pending) {
      pending.parents.push({ group: this.group, span: at });
    } else {
      this.pending.set(name, { kind: 'children', span: at, parents: [{ group: this.group, span: at }] });
    }
  }

  private variable(line: string, span: Span): void {
    const equals = line.indexOf('=');
    const name = line.slice(0, Math.max(equals, 0)).trim();
    if (equals === -1 || name === '') {
      throw bad(`'name=value' is expected here, found '${line}'`, span, 'write the variable as name=value');
    }
    const rest = line.slice(equals + 1);
    const value = rest.trim();
    const start = span.col + equals + 1 + (rest.length - rest.trimStart().length);
    const valueSpan = { ...span, col: start, endCol: start + value.length };
    const keySpan = { ...span, endCol: span.col + name.length };
    this.inventory.setVariable(this.group, name, iniValue(value, valueSpan), keySpan, valueSpan);
  }

  private hosts(line: string, span: Span): void {
    const [first, ...variables] = this.words(line, span);
    if (!first) return;
    const nameSpan = wordSpan(span, first, 0);
    if (first.text.endsWith(':') && !parseAddress(first.text)) {
      throw bad(`the host '${first.text}' ends in ':'`, nameSpan, 'a port is written as host:22');
    }
    if (first.text === '---') {
      throw bad("a line '---' starts a YAML file, this one is read as INI", nameSpan, 'name the file *.yml');
    }
    const { names, port } = expandHosts(first.text, nameSpan);
    const settings = variables.map((word) => this.setting(word, span));
    for (const name of names) {
      const host = this.inventory.addHost(name, this.group, {
        ...(port === undefined ? {} : { port }),
        span: nameSpan,
        origin: this.origin,
      });
      for (const s of settings) if (s) this.inventory.setVariable(host, s.name, s.value, s.keySpan, s.valueSpan);
    }
  }

  private words(line: string, span: Span): Word[] {
    try {
      return splitWords(line);
    } catch (error) {
      if (!(error instanceof QuoteError)) throw error;
      const col = span.col + error.index;
      throw bad(error.message, { ...span, col }, 'quote a value with spaces as name="a value"');
    }
  }

  private setting(word: Word, line: Span) {
    const equals = word.text.indexOf('=');
    if (equals <= 0) {
      const message = `'name=value' is expected behind a host, found '${word.text}'`;
      const hint = 'write host variables as name=value; quote a value with spaces';
      this.onMistake(bad(message, wordSpan(line, word, 0), hint));
      return undefined;
    }
    const valueSpan = wordSpan(line, word, equals + 1);
    const keySpan = { ...line, col: line.col + (word.at[0] ?? 0), endCol: line.col + (word.at[equals] ?? 0) };
    const value = iniValue(word.text.slice(equals + 1), valueSpan);
    return { name: word.text.slice(0, equals), value, keySpan, valueSpan };
  }
}

function wordSpan(line: Span, word: Word, from: number): Span {
  const end = line.col + (word.at.at(-1) ?? 0);
  return { ...line, col: line.col + (word.at[from] ?? 0), endCol: end };
}

/** A value by Python's rules for literals; text that is no literal is a string, with markers a template. */
function iniValue(text: string, span: Span): Value {
  const literal = parsePythonLiteral(text);
  if (literal === undefined) return withTemplates(text, span);
  const quoted = typeof literal === 'string' && /^['"]/.test(text);
  return withTemplates(literal, quoted ? { ...span, col: span.col + 1 } : span);
}

function withTemplates(value: Value, span: Span): Value {
  if (typeof value === 'string') return /\{[{%#]/.test(value) ? new TemplateText(value, span) : value;
  if (value instanceof Tuple) return tuple(value.map((v) => withTemplates(v, span)));
  if (Array.isArray(value)) return value.map((v) => withTemplates(v, span));
  if (value instanceof Map) return new Map([...value].map(([k, v]) => [k, withTemplates(v, span)]));
  return value;
}

function bad(message: string, span: Span, hint: string): TsplayError {
  return new TsplayError('bad-inventory', message, { span, hint });
}
