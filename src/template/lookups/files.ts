// Lookups that read the controller: file, template, fileglob, first_found, pipe, lines, ini, csvfile.
import { Undefined, type Value } from '../../value/index.js';
import { flag } from '../filters/define.js';
import { dirname, joinPaths } from '../filters/paths.js';
import { mapGet } from '../python/compare.js';
import { fail, unsupported } from '../python/errors.js';
import { parseLiteral } from '../python/literal.js';
import { splitLines } from '../python/str-methods.js';
import { str } from '../python/text.js';
import type { Lookup, LookupCall, Scope } from '../types.js';
import { checkOptions, option } from './data.js';
import { password } from './password.js';

function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** The text of a file searched where Ansible searches files of that kind. */
function readText(call: LookupCall, kind: 'files' | 'templates', name: string): { path: string; text: string } {
  const path = call.port.find(kind, name, call.scope);
  if (path === undefined)
    return fail(`the file '${name}' was not found`, `it is searched in ${kind}/ of the role and beside the playbook`);
  return { path, text: decode(call.port.readFile(path)) };
}

function file(call: LookupCall): Value[] {
  checkOptions(call, 'file', ['rstrip', 'lstrip']);
  return call.terms.map((term) => {
    let { text } = readText(call, 'files', str(term));
    if (flag(option(call, 'lstrip'), false)) text = text.trimStart();
    if (flag(option(call, 'rstrip'), true)) text = text.trimEnd();
    return text;
  });
}

const TEMPLATE_OPTIONS = [
  'convert_data',
  'variable_start_string',
  'variable_end_string',
  'comment_start_string',
  'comment_end_string',
  'template_vars',
  'trim_blocks',
  'lstrip_blocks',
  'jinja2_native',
];

function template(call: LookupCall): Value[] {
  checkOptions(call, 'template', TEMPLATE_OPTIONS);
  if (flag(option(call, 'jinja2_native'), false))
    unsupported('jinja2_native is not supported in the lookup template', 'use from_yaml on its text');
  const more = option(call, 'template_vars');
  if (more !== undefined && !(more instanceof Map)) fail('template_vars must be a dict');
  const extra = more;
  const scope: Scope = extra
    ? {
        lookup: (n) => extra.get(n) ?? call.scope.lookup(n),
        names: () => [...call.scope.names(), ...[...extra.keys()].map(str)],
      }
    : call.scope;
  const text = (name: string): string | undefined => {
    const v = option(call, name);
    return v === undefined || v === null ? undefined : str(v);
  };
  const convert = flag(option(call, 'convert_data'), true);
  return call.terms.map((term) => {
    const { path, text: source } = readText(call, 'templates', str(term));
    const [vs, ve, cs, ce] = [
      'variable_start_string',
      'variable_end_string',
      'comment_start_string',
      'comment_end_string',
    ].map(text);
    const out = call.engine.renderFile(source, path, scope, {
      ...(vs === undefined ? {} : { variableStart: vs }),
      ...(ve === undefined ? {} : { variableEnd: ve }),
      ...(cs === undefined ? {} : { commentStart: cs }),
      ...(ce === undefined ? {} : { commentEnd: ce }),
      trimBlocks: flag(option(call, 'trim_blocks'), true),
      lstripBlocks: flag(option(call, 'lstrip_blocks'), false),
    });
    // compat: text that looks like a list or a dict becomes one unless convert_data says otherwise.
    return convert && /^[[{]/.test(out) ? (parseLiteral(out) ?? out) : out;
  });
}

function run(call: LookupCall, command: string): string {
  const result = call.port.exec(command);
  if (result.rc !== 0) fail(`the command '${command}' ended with ${result.rc}: ${result.stderr.trim()}`);
  return result.stdout;
}

function fileglob(call: LookupCall): Value[] {
  checkOptions(call, 'fileglob', []);
  return call.terms.flatMap((term) => {
    const pattern = str(term);
    let full = pattern;
    if (!pattern.startsWith('/')) {
      const dir = dirname(pattern);
      const found = call.port.find('files', dir === '' ? '.' : dir, call.scope);
      if (found === undefined) return [];
      full = joinPaths([found, pattern.slice(dir === '' ? 0 : dir.length + 1)]);
    }
    return call.port.glob(full).filter((p) => call.port.exists(p) === 'file');
  });
}

/** Lists written as text are separated by commas, colons or semicolons. */
function names(v: Value | undefined): string[] {
  if (v === undefined || v === null) return [];
  if (Array.isArray(v)) return v.flatMap((x) => (Array.isArray(x) ? x.map(str) : [str(x)]));
  return str(v)
    .split(/[,;]/)
    .map((s) => s.trim())
    .filter((s) => s !== '');
}

function firstFound(call: LookupCall): Value[] {
  checkOptions(call, 'first_found', ['files', 'paths', 'skip']);
  let skip = flag(option(call, 'skip'), false);
  const candidates: string[] = [];
  const add = (files: readonly string[], paths: readonly string[]): void => {
    if (files.length === 0) candidates.push(...paths);
    for (const f of files)
      candidates.push(...(paths.length > 0 && !f.startsWith('/') ? paths.map((p) => joinPaths([p, f])) : [f]));
  };
  if (call.options.has('files')) add(names(option(call, 'files')), names(option(call, 'paths')));
  const visit = (term: Value): void => {
    if (Array.isArray(term)) term.forEach(visit);
    else if (term instanceof Map) {
      for (const key of term.keys())
        if (!['files', 'paths', 'skip'].includes(str(key))) fail(`first_found has no option '${str(key)}'`);
      if (flag(mapGet(term, 'skip'), false)) skip = true;
      add(names(mapGet(term, 'files')), names(mapGet(term, 'paths')));
    } else if (term instanceof Undefined) return;
    else candidates.push(str(term));
  };
  call.terms.forEach(visit);
  for (const name of candidates) {
    for (const kind of ['files', 'templates', 'vars'] as const) {
      const found = call.port.find(kind, name, call.scope);
      if (found !== undefined) return [found];
    }
  }
  if (skip) return [];
  return fail(`none of these files was found: ${candidates.join(', ')}`, "give 'skip: true' when it may be missing");
}

function parseIni(text: string, allowBare: boolean): Map<string, Map<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  let key: string | undefined;
  for (const line of splitLines(text)) {
    const head = /^\[([^\]]+)\]/.exec(line);
    if (head) {
      section = sections.get(head[1] ?? '') ?? new Map<string, string>();
      sections.set(head[1] ?? '', section);
      key = undefined;
    } else if (/^\s*(?:[#;]|$)/.test(line)) continue;
    else if (/^\s/.test(line) && key !== undefined && section)
      section.set(key, `${section.get(key) ?? ''}\n${line.trim()}`);
    else {
      const m = /^([^=:]*?)\s*[=:]\s*(.*)$/.exec(line.trim());
      if (!m && !allowBare) fail(`'${line.trim()}' is no line of an ini file`);
      if (!section) return fail('the ini file has a line before its first section');
      key = m ? (m[1] ?? '') : line.trim();
      section.set(key, m ? (m[2] ?? '').trim() : '');
    }
  }
  return sections;
}

function ini(call: LookupCall): Value[] {
  checkOptions(call, 'ini', [
    'type',
    'file',
    'section',
    're',
    'encoding',
    'default',
    'case_sensitive',
    'allow_no_value',
    'allow_none',
  ]);
  if (str(option(call, 'type') ?? 'ini') !== 'ini')
    unsupported("the lookup ini with type 'properties' is not supported");
  if (flag(option(call, 're'), false))
    unsupported('the lookup ini with re is not supported', 'give the key by its name');
  const { text } = readText(call, 'files', str(option(call, 'file') ?? 'ansible.ini'));
  const sections = parseIni(text, flag(option(call, 'allow_no_value') ?? option(call, 'allow_none'), false));
  const exact = flag(option(call, 'case_sensitive'), false);
  const fold = (s: string): string => (exact ? s : s.toLowerCase());
  const name = str(option(call, 'section') ?? 'global');
  const section = new Map(
    [...(sections.get(name) ?? []), ...(sections.get('DEFAULT') ?? [])].map(([k, v]) => [fold(k), v]),
  );
  return call.terms.map((term) => section.get(fold(str(term))) ?? option(call, 'default') ?? '');
}

function csvfile(call: LookupCall): Value[] {
  checkOptions(call, 'csvfile', ['file', 'delimiter', 'col', 'keycol', 'default', 'encoding']);
  const { text } = readText(call, 'files', str(option(call, 'file') ?? 'ansible.csv'));
  const given = str(option(call, 'delimiter') ?? 'TAB');
  const delimiter = given === 'TAB' || given === 't' ? '\t' : given;
  const col = Number(str(option(call, 'col') ?? 1));
  const keycol = Number(str(option(call, 'keycol') ?? 0));
  const rows = splitLines(text).map((line) => splitCsv(line, delimiter));
  return call.terms.map((term) => {
    const row = rows.find((r) => r[keycol] === str(term));
    return row?.[col] ?? option(call, 'default') ?? [];
  });
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

function refused(name: string, instead: string): [string, Lookup] {
  return [name, () => unsupported(`the lookup '${name}' is not supported`, instead)];
}

export const FILE_LOOKUPS: [string, Lookup][] = [
  ['file', file],
  ['template', template],
  ['fileglob', fileglob],
  ['first_found', firstFound],
  [
    'pipe',
    (call) => {
      checkOptions(call, 'pipe', []);
      return call.terms.map((term) => run(call, str(term)).trimEnd());
    },
  ],
  [
    'lines',
    (call) => {
      checkOptions(call, 'lines', []);
      return call.terms.flatMap((term) => splitLines(run(call, str(term)).trimEnd()));
    },
  ],
  ['ini', ini],
  ['csvfile', csvfile],
  ['password', password],
  [
    'unvault',
    (call) => {
      checkOptions(call, 'unvault', []);
      return call.terms.map((term) => readText(call, 'files', str(term)).text);
    },
  ],
  refused('url', 'use the module uri or get_url and register its result'),
  refused('config', 'set the value as a variable'),
];
