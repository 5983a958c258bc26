// Makes, changes and drops roles of a MySQL or MariaDB server, with their privileges and members.
import {
  bool,
  choice,
  defineModule,
  list,
  ModuleFailure,
  raw,
  str,
  z,
  type RunContext,
} from '../../../src/kit/index.js';
import { unpackPrivileges, type Privileges } from '../../_shared/mysql-privileges.js';
import { Mysql, mysqlLoginArgs } from '../../_shared/mysql-session.js';
import { adminWarning, decide, normalMembers, type Member } from './decide.js';
import { lookAtRole, type RoleLook } from './look.js';

const args = z.strictObject({
  ...mysqlLoginArgs,
  name: str().describe('Name of the role.'),
  state: choice('absent', 'present').default('present').describe('Whether it is there.'),
  admin: str().optional().describe('Who may pass a new role on, `user` or `user@host` (MariaDB only).'),
  priv: raw().optional().describe('Privileges: `db.table:SELECT,INSERT/other.*:ALL`, or a dictionary.'),
  append_privs: bool().default(false).describe('Add them to those it has.'),
  subtract_privs: bool().default(false).describe('Take them away from those it has.'),
  members: list(str())
    .optional()
    .describe('Users and roles that have it, `name` or `name@host`; others lose it unless append_members is set.'),
  append_members: bool().default(false).describe('Add them to those that have it.'),
  detach_members: bool().default(false).describe('Take the role away from them.'),
  members_must_exist: bool().default(true).describe('Fail when one of them is not there; otherwise leave it out.'),
  set_default_role_all: bool().default(true).describe('Make all roles of a new member its default ones (MySQL only).'),
  column_case_sensitive: bool().optional().describe('Names of columns are as written; else in capitals.'),
  check_implicit_admin: bool().default(false).describe('Try root without a password first.'),
});
export type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.mysql.mysql_role',
  aliases: ['community.general.mysql_role'],
  summary: 'Makes, changes and drops roles of a MySQL or MariaDB server.',
  args,
  returns: z.object({}),
  requires: ['mysql or mariadb, the client'],
  check: 'full',
  diff: false,
  rules(a) {
    const broken: string[] = [];
    const both = (one: keyof Args, other: keyof Args): void => {
      const given = (name: keyof Args): boolean => a[name] !== undefined && a[name] !== false;
      if (given(one) && given(other)) broken.push(`parameters are mutually exclusive: ${one}|${other}`);
    };
    both('append_members', 'detach_members');
    both('admin', 'members');
    both('admin', 'append_members');
    both('admin', 'detach_members');
    both('append_privs', 'subtract_privs');
    if (a.priv !== undefined && (typeof a.priv !== 'object' ? typeof a.priv !== 'string' : Array.isArray(a.priv)))
      broken.push('The "priv" parameter must be str or dict');
    return broken;
  },
  examples: [
    {
      name: 'Those who only read',
      task: "community.mysql.mysql_role:\n  name: readers\n  priv: 'app.*:SELECT'\n  members:\n    - alice@localhost\n    - bob@%",
    },
    { name: 'No longer', task: 'community.mysql.mysql_role:\n  name: readers\n  state: absent' },
  ],
  async run(context) {
    const { args: a, host, change, checkMode, warn } = context;
    if (a.column_case_sensitive === undefined)
      warn(
        "Option column_case_sensitive is not provided. The default is now false, so the column's name will be uppercased. The default will be changed to true in community.mysql 4.0.0.",
      );
    const { server, look } = await connect(context);
    if (!look.supported)
      throw new ModuleFailure(
        'Roles are not supported by the server. Minimal versions are MySQL 8.0.0 or MariaDB 10.0.5.',
      );
    const wanted = a.priv === undefined || a.priv === null || a.priv === '' ? undefined : privileges(a, look);
    const { admin, members } = people(a, look);
    const warning = adminWarning(look, admin);
    if (warning !== undefined && a.state === 'present') warn(warning);
    const decision = decide(a, look, wanted, members, admin);
    if (decision.statements.length === 0) return { changed: false };
    await change({ summary: `role ${a.name}` }, async (hands) => {
      const { errors } = await server.run(hands, decision.statements);
      const [error] = errors;
      if (error) throw new ModuleFailure(error.text);
    });
    if (checkMode || decision.certain) return { changed: true };
    // What a server makes of privileges only its grants afterwards tell.
    const after = await lookAtRole(server, host, a.name);
    return { changed: after.grants.join('\n') !== look.grants.join('\n') };
  },
});

async function connect({ args: a, host }: RunContext<Args>): Promise<{ server: Mysql; look: RoleLook }> {
  if (a.check_implicit_admin) {
    try {
      const server = new Mysql({ ...a, login_user: 'root', login_password: '' });
      return { server, look: await lookAtRole(server, host, a.name) };
    } catch (error) {
      if (!(error instanceof ModuleFailure)) throw error;
    }
  }
  const server = new Mysql(a);
  return { server, look: await lookAtRole(server, host, a.name) };
}

function privileges(a: Args, look: RoleLook): Privileges {
  const text =
    typeof a.priv === 'string'
      ? a.priv
      : Object.entries(a.priv as Record<string, unknown>)
          .map(([on, of]) => `${on}:${String(of)}`)
          .join('/');
  return unpackPrivileges(text, look.ansi, a.column_case_sensitive ?? false, !a.subtract_privs);
}

/** Those that are named, as accounts. @throws ModuleFailure for one that is not there and must be */
function people(a: Args, look: RoleLook): { admin: Member | undefined; members: readonly Member[] } {
  const isThere = ({ user, host }: Member): boolean =>
    look.accounts.some((one) => one.user === user && one.host === host);
  const require = (one: Member): void => {
    if (!isThere(one)) throw new ModuleFailure(`User / role \`${one.user}\` with host \`${one.host}\` does not exist`);
  };
  let admin: Member | undefined;
  if (a.admin !== undefined && a.admin !== '') {
    if (!look.mariadb) throw new ModuleFailure('The "admin" option can be used only with MariaDB.');
    [admin] = normalMembers([a.admin], true);
    if (admin) require(admin);
  }
  const members = normalMembers(a.members ?? [], look.mariadb);
  if (!a.members_must_exist) return { admin, members: members.filter(isThere) };
  members.forEach(require);
  return { admin, members };
}
