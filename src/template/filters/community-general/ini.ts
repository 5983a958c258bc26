// The filters from_ini and to_ini: sections and options as Python's configparser reads and writes them.
import type { Value, ValueMap } from '../../../value/index.js';
import { spend } from '../../python/budget.js';
import { fail } from '../../python/errors.js';
import { str, typeName } from '../../python/text.js';
import type { Filter } from '../../types.js';
import { needString, take } from '../define.js';

type Section = Map<string, string[]>;

/** What is being read: the present section and option, and how far the option's line was indented. */
class IniReader {
  readonly sections = new Map<string, Section>();
  readonly defaults: Section = new Map();
  private section: Section | undefined;
  private option: string[] | undefined;
  private indent = 0;

  line(raw: string, number: number): void {
    const text = raw.trim();
    const comment = /^[#;]/.test(text);
    if (text === '' || comment) {
      // An empty line belongs to the value above it; a comment does not.
      if (!comment && this.option) this.option.push('');
      return;
    }
    const indent = raw.length - raw.trimStart().length;
    if (this.option && indent > this.indent) {
      this.option.push(text);
      return;
    }
    this.indent = indent;
    const head = /^\[(.+)\]/.exec(text);
    if (head) this.open(head[1] ?? '', number);
    else this.set(text, number);
  }

  private open(name: string, number: number): void {
    this.option = undefined;
    if (name === 'DEFAULT') {
      this.section = this.defaults;
      return;
    }
    if (this.sections.has(name)) fail(`from_ini: line ${number}: the section '${name}' is there already`);
    this.section = new Map();
    this.sections.set(name, this.section);
  }

  private set(text: string, number: number): void {
    if (!this.section) return fail(`from_ini: line ${number} stands before the first section`);
    const m = /^(.*?)\s*(?:[=:])\s*(.*)$/.exec(text);
    if (!m || m[1] === '') return fail(`from_ini: line ${number} '${text}' is no option`);
    const name = (m[1] ?? '').trimEnd();
    if (this.section.has(name)) fail(`from_ini: line ${number}: the option '${name}' is there already`);
    this.option = [m[2] ?? ''];
    this.section.set(name, this.option);
  }
}

function values(section: Section): ValueMap {
  return new Map([...section].map(([name, lines]) => [name, lines.join('\n').trimEnd()]));
}

export const fromIni: Filter = (call) => {
  take(call, 'from_ini', []);
  const reader = new IniReader();
  needString(call.value, 'from_ini')
    .split('\n')
    .forEach((line, i) => {
      spend(50);
      reader.line(line, i + 1);
    });
  const defaults = values(reader.defaults);
  const out: ValueMap = new Map();
  for (const [name, section] of reader.sections) out.set(name, new Map([...defaults, ...values(section)]));
  if (defaults.size > 0) out.set('DEFAULT', defaults);
  return out;
};

function written(name: string, section: ReadonlyMap<string, string>): string {
  const lines = [...section].map(([key, value]) => `${key} = ${value.replaceAll('\n', '\n\t')}\n`);
  return `[${name}]\n${lines.join('')}\n`;
}

export const toIni: Filter = (call) => {
  take(call, 'to_ini', []);
  if (!(call.value instanceof Map)) return fail(`to_ini requires a dict, got ${typeName(call.value)}`);
  if (call.value.size === 0) fail('to_ini received an empty dict. An empty dict cannot be converted.');
  const sections = new Map<string, Map<string, string>>();
  for (const [key, options] of call.value) {
    const name = str(key);
    if (!(options instanceof Map))
      return fail(`to_ini: the section '${name}' must be a dict, not ${typeName(options)}`);
    if (sections.has(name)) fail(`to_ini: the section '${name}' is there twice`);
    const section = new Map<string, string>();
    for (const [option, value] of options as ReadonlyMap<Value, Value>) {
      if (section.has(str(option))) fail(`to_ini: the option '${str(option)}' is there twice`);
      if (value === null) fail(`to_ini: the option '${str(option)}' has no value`);
      section.set(str(option), str(value));
    }
    sections.set(name, section);
  }
  const defaults = new Map<string, string>();
  for (const [name, section] of sections) {
    // compat: configparser puts the options of a section without a name among the defaults, too.
    if (name !== '' && name !== 'DEFAULT') continue;
    for (const [option, value] of section) defaults.set(option, value);
    section.clear();
  }
  sections.delete('DEFAULT');
  if (defaults.size === 0 && sections.size === 0) fail('to_ini: there is nothing to write');
  const text = [
    ...(defaults.size > 0 ? [written('DEFAULT', defaults)] : []),
    ...[...sections].map(([n, s]) => written(n, s)),
  ];
  return text.join('').replace(/\n$/, '');
};
