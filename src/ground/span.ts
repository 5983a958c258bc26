// Where in a controller file a piece of text stands.

/** A range in a file; lines and columns count from 1, the end is exclusive. */
export interface Span {
  readonly file: string;
  readonly line: number;
  readonly col: number;
  readonly endLine?: number;
  readonly endCol?: number;
}

/** `file:line:col`, the form in which every message names a place. */
export function formatSpan(span: Span): string {
  return `${span.file}:${span.line}:${span.col}`;
}
