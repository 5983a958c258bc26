// Where a block between marker lines goes in a text, or that it goes away. Pure.
import { pythonRegex } from '../../../src/kit/index.js';

export interface BlockArgs {
  readonly state: 'present' | 'absent';
  readonly block: string;
  readonly marker: string;
  readonly marker_begin: string;
  readonly marker_end: string;
  readonly insertafter?: string | undefined;
  readonly insertbefore?: string | undefined;
  readonly append_newline: boolean;
  readonly prepend_newline: boolean;
}

export interface BlockEdit {
  /** The new text, or undefined when the old one is as wanted. */
  readonly text: string | undefined;
  readonly msg: string;
}

/** Lines with their ends; `\n`, `\r\n` and `\r` end one. */
function split(text: string): string[] {
  return text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
}

/**
 * Specified by ansible.builtin.blockinfile. What is between the last marker lines is replaced; without markers the block
 * goes where insertafter or insertbefore say, else to the end.
 * compat: a text that does not end in a newline gets one even when there is no block to remove.
 * @param original null: there is no file
 */
export function blockEdit(original: string | null, args: BlockArgs): BlockEdit {
  const rows = split(original ?? '');
  const present = args.state === 'present';
  const begin = `${args.marker.replaceAll('{mark}', () => args.marker_begin)}\n`;
  const end = `${args.marker.replaceAll('{mark}', () => args.marker_end)}\n`;
  const body = args.block.endsWith('\n') ? args.block : `${args.block}\n`;
  const block = present && args.block !== '' ? [begin, ...split(body), end] : [];
  const first = rows.lastIndexOf(begin);
  const last = rows.lastIndexOf(end);
  let at: number;
  if (first < 0 || last < 0) {
    at = placeOf(original ?? '', rows, args);
  } else {
    at = Math.min(first, last);
    rows.splice(at, Math.abs(last - first) + 1);
  }
  const before = rows[at - 1];
  if (before !== undefined && !before.endsWith('\n')) rows[at - 1] = `${before}\n`;
  if (present && args.prepend_newline && at > 0 && rows[at - 1] !== '\n') rows.splice(at++, 0, '\n');
  rows.splice(at, 0, ...block);
  const following = at + block.length;
  if (present && args.append_newline && following < rows.length && rows[following] !== '\n') {
    rows.splice(following, 0, '\n');
  }
  const text = rows.join('');
  if (original === text) return { text: undefined, msg: '' };
  if (original === null) return { text, msg: 'File created' };
  return { text, msg: block.length === 0 ? 'Block removed' : 'Block inserted' };
}

/** The index of the line before which a new block goes. */
function placeOf(text: string, rows: readonly string[], args: BlockArgs): number {
  const after = args.insertafter ?? (args.insertbefore === undefined ? 'EOF' : undefined);
  const pattern = after !== undefined && after !== 'EOF' ? after : args.insertbefore;
  if (after === 'EOF' && args.insertbefore === undefined) return rows.length;
  if (pattern === undefined || (after === undefined && pattern === 'BOF')) return 0;
  const regex = pythonRegex(pattern);
  let found = -1;
  if (/\(\?[aiLsux]*m/.test(pattern)) {
    const match = regex.exec(text);
    if (match) {
      const until = after === undefined ? match.index : match.index + match[0].length;
      found = text.slice(0, until).split('\n').length - 1;
    }
  } else {
    for (const [i, row] of rows.entries()) {
      regex.lastIndex = 0;
      if (regex.test(row)) found = i;
    }
  }
  if (found < 0) return rows.length;
  return Math.min(after === undefined ? found : found + 1, rows.length);
}
