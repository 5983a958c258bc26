// Reads ini files as Python's configparser does: sections, defaults, values over several lines, `%(name)s` in values.
import { fail } from './python/errors.js';
import { splitLines } from './python/str-split.js';

export interface IniRules {
  /** Whether a key may stand without a value. */
  readonly allowBare: boolean;
  /** Whether upper and lower case of keys matter. */
  readonly exact: boolean;
  /** Whether `%(name)s` stands for the value of another key. */
  readonly interpolate: boolean;
}

/** Values by key; null is a key without a value. */
export type IniSection = ReadonlyMap<string, string | null>;

const DEFAULT = 'DEFAULT';
const MAX_DEPTH = 10;

export class IniFile {
  private readonly sections = new Map<string, Map<string, string[] | null>>();

  constructor(private readonly rules: IniRules) {}

  /** Adds what a text says, as another file read later does. @throws TsplayError for text that is no ini file */
  add(text: string): void {
    const seen = new Set<string>();
    let section: Map<string, string[] | null> | undefined;
    let [name, key] = ['', undefined as string | undefined];
    let indent = 0;
    for (const raw of splitLines(text)) {
      const line = raw.trim();
      const isComment = /^[#;]/.test(line);
      if (line === '' || isComment) {
        // compat: an empty line belongs to a value over several lines.
        if (!isComment && key !== undefined) section?.get(key)?.push('');
        continue;
      }
      const depth = raw.length - raw.trimStart().length;
      if (section && key !== undefined && depth > indent) {
        section.get(key)?.push(line);
        continue;
      }
      indent = depth;
      const head = /^\[(.+)\]/.exec(line);
      if (head) {
        name = head[1] ?? '';
        if (name !== DEFAULT && seen.has(`[${name}]`)) fail(`section '${name}' already exists`);
        seen.add(`[${name}]`);
        section = this.sections.get(name) ?? new Map<string, string[] | null>();
        this.sections.set(name, section);
        key = undefined;
        continue;
      }
      if (!section) return fail('the ini file has a line before its first section');
      const [option, value] = this.option(line);
      if (seen.has(`${name}\n${option}`)) fail(`option '${option}' in section '${name}' already exists`);
      seen.add(`${name}\n${option}`);
      key = option;
      section.set(key, value === undefined ? null : [value]);
    }
  }

  private option(line: string): [string, string | undefined] {
    const m = /^(.*?)\s*[=:]\s*(.*)$/.exec(line);
    if (!m && !this.rules.allowBare)
      return fail(`'${line}' is no line of an ini file`, 'allow_no_value=true takes keys without a value');
    return [this.keyOf(m ? (m[1] ?? '') : line), m ? (m[2] ?? '').trim() : undefined];
  }

  private keyOf(key: string): string {
    return this.rules.exact ? key : key.toLowerCase();
  }

  /** The section with the defaults below it, as written; undefined: there is none. */
  section(name: string): IniSection | undefined {
    const own = this.sections.get(name);
    if (!own && name !== DEFAULT) return undefined;
    const all = [...(this.sections.get(DEFAULT) ?? []), ...(own ?? [])];
    return new Map(all.map(([k, lines]) => [k, lines === null ? null : lines.join('\n').trimEnd()]));
  }

  /** A key's value; undefined: there is none. @throws TsplayError for `%` that stands for nothing */
  value(section: IniSection, key: string): string | null | undefined {
    const raw = section.get(this.keyOf(key));
    return raw && this.rules.interpolate ? this.interpolated(section, raw, 1) : raw;
  }

  private interpolated(section: IniSection, raw: string, depth: number): string {
    if (depth > MAX_DEPTH) fail('the values of the ini file stand for each other too deeply');
    return raw.replace(/%(%|\(([^)]+)\)s)?/g, (_, what?: string, name?: string) => {
      if (what === '%') return '%';
      if (name === undefined) return fail(`'%' must be followed by '%' or '(name)s' in '${raw}'`);
      const found = section.get(this.keyOf(name)) ?? fail(`'${raw}' names '${name}', which is not there`);
      return found.includes('%') ? this.interpolated(section, found, depth + 1) : found;
    });
  }
}
