// What the text of an ansible.cfg says: sections of keys with values, as Python's configparser reads them.
import { TsplayError, type Span } from '../ground/index.js';

export interface IniEntry {
  readonly value: string;
  /** Where the key stands. */
  readonly span: Span;
}

export interface Ini {
  /** Section names in order, without DEFAULT. */
  readonly sections: ReadonlyMap<string, { readonly span: Span; readonly keys: ReadonlyMap<string, IniEntry> }>;
  /** compat: a key of the section DEFAULT is there in every section that exists. */
  readonly defaults: ReadonlyMap<string, IniEntry>;
}

interface Section {
  readonly span: Span;
  readonly keys: Map<string, { lines: string[]; span: Span }>;
}

/**
 * Reads INI text by the rules Ansible uses: names of keys in lower case, `=` or `:`, lines that begin with `#` or `;` are
 * comments, ` ;` begins one within a line, deeper indented lines go on with a value, `%` means nothing special.
 * @throws TsplayError bad-config for what configparser refuses: no section, a line without a value, a duplicate
 */
export function parseIni(text: string, file: string): Ini {
  const sections = new Map<string, Section>();
  const defaults: Section = { span: { file, line: 1, col: 1 }, keys: new Map() };
  let section: Section | undefined;
  let sectionName = '';
  let current: { lines: string[]; span: Span } | undefined;
  let depth = 0;
  let unreadable: TsplayError | undefined;
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const [index, line] of lines.entries()) {
    const comment = commentStart(line);
    const value = line.slice(0, comment).trim();
    if (value === '') {
      if (comment === undefined) current?.lines.push('');
      continue;
    }
    const indent = line.search(/\S/);
    const span: Span = { file, line: index + 1, col: indent + 1 };
    if (current && indent > depth) {
      current.lines.push(value);
      continue;
    }
    depth = indent;
    const header = /^\[(.+)\]/.exec(value)?.[1];
    if (header !== undefined) {
      sectionName = header;
      current = undefined;
      if (header === 'DEFAULT') section = defaults;
      else if (sections.has(header)) {
        throw bad(`the section '${header}' is there twice`, span, 'put its keys into the first one');
      } else sections.set(header, (section = { span, keys: new Map() }));
      continue;
    }
    if (!section) throw bad('a section is needed before the first key', span, 'begin the file with [defaults]');
    const parts = /^(.*?)\s*[=:]\s*(.*)$/s.exec(value);
    const key = parts?.[1]?.toLowerCase() ?? '';
    if (!parts || key === '') {
      unreadable ??= bad(`'${value}' is neither a section nor key = value`, span, 'write key = value');
      current = undefined;
      continue;
    }
    const before = section.keys.get(key);
    if (before) {
      throw bad(
        `'${key}' is there twice in section '${sectionName}'`,
        span,
        `it stands in line ${before.span.line} too`,
      );
    }
    section.keys.set(key, (current = { lines: [parts[2] ?? ''], span }));
  }
  if (unreadable) throw unreadable;
  return {
    sections: new Map([...sections].map(([name, s]) => [name, { span: s.span, keys: finished(s) }])),
    defaults: finished(defaults),
  };
}

/** The value of a key as `ConfigParser.get` finds it: nothing in a section that does not exist. */
export function iniEntry(ini: Ini, section: string, key: string): IniEntry | undefined {
  const name = key.toLowerCase();
  if (section === 'DEFAULT') return ini.defaults.get(name);
  const found = ini.sections.get(section);
  return found && (found.keys.get(name) ?? ini.defaults.get(name));
}

/** Where a comment begins: at a line's first `#` or `;`, or at a `;` after white space. */
function commentStart(line: string): number | undefined {
  if (/^\s*[#;]/.test(line)) return 0;
  const at = line.search(/(?<=^|\s);/);
  return at < 0 ? undefined : at;
}

function finished(section: Section): Map<string, IniEntry> {
  return new Map([...section.keys].map(([key, { lines, span }]) => [key, { value: lines.join('\n').trimEnd(), span }]));
}

function bad(message: string, span: Span, hint: string): TsplayError {
  return new TsplayError('bad-config', message, { span, hint });
}
