// Turns offsets in a text into lines and columns.
import type { Span } from '../ground/index.js';

/** Lines and columns of one text; both count from 1, columns in UTF-16 units as editors do. */
export class Places {
  private readonly starts: number[] = [0];
  private last = 0;

  constructor(
    readonly text: string,
    readonly file: string,
  ) {
    for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) this.starts.push(i + 1);
  }

  /** The range from `start` up to, not including, `end`. */
  span(start: number, end: number): Span {
    const line = this.lineAt(start);
    const col = start - (this.starts[line] ?? 0) + 1;
    const endLine = this.lineAt(Math.max(start, end));
    const endCol = Math.max(start, end) - (this.starts[endLine] ?? 0) + 1;
    return { file: this.file, line: line + 1, col, endLine: endLine + 1, endCol };
  }

  /** The text of the line (counted from 1) without its end. */
  line(number: number): string {
    const start = this.starts[number - 1] ?? this.text.length;
    return this.text.slice(start, this.starts[number] ?? this.text.length).replace(/\r?\n$/, '');
  }

  /** The offset where the line (counted from 1) starts. */
  startOf(number: number): number {
    return this.starts[number - 1] ?? this.text.length;
  }

  /** Nodes are visited nearly in order, so the search begins at the last line found. */
  private lineAt(offset: number): number {
    const { starts } = this;
    let i = this.last;
    if ((starts[i] ?? 0) > offset || (starts[i + 16] ?? Infinity) <= offset) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      i = low;
    } else {
      while ((starts[i + 1] ?? Infinity) <= offset) i++;
    }
    this.last = i;
    return i;
  }
}
