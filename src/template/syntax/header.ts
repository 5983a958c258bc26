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

/** compat: settings of Jinja2 that change what a template means; `autoescape` and what it has no setting for change nothing. */
const REFUSED = new Set([
  'undefined',
  'finalize',
  'loader',
  'extensions',
  'filters',
  'tests',
  'globals',
  'policies',
  'bytecode_cache',
]);

export interface FileHeader extends FileStyle {
  readonly body: string;
  readonly skippedLines: number;
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
  if (!source.startsWith(HEADER)) return { body: source, skippedLines: 0, delimiters: same(d), keepTrailingNewline };
  const end = source.indexOf('\n');
  const line = (end < 0 ? source : source.slice(0, end)).slice(HEADER.length);
  for (const pair of line.split(',')) {
    const colon = pair.indexOf(':');
    const key = pair.slice(0, colon).trim();
    let value = literal(pair.slice(colon + 1).trim());
    const known = NAMES[key];
    const bad = (message: string): never => {
      throw new TsplayError('template-syntax', message, { span: { file: name, line: 1, col: 1 } });
    };
    if (colon < 0) bad(`the #jinja2: header needs 'name: value' pairs, not '${pair.trim()}'`);
    if (known) {
      // compat: what counts as true turns a switch on.
      if (typeof d[known] === 'boolean') value = typeof value === 'string' ? value !== '' : value;
      if (typeof value !== typeof d[known]) bad(`'${key}' in the #jinja2: header has a value of the wrong type`);
      d[known] = value;
    } else if (key === 'keep_trailing_newline') keepTrailingNewline = value === true;
    else if (REFUSED.has(key)) bad(`'${key}' in the #jinja2: header is not supported`);
  }
  return { body: end < 0 ? '' : source.slice(end + 1), skippedLines: 1, delimiters: same(d), keepTrailingNewline };
}

/** The shared default object when nothing differs, so that the parse cache finds its entries. */
function same(d: Record<keyof Delimiters, string | boolean>): Delimiters {
  const keys = Object.keys(ANSIBLE_DELIMITERS) as (keyof Delimiters)[];
  return keys.every((k) => d[k] === ANSIBLE_DELIMITERS[k]) ? ANSIBLE_DELIMITERS : (d as unknown as Delimiters);
}

function literal(text: string): string | boolean {
  if (/^true$/i.test(text)) return true;
  if (/^false$/i.test(text)) return false;
  const quoted = /^(['"])(.*)\1$/.exec(text);
  return (quoted?.[2] ?? text).replace(/\\([nrt\\])/g, (_m, c: string) => ({ n: '\n', r: '\r', t: '\t' })[c] ?? c);
}
