// What is asked of the server about a role.
import type { HostView } from '../../../src/kit/index.js';
import type { Mysql } from '../../_shared/mysql-session.js';
import { mysql } from '../../_shared/mysql-sql.js';
import type { Member } from './decide.js';

export interface RoleLook {
  readonly mariadb: boolean;
  readonly supported: boolean;
  readonly ansi: boolean;
  readonly exists: boolean;
  readonly accounts: readonly Member[];
  /** Who has the role. */
  readonly members: readonly Member[];
  /** Who may pass it on (MariaDB). */
  readonly admin: Member | undefined;
  /** Lines of SHOW GRANTS. */
  readonly grants: readonly string[];
}

/** One round trip; the tables of the other kind of server are not there, which is passed over. */
export async function lookAtRole(server: Mysql, host: HostView, name: string): Promise<RoleLook> {
  const { sections } = await server.look(
    host,
    [
      'SELECT VERSION(), @@sql_mode',
      'SELECT User, Host FROM mysql.user',
      mysql`SELECT COUNT(*) FROM mysql.user WHERE user = ${name} AND is_role = 'Y'`.text,
      mysql`SELECT User, Host, Admin_option FROM mysql.roles_mapping WHERE Role = ${name}`.text,
      mysql`SELECT TO_USER, TO_HOST FROM mysql.role_edges WHERE FROM_USER = ${name}`.text,
      mysql`SHOW GRANTS FOR ${name}`.text,
    ],
    true,
  );
  const rows = (section: number): readonly (readonly (string | null)[])[] => sections[section] ?? [];
  const member = ([user, at]: readonly (string | null)[]): Member => ({ user: user ?? '', host: at ?? '' });
  const [version = '', mode = ''] = rows(0)[0] ?? [];
  const mariadb = /mariadb/i.test(version ?? '');
  const [major = 0, minor = 0, patch = 0] = (/^[\d.]+/.exec(version ?? '')?.[0] ?? '').split('.').map(Number);
  const accounts = rows(1).map(member);
  const mapped = rows(mariadb ? 3 : 4);
  const admin = mariadb ? mapped.find(([, , option]) => option === 'Y') : undefined;
  return {
    mariadb,
    supported: mariadb ? major * 10_000 + minor * 100 + patch >= 100_005 : major >= 8,
    ansi: (mode ?? '').includes('ANSI'),
    exists: mariadb ? rows(2)[0]?.[0] === '1' : accounts.some((one) => one.user === name && one.host === '%'),
    accounts,
    members: mapped.map(member),
    admin: admin === undefined ? undefined : member(admin),
    grants: rows(5).map(([line]) => line ?? ''),
  };
}
