// Says in plain words what is wrong with the syntax of a YAML text and what to do about it.
import type { YAMLError } from 'yaml';
import type { Diagnostic, Span } from '../ground/index.js';
import type { Places } from './places.js';

/** Errors that follow from an earlier one would fill the screen; so many are shown per text. */
const MAX_SHOWN = 20;

/** The parser's findings as diagnostics, in the order of their places, at most one per line. */
export function syntaxDiagnostics(errors: readonly YAMLError[], places: Places): Diagnostic[] {
  const byLine = new Map<number, Diagnostic>();
  for (const error of [...errors].sort((a, b) => a.pos[0] - b.pos[0])) {
    if (byLine.size >= MAX_SHOWN) break;
    const { line } = places.span(error.pos[0], error.pos[0]);
    if (!byLine.has(line)) byLine.set(line, explain(error, places));
  }
  return [...byLine.values()];
}

function explain(error: YAMLError, places: Places): Diagnostic {
  const span = places.span(error.pos[0], Math.max(error.pos[0] + 1, Math.min(error.pos[1], error.pos[0] + 80)));
  const line = places.line(span.line);
  const template = /^(\s*(?:- +)*(?:[^\s'"#][^'"#]*?: +)?)\{\{/.exec(line);
  if (template) {
    const start = places.startOf(span.line) + (template[1]?.length ?? 0);
    return unquotedTemplate(places.span(start, places.startOf(span.line) + line.trimEnd().length));
  }
  const [message, hint] = words(error, line);
  return { code: 'yaml-syntax', severity: 'error', message, span, hint };
}

/** compat: what PyYAML accepts and the parser complains about is not an error. */
export function isHarmless(error: YAMLError): boolean {
  return error.code === 'TAG_RESOLVE_FAILED' && error.message.startsWith('Unresolved tag');
}

function words(error: YAMLError, line: string): [message: string, hint: string | undefined] {
  const afterQuoted = /^\s*(?:- +)*(?:[^\s'"#][^'"#]*: +)?(["']).*\1\s*[^\s#,\]}:]/.test(line);
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return ['a tab is used for indentation', 'indent with spaces'];
    case 'BLOCK_AS_IMPLICIT_KEY':
      if (error.message.startsWith('Nested')) {
        return [
          'this value holds ": ", which would start a mapping inside the value',
          'quote the whole value, or put the inner mapping on its own, deeper indented lines',
        ];
      }
      return ['a list cannot be a key', 'indent the list below the key it belongs to'];
    case 'MULTILINE_IMPLICIT_KEY':
      return [
        'text that spans several lines stands where a key is expected',
        'check the indentation of this line and for a missing ":" above',
      ];
    case 'BAD_SCALAR_START':
      return [
        `a plain value cannot start with ${line.trim().startsWith('%') ? '%' : 'this character'}`,
        'quote the value',
      ];
    case 'BAD_DQ_ESCAPE':
      return [
        'this backslash sequence is not known in a double-quoted value',
        "double the backslash, or use single quotes: '…'",
      ];
    case 'BAD_INDENT':
      if (error.message.startsWith('All')) {
        return [
          'this line is not indented like the lines it belongs to',
          'items of one mapping or list start in the same column',
        ];
      }
      return [lowerFirst(error.message), 'indent it deeper than the key it belongs to'];
    case 'MULTIPLE_DOCS':
      return ['one document is expected here, this is the start of another', "remove the '---'"];
    case 'KEY_OVER_1024_CHARS':
      return ['a key is longer than 1024 characters', undefined];
    case 'MISSING_CHAR':
      if (error.message.startsWith('Missing closing')) {
        return [`the quoted value is not closed`, `add the missing ${error.message.includes('"') ? '"' : "'"}`];
      }
      if (error.message.startsWith('Implicit map keys')) {
        return ["a 'key: value' pair is expected here", "add ':' and a space after the key, or check the indentation"];
      }
      if (error.message.startsWith('Sequence item')) {
        return ["a list item is expected here, it starts with '- '", 'check the indentation of this line'];
      }
      return [lowerFirst(error.message), undefined];
    case 'UNEXPECTED_TOKEN':
    case 'BAD_PROP_ORDER':
    case 'IMPOSSIBLE':
    case 'BLOCK_IN_FLOW':
    default:
      if (afterQuoted) {
        return [
          'there is text after the closing quote',
          'quote the whole value, with the other kind of quotes outside',
        ];
      }
      if (line.startsWith('\t') || /^ *\t/.test(line)) return ['a tab is used for indentation', 'indent with spaces'];
      return [lowerFirst(error.message), 'check the indentation and the quotes of this line'];
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** The classic: `key: {{ value }}`. */
export function unquotedTemplate(span: Span): Diagnostic {
  return {
    code: 'yaml-syntax',
    severity: 'error',
    message: 'a value that starts with {{ must be quoted, or YAML takes it for a mapping',
    span,
    hint: 'quote the whole value: "{{ … }}"',
  };
}
