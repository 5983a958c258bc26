// A failed result in words: the message, then what the command said, as real lines and not as JSON.
import type { ShownResult } from '../events/index.js';
import { jsonIndented, jsonLine } from './json.js';
import { harmless } from './width.js';

/** Shown on one line below the message where possible, in this order, when a result has them. */
const FACTS = ['assertion', 'cmd', 'rc', 'status', 'url'] as const;
/** Shown as a block of lines. */
const OUTPUTS = ['stderr', 'stdout', 'module_stderr', 'module_stdout'] as const;
/** Of a long output the end is shown; `-v` shows all. */
const OUTPUT_LINES = 100;

/** The first line stands after `=> `, the others below it. */
export function failureLines(result: ShownResult): string[] {
  if (result['censored'] !== undefined) return lines(words(result['censored']));
  const details = [
    ...FACTS.flatMap((key) => fact(key, result[key])),
    ...OUTPUTS.flatMap((key) => output(key, result[key])),
  ];
  const message = messageOf(result) ?? (details.length > 0 ? 'failed' : jsonLine(result));
  const [first = '', ...more] = lines(message);
  return [first, ...more.map((line) => indent(line, 4)), ...details];
}

function messageOf(result: ShownResult): string | undefined {
  const { msg } = result;
  if (msg !== undefined && msg !== null && msg !== '') return words(msg);
  return result['failed_when_result'] === true ? 'failed_when was true' : undefined;
}

function fact(key: string, value: unknown): string[] {
  if (value === undefined || value === null || value === '') return [];
  const isWords = Array.isArray(value) && value.every((v) => typeof v === 'string');
  const [head = '', ...rest] = lines(isWords ? value.map(shellWord).join(' ') : words(value));
  if (rest.length === 0) return [`    ${key}: ${head}`];
  return [`    ${key}:`, ...[head, ...rest].map((line) => indent(line, 8))];
}

function output(key: string, value: unknown): string[] {
  if (typeof value !== 'string' || value.trim() === '') return [];
  const all = lines(value);
  const shown = all.slice(-OUTPUT_LINES);
  const left = all.length - shown.length;
  const note = left > 0 ? ` (the last ${OUTPUT_LINES} of ${all.length} lines; -v shows all)` : '';
  return [`    ${key}:${note}`, ...shown.map((line) => indent(line, 8))];
}

function words(value: unknown): string {
  return typeof value === 'string' ? value : jsonIndented(value);
}

function lines(text: string): string[] {
  return harmless(text).trimEnd().split('\n');
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function indent(line: string, by: number): string {
  return line === '' ? '' : ' '.repeat(by) + line;
}
