// The lookups `ini` and `csvfile`: values out of files of sections, of properties, and of rows.
import type { Value, ValueMap } from '../../value/index.js';
import { CsvReader } from '../csv-reader.js';
import { decodeStrictly } from '../filters/encodings.js';
import { IniFile } from '../ini-reader.js';
import { textOf } from '../python/bytes.js';
import { fail } from '../python/errors.js';
import { str } from '../python/text.js';
import { pythonRegex } from '../python-regex.js';
import type { Lookup, LookupCall } from '../types.js';
import { readBytes } from './files.js';
import { boolOption, checkOptions, intOption, option, results, termWithOptions, textOption } from './options.js';

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
  'interpolation',
];

/** compat: options inside a term hold for the terms behind it as well, and so does what earlier files said. */
function ini(call: LookupCall): Value[] {
  checkOptions(call, 'ini', INI_OPTIONS);
  const file = new IniFile({
    allowBare: boolOption(call, 'allow_no_value', boolOption(call, 'allow_none', false)),
    exact: boolOption(call, 'case_sensitive', false),
    interpolate: boolOption(call, 'interpolation', true),
  });
  let options: ValueMap = call.options;
  return call.terms.flatMap((term) => {
    const words = str(term);
    if (!words.includes('=') && !words.trim().includes(' ')) return iniValues({ ...call, options }, words, file);
    const [key, own] = termWithOptions({ ...call, options }, 'ini', INI_OPTIONS, term);
    if (key === '') return fail(`No key to lookup was provided as first term within string inline options: ${words}`);
    options = own.options;
    return iniValues(own, key, file);
  });
}

function iniValues(call: LookupCall, key: string, ini: IniFile): Value[] {
  const type = textOption(call, 'type') ?? 'ini';
  if (type !== 'ini' && type !== 'properties') fail(`the type of an ini lookup is ini or properties, not '${type}'`);
  const file = textOption(call, 'file') ?? 'ansible.ini';
  const text = decoded(readBytes(call, 'files', file), textOption(call, 'encoding'), file);
  // compat: a file of properties is one section, named java_properties.
  ini.add(type === 'properties' ? `[java_properties]\n${text}` : text);
  const name = type === 'properties' ? 'java_properties' : (textOption(call, 'section') ?? 'global');
  const section = ini.section(name) ?? fail(`No section '${name}' in ${file}`);
  if (boolOption(call, 're', false)) {
    const regex = pythonRegex(key, {}, 'y');
    const nothing = boolOption(call, 'interpolation', true) ? '' : null;
    const values = [...section.keys()].map((k): [string, Value] => [k, ini.value(section, k) ?? nothing]);
    return values
      .filter(([k]) => {
        regex.lastIndex = 0;
        return regex.test(k);
      })
      .map(([, value]) => value);
  }
  const found = ini.value(section, key);
  return results(found === undefined ? defaultOf(call, '') : found);
}

function defaultOf(call: LookupCall, otherwise: Value): Value {
  return option(call, 'default') ?? otherwise;
}

function decoded(bytes: Uint8Array, encoding: string | undefined, file: string): string {
  return encoding === undefined ? textOf(bytes, file) : decodeStrictly(bytes, encoding);
}

const CSV_OPTIONS = ['file', 'delimiter', 'col', 'keycol', 'default', 'encoding'];

function csvfile(call: LookupCall): Value[] {
  checkOptions(call, 'csvfile', CSV_OPTIONS);
  if (call.terms.length === 0) fail('Search key is required but was not found');
  let { options } = call;
  return call.terms.flatMap((term) => {
    if (typeof term !== 'string') return fail('csvfile: what is searched for is text');
    const [key, own] = termWithOptions({ ...call, options }, 'csvfile', CSV_OPTIONS, term);
    if (key === '') return fail('Search key is required but was not found');
    options = own.options;
    return csvValue(own, key);
  });
}

function csvValue(call: LookupCall, key: string): Value[] {
  const file = textOption(call, 'file') ?? 'ansible.csv';
  const text = decodeStrictly(readBytes(call, 'files', file), textOption(call, 'encoding') ?? 'utf-8');
  const given = textOption(call, 'delimiter') ?? 'TAB';
  const delimiter = given === 'TAB' ? '\t' : given;
  if (Array.from(delimiter).length !== 1) fail(`csvfile: the delimiter is one character, not '${delimiter}'`);
  const keycol = intOption(call, 'keycol') ?? 0;
  for (const row of new CsvReader({ delimiter, skipInitialSpace: false, strict: false }).read(text)) {
    if (row.length === 0) continue;
    const cell = row.at(keycol) ?? fail(`csvfile: a row of ${file} has no column ${keycol}`);
    if (cell === key) return [columnOf(call, row)];
  }
  return results(defaultOf(call, null));
}

function columnOf(call: LookupCall, row: readonly string[]): string {
  const given = str(option(call, 'col') ?? '1');
  if (!/^\s*[-+]?\d+(?:\.0)?\s*$/.test(given)) fail(`csvfile: '${given}' is no column`);
  return row.at(Number(given)) ?? fail(`csvfile: the row has no column ${given}`);
}

export const ROW_LOOKUPS: [string, Lookup][] = [
  ['ini', ini],
  ['csvfile', csvfile],
];
