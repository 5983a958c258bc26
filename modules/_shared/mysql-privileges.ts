// The grammar of privileges: `db.*:SELECT,INSERT(a,b)/…` as tasks have it, and what SHOW GRANTS prints.
import { ModuleFailure } from '../../src/kit/index.js';

/** Privileges by what they are on, as it stands in SQL: `` `db`.* ``. GRANT among them is the right to pass them on. */
export type Privileges = ReadonlyMap<string, readonly string[]>;

/** Columns in alphabetical order: servers print them in one of their own. */
function sorted(privilege: string): string {
  const open = privilege.indexOf('(');
  if (open < 0) return privilege;
  const columns = privilege
    .slice(open + 1)
    .replace(/\)\s*$/, '')
    .split(',')
    .map((column) => column.trim().replaceAll('`', ''))
    .sort();
  return `${privilege.slice(0, open).trim()} (${columns.join(', ')})`;
}

/** At commas that are not between parentheses. */
const words = (text: string): string[] => text.split(/,\s*(?=[^)]*(?:\(|$))/).map((word) => word.trim());

/** @param usage whether USAGE on everything is added, which each account has */
export function unpackPrivileges(text: string, ansi: boolean, caseSensitive: boolean, usage: boolean): Privileges {
  const quote = ansi ? '"' : '`';
  const found = new Map<string, readonly string[]>();
  for (const item of text.trim().split('/')) {
    const colon = item.trim().lastIndexOf(':');
    if (colon < 0) throw new ModuleFailure(`invalid priv string: '${item.trim()}' has no colon`);
    const list = item.trim().slice(colon + 1);
    const plain = list.includes('(') && caseSensitive ? list : list.toUpperCase();
    found.set(target(item.trim().slice(0, colon), quote), words(plain).map(sorted));
  }
  if (usage && !found.has('*.*')) found.set('*.*', ['USAGE']);
  return found;
}

function target(written: string, quote: string): string {
  const dot = written.lastIndexOf('.');
  const sides = dot < 0 ? [written] : [written.slice(0, dot), written.slice(dot + 1)];
  const kind = /^(FUNCTION|PROCEDURE) /.exec(sides[0] ?? '')?.[0] ?? '';
  sides[0] = (sides[0] ?? '').slice(kind.length);
  const quoted = sides.map((side) => {
    const bare = side.replace(/^`+|`+$/g, '');
    return bare === '*' ? '*' : `${quote}${bare.replaceAll(quote, quote + quote)}${quote}`;
  });
  return kind + quoted.join('.');
}

const GRANT = /^GRANT (.+) ON (.+) TO (['`"]).*?\3@(['`"]).*?\4( IDENTIFIED BY PASSWORD (['`"]).+\6)? ?([\s\S]*)$/;

/** Lines of SHOW GRANTS; those about roles are left out. */
export function parseGrants(lines: readonly string[]): Privileges {
  const found = new Map<string, string[]>();
  for (const line of lines) {
    const match = GRANT.exec(line);
    if (!match) {
      if (/^GRANT .+ TO ['`"]|^SET DEFAULT ROLE/.test(line)) continue;
      throw new ModuleFailure(`unable to parse the MySQL grant string: ${line}`);
    }
    const on = match[2] ?? '';
    const list = words(match[1] ?? '').map((word) => sorted(word === 'ALL PRIVILEGES' ? 'ALL' : word));
    const option = (match[7] ?? '').includes('WITH GRANT OPTION') ? ['GRANT'] : [];
    found.set(on, [...(found.get(on) ?? []), ...list, ...option]);
  }
  return found;
}

/** Lines of SHOW GRANTS for a role of MariaDB, which has no host; roles it has been given, and theirs, are left out. */
export function parseRoleGrants(lines: readonly string[], role: string): Privileges {
  const found = new Map<string, string[]>();
  const to = ` TO \`${role.replaceAll('`', '``')}\``;
  for (const line of lines) {
    const [, head = '', option] = /^(.*?)( WITH GRANT OPTION)?$/s.exec(line) ?? [];
    const [, list = '', on] = /^GRANT (.+) ON (.+)$/s.exec(head.endsWith(to) ? head.slice(0, -to.length) : '') ?? [];
    if (on === undefined) continue;
    const privileges = words(list).map((word) => sorted(word === 'ALL PRIVILEGES' ? 'ALL' : word));
    found.set(on, [...(found.get(on) ?? []), ...privileges, ...(option === undefined ? [] : ['GRANT'])]);
  }
  return found;
}

export interface PrivilegeChange {
  readonly on: string;
  readonly grant: readonly string[];
  readonly revoke: readonly string[];
  /** Whether the right to pass on is taken away first. */
  readonly option: boolean;
  /** How it is told; a change of what is there is only known to be one when the server has done it. */
  readonly kind: 'removed' | 'new' | 'changed';
}

export interface PrivilegeMode {
  readonly append: boolean;
  readonly subtract: boolean;
  /** `root` keeps what it has where nothing is said. */
  readonly root: boolean;
}

const without = (some: readonly string[], others: readonly string[]): string[] =>
  some.filter((one) => !others.includes(one));

/** What must be granted and revoked. */
export function comparePrivileges(wanted: Privileges, present: Privileges, mode: PrivilegeMode): PrivilegeChange[] {
  const changes: PrivilegeChange[] = [];
  if (!mode.append && !mode.subtract && !mode.root) {
    for (const [on, has] of present) {
      if (wanted.has(on) || has.includes('PROXY')) continue;
      changes.push({ on, grant: [], revoke: has, option: has.includes('GRANT'), kind: 'removed' });
    }
  }
  for (const [on, list] of wanted) {
    const has = present.get(on);
    if (!has) {
      if (!mode.subtract) changes.push({ on, grant: list, revoke: [], option: false, kind: 'new' });
      continue;
    }
    let grant = mode.subtract ? [] : without(list, has);
    let revoke = mode.append ? [] : mode.subtract ? list.filter((one) => has.includes(one)) : without(has, list);
    if (!mode.append && !mode.subtract && (grant.includes('ALL') || grant.includes('ALL PRIVILEGES')))
      revoke = revoke.filter((one) => one === 'GRANT' || one === 'PROXY');
    const option = revoke.includes('GRANT') && !grant.includes('GRANT') && !mode.append;
    if (grant.join() === 'GRANT') grant = ['GRANT', 'USAGE'];
    if (grant.length + revoke.length > 0) changes.push({ on, grant, revoke, option, kind: 'changed' });
  }
  return changes;
}

/** @param account as it stands in SQL */
export function privilegeStatements(change: PrivilegeChange, account: string): string[] {
  const listed = (list: readonly string[]): string => list.filter((one) => one !== 'GRANT').join(',');
  const statements: string[] = [];
  if (change.option) statements.push(`REVOKE GRANT OPTION ON ${change.on} FROM ${account}`);
  const revoke = listed(change.revoke);
  if (revoke !== '' && !(change.option && revoke === 'USAGE'))
    statements.push(`REVOKE ${revoke} ON ${change.on} FROM ${account}`);
  if (change.grant.length > 0) {
    const option = change.grant.includes('GRANT') ? ' WITH GRANT OPTION' : '';
    statements.push(`GRANT ${listed(change.grant)} ON ${change.on} TO ${account}${option}`);
  }
  return statements;
}
