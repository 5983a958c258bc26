// Which group names can be used as variables, and what becomes of the others.
import { once } from '../ground/index.js';

/** `never` keeps them and warns, `ignore` keeps them, `always` replaces and warns, `silently` replaces. */
export type GroupNames = 'never' | 'ignore' | 'always' | 'silently';

/** Not a letter, digit or `_`, or a digit at the beginning. */
const invalid = once(() => /^[^\p{L}_]|[^\p{L}\p{N}_]/gu);

/** `compat:` the words of the warnings are Ansible's. */
export function safeGroupName(written: string, rule: GroupNames): { readonly name: string; readonly warning?: string } {
  // Nearly all names are ASCII; the classes of Unicode take long to compile.
  const name = /^[A-Za-z_]\w*$/.test(written) ? written : written.replaceAll(invalid(), '_');
  if (name === written || rule === 'ignore') return { name: written };
  if (rule === 'silently') return { name };
  const found = 'Invalid characters were found in group names';
  if (rule === 'always') return { name, warning: `${found} and automatically replaced` };
  return { name: written, warning: `${found} but not replaced` };
}
