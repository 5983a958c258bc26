// Which statements make a role what it is asked to be.
import { ModuleFailure } from '../../../src/kit/index.js';
import {
  comparePrivileges,
  parseGrants,
  parseRoleGrants,
  privilegeStatements,
  type Privileges,
} from '../../_shared/mysql-privileges.js';
import { mysql } from '../../_shared/mysql-sql.js';
import type { Args } from './index.js';
import type { RoleLook } from './look.js';

export interface Member {
  readonly user: string;
  /** Empty of a role of MariaDB. */
  readonly host: string;
}

/** `user` or `user@host`. @throws ModuleFailure for a name that is empty or has more parts */
export function normalMembers(names: readonly string[], mariadb: boolean): Member[] {
  return names.map((name) => {
    const [user = '', host, ...more] = name.split('@');
    if (user === '') throw new ModuleFailure("Member's name cannot be empty.");
    if (more.length > 0)
      throw new ModuleFailure(
        `Error occured while parsing the name "${name}". It must be in the format "username" or "username@hostname"`,
      );
    return { user, host: host ?? (mariadb ? '' : '%') };
  });
}

const account = ({ user, host }: Member): string => (host === '' ? mysql`${user}`.text : mysql`${user}@${host}`.text);
const same = (a: Member, b: Member): boolean => a.user === b.user && a.host === b.host;

export interface Decision {
  readonly statements: readonly string[];
  /** Whether it is certain that something changes; else only the server's grants afterwards tell. */
  readonly certain: boolean;
}

/** What is said of an admin that is not the role's: no server can change it. */
export function adminWarning(look: RoleLook, admin: Member | undefined): string | undefined {
  if (!admin || !look.exists || (look.admin && same(look.admin, admin))) return undefined;
  const present = look.admin ? `${look.admin.user}@${look.admin.host}` : 'nobody';
  return `The "admin" option value and the current roles admin (${present}) don not match. Ignored. To change the admin, you need to drop and create the role again.`;
}

export function decide(
  a: Args,
  look: RoleLook,
  privileges: Privileges | undefined,
  members: readonly Member[],
  admin: Member | undefined,
): Decision {
  const role = account({ user: a.name, host: look.mariadb ? '' : '%' });
  const name = mysql`${a.name}`.text;
  if (a.state === 'absent') return { statements: look.exists ? [`DROP ROLE ${name}`] : [], certain: true };
  const give = (one: Member): string[] => [
    `GRANT ${role} TO ${account(one)}`,
    ...(a.set_default_role_all && !look.mariadb ? [`SET DEFAULT ROLE ALL TO ${account(one)}`] : []),
  ];
  const take = (one: Member): string => `REVOKE ${role} FROM ${account(one)}`;
  const mode = { append: a.append_privs, subtract: a.subtract_privs, root: a.name === 'root' };
  if (!look.exists) {
    // What is to be taken away is not given to a new one.
    const granted = privileges && !a.subtract_privs ? comparePrivileges(privileges, new Map(), mode) : [];
    return {
      statements: [
        `CREATE ROLE ${name}${admin ? ` WITH ADMIN ${account(admin)}` : ''}`,
        ...(a.detach_members ? [] : members.flatMap(give)),
        ...granted.flatMap((one) => privilegeStatements(one, role)),
      ],
      certain: true,
    };
  }
  const isMember = (one: Member): boolean => look.members.some((has) => same(has, one));
  const people = a.detach_members
    ? members.filter(isMember).map(take)
    : [
        ...members.filter((one) => !isMember(one)).flatMap(give),
        ...(members.length === 0 || a.append_members
          ? []
          : look.members
              // compat: root, who made the role, keeps it.
              .filter(
                (has) => !(has.user === 'root' && has.host === 'localhost') && !members.some((one) => same(one, has)),
              )
              .map(take)),
      ];
  const present = look.mariadb ? parseRoleGrants(look.grants, a.name) : parseGrants(look.grants);
  const changes = privileges ? comparePrivileges(privileges, present, mode) : [];
  return {
    statements: [...people, ...changes.flatMap((one) => privilegeStatements(one, role))],
    certain: people.length > 0 || changes.some(({ kind }) => kind !== 'changed'),
  };
}
