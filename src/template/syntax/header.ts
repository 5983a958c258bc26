// The `#jinja2:` line at the head of a template file: settings for that file.
import { TsplayError } from '../../ground/index.js';
import type { FileOptions } from '../types.js';
import { ANSIBLE_DELIMITERS } from './index.js';
import type { FileStyle } from './index.js';
import type { Delimiters } from './lexer.js';

const HEADER = '#jinja2:';
const NAMES: Record<string, keyof Delimiters> = {
  block_start_string: 'blockStart',
  block_end_string: 'blockEnd',
  variable_start_string: 'variableStart',
  variable_end_string: 'variableEnd',
  comment_start_string: 'commentStart',
  comment_end_string: 'commentEnd',
  trim_blocks: 'trimBlocks',
  lstrip_blocks: 'lstripBlocks',
  line_statement_prefix: 'lineStatement',
  line_comment_prefix: 'lineComment',
  newline_sequence: 'newline',
};

/** `compat:` settings of Jinja2's environment that do nothing once it is made. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  'autoescape',
  'optimized',
  'cache_size',
  'auto_reload',
  'undefined',
]);
/** Settings that would change what a template means. */
const REFUSED: ReadonlySet<string> = new Set([
  'finalize',
  'extensions',
  'filters',
  'tests',
  'globals',
  'policies',
  'bytecode_cache',
  'loader',
  'bytecode_cache',
]);

export interface FileHeader extends FileStyle {
  readonly body: string;
  readonly skippedLines: number;
  /** Names that are no settings. */
  readonly unknown: readonly string[];
}

/** Reads the header; the file's own settings win over `options`. @throws TsplayError template-syntax */
export function parseHeader(source: string, name: string, options: FileOptions): FileHeader {
  const d: Record<keyof Delimiters, string | boolean> = {
    blockStart: options.blockStart ?? ANSIBLE_DELIMITERS.blockStart,
    blockEnd: options.blockEnd ?? ANSIBLE_DELIMITERS.blockEnd,
    variableStart: options.variableStart ?? ANSIBLE_DELIMITERS.variableStart,
    variableEnd: options.variableEnd ?? ANSIBLE_DELIMITERS.variableEnd,
    commentStart: options.commentStart ?? ANSIBLE_DELIMITERS.commentStart,
    commentEnd: options.commentEnd ?? ANSIBLE_DELIMITERS.commentEnd,
    trimBlocks: options.trimBlocks ?? ANSIBLE_DELIMITERS.trimBlocks,
    lstripBlocks: options.lstripBlocks ?? ANSIBLE_DELIMITERS.lstripBlocks,
    lineStatement: '',
    lineComment: '',
    newline: options.newlineSequence ?? '\n',
  };
  let keepTrailingNewline = false;
  const unknown: string[] = [];
  if (!source.startsWith(HEADER))
    return { body: source, skippedLines: 0, delimiters: same(d), keepTrailingNewline, unknown };
  const bad = (message: string): never => {
    throw new TsplayError('template-syntax', message, { span: { file: name, line: 1, col: 1 } });
  };
  const end = source.indexOf('\n');
  if (end < 0) bad('the #jinja2: header needs a line feed after it');
  const line = source.slice(HEADER.length, end);
  for (const pair of line.split(',')) {
    const colon = pair.indexOf(':');
    const key = pair.slice(0, colon).trim();
    const known = NAMES[key];
    const written = pair.slice(colon + 1).trim();
    const value = known !== undefined && typeof d[known] === 'boolean' ? truth(written) : literal(written);
    if (colon < 0) bad(`the #jinja2: header needs 'name: value' pairs, not '${pair.trim()}'`);
    if (known) {
      if (typeof value !== typeof d[known]) bad(`'${key}' in the #jinja2: header has a value of the wrong type`);
      d[known] = value;
    } else if (key === 'keep_trailing_newline') keepTrailingNewline = value === true;
    else if (REFUSED.has(key)) bad(`'${key}' in the #jinja2: header is not supported`);
    else if (!WITHOUT_EFFECT.has(key)) unknown.push(key);
  }
  return { body: source.slice(end + 1), skippedLines: 1, delimiters: same(d), keepTrailingNewline, unknown };
}

/** The shared default object when nothing differs, so that the parse cache finds its entries. */
function same(d: Record<keyof Delimiters, string | boolean>): Delimiters {
  const keys = Object.keys(ANSIBLE_DELIMITERS) as (keyof Delimiters)[];
  return keys.every((k) => d[k] === ANSIBLE_DELIMITERS[k]) ? ANSIBLE_DELIMITERS : (d as unknown as Delimiters);
}

/** `compat:` what counts as true turns a switch on: numbers and texts in quotes too; another word is no value. */
function truth(written: string): string | boolean {
  if (/^\d+$/.test(written)) return Number(written) !== 0;
  return /^(['"]).*\1$/.test(written) ? written.length > 2 : literal(written);
}

function literal(text: string): string | boolean {
  if (/^true$/i.test(text)) return true;
  if (/^false$/i.test(text)) return false;
  const quoted = /^(['"])(.*)\1$/.exec(text);
  return (quoted?.[2] ?? text).replace(/\\([nrt\\])/g, (_m, c: string) => ({ n: '\n', r: '\r', t: '\t' })[c] ?? c);
}
