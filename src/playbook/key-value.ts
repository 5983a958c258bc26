// Splits free-form task text (`name=x state="a b"`) into words and key=value pairs, leaving template markers whole.
import type { Span } from '../ground/index.js';
import { TemplateText, type Value, type ValueMap } from '../value/index.js';

/** Actions whose text is a command or a file name, and the only keys that are split off from it. */
const COMMAND_KEYS = new Set([
  'creates',
  'removes',
  'chdir',
  'executable',
  'stdin',
  'stdin_add_newline',
  'strip_empty_ends',
  'warn',
]);
const RAW_ACTIONS = new Set([
  'command',
  'shell',
  'raw',
  'script',
  'include_tasks',
  'import_tasks',
  'include_vars',
  'meta',
  'include_role',
  'import_role',
  'import_playbook',
  'expect',
  'win_command',
  'win_shell',
]);

/** Words at blanks outside quotes and outside `{{ }}`, `{% %}`, `{# #}`; quotes stay in. Undefined when a quote or marker stays open. */
export function splitWords(text: string): string[] | undefined {
  return wordsAt(text)?.map(({ word }) => word);
}

/** The same with the place after each word. */
function wordsAt(text: string): { readonly word: string; readonly end: number }[] | undefined {
  const words: { word: string; end: number }[] = [];
  let word = '';
  let quote: string | undefined;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? '';
    const two = text.slice(i, i + 2);
    if (quote === undefined && (two === '{{' || two === '{%' || two === '{#')) {
      depth++;
      word += two;
      i++;
    } else if (quote === undefined && depth > 0 && (two === '}}' || two === '%}' || two === '#}')) {
      depth--;
      word += two;
      i++;
    } else if (c === '\\' && depth === 0) {
      word += two;
      i++;
    } else if (quote !== undefined) {
      word += c;
      if (c === quote) quote = undefined;
    } else if (depth === 0 && (c === '"' || c === "'")) {
      quote = c;
      word += c;
    } else if (depth === 0 && /\s/.test(c)) {
      if (word !== '') words.push({ word, end: i });
      word = '';
    } else {
      word += c;
    }
  }
  if (word !== '') words.push({ word, end: text.length });
  return quote === undefined && depth === 0 ? words : undefined;
}

/** The value of a `key=value` word: escapes decoded, then the quotes around it taken off. */
export function pairValue(written: string): string {
  return unquote(decodeEscapes(written).trim());
}

const ESCAPE = /\\(?:U([0-9a-fA-F]{8})|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\\'"abfnrtv]))/g;
const CONTROL: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** `compat:` Python's escapes mean themselves in values of key=value text, in quotes or not. */
function decodeEscapes(text: string): string {
  return text.replace(ESCAPE, (whole, ...found: (string | undefined)[]) => {
    const [long, short, byte, letter] = found;
    const code = long ?? short ?? byte;
    if (code === undefined) return CONTROL[letter ?? ''] ?? letter ?? whole;
    const point = parseInt(code, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

function unquote(text: string): string {
  const first = text[0];
  return text.length >= 2 && (first === '"' || first === "'") && text.endsWith(first) ? text.slice(1, -1) : text;
}

/** Text as a value of the file it came from: a template when it has markers. */
export function fileText(text: string, span: Span | undefined): Value {
  return /\{[{%#]/.test(text) && span ? new TemplateText(text, span) : text;
}

export interface FreeForm {
  readonly args: ValueMap;
  /** What is wrong with the text. */
  readonly problem?: string;
}

/** The arguments of `action: text`; the rest of a raw action's text is `_raw_params`. */
export function parseFreeForm(action: string, text: string, span: Span | undefined): FreeForm {
  const short = action.slice(action.lastIndexOf('.') + 1);
  const args: ValueMap = new Map();
  const words = wordsAt(text);
  if (words === undefined) {
    if (!RAW_ACTIONS.has(short)) return { args, problem: 'a quote or a {{ is never closed' };
    args.set('_raw_params', fileText(text, span));
    return { args };
  }
  if (RAW_ACTIONS.has(short)) {
    let rest = '';
    let at = 0;
    for (const { word, end } of words) {
      const [key] = word.split('=', 1);
      const isPair = word.includes('=') && key !== undefined && takesKey(short, key);
      if (!isPair) continue;
      args.set(key, fileText(pairValue(word.slice(key.length + 1)), span));
      rest += text.slice(at, end - word.length);
      at = end + (/^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0);
    }
    rest += text.slice(at);
    // `compat:` the line end of a block scalar stays part of a shell's command.
    rest = short === 'shell' && rest.endsWith('\n') ? `${rest.trim()}\n` : rest.trim();
    if (rest !== '') args.set('_raw_params', fileText(rest, span));
    return { args };
  }
  for (const { word } of words) {
    const at = word.indexOf('=');
    if (at <= 0) return { args, problem: `'${word}' is not of the form key=value` };
    args.set(word.slice(0, at), fileText(pairValue(word.slice(at + 1)), span));
  }
  return { args };
}

function takesKey(action: string, key: string): boolean {
  if (action === 'include_role' || action === 'import_role' || action === 'include_vars') return /^\w+$/.test(key);
  if (action === 'include_tasks' || action === 'import_tasks') return key === 'file';
  return COMMAND_KEYS.has(key);
}
