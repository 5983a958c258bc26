// The lookups `ini` and `csvfile`: values out of files of sections, of properties, and of rows.
import type { Value } from '../../value/index.js';
import { flag } from '../filters/define.js';
import { fail } from '../python/errors.js';
import { splitLines } from '../python/str-methods.js';
import { str } from '../python/text.js';
import { pythonRegex } from '../python-regex.js';
import type { Lookup, LookupCall } from '../types.js';
import { readText } from './files.js';
import { checkOptions, option, termWithOptions } from './options.js';

/** Values by key; null is a key without a value. */
type Section = Map<string, string | null>;

interface IniRules {
  readonly allowBare: boolean;
  readonly exact: boolean;
}

/** As Python's configparser reads it. */
function parseIni(text: string, rules: IniRules): Map<string, Section> {
  const sections = new Map<string, Section>();
  let section: Section | undefined;
  let key: string | undefined;
  for (const line of splitLines(text)) {
    const head = /^\[([^\]]+)\]/.exec(line);
    if (head) {
      section = sections.get(head[1] ?? '') ?? new Map<string, string | null>();
      sections.set(head[1] ?? '', section);
      key = undefined;
    } else if (/^\s*(?:[#;]|$)/.test(line)) continue;
    else if (/^\s/.test(line) && key !== undefined && section) {
      section.set(key, `${section.get(key) ?? ''}\n${line.trim()}`);
    } else {
      const m = /^([^=:]*?)\s*[=:]\s*(.*)$/.exec(line.trim());
      if (!m && !rules.allowBare)
        fail(`'${line.trim()}' is no line of an ini file`, 'allow_no_value=true takes keys without a value');
      if (!section) return fail('the ini file has a line before its first section');
      key = m ? (m[1] ?? '') : line.trim();
      if (!rules.exact) key = key.toLowerCase();
      section.set(key, m ? (m[2] ?? '').trim() : null);
    }
  }
  return sections;
}

const INI_OPTIONS = [
  'type',
  'file',
  'section',
  're',
  'encoding',
  'default',
  'case_sensitive',
  'allow_no_value',
  'allow_none',
];

function ini(call: LookupCall): Value[] {
  checkOptions(call, 'ini', INI_OPTIONS);
  return call.terms.flatMap((term) => {
    const [key, own] = termWithOptions(call, 'ini', INI_OPTIONS, term);
    return iniValues(own, key);
  });
}

function iniValues(call: LookupCall, key: string): Value[] {
  const type = str(option(call, 'type') ?? 'ini');
  if (type !== 'ini' && type !== 'properties') fail(`the type of an ini lookup is ini or properties, not '${type}'`);
  const file = str(option(call, 'file') ?? 'ansible.ini');
  const { text } = readText(call, 'files', file);
  const rules: IniRules = {
    allowBare: flag(option(call, 'allow_no_value') ?? option(call, 'allow_none'), false),
    exact: flag(option(call, 'case_sensitive'), false),
  };
  // compat: a file of properties is one section, named java_properties.
  const sections = parseIni(type === 'properties' ? `[java_properties]\n${text}` : text, rules);
  const name = type === 'properties' ? 'java_properties' : str(option(call, 'section') ?? 'global');
  const own = sections.get(name);
  if (!own) return fail(`No section '${name}' in ${file}`);
  const section: Section = new Map([...(sections.get('DEFAULT') ?? []), ...own]);
  if (flag(option(call, 're'), false)) {
    const regex = pythonRegex(key, {}, 'y');
    return [...section]
      .filter(([k]) => {
        regex.lastIndex = 0;
        return regex.test(k);
      })
      .map(([, value]) => value ?? '');
  }
  const found = section.get(rules.exact ? key : key.toLowerCase());
  // compat: a key that has no value gives nothing.
  if (found === undefined) return [option(call, 'default') ?? ''];
  return found === null ? [] : [found];
}

const CSV_OPTIONS = ['file', 'delimiter', 'col', 'keycol', 'default', 'encoding'];

function csvfile(call: LookupCall): Value[] {
  checkOptions(call, 'csvfile', CSV_OPTIONS);
  return call.terms.flatMap((term) => {
    const [key, own] = termWithOptions(call, 'csvfile', CSV_OPTIONS, term);
    if (key === '') return fail('csvfile needs the key to look for');
    return csvValue(own, key);
  });
}

function csvValue(call: LookupCall, key: string): Value[] {
  const { text } = readText(call, 'files', str(option(call, 'file') ?? 'ansible.csv'));
  const given = str(option(call, 'delimiter') ?? 'TAB');
  const delimiter = given === 'TAB' || given === 't' ? '\t' : given;
  const col = Number(str(option(call, 'col') ?? 1));
  const keycol = Number(str(option(call, 'keycol') ?? 0));
  const row = splitLines(text)
    .map((line) => splitCsv(line, delimiter))
    .find((r) => r[keycol] === key);
  if (!row) {
    const fallback = option(call, 'default');
    return fallback === undefined || fallback === null ? [] : [fallback];
  }
  return [row.at(col) ?? fail(`csvfile: the row of '${key}' has no column ${col}`)];
}

function splitCsv(line: string, delimiter: string): string[] {
  const out: string[] = [];
  let at = 0;
  for (;;) {
    if (line[at] === '"') {
      const m = /"((?:[^"]|"")*)"?/y;
      m.lastIndex = at;
      const found = m.exec(line);
      out.push((found?.[1] ?? '').replaceAll('""', '"'));
      at += found?.[0].length ?? 1;
    } else {
      const end = line.indexOf(delimiter, at);
      out.push(line.slice(at, end < 0 ? undefined : end));
      at = end < 0 ? line.length : end;
    }
    if (!line.startsWith(delimiter, at)) return out;
    at += delimiter.length;
  }
}

export const ROW_LOOKUPS: [string, Lookup][] = [
  ['ini', ini],
  ['csvfile', csvfile],
];
