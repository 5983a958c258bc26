// The entry a task speaks of, and which arguments go together. Pure.
import { ModuleFailure } from '../../../src/kit/index.js';
import type { Args } from './index.js';

export interface Entry {
  /** As setfacl takes it. */
  readonly text: string;
  /** What a `d:` in front of it says; undefined when there is none. */
  readonly default: boolean | undefined;
}

export function rulesOf(a: Args): string[] {
  const broken: string[] = [];
  const { state, entry } = a;
  if (state === 'query') {
    if (a.recursive) broken.push("'recursive' MUST NOT be set when 'state=query'.");
    if (a.recalculate_mask !== 'default') {
      broken.push("'recalculate_mask' MUST NOT be set to 'mask' or 'no_mask' when 'state=query'.");
    }
    if (entry) broken.push("'entry' MUST NOT be set when 'state=query'.");
    return broken;
  }
  if (!entry) {
    if (state === 'absent' && a.permissions && !a.use_nfsv4_acls) {
      broken.push("'permissions' MUST NOT be set when 'state=absent'.");
    }
    if (state === 'absent' && !a.entity) broken.push("'entity' MUST be set when 'state=absent'.");
    if (!a.etype) broken.push(`'etype' MUST be set when 'state=${state}'.`);
    return broken;
  }
  if (a.etype || a.entity || a.permissions) {
    broken.push("'entry' MUST NOT be set when 'entity', 'etype' or 'permissions' are set.");
  }
  const colons = entry.split(':').length - 1;
  if (state === 'present' && ![2, 3].includes(colons)) {
    broken.push("'entry' MUST have 3 or 4 sections divided by ':' when 'state=present'.");
  }
  if (state === 'absent' && ![1, 2].includes(colons)) {
    broken.push("'entry' MUST have 2 or 3 sections divided by ':' when 'state=absent'.");
  }
  return broken;
}

const TYPES: Readonly<Record<string, string>> = { u: 'user', g: 'group', m: 'mask', o: 'other' };

/** @throws ModuleFailure for an entry that is none */
export function entryOf(a: Args): Entry {
  const withPermissions = a.state === 'present';
  if (!a.entry)
    return { text: build(a, a.etype ?? '', a.entity, withPermissions ? a.permissions : undefined), default: undefined };
  const isDefault = /^d/i.test(a.entry) ? true : undefined;
  const [kind = '', entity = '', permissions] = a.entry.split(':').slice(isDefault ? 1 : 0);
  const etype = TYPES[kind.charAt(0).toLowerCase()];
  if (etype === undefined) throw new ModuleFailure(`the entry '${a.entry}' is for none of user, group, mask and other`);
  return { text: build(a, etype, entity, withPermissions ? permissions : undefined), default: isDefault };
}

function build(a: Args, etype: string, entity: string, permissions: string | undefined): string {
  if (a.use_nfsv4_acls)
    return ['A', etype === 'group' ? 'g' : '', entity, `${a.permissions ?? permissions ?? ''}tcy`].join(':');
  return permissions ? `${etype}:${entity}:${permissions}` : `${etype}:${entity}`;
}
