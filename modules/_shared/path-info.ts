// What Ansible adds to every result that has a `path`: owner, group, mode, size and kind of what is there.
import { sh, type FileStatus, type Script } from '../../src/kit/index.js';
import { fileReturns } from './file-attributes.js';
import { FORMAT, parseStatus } from './file-look.js';
import type { Told } from './told.js';

/** Tells the status of a path, for `toldStatus`; nothing of one that is not there. */
export const tellStatus = (path: string): Script =>
  sh`if s=$(stat -c ${FORMAT} -- ${path} 2>/dev/null); then say status "$s"; fi`;

/** What was told by `tellStatus`. */
export function toldStatus(told: Told, path: string): FileStatus | null {
  const text = told.value('status');
  return text === undefined ? null : parseStatus(path, text, '');
}

/** `compat:` the keys; `state` takes the place of the argument of that name. Nothing of what is not there. */
export const pathInfo = (status: FileStatus | null): Record<string, unknown> => (status ? fileReturns(status) : {});
