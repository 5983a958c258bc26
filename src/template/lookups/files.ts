// Lookups that read the controller: file, template, fileglob, pipe, lines.
import type { Value } from '../../value/index.js';
import { flag } from '../filters/define.js';
import { dirname, joinPaths } from '../filters/paths.js';
import { fail, unsupported } from '../python/errors.js';
import { parseLiteral } from '../python/literal.js';
import { splitLines } from '../python/str-methods.js';
import { str } from '../python/text.js';
import { overlaid } from '../file-variables.js';
import type { Lookup, LookupCall } from '../types.js';
import { filetree } from './filetree.js';
import { firstFound } from './first-found.js';
import { checkOptions, option } from './options.js';
import { url } from './url.js';
import { password } from './password.js';

function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** The text of a file searched where Ansible searches files of that kind. */
export function readText(call: LookupCall, kind: 'files' | 'templates', name: string): { path: string; text: string } {
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
    // compat: template_vars win over what the file knows about itself.
    const own = call.engine.fileVariables({ path: str(term), fullPath: path });
    const scope = overlaid(call.scope, more ? new Map([...own, ...more]) : own);
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

function refused(name: string, instead: string): [string, Lookup] {
  return [name, () => unsupported(`the lookup '${name}' is not supported`, instead)];
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
  ['password', password],
  [
    'unvault',
    (call) => {
      checkOptions(call, 'unvault', []);
      return call.terms.map((term) => readText(call, 'files', str(term)).text);
    },
  ],
  refused('config', 'set the value as a variable'),
];
