// What has to be done to an account, in the words of no program in particular.
import type { Args } from './args.js';
import type { Account, Group, Seen, Shadow } from './look.js';

export interface Ageing {
  readonly max?: number | undefined;
  readonly min?: number | undefined;
  readonly warn?: number | undefined;
  readonly inactive?: number | undefined;
}

export interface Properties {
  readonly uid?: number | undefined;
  /** The primary group. */
  readonly group?: Group | undefined;
  readonly comment?: string | undefined;
  readonly home?: string | undefined;
  readonly shell?: string | undefined;
  /** Days since the epoch; -1 is never. */
  readonly expires?: number | undefined;
}

export type Step =
  | {
      readonly do: 'create';
      readonly properties: Properties;
      readonly groups: readonly Group[];
      /** No group of the user's own is made, as there is one of that name. */
      readonly noOwnGroup: boolean;
    }
  | { readonly do: 'modify'; readonly properties: Properties; readonly moveHome: boolean }
  /** Exactly these groups (`set`), or these as well. */
  | {
      readonly do: 'groups';
      readonly set: boolean;
      readonly groups: readonly Group[];
      readonly leave: readonly Group[];
    }
  | { readonly do: 'password'; readonly hash: string }
  | { readonly do: 'lock' | 'unlock' }
  | { readonly do: 'ageing'; readonly ageing: Ageing }
  | { readonly do: 'home' }
  | { readonly do: 'key' }
  | { readonly do: 'remove' };

export interface Decision {
  readonly steps: readonly Step[];
  readonly failure?: string;
}

export function decideUser(a: Args, seen: Seen): Decision {
  if (a.state === 'absent') return { steps: seen.account ? [{ do: 'remove' }] : [] };
  for (const group of [...(a.group === undefined ? [] : [a.group]), ...(a.groups ?? [])]) {
    if (group !== '' && !seen.groups.has(group)) {
      return { steps: [], failure: `Group ${group} does not exist: create it first with ansible.builtin.group` };
    }
  }
  const uidTaken =
    a.uid !== undefined && seen.holder !== undefined && seen.holder !== a.name && seen.account?.uid !== a.uid;
  if (uidTaken && !a.non_unique) {
    return {
      steps: [],
      failure: `UID ${a.uid} is the one of user ${seen.holder}: choose another one, or set non_unique: true`,
    };
  }
  return { steps: seen.account ? changeSteps(a, seen, seen.account) : createSteps(a, seen) };
}

function createSteps(a: Args, seen: Seen): Step[] {
  const steps: Step[] = [
    {
      do: 'create',
      properties: {
        uid: a.uid,
        group: a.group === undefined ? undefined : seen.groups.get(a.group),
        comment: a.comment,
        home: a.home,
        shell: a.shell,
        expires: expiryDay(a),
      },
      groups: supplementary(a, seen, undefined) ?? [],
      noOwnGroup: a.group === undefined && seen.ownGroup,
    },
  ];
  if (a.password !== undefined) steps.push({ do: 'password', hash: locked(a.password, a.password_lock === true) });
  else if (a.password_lock === true) steps.push({ do: 'lock' });
  steps.push(...ageingSteps(a, undefined));
  if (a.create_home) steps.push({ do: 'home' });
  if (a.generate_ssh_key) steps.push({ do: 'key' });
  return steps;
}

function changeSteps(a: Args, seen: Seen, account: Account): Step[] {
  const steps: Step[] = [];
  const { shadow } = seen;
  const group = a.group === undefined ? undefined : seen.groups.get(a.group);
  const day = expiryDay(a);
  const differs = <T>(wanted: T | undefined, is: T | undefined): T | undefined =>
    wanted === undefined || wanted === is ? undefined : wanted;
  const properties: Properties = {
    uid: differs(a.uid, account.uid),
    group: group === undefined || group.gid === account.gid ? undefined : group,
    comment: differs(a.comment, account.comment),
    home: differs(a.home, account.home),
    shell: differs(a.shell, account.shell),
    expires: differs(day, shadow?.expires ?? -1),
  };
  const moveHome = a.move_home && properties.home !== undefined;
  if (Object.values(properties).some((value) => value !== undefined))
    steps.push({ do: 'modify', properties, moveHome });
  const groups = groupStep(a, seen, group?.gid ?? account.gid);
  if (groups) steps.push(groups);
  steps.push(...passwordSteps(a, shadow), ...ageingSteps(a, shadow));
  // A home directory that is moved is there afterwards.
  if (a.create_home && !seen.homeExists && !moveHome) steps.push({ do: 'home' });
  if (a.generate_ssh_key && (!seen.key || a.force)) steps.push({ do: 'key' });
  return steps;
}

/** The wanted supplementary groups: no doubles, not the primary one. */
function supplementary(a: Args, seen: Seen, primary: number | undefined): Group[] | undefined {
  if (!a.groups) return undefined;
  const groups = a.groups.flatMap((name) => seen.groups.get(name) ?? []);
  return groups.filter((g, i) => g.gid !== primary && groups.findIndex((other) => other.gid === g.gid) === i);
}

function groupStep(a: Args, seen: Seen, primary: number): Step | undefined {
  const wanted = supplementary(a, seen, primary);
  if (!wanted) return undefined;
  const current = seen.memberOf.filter((g) => g.gid !== primary);
  const missing = wanted.filter((g) => !current.some((c) => c.name === g.name));
  const extra = a.append ? [] : current.filter((c) => !wanted.some((g) => g.name === c.name));
  if (missing.length + extra.length === 0) return undefined;
  return a.append
    ? { do: 'groups', set: false, groups: missing, leave: [] }
    : { do: 'groups', set: true, groups: wanted, leave: extra };
}

const locked = (hash: string, lock: boolean): string => (lock && !hash.startsWith('!') ? `!${hash}` : hash);

function passwordSteps(a: Args, shadow: Shadow | undefined): Step[] {
  const bare = (hash: string): string => hash.replace(/^!+/, '');
  const current = shadow?.hash;
  if (a.password !== undefined && a.update_password === 'always') {
    // The lock in front of a hash is a matter of password_lock, not of the password.
    const same = current !== undefined && bare(current) === bare(a.password);
    if (!same) return [{ do: 'password', hash: locked(a.password, a.password_lock === true) }];
    // compat: `!` for a password that is locked already, or `*`, is the same when it says the same.
    if (bare(a.password) === '' && current !== a.password && a.password_lock === undefined) {
      return current.startsWith('!') === a.password.startsWith('!') ? [] : [{ do: 'password', hash: a.password }];
    }
  }
  if (a.password_lock === true && current?.startsWith('!') !== true) return [{ do: 'lock' }];
  // There is nothing behind the lock of a password that was never set: it cannot be unlocked.
  if (a.password_lock === false && current?.startsWith('!') === true && bare(current) !== '') return [{ do: 'unlock' }];
  return [];
}

function ageingSteps(a: Args, shadow: Shadow | undefined): Step[] {
  const differs = (wanted: number | undefined, is: number | undefined): number | undefined =>
    wanted === undefined || wanted === (is ?? -1) ? undefined : wanted;
  const ageing: Ageing = {
    max: differs(a.password_expire_max, shadow?.max),
    min: differs(a.password_expire_min, shadow?.min),
    warn: differs(a.password_expire_warn, shadow?.warn),
    inactive: differs(a.password_expire_account_disable, shadow?.inactive),
  };
  return Object.values(ageing).some((value) => value !== undefined) ? [{ do: 'ageing', ageing }] : [];
}

/** Accounts expire by the day, in UTC. */
function expiryDay(a: Args): number | undefined {
  if (a.expires === undefined) return undefined;
  return a.expires < 0 ? -1 : Math.floor(a.expires / 86_400);
}
