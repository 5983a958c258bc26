// Ansible's ranks of variables, lowest first, as its documentation on variable precedence lists them.

/** The README's list and `tsplay vars --explain` are made of it. */
export const RANKS = [
  // No variables: what settings such as the user fall back to when no variable says otherwise. No layer ever has it.
  'command line values (such as -u; no variables)',
  'role defaults',
  'inventory file group vars',
  'inventory group_vars/all',
  'playbook group_vars/all',
  'inventory group_vars/*',
  'playbook group_vars/*',
  'inventory file host vars',
  'inventory host_vars/*',
  'playbook host_vars/*',
  'facts and cached set_fact',
  'play vars',
  'play vars_prompt',
  'play vars_files',
  'role vars',
  'block vars',
  'task vars',
  'include_vars',
  'set_fact and registered vars',
  'role params',
  'include params',
  'extra vars',
] as const;

/** Above all ranks: what the engine itself gives (`item`, `hostvars`, `playbook_dir` …), which nothing overrides. */
export const ENGINE_RANK = 'loop and magic variables';

export type Rank = (typeof RANKS)[number] | typeof ENGINE_RANK;

/** The number of a rank in the documentation's list, from 1; the engine's own stands above the list. */
export function rankNumber(rank: Rank): number {
  return rank === ENGINE_RANK ? RANKS.length + 1 : RANKS.indexOf(rank) + 1;
}
