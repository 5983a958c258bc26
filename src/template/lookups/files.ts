// Lookups that read the controller: file, template, fileglob, pipe, lines.
import { setTextKind, type Value } from '../../value/index.js';
import type { Engine } from '../engine.js';
import { dirname, joinPaths } from '../filters/paths.js';
import { byteLines, textOf } from '../python/bytes.js';
import { fail, unsupported } from '../python/errors.js';
import { parseLiteral } from '../python/literal.js';
import { str } from '../python/text.js';
import { overlaid } from '../file-variables.js';
import type { Lookup, LookupCall } from '../types.js';
import { filetree } from './filetree.js';
import { firstFound } from './first-found.js';
import { boolOption, checkOptions, option } from './options.js';
import { url } from './url.js';
import { password } from './password.js';

/** The text of a file searched where Ansible searches files of that kind. */
function readText(call: LookupCall, kind: 'files' | 'templates', name: string): { path: string; text: string } {
  const path = pathOf(call, kind, name);
  return { path, text: textOf(call.port.readFile(path), path) };
}

/** The bytes of a file searched where Ansible searches files of that kind. */
export function readBytes(call: LookupCall, kind: 'files' | 'templates', name: string): Uint8Array {
  return call.port.readFile(pathOf(call, kind, name));
}

function pathOf(call: LookupCall, kind: 'files' | 'templates', name: string): string {
  return (
    call.port.find(kind, name, call.scope) ??
    fail(`the file '${name}' was not found`, `it is searched in ${kind}/ of the role and beside the playbook`)
  );
}

function file(call: LookupCall): Value[] {
  checkOptions(call, 'file', ['rstrip', 'lstrip']);
  return call.terms.map((term) => {
    let { text } = readText(call, 'files', str(term));
    if (boolOption(call, 'lstrip', false)) text = text.trimStart();
    if (boolOption(call, 'rstrip', true)) text = text.trimEnd();
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
  'jinja2_native',
];

const LOOKS_TYPED = /^(?:[[{]|(?:True|False)$)/;

function template(call: LookupCall): Value[] {
  checkOptions(call, 'template', TEMPLATE_OPTIONS);
  // compat: it counts only where the setting of that name is on.
  if (boolOption(call, 'jinja2_native', false) && (call.engine as Engine).isNative)
    unsupported('jinja2_native is not supported in the lookup template', 'use from_yaml on its text');
  const more = option(call, 'template_vars') ?? undefined;
  if (more !== undefined && !(more instanceof Map)) fail('template_vars must be a dict');
  const text = (name: string): string | undefined => {
    const v = option(call, name);
    return v === undefined || v === null ? undefined : str(v);
  };
  const convert = boolOption(call, 'convert_data', true);
  const results: Value[] = [];
  for (const [i, term] of call.terms.entries()) {
    const { path, text: source } = readText(call, 'templates', str(term));
    const [vs, ve, cs, ce] = [
      'variable_start_string',
      'variable_end_string',
      'comment_start_string',
      'comment_end_string',
    ].map(text);
    // compat: template_vars win over what the file knows about itself.
    const own = call.engine.fileVariables({ path: str(term), fullPath: path });
    const scope = overlaid(call.scope, more ? new Map([...own, ...more]) : own);
    const out = call.engine.renderFile(source, path, scope, {
      ...(vs === undefined ? {} : { variableStart: vs }),
      ...(ve === undefined ? {} : { variableEnd: ve }),
      ...(cs === undefined ? {} : { commentStart: cs }),
      ...(ce === undefined ? {} : { commentEnd: ce }),
    });
    // compat: text that looks like a list or a dict becomes one unless convert_data says otherwise, or it is no template.
    const isTemplate = source.includes(vs ?? '{{') || source.includes(cs ?? '{#') || source.includes('{%');
    results.push(convert && isTemplate && LOOKS_TYPED.test(out) ? (parseLiteral(out) ?? out) : out);
    // compat: then it stays text whatever it looks like.
    if (!convert) setTextKind(results, i, out, 'NativeJinjaText');
  }
  return results;
}

/** What a command says, run in the directory of the playbook. */
function run(call: LookupCall, term: Value): string {
  const command = str(term);
  const directory = call.scope.lookup('playbook_dir');
  const result = call.port.exec(command, typeof directory === 'string' ? directory : undefined);
  if (result.rc !== 0) fail(`the command '${command}' ended with ${result.rc}: ${result.stderr.trim()}`);
  return result.stdout;
}

function lines(call: LookupCall, term: Value): string[] {
  return byteLines(run(call, typeof term === 'string' ? term : fail('the lookup lines takes commands')));
}

function fileglob(call: LookupCall): Value[] {
  checkOptions(call, 'fileglob', []);
  return call.terms.flatMap((term) => {
    const pattern = typeof term === 'string' ? term : fail('the lookup fileglob takes patterns');
    const dir = dirname(pattern);
    const name = pattern.slice(pattern.lastIndexOf('/') + 1);
    for (const directory of globDirectories(call, pattern, dir)) {
      const found = call.port.glob(joinPaths([directory, name])).filter((p) => call.port.exists(p) === 'file');
      if (found.length > 0) return found;
    }
    return [];
  });
}

/** compat: a bare name is searched in all places till one has it, and wildcards are none in the names of directories. */
function globDirectories(call: LookupCall, pattern: string, dir: string): string[] {
  if (!pattern.includes('/') && call.port.directories) return call.port.directories('files', call.scope);
  const found = call.port.find('files', dir === '' ? '.' : dir, call.scope);
  return found === undefined ? [] : [found];
}

export const FILE_LOOKUPS: [string, Lookup][] = [
  ['file', file],
  ['template', template],
  ['fileglob', fileglob],
  ['filetree', filetree],
  ['first_found', firstFound],
  ['url', url],
  [
    'pipe',
    (call) => {
      checkOptions(call, 'pipe', []);
      return call.terms.map((term) => run(call, term).trimEnd());
    },
  ],
  [
    'lines',
    (call) => {
      checkOptions(call, 'lines', []);
      return call.terms.flatMap((term) => lines(call, term));
    },
  ],
  ['password', password],
  [
    'unvault',
    (call) => {
      checkOptions(call, 'unvault', []);
      return call.terms.map((term) => readText(call, 'files', str(term)).text);
    },
  ],
];
