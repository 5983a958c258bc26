// Which commands bring a group to where it shall be, for each family of programs.
import { quote } from '../../../src/kit/index.js';
import { SET_FIELD, type AccountTools } from '../../_shared/account-tools.js';

export interface GroupWanted {
  readonly name: string;
  readonly state: 'present' | 'absent';
  readonly gid?: number | undefined;
  readonly system: boolean;
  readonly force: boolean;
  readonly non_unique: boolean;
  readonly gid_min?: number | undefined;
  readonly gid_max?: number | undefined;
}

export interface GroupSeen {
  /** The group's id; undefined when there is no such group. */
  readonly gid?: number | undefined;
  /** Who has the wanted id. */
  readonly holder?: string | undefined;
}

export interface GroupDecision {
  /** A summary and the command. */
  readonly step?: { readonly summary: string; readonly command: string };
  readonly failure?: string;
}

interface GroupVerbs {
  create(g: GroupWanted): string;
  setGid(g: GroupWanted, gid: number): string;
  remove(g: GroupWanted): string;
}

const words = (...all: (string | false)[]): string =>
  all
    .filter((word): word is string => word !== false && word !== '')
    .map(quote)
    .join(' ');

const idWords = (g: GroupWanted): string[] =>
  g.gid === undefined ? [] : ['-g', String(g.gid), ...(g.non_unique ? ['-o'] : [])];

const VERBS: Readonly<Record<AccountTools, GroupVerbs>> = {
  shadow: {
    create: (g) =>
      words(
        'groupadd',
        g.system && '-r',
        ...idWords(g),
        ...(g.gid_min === undefined ? [] : ['-K', `GID_MIN=${g.gid_min}`]),
        ...(g.gid_max === undefined ? [] : ['-K', `GID_MAX=${g.gid_max}`]),
        g.name,
      ),
    setGid: (g) => words('groupmod', ...idWords(g), g.name),
    remove: (g) => words('groupdel', g.force && '-f', g.name),
  },
  libuser: {
    create: (g) => words('lgroupadd', g.system && '-r', ...(g.gid === undefined ? [] : ['-g', String(g.gid)]), g.name),
    setGid: (g, gid) => words('lgroupmod', '-g', String(gid), g.name),
    remove: (g) => words('lgroupdel', g.name),
  },
  busybox: {
    create: (g) => words('addgroup', ...(g.gid === undefined ? [] : ['-g', String(g.gid)]), g.system && '-S', g.name),
    setGid: (g, gid) => `${SET_FIELD}\nset_field /etc/group ${quote(g.name)} 3 ${gid}`,
    remove: (g) => words('delgroup', g.name),
  },
};

export function decideGroup(wanted: GroupWanted, seen: GroupSeen, tools: AccountTools): GroupDecision {
  const verbs = VERBS[tools];
  const { name, gid } = wanted;
  const exists = seen.gid !== undefined;
  if (wanted.state === 'absent') {
    return exists ? { step: { summary: `remove group ${name}`, command: verbs.remove(wanted) } } : {};
  }
  if (exists && (gid === undefined || gid === seen.gid)) return {};
  if (
    tools === 'busybox' &&
    (wanted.gid_min !== undefined || wanted.gid_max !== undefined) &&
    !exists &&
    gid === undefined
  ) {
    return { failure: 'gid_min and gid_max are not possible with BusyBox: give the gid' };
  }
  if (tools === 'busybox' && wanted.non_unique) {
    return { failure: 'non_unique is not possible with BusyBox: choose a gid that is free' };
  }
  if (seen.holder !== undefined && seen.holder !== name && !wanted.non_unique) {
    return {
      failure: `GID '${gid}' already exists with group '${seen.holder}': choose another one, or set non_unique: true`,
    };
  }
  return exists && gid !== undefined
    ? { step: { summary: `change gid of group ${name} to ${gid}`, command: verbs.setGid(wanted, gid) } }
    : { step: { summary: `create group ${name}`, command: verbs.create(wanted) } };
}
