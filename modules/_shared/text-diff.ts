// What `--diff` shows of a file's content: its text, or why it is not shown.
import { textOfBytes, type DiffNote } from '../../src/kit/index.js';

/** Ansible's limit: larger files are not shown in a diff, in bytes. */
export const DIFF_LIMIT = 104_448;

export interface DiffSide {
  /** null: there is no such file on this side. */
  readonly content: Uint8Array | null;
  /** When the content was not fetched because of its size. */
  readonly size?: number;
  readonly header: string;
}

/** Binary and large files are named as such instead of being shown. */
export function contentDiff(before: DiffSide, after: DiffSide): DiffNote {
  const reasons = [hidden(before), hidden(after)];
  if (reasons.some((reason) => reason !== undefined)) {
    return {
      before: before.content === null ? null : '',
      after: '',
      beforeHeader: reasons[0] === undefined ? before.header : `${before.header} (${reasons[0]})`,
      afterHeader: reasons[1] === undefined ? after.header : `${after.header} (${reasons[1]})`,
    };
  }
  return { before: text(before), after: text(after), beforeHeader: before.header, afterHeader: after.header };
}

function hidden({ content, size }: DiffSide): string | undefined {
  if ((size ?? content?.length ?? 0) > DIFF_LIMIT) return `diff skipped: larger than ${DIFF_LIMIT} bytes`;
  return content?.subarray(0, 8192).includes(0) ? 'diff skipped: a binary file' : undefined;
}

function text({ content }: DiffSide): string | null {
  return content === null ? null : textOfBytes(content);
}
