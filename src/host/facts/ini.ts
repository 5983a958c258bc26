// Reads INI text as Python's configparser does with its defaults: the format of facts.d files.

/** The text is no INI file; `detail` says what is wrong where only a value cannot be worked out. */
export class IniError extends Error {
  constructor(readonly detail?: string) {
    super(detail ?? 'not an INI file');
  }
}

type Section = Map<string, string>;

/** Lines into sections of raw values; a line that is indented deeper than its option goes on with the option's value. */
function read(text: string): Map<string, Section> {
  const sections = new Map<string, Section>();
  const values = new Map<Section, Map<string, string[]>>();
  let section: Section | undefined;
  let lines: string[] | undefined;
  let indent = 0;
  for (const line of text.split('\n')) {
    const content = /^\s*[#;]/.test(line) ? '' : line.trim();
    if (content === '') {
      // An empty line may stand within a value, a comment is as if it were not there.
      if (lines && line.trim() === '') lines.push('');
      continue;
    }
    const depth = line.length - line.trimStart().length;
    if (lines && depth > indent) {
      lines.push(content);
      continue;
    }
    indent = depth;
    const header = /^\[(.+)\]/.exec(content)?.[1];
    if (header !== undefined) {
      if (sections.has(header) && header !== 'DEFAULT') throw new IniError();
      section = sections.get(header) ?? new Map<string, string>();
      sections.set(header, section);
      values.set(section, values.get(section) ?? new Map<string, string[]>());
      lines = undefined;
      continue;
    }
    const [, key, value = ''] = /^(.*?)\s*[=:]\s*(.*)$/.exec(content) ?? [];
    const own = section && values.get(section);
    if (!own || key === undefined || key === '') throw new IniError();
    const name = key.trimEnd().toLowerCase();
    if (own.has(name)) throw new IniError();
    lines = [value];
    own.set(name, lines);
  }
  for (const [one, own] of values) for (const [name, parts] of own) one.set(name, parts.join('\n').trimEnd());
  return sections;
}

/** `%(name)s` is the value of that option, `%%` a percent sign. */
function interpolate(section: string, option: string, raw: string, scope: Section, depth = 1): string {
  if (depth > 10) throw new IniError(`Recursion limit exceeded in value substitution: option '${option}'`);
  let result = '';
  let rest = raw;
  while (rest !== '') {
    const at = rest.indexOf('%');
    if (at < 0) return result + rest;
    result += rest.slice(0, at);
    rest = rest.slice(at);
    if (rest.startsWith('%%')) {
      result += '%';
      rest = rest.slice(2);
      continue;
    }
    if (!rest.startsWith('%(')) {
      throw new IniError(`'%' must be followed by '%' or '(', found: '${rest}'`);
    }
    const [whole, name] = /^%\(([^)]+)\)s/.exec(rest) ?? [];
    if (whole === undefined || name === undefined) {
      throw new IniError(`bad interpolation variable reference '${rest}'`);
    }
    const value = scope.get(name.toLowerCase());
    if (value === undefined) {
      throw new IniError(
        `Bad value substitution: option '${option}' in section '${section}' contains an interpolation key '${name.toLowerCase()}' which is not a valid option name. Raw value: '${raw}'`,
      );
    }
    result += interpolate(section, option, value, scope, depth + 1);
    rest = rest.slice(whole.length);
  }
  return result;
}

/**
 * Options are in lower case and values text; those of `[DEFAULT]` are in every section, which is not told of itself.
 * Text without any line is an INI file without sections.
 * @throws IniError
 */
export function parseIni(text: string): Record<string, Record<string, string>> {
  const sections = read(text);
  const defaults = sections.get('DEFAULT') ?? new Map<string, string>();
  const result: Record<string, Record<string, string>> = {};
  for (const [name, own] of sections) {
    if (name === 'DEFAULT') continue;
    const scope: Section = new Map([...defaults, ...own]);
    const options = [...own.keys(), ...[...defaults.keys()].filter((option) => !own.has(option))];
    result[name] = Object.fromEntries(
      options.map((option) => [option, interpolate(name, option, scope.get(option) ?? '', scope)]),
    );
  }
  return result;
}
