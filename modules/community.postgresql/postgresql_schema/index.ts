// Makes, changes and drops schemas of a PostgreSQL database.
import { alias, bool, choice, defineModule, str, z } from '../../../src/kit/index.js';
import { loginArgs, Postgres, refuseDangerous } from '../../_shared/postgres-session.js';
import { dotted, ident, joined, sql, type Sql } from '../../_shared/postgres-sql.js';

const args = z.strictObject({
  ...loginArgs,
  name: alias(str(), 'schema').describe('Name of the schema.'),
  login_db: alias(str().default('postgres'), 'db', 'database').describe('The database it is in.'),
  state: choice('absent', 'present').default('present').describe('Whether it is there.'),
  owner: str().default('').describe('Role that owns it.'),
  cascade_drop: bool().default(false).describe('Drop what is in it as well.'),
  comment: str().optional().describe('Its comment; empty takes one away.'),
  session_role: str().optional().describe('Role to become after login.'),
  trust_input: bool().default(true).describe('Whether names are taken without a look for SQL in them.'),
});
type Args = z.output<typeof args>;

interface SchemaLook {
  readonly schema: { readonly owner: string; readonly comment: string | null } | null;
}

export default defineModule({
  name: 'community.postgresql.postgresql_schema',
  aliases: ['community.general.postgresql_schema'],
  summary: 'Makes, changes and drops schemas of a PostgreSQL database.',
  args,
  returns: z.object({
    schema: z.string().describe('Name of the schema.'),
    queries: z.array(z.string()).optional().describe('What was told to the server; not in check mode.'),
  }),
  requires: ['psql'],
  check: 'full',
  diff: false,
  examples: [
    {
      name: 'A schema with an owner',
      task: 'community.postgresql.postgresql_schema:\n  login_db: app\n  name: reports\n  owner: app',
    },
  ],
  async run(context) {
    const { args: a, host, checkMode } = context;
    refuseDangerous(a.trust_input, [a.name, a.owner, a.session_role, a.comment]);
    const server = new Postgres(a, a.login_db);
    const [look] = (await server.look(host, [
      sql`SELECT jsonb_build_object('schema', (SELECT jsonb_build_object(
        'owner', pg_get_userbyid(nspowner), 'comment', obj_description(oid, 'pg_namespace'))
        FROM pg_namespace WHERE nspname = ${a.name}))`,
    ])) as [SchemaLook];
    const steps = decide(a, look);
    if (steps.length > 0) {
      const note = { summary: steps.map((step) => step.shown).join('; ') };
      await server.carryOut(context, note, steps, (error) => `Database query failed: ${error}`);
    }
    const queries = checkMode ? {} : { queries: steps.map((step) => step.shown) };
    return { changed: steps.length > 0, schema: a.name, ...queries };
  },
});

/** Which statements make the schema what it is asked to be. */
export function decide(a: Args, { schema: there }: SchemaLook): Sql[] {
  const name = dotted(a.name, 2);
  if (a.state === 'absent') {
    if (!there) return [];
    return [a.cascade_drop ? sql`DROP SCHEMA ${name} CASCADE` : sql`DROP SCHEMA ${name}`];
  }
  const comment = sql`COMMENT ON SCHEMA ${ident(a.name)} IS ${a.comment ?? ''}`;
  if (!there) {
    const owner = a.owner === '' ? [] : [sql`AUTHORIZATION ${ident(a.owner)}`];
    return [joined([sql`CREATE SCHEMA ${name}`, ...owner], ' '), ...(a.comment === undefined ? [] : [comment])];
  }
  return [
    ...(a.owner !== '' && a.owner !== there.owner ? [sql`ALTER SCHEMA ${name} OWNER TO ${ident(a.owner)}`] : []),
    ...(a.comment !== undefined && a.comment !== (there.comment ?? '') ? [comment] : []),
  ];
}
