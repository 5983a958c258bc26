// The `diff` of a result as text.
import type { Paint, Tone } from './colour.js';
import { jsonIndented } from './json.js';
import { unifiedDiff } from './unified.js';
import { harmless } from './width.js';

export interface DiffOptions {
  /** Lines around each difference, 3 when left out. */
  readonly context?: number | undefined;
  /** Of larger texts no differences are shown, in bytes; 0 and undefined are no limit. */
  readonly maxSize?: number | undefined;
}

/** @returns the painted lines of every entry of a result's `diff`; an entry that shows nothing gives none */
export function diffLines(diff: unknown, paint: Paint, options: DiffOptions = {}): string[] {
  return (Array.isArray(diff) ? diff : [diff]).flatMap((entry) => {
    const lines = isRecord(entry) ? entryLines(limited(entry, options.maxSize), options.context) : [];
    // `compat:` an empty line after each entry.
    return lines.length === 0 ? [] : [...lines.map((line) => painted(line, paint)), ''];
  });
}

/** The entry without texts that are too large. */
function limited(entry: Readonly<Record<string, unknown>>, maxSize: number | undefined): typeof entry {
  const isLarge = (text: unknown): boolean =>
    typeof text === 'string' && maxSize !== undefined && maxSize > 0 && Buffer.byteLength(text) > maxSize;
  const { before, after, ...same } = entry;
  if (!isLarge(before) && !isLarge(after)) return entry;
  return {
    ...same,
    ...(isLarge(before) ? { dst_larger: maxSize } : {}),
    ...(isLarge(after) ? { src_larger: maxSize } : {}),
  };
}

function entryLines(entry: Readonly<Record<string, unknown>>, context: number | undefined): string[] {
  const lines: string[] = [];
  if (entry['dst_binary']) lines.push('diff skipped: the destination file appears to be binary');
  if (entry['src_binary']) lines.push('diff skipped: the source file appears to be binary');
  if (entry['dst_larger']) lines.push(`diff skipped: the destination file is larger than ${text(entry['dst_larger'])}`);
  if (entry['src_larger']) lines.push(`diff skipped: the source file is larger than ${text(entry['src_larger'])}`);
  if ('before' in entry && 'after' in entry) {
    const from = header('before', entry['before_header']);
    const to = header('after', entry['after_header']);
    lines.push(...unifiedDiff(side(entry['before']), side(entry['after']), from, to, context).map(harmless));
  }
  if (entry['prepared'] !== undefined) lines.push(...harmless(text(entry['prepared'])).replace(/\n$/, '').split('\n'));
  return lines;
}

function header(word: string, name: unknown): string {
  return name === undefined || name === null || name === '' ? word : `${word}: ${text(name)}`;
}

/** `compat:` data is compared as indented JSON; what does not exist is the empty text. */
function side(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : `${jsonIndented(value)}\n`;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : jsonIndented(value);
}

function painted(line: string, paint: Paint): string {
  const tone = toneOf(line);
  return tone ? paint(tone, line) : line;
}

function toneOf(line: string): Tone | undefined {
  if (line.startsWith('+')) return 'diffAdd';
  if (line.startsWith('-')) return 'diffRemove';
  return line.startsWith('@@') ? 'diffLines' : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
