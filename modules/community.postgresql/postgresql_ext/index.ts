// Adds, updates and removes extensions of a PostgreSQL database.
import { alias, bool, choice, defineModule, ModuleFailure, str, z } from '../../../src/kit/index.js';
import { loginArgs, Postgres, refuseDangerous } from '../../_shared/postgres-session.js';
import { ident, joined, sql, type Sql } from '../../_shared/postgres-sql.js';

const args = z.strictObject({
  ...loginArgs,
  name: alias(str(), 'ext').describe('Name of the extension.'),
  login_db: alias(str(), 'db').describe('The database it is added to.'),
  state: choice('absent', 'present').default('present').describe('Whether it is there.'),
  version: str().optional().describe('Its version, or `latest`; default the newest, and what is there is left alone.'),
  schema: str().optional().describe('Schema its objects are made in.'),
  cascade: bool().default(false).describe('Add what it needs as well; remove what needs it.'),
  comment: str().optional().describe('Its comment; empty takes one away.'),
  session_role: str().optional().describe('Role to become after login.'),
  trust_input: bool().default(true).describe('Whether names are taken without a look for SQL in them.'),
});
type Args = z.output<typeof args>;

interface ExtensionLook {
  /** The version that is there. */
  readonly current: string | null;
  /** The one a control file names as default. */
  readonly default: string | null;
  readonly available: readonly string[];
  readonly comment: string | null;
  /** Versions that can be reached from the present one. */
  readonly paths: readonly string[];
}

export default defineModule({
  name: 'community.postgresql.postgresql_ext',
  aliases: ['community.general.postgresql_ext'],
  summary: 'Adds, updates and removes extensions of a PostgreSQL database.',
  args,
  returns: z.object({
    queries: z.array(z.string()).describe('What was told to the server.'),
    prev_version: z.string().describe('The version before; empty: there was none.'),
    version: z.string().describe('The version after; empty: there is none.'),
  }),
  requires: ['psql'],
  check: 'full',
  diff: false,
  examples: [
    { name: 'An extension', task: 'community.postgresql.postgresql_ext:\n  name: pg_trgm\n  login_db: app' },
    {
      name: 'The newest version',
      task: 'community.postgresql.postgresql_ext:\n  name: hstore\n  login_db: app\n  version: latest',
    },
  ],
  async run(context) {
    const { args: a, host, warn, checkMode } = context;
    refuseDangerous(a.trust_input, [a.name, a.schema, a.version, a.session_role, a.comment]);
    if (a.version !== undefined && a.state === 'absent') warn('Parameter version is ignored when state=absent');
    const server = new Postgres(a, a.login_db);
    const [look] = (await server.look(host, [lookQuery(a.name)])) as [ExtensionLook];
    const steps = decide(a, look);
    const wanted = a.version === undefined || a.version === 'latest' ? look.default : a.version;
    let version = look.current ?? '';
    if (steps.length > 0) {
      const note = { summary: steps.map((step) => step.shown).join('; ') };
      await server.carryOut(context, note, steps, (error) => `Management of PostgreSQL extension failed: ${error}`);
      if (a.state === 'absent') version = '';
      else if (checkMode) version = wanted ?? '';
      else version = ((await server.look(host, [lookQuery(a.name)])) as [ExtensionLook])[0].current ?? '';
    }
    return {
      changed: steps.length > 0,
      db: a.login_db,
      ext: a.name,
      prev_version: look.current ?? '',
      version,
      queries: steps.map((step) => step.shown),
    };
  },
});

const lookQuery = (name: string): Sql => sql`SELECT jsonb_build_object(
  'current', (SELECT extversion FROM pg_extension WHERE extname = ${name}),
  'default', (SELECT default_version FROM pg_available_extensions WHERE name = ${name}),
  'available', (SELECT coalesce(jsonb_agg(version), '[]') FROM pg_available_extension_versions WHERE name = ${name}),
  'comment', (SELECT obj_description(oid, 'pg_extension') FROM pg_extension WHERE extname = ${name}),
  'paths', (SELECT coalesce(jsonb_agg(p.target), '[]') FROM pg_extension e,
      LATERAL pg_extension_update_paths(e.extname) p
    WHERE e.extname = ${name} AND p.source = e.extversion AND p.path IS NOT NULL))`;

/** Which statements make the extension what it is asked to be. @throws ModuleFailure when the system has no such version */
export function decide(a: Args, look: ExtensionLook): Sql[] {
  const name = ident(a.name);
  const latest = a.version === undefined || a.version === 'latest';
  if (latest && look.available.length === 0) throw new ModuleFailure(`Extension ${a.name} is not available`);
  if (latest && look.default === null)
    throw new ModuleFailure("Passed version 'latest' but no default_version available in extension control file");
  if (a.state === 'absent') {
    if (look.current === null) return [];
    return [a.cascade ? sql`DROP EXTENSION ${name} CASCADE` : sql`DROP EXTENSION ${name}`];
  }
  const comment =
    a.comment !== undefined && a.comment !== (look.comment ?? '')
      ? [sql`COMMENT ON EXTENSION ${name} IS ${a.comment}`]
      : [];
  return [...versionSteps(a, look), ...comment];
}

function versionSteps(a: Args, look: ExtensionLook): Sql[] {
  const name = ident(a.name);
  const wanted = a.version === undefined || a.version === 'latest' ? look.default : a.version;
  if (look.current === null) {
    if (a.version !== undefined && !look.available.includes(wanted ?? ''))
      throw new ModuleFailure(`${a.version === 'latest' ? 'Latest' : 'Passed'} version '${wanted}' is not available`);
    return [
      joined(
        [
          sql`CREATE EXTENSION ${name}`,
          ...(a.schema === undefined || a.schema === '' ? [] : [sql`WITH SCHEMA ${ident(a.schema)}`]),
          ...(a.version === undefined || a.version === 'latest' ? [] : [sql`VERSION ${a.version}`]),
          ...(a.cascade ? [sql`CASCADE`] : []),
        ],
        ' ',
      ),
    ];
  }
  if (a.version === undefined || look.current === wanted) return [];
  if (!look.paths.includes(wanted ?? '')) {
    throw new ModuleFailure(
      a.version === 'latest'
        ? `Latest version '${wanted}' has no valid update path from the currently installed version '${look.current}'`
        : `Passed version '${wanted}' has no valid update path from the currently installed version '${look.current}' or the passed version is not available`,
    );
  }
  return [
    a.version === 'latest' ? sql`ALTER EXTENSION ${name} UPDATE` : sql`ALTER EXTENSION ${name} UPDATE TO ${a.version}`,
  ];
}
