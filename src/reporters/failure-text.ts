// A failed result in words: the message, then what the command said, as real lines and not as JSON.
import type { ShownResult } from '../events/index.js';
import { jsonIndented, jsonLine } from './json.js';
import { harmless } from './width.js';

/** Shown below the message, in this order, when a result has them. */
const DETAILS = [
  'assertion',
  'cmd',
  'rc',
  'status',
  'url',
  'stderr',
  'stdout',
  'module_stderr',
  'module_stdout',
] as const;

/** The first line stands after `=> `, the others below it. */
export function failureLines(result: ShownResult): string[] {
  if (result['censored'] !== undefined) return harmless(words(result['censored'])).split('\n');
  const message = result['msg'];
  if (message === undefined || message === '') return [jsonLine(result)];
  const [first = '', ...more] = harmless(words(message)).trimEnd().split('\n');
  const lines = [first, ...more.map((line) => indent(line, 4))];
  for (const key of DETAILS) {
    const value = result[key];
    if (value === undefined || value === null || value === '' || value === message) continue;
    const [head = '', ...rest] = harmless(words(value)).trimEnd().split('\n');
    const below = rest.length > 0 || ['stderr', 'stdout', 'module_stderr', 'module_stdout'].includes(key);
    if (!below) lines.push(`    ${key}: ${head}`);
    else lines.push(`    ${key}:`, ...[head, ...rest].map((line) => indent(line, 8)));
  }
  return lines;
}

function words(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((v) => typeof v === 'string')) return value.map(shellWord).join(' ');
  return jsonIndented(value);
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function indent(line: string, by: number): string {
  return line === '' ? '' : ' '.repeat(by) + line;
}
