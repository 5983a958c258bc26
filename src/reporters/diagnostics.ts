// Findings with a place as text: `file:line:col: error: message`, the excerpt, the hint, the notes.
import { formatSpan, type Diagnostic } from '../ground/index.js';
import { painter, type Paint, type Palette } from './colour.js';
import { excerpt, type ReadSource } from './excerpt.js';
import { harmless } from './width.js';

export interface DiagnosticOptions {
  readonly readSource: ReadSource;
  readonly colour: boolean | Palette;
}

/**
 * All findings of a load as one text, sorted by file and line, each once, with a closing line that counts them.
 * @returns text that ends with a line feed; empty when there are no findings
 */
export function formatDiagnostics(diagnostics: readonly Diagnostic[], options: DiagnosticOptions): string {
  if (diagnostics.length === 0) return '';
  const paint = painter(options.colour);
  const blocks = [...new Set([...diagnostics].sort(byPlace).map((d) => block(d, options.readSource, paint)))];
  const distinct = countBySeverity(diagnostics);
  return `${blocks.join('\n\n')}\n\n${distinct}\n`;
}

function block(diagnostic: Diagnostic, readSource: ReadSource, paint: Paint): string {
  const { span, severity } = diagnostic;
  const place = span ? `${formatSpan(span)}: ` : '';
  const tone = severity === 'error' ? 'failed' : 'warning';
  const [first = '', ...more] = harmless(diagnostic.message).split('\n');
  const head = `${place}${paint(tone, `${severity}:`)} ${first}`;
  return [head, ...more.map(indented), ...details(diagnostic, readSource, paint)].join('\n');
}

/** What belongs under a message: the excerpt, the hint, the notes. */
export function details(diagnostic: Diagnostic, readSource: ReadSource, paint: Paint): string[] {
  const { span, hint, notes } = diagnostic;
  const lines = span ? [...(excerpt(span, readSource, paint) ?? [])] : [];
  if (hint) lines.push(...labelled('hint', hint, paint));
  for (const note of notes ?? []) {
    const place = note.span ? ` (${formatSpan(note.span)})` : '';
    lines.push(...labelled('note', note.message + place, paint));
  }
  return lines;
}

function labelled(label: string, text: string, paint: Paint): string[] {
  const [first = '', ...more] = harmless(text).split('\n');
  return [`  ${paint('skipped', `${label}:`)} ${first}`, ...more.map((line) => indented(`    ${line}`))];
}

function indented(line: string): string {
  return line === '' ? '' : `  ${line}`;
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  if (!a.span || !b.span) return Number(a.span !== undefined) - Number(b.span !== undefined);
  if (a.span.file !== b.span.file) return a.span.file < b.span.file ? -1 : 1;
  return a.span.line - b.span.line || a.span.col - b.span.col;
}

function countBySeverity(diagnostics: readonly Diagnostic[]): string {
  const distinct = new Set(diagnostics.map((d) => `${d.severity}\0${d.span ? formatSpan(d.span) : ''}\0${d.message}`));
  const errors = [...distinct].filter((key) => key.startsWith('error')).length;
  const warnings = distinct.size - errors;
  const parts = [
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ];
  return parts.join(' and ');
}

function counted(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}
