// Tells what there is on a PostgreSQL server: databases, roles, settings, tablespaces, replication.
import { alias, bool, defineModule, list, ModuleFailure, str, z, type HostView } from '../../../src/kit/index.js';
import { fnmatch } from '../../_shared/fnmatch.js';
import { loginArgs, Postgres, refuseDangerous } from '../../_shared/postgres-session.js';
import {
  databaseQuery,
  extensionVersion,
  settingsOf,
  SUBSETS,
  versionOf,
  type Setting,
  type Subset,
} from './subsets.js';

const args = z.strictObject({
  ...loginArgs,
  filter: list(str())
    .optional()
    .describe('What is told, as names or shell patterns; with `!` in front: all but these. Default everything.'),
  login_db: alias(str().optional(), 'db').describe('The database to connect to.'),
  session_role: str().optional().describe('Role to become after login.'),
  trust_input: bool().default(true).describe('Whether names are taken without a look for SQL in them.'),
});
type Args = z.output<typeof args>;

const table = (what: string) => z.record(z.string(), z.unknown()).describe(what);

export default defineModule({
  name: 'community.postgresql.postgresql_info',
  aliases: ['community.general.postgresql_info'],
  summary: 'Tells what there is on a PostgreSQL server.',
  args,
  returns: z.object({
    version: table('Version of the server: `major`, `minor`, `patch`, `full`, `raw`.'),
    in_recovery: z.boolean().nullable().describe('Whether it is a standby that recovers.'),
    databases: table('Databases by name, with their namespaces, extensions, languages, publications, subscriptions.'),
    tablespaces: table('Tablespaces by name: owner, options, privileges.'),
    roles: table('Roles by name: whether superuser, whether it may log in, until when, of which it is a member.'),
    replications: table('Standbys that are connected, by process.'),
    repl_slots: table('Replication slots by name.'),
    settings: table('Settings by name: value, unit, limits, where it is set.'),
    pending_restart_settings: z.array(z.string()).describe('Settings that wait for a restart.'),
  }),
  requires: ['psql'],
  check: 'full',
  diff: false,
  examples: [
    { name: 'Everything', task: 'community.postgresql.postgresql_info:\nbecome: true\nbecome_user: postgres' },
    { name: 'Version and roles', task: 'community.postgresql.postgresql_info:\n  filter: ver*,rol*' },
    { name: 'All but the settings', task: "community.postgresql.postgresql_info:\n  filter: '!settings'" },
  ],
  async run({ args: a, host }) {
    refuseDangerous(a.trust_input, [a.session_role]);
    const wanted = wantedSubsets(a.filter ?? []);
    const names = Object.keys(SUBSETS) as Subset[];
    const asked = names.filter((name) => wanted.has(name));
    // A query at least: a server that cannot be reached is a failure, whatever was asked for.
    const answers = await new Postgres(a, a.login_db).look(host, [
      SUBSETS.in_recovery,
      ...asked.map((name) => SUBSETS[name]),
    ]);
    const told = Object.fromEntries(asked.map((name, i) => [name, answers[i + 1]])) as Partial<Record<Subset, unknown>>;
    const databases = (told.databases ?? {}) as Record<string, Record<string, unknown>>;
    const inside = Object.keys(databases).length > 0 ? await lookInside(host, a, Object.keys(databases)) : new Map();
    const settings = settingsOf((told.settings ?? []) as Setting[]);
    return {
      version: told.version === undefined ? {} : versionOf(told.version as { number: number; raw: string }),
      in_recovery: told.in_recovery ?? null,
      tablespaces: told.tablespaces ?? {},
      databases: Object.fromEntries(
        Object.entries(databases).map(([name, facts]) => [name, { ...facts, ...(inside.get(name) as object) }]),
      ),
      replications: told.replications ?? {},
      repl_slots: told.repl_slots ?? {},
      settings: settings.settings,
      roles: told.roles ?? {},
      pending_restart_settings: settings.pending,
    };
  },
});

/** Those that are named; those that are not excluded, where only such are named. */
export function wantedSubsets(filter: readonly string[]): ReadonlySet<Subset> {
  const names = Object.keys(SUBSETS) as Subset[];
  const included = filter.filter((one) => !one.startsWith('!')).map(fnmatch);
  const excluded = filter.filter((one) => one.startsWith('!')).map((one) => fnmatch(one.replace(/^!+/, '')));
  if (included.length > 0) return new Set(names.filter((name) => included.some((one) => one.test(name))));
  return new Set(names.filter((name) => !excluded.some((one) => one.test(name))));
}

interface Inside {
  readonly namespaces: unknown;
  readonly extensions: Record<string, { readonly extversion: string; readonly nspname: string }>;
  readonly [name: string]: unknown;
}

/** What only a connection to a database itself can see: each has one of its own, all in one round trip. */
async function lookInside(
  host: HostView,
  a: Args,
  names: readonly string[],
): Promise<ReadonlyMap<string, Record<string, unknown>>> {
  const sessions = names.map((name) => new Postgres(a, name));
  const answers = await Postgres.probeAll(host, sessions, databaseQuery);
  return new Map(
    answers.map(({ connected, error, stdout }, i): readonly [string, Record<string, unknown>] => {
      const name = names[i] ?? '';
      if (!connected)
        return [name, { namespaces: {}, extensions: {}, languages: {}, error: 'Could not connect to the database.' }];
      if (error !== undefined) throw new ModuleFailure(`Cannot execute SQL in ${name}: ${error}`);
      const lines = stdout.split('\n').filter((line) => line !== '');
      const inside = Object.assign({}, ...lines.map((line) => JSON.parse(line) as object)) as Inside;
      const extensions = Object.fromEntries(
        Object.entries(inside.extensions).map(([extension, facts]) => [
          extension,
          { ...facts, extversion: extensionVersion(facts.extversion) },
        ]),
      );
      return [name, { ...inside, extensions }];
    }),
  );
}
