// Ansible's ranks of variables, lowest first, as its documentation on variable precedence lists them.

export const RANKS = [
  'role defaults',
  'inventory group_vars/all',
  'inventory group vars',
  'inventory host vars',
  'facts',
  'play vars',
  'play vars_files',
  'role vars',
  'block vars',
  'task vars',
  'include_vars',
  'set_fact and registered vars',
  'role params',
  'include params',
  'extra vars',
  'loop and magic variables',
] as const;

export type Rank = (typeof RANKS)[number];
