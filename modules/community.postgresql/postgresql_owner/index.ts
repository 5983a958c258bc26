// Gives objects of a PostgreSQL database to another role.
import { alias, bool, choice, defineModule, list, ModuleFailure, str, z } from '../../../src/kit/index.js';
import { loginArgs, NO_DATABASE, Postgres, refuseDangerous } from '../../_shared/postgres-session.js';
import { ident, joined, sql, textArray, type Sql } from '../../_shared/postgres-sql.js';
import { inTransaction } from '../../_shared/postgres-transaction.js';
import { OBJECT_TYPES, ownerQuery, ownerStatement } from './objects.js';

const args = z.strictObject({
  ...loginArgs,
  new_owner: str().describe('The role that owns it afterwards.'),
  obj_name: str().optional().describe('The object, with its arguments where it is a function.'),
  obj_type: alias(choice(...OBJECT_TYPES).optional(), 'type').describe('What it is.'),
  reassign_owned_by: list(str()).optional().describe('Roles of which all objects in the database are taken over.'),
  fail_on_role: bool()
    .default(true)
    .describe('Fail when a role of reassign_owned_by is not there; otherwise only warn.'),
  login_db: alias(str().optional(), 'db').describe('The database the objects are in.'),
  session_role: str().optional().describe('Role to become after login.'),
  trust_input: bool().default(true).describe('Whether names are taken without a look for SQL in them.'),
});
type Args = z.output<typeof args>;

interface OwnerLook {
  /** Of the roles that are named, those there are. */
  readonly roles: readonly string[];
  /** Whether the new owner owns it already. */
  readonly owns: boolean;
}

export default defineModule({
  name: 'community.postgresql.postgresql_owner',
  aliases: ['community.general.postgresql_owner'],
  summary: 'Gives objects of a PostgreSQL database to another role.',
  args,
  returns: z.object({ queries: z.array(z.string()).describe('What was told to the server.') }),
  check: 'full',
  diff: false,
  rules(a) {
    const both = (one: 'obj_name' | 'obj_type', other: 'reassign_owned_by' | 'fail_on_role'): string[] =>
      a[one] !== undefined && a[other] !== undefined && a[other] !== true
        ? [`parameters are mutually exclusive: ${one}|${other}`]
        : [];
    return [
      ...both('obj_name', 'reassign_owned_by'),
      ...both('obj_type', 'reassign_owned_by'),
      ...both('obj_name', 'fail_on_role'),
      ...both('obj_type', 'fail_on_role'),
      ...(a.obj_name !== undefined && a.obj_name !== '' && a.obj_type === undefined
        ? ['obj_name needs obj_type: say what it is']
        : []),
    ];
  },
  examples: [
    {
      name: 'A table',
      task: 'community.postgresql.postgresql_owner:\n  login_db: app\n  new_owner: alice\n  obj_name: accounts\n  obj_type: table',
    },
    {
      name: 'All that was of those who left',
      task: 'community.postgresql.postgresql_owner:\n  login_db: app\n  new_owner: alice\n  reassign_owned_by:\n    - bob\n    - carol',
    },
  ],
  async run(context) {
    const { args: a, host, warn } = context;
    refuseDangerous(a.trust_input, [a.new_owner, a.obj_name, a.reassign_owned_by, a.session_role]);
    if (a.login_db === undefined) warn(NO_DATABASE);
    const server = new Postgres(a, a.login_db);
    const [look] = (await server.look(host, [lookQuery(a)])) as [OwnerLook];
    const statements = decide(a, look, warn);
    await inTransaction(context, server, statements);
    return { changed: statements.length > 0, queries: statements.map((one) => one.shown) };
  },
});

function lookQuery(a: Args): Sql {
  const owns = a.obj_name && a.obj_type ? ownerQuery(a.obj_type, a.obj_name, a.new_owner) : sql`false`;
  return sql`SELECT jsonb_build_object('owns', (${owns}), 'roles', (SELECT coalesce(jsonb_agg(rolname), '[]')
    FROM pg_roles WHERE rolname = ANY(${textArray([a.new_owner, ...(a.reassign_owned_by ?? [])])})))`;
}

/** @throws ModuleFailure for a role that is not there */
export function decide(a: Args, look: OwnerLook, warn: (message: string) => void): Sql[] {
  const isThere = (role: string, fail: boolean): boolean => {
    if (look.roles.includes(role)) return true;
    if (fail) throw new ModuleFailure(`Role '${role}' does not exist`);
    warn(`Role '${role}' does not exist, pass`);
    return false;
  };
  isThere(a.new_owner, true);
  if (a.obj_name && a.obj_type) return look.owns ? [] : [ownerStatement(a.obj_type, a.obj_name, a.new_owner)];
  const from = (a.reassign_owned_by ?? []).filter((role) => isThere(role, a.fail_on_role));
  if (from.length === 0) return [];
  // compat: told each time, whether the roles still own anything or not.
  return [sql`REASSIGN OWNED BY ${joined(from.map(ident), ',')} TO ${ident(a.new_owner)}`];
}
