// Which group names can be used as variables, and what becomes of the others.

/** `never` keeps them and warns, `ignore` keeps them, `always` replaces and warns, `silently` replaces. */
export type GroupNames = 'never' | 'ignore' | 'always' | 'silently';

/** Not a letter, digit or `_`, or a digit at the beginning. */
const INVALID = /^[^\p{L}_]|[^\p{L}\p{N}_]/gu;

/** `compat:` the words of the warnings are Ansible's. */
export function safeGroupName(written: string, rule: GroupNames): { readonly name: string; readonly warning?: string } {
  const name = written.replaceAll(INVALID, '_');
  if (name === written || rule === 'ignore') return { name: written };
  if (rule === 'silently') return { name };
  const found = 'Invalid characters were found in group names';
  if (rule === 'always') return { name, warning: `${found} and automatically replaced` };
  return { name: written, warning: `${found} but not replaced` };
}
