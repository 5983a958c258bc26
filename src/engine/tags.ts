// Which tasks the chosen tags let run.

export interface TagChoice {
  readonly tags: readonly string[];
  readonly skipTags: readonly string[];
}

/**
 * Whether a task with `own` tags runs. Specified by Ansible's page on tags: `always` runs unless skipped by name, `never`
 * runs only when one of its tags is asked for, `tagged`, `untagged` and `all` are special.
 */
export function isSelected(own: readonly string[], choice: TagChoice): boolean {
  const wanted = choice.tags.length === 0 ? ['all'] : choice.tags;
  const has = (tag: string): boolean => own.includes(tag);
  const untagged = own.length === 0;
  let runs = false;
  if (has('always')) runs = true;
  else if (wanted.includes('all') && !has('never')) runs = true;
  else if (own.some((tag) => wanted.includes(tag))) runs = true;
  else if (wanted.includes('tagged') && !untagged && !has('never')) runs = true;
  else if (wanted.includes('untagged') && untagged) runs = true;
  if (!runs || choice.skipTags.length === 0) return runs;
  const { skipTags } = choice;
  if (skipTags.includes('all')) return has('always') && !skipTags.includes('always');
  if (own.some((tag) => skipTags.includes(tag))) return false;
  if (skipTags.includes('tagged') && !untagged) return false;
  return !(skipTags.includes('untagged') && untagged);
}
