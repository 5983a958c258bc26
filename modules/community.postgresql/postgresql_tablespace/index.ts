// Makes, changes and drops tablespaces of a PostgreSQL server.
import { alias, bool, choice, defineModule, dict, ModuleFailure, path, str, z } from '../../../src/kit/index.js';
import { loginArgs, Postgres, refuseDangerous } from '../../_shared/postgres-session.js';
import { ident, plain, sql, type Sql } from '../../_shared/postgres-sql.js';

const args = z.strictObject({
  ...loginArgs,
  tablespace: alias(str(), 'name').describe('Name of the tablespace.'),
  location: alias(path().optional(), 'path').describe("Its directory, empty and the server's own; needed to make it."),
  state: choice('absent', 'present').default('present').describe('Whether it is there.'),
  owner: str().optional().describe('Role that owns it.'),
  set: dict(str()).optional().describe('Options to set; the value `reset` takes one away.'),
  rename_to: str().optional().describe('Its new name.'),
  login_db: alias(str().optional(), 'db').describe('The database to log in to.'),
  session_role: str().optional().describe('Role to become after login.'),
  comment: str().optional().describe('Its comment; empty takes one away.'),
  trust_input: bool().default(true).describe('Whether names are taken without a look for SQL in them.'),
});
type Args = z.output<typeof args>;

export interface Tablespace {
  readonly owner: string;
  readonly comment: string | null;
  /** `name=value`. */
  readonly options: readonly string[] | null;
  readonly location: string;
}

export default defineModule({
  name: 'community.postgresql.postgresql_tablespace',
  aliases: ['community.general.postgresql_tablespace'],
  summary: 'Makes, changes and drops tablespaces of a PostgreSQL server.',
  args,
  returns: z.object({
    queries: z.array(z.string()).describe('What was told to the server, or would be.'),
    tablespace: z.string().describe('Its name.'),
    owner: z.string().describe('Who owns it.'),
    comment: z.string().nullable().describe('Its comment.'),
    options: z.record(z.string(), z.string().nullable()).describe('Its options.'),
    location: z.string().describe('Its directory.'),
    newname: z.string().optional().describe('Its new name, when it was renamed.'),
    state: z.string().describe('present or absent, as asked.'),
  }),
  requires: ['psql'],
  check: 'full',
  diff: false,
  rules: (a) =>
    a.state === 'absent' && [a.location, a.owner, a.rename_to, a.set].some((one) => one !== undefined)
      ? ['state=absent is mutually exclusive location, owner, rename_to, and set']
      : [],
  examples: [
    {
      name: 'Fast disks for indexes',
      task: 'community.postgresql.postgresql_tablespace:\n  name: fast\n  location: /srv/fast\n  owner: app\n  set:\n    random_page_cost: 1.1',
    },
  ],
  async run(context) {
    const { args: a, host } = context;
    const options = Object.entries(a.set ?? {}).map(([key, value]) => `${key} = ${value}`);
    refuseDangerous(a.trust_input, [
      a.tablespace,
      a.location,
      a.owner,
      a.rename_to,
      a.session_role,
      ...options,
      a.comment,
    ]);
    const server = new Postgres(a, a.login_db ?? 'postgres');
    const [look] = (await server.look(host, [
      sql`SELECT jsonb_build_object('me', current_user, 'tablespace', (SELECT jsonb_build_object('owner', pg_get_userbyid(spcowner),
        'comment', shobj_description(oid, 'pg_tablespace'), 'options', to_jsonb(spcoptions), 'location', pg_tablespace_location(oid))
        FROM pg_tablespace WHERE spcname = ${a.tablespace}))`,
    ])) as [{ readonly me: string; readonly tablespace: Tablespace | null }];
    const statements = decide(a, look.tablespace);
    if (statements.length > 0) {
      const note = { summary: statements.map(({ shown }) => shown).join('; ') };
      // A tablespace is made and dropped outside of transactions only.
      await server.carryOut(context, note, statements, (error) => `Cannot execute SQL: ${error}`, { autocommit: true });
    }
    const queries = statements.map(({ shown }) => shown);
    const renamed = look.tablespace !== null && a.rename_to !== undefined && a.rename_to !== a.tablespace;
    return {
      changed: statements.length > 0,
      tablespace: a.tablespace,
      state: a.state,
      queries,
      ...afterwards(a, look.tablespace, renamed, look.me),
      ...(renamed ? { newname: a.rename_to } : {}),
    };
  },
});

/** Its options by name. */
const optionsOf = (there: Tablespace | null): Record<string, string> =>
  Object.fromEntries((there?.options ?? []).map((one) => one.split('=') as [string, string]));

/** Which statements make it what it is asked to be. @throws ModuleFailure for what cannot be */
export function decide(a: Args, there: Tablespace | null): Sql[] {
  const name = ident(a.tablespace);
  if (there && a.location !== undefined && a.location !== there.location)
    throw new ModuleFailure(`Tablespace '${a.tablespace}' exists with different location '${there.location}'`);
  if (a.state === 'absent') return there ? [sql`DROP TABLESPACE ${name}`] : [];
  if (!there) {
    if (a.rename_to !== undefined)
      throw new ModuleFailure(`Tablespace ${a.tablespace} does not exist, nothing to rename`);
    if (a.location === undefined)
      throw new ModuleFailure("'location' parameter must be passed with state=present if the tablespace doesn't exist");
    return [sql`CREATE TABLESPACE ${name} LOCATION ${a.location}`, ...changes(a, name, there)];
  }
  // `compat:` one that is renamed is not changed otherwise.
  if (a.rename_to !== undefined && a.rename_to !== a.tablespace)
    return [sql`ALTER TABLESPACE ${name} RENAME TO ${ident(a.rename_to)}`];
  return changes(a, name, there);
}

function changes(a: Args, name: Sql, there: Tablespace | null): Sql[] {
  const present = optionsOf(there);
  const key = (text: string): Sql => (/^[a-z_][a-z0-9_]*$/.test(text) ? plain(text) : ident(text));
  const options = Object.entries(a.set ?? {}).flatMap(([option, value]) => {
    if (value !== 'reset') {
      return present[option] === value ? [] : [sql`ALTER TABLESPACE ${name} SET (${key(option)} = ${value})`];
    }
    return option in present ? [sql`ALTER TABLESPACE ${name} RESET (${key(option)})`] : [];
  });
  const owner = a.owner ?? '';
  return [
    ...(owner === '' || owner === there?.owner ? [] : [sql`ALTER TABLESPACE ${name} OWNER TO ${ident(owner)}`]),
    ...options,
    ...(a.comment === undefined || a.comment === (there?.comment ?? '')
      ? []
      : [sql`COMMENT ON TABLESPACE ${name} IS ${a.comment}`]),
  ];
}

/** What the result tells of it: how it is, or would be, when all is done. */
function afterwards(a: Args, there: Tablespace | null, renamed: boolean, me: string): Record<string, unknown> {
  const before = {
    owner: there?.owner ?? '',
    comment: there ? (there.comment ?? '') : null,
    location: there?.location ?? '',
  };
  const options: Record<string, string | null> = optionsOf(there);
  if (a.state === 'absent' || renamed) return { ...before, options };
  for (const [option, value] of Object.entries(a.set ?? {})) {
    // `compat:` what was taken away is told as nothing.
    if (value !== 'reset') options[option] = value;
    else if (option in options) options[option] = null;
  }
  return {
    owner: a.owner || before.owner || me,
    comment: a.comment ?? before.comment ?? '',
    location: a.location ?? before.location,
    options,
  };
}
