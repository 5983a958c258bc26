// Makes roles of PostgreSQL members of others, or no longer members.
import { alias, bool, choice, defineModule, list, ModuleFailure, str, z } from '../../../src/kit/index.js';
import { loginArgs, Postgres, refuseDangerous } from '../../_shared/postgres-session.js';
import { ident, sql, textArray, type Sql } from '../../_shared/postgres-sql.js';
import { inTransaction } from '../../_shared/postgres-transaction.js';

const args = z.strictObject({
  ...loginArgs,
  groups: alias(list(str()), 'group', 'source_role', 'source_roles').describe('Roles to be a member of.'),
  target_roles: alias(list(str()), 'target_role', 'users', 'user').describe('Roles that are members.'),
  fail_on_role: bool().default(true).describe('Fail when a role is not there; otherwise only warn and go on.'),
  state: choice('absent', 'exact', 'present')
    .default('present')
    .describe('present: members; absent: none; exact: members of these groups and of no others.'),
  login_db: alias(str().optional(), 'db').describe('The database to connect to.'),
  session_role: str().optional().describe('Role to become after login.'),
  trust_input: bool().default(true).describe('Whether names are taken without a look for SQL in them.'),
});
type Args = z.output<typeof args>;

const byGroup = z.record(z.string(), z.array(z.string()));

export default defineModule({
  name: 'community.postgresql.postgresql_membership',
  aliases: ['community.general.postgresql_membership'],
  summary: 'Makes roles of PostgreSQL members of others, or no longer members.',
  args,
  returns: z.object({
    queries: z.array(z.string()).describe('What was told to the server.'),
    granted: byGroup.optional().describe('New members by group; with state present and exact.'),
    revoked: byGroup.optional().describe('Those that no longer are members by group; with state absent and exact.'),
    state: z.string().describe('The state that was asked for.'),
    groups: z.array(z.string()).describe('The groups that are there.'),
    target_roles: z.array(z.string()).describe('The roles that are there.'),
  }),
  check: 'full',
  diff: false,
  examples: [
    {
      name: 'Two that only read',
      task: 'community.postgresql.postgresql_membership:\n  group: read_only\n  target_roles:\n    - alice\n    - bob',
    },
    {
      name: 'In no group at all',
      task: 'community.postgresql.postgresql_membership:\n  groups: []\n  target_roles: alice\n  state: exact',
    },
  ],
  async run(context) {
    const { args: a, host, warn } = context;
    refuseDangerous(a.trust_input, [a.groups, a.target_roles, a.session_role]);
    const groups = a.groups.map((one) => one.trim());
    const roles = a.target_roles.map((one) => one.trim());
    const server = new Postgres(a, a.login_db);
    const [memberOf] = (await server.look(host, [lookQuery([...groups, ...roles])])) as [MemberOf];
    const there = new Set(Object.keys(memberOf));
    for (const role of [...groups, ...roles]) {
      if (there.has(role)) continue;
      if (a.fail_on_role) throw new ModuleFailure(`Role ${role} does not exist`);
      warn(`Role ${role} does not exist, pass`);
    }
    const left = {
      groups: groups.filter((one) => there.has(one)),
      roles: roles.filter((one) => there.has(one)),
    };
    const { granted, revoked, statements } = decide(a.state, left.groups, left.roles, memberOf);
    await inTransaction(context, server, statements);
    return {
      changed: statements.length > 0,
      state: a.state,
      groups: left.groups,
      target_roles: left.roles,
      queries: statements.map((one) => one.shown),
      ...(a.state === 'absent' ? {} : { granted }),
      ...(a.state === 'present' ? {} : { revoked }),
    };
  },
});

/** The groups of each role that is there. */
type MemberOf = Readonly<Record<string, readonly string[]>>;

const lookQuery = (names: readonly string[]): Sql => sql`SELECT coalesce(jsonb_object_agg(r.rolname,
  (SELECT coalesce(jsonb_agg(DISTINCT g.rolname), '[]') FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
    WHERE m.member = r.oid)), '{}')
  FROM pg_roles r WHERE r.rolname = ANY(${textArray(names)})`;

interface Decision {
  readonly granted: Record<string, string[]>;
  readonly revoked: Record<string, string[]>;
  readonly statements: Sql[];
}

/** @param groups and roles that are there */
export function decide(
  state: Args['state'],
  groups: readonly string[],
  roles: readonly string[],
  memberOf: MemberOf,
): Decision {
  const granted: Record<string, string[]> = {};
  const revoked: Record<string, string[]> = {};
  const statements: Sql[] = [];
  const now = new Map(roles.map((role) => [role, new Set(memberOf[role] ?? [])]));
  const grant = (group: string, role: string): void => {
    if (now.get(role)?.has(group)) return;
    now.get(role)?.add(group);
    (granted[group] ??= []).push(role);
    statements.push(sql`GRANT ${ident(group)} TO ${ident(role)}`);
  };
  const revoke = (group: string, role: string): void => {
    if (now.get(role)?.delete(group) !== true) return;
    (revoked[group] ??= []).push(role);
    statements.push(sql`REVOKE ${ident(group)} FROM ${ident(role)}`);
  };
  if (state === 'exact') {
    for (const role of roles) {
      for (const group of [...(now.get(role) ?? [])]) if (!groups.includes(group)) revoke(group, role);
      for (const group of groups) grant(group, role);
    }
    return { granted, revoked, statements };
  }
  for (const group of groups) {
    // Groups without a change are told of, too.
    (state === 'present' ? granted : revoked)[group] ??= [];
    for (const role of roles) (state === 'present' ? grant : revoke)(group, role);
  }
  return { granted, revoked, statements };
}
