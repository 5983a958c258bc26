// Makes, changes, drops, dumps and restores databases of a PostgreSQL server.
import { alias, bool, choice, defineModule, path, str, z } from '../../../src/kit/index.js';
import { loginArgs, Postgres, refuseDangerous } from '../../_shared/postgres-session.js';
import { sql } from '../../_shared/postgres-sql.js';
import { decide, type DatabaseLook } from './decide.js';
import { dumpOrRestore } from './dump.js';

const args = z.strictObject({
  ...loginArgs,
  name: alias(str(), 'db').describe('Name of the database.'),
  state: choice('absent', 'dump', 'present', 'rename', 'restore')
    .default('present')
    .describe('Whether there is one; or write it to `target`, read it from there, give it the name `target`.'),
  owner: str().default('').describe('Role that owns it.'),
  template: str().default('').describe('Database it is made from.'),
  encoding: str().default('').describe('Its encoding; cannot be changed later.'),
  lc_collate: str().default('').describe('Its order of sorting; cannot be changed later.'),
  lc_ctype: str().default('').describe('Its classes of characters; cannot be changed later.'),
  icu_locale: str().default('').describe('Its locale of ICU, with PostgreSQL 15 or later.'),
  locale_provider: str().default('').describe('What gives its locale: icu or libc.'),
  conn_limit: str().default('').describe('How many connections it takes; -1 for any number.'),
  tablespace: path().default('').describe('Its table space; pg_default for the usual one.'),
  comment: str().optional().describe('Its comment; empty takes one away.'),
  force: bool().default(false).describe('Drop it although somebody is connected.'),
  target: path()
    .default('')
    .describe('File of dump and restore; its ending says the format: .sql, .tar, .pgc, .dir, with .gz, .bz2, .xz.'),
  target_opts: str().default('').describe('Further options of pg_dump, pg_restore or psql.'),
  dump_extra_args: str().optional().describe('Further options of pg_dump.'),
  maintenance_db: str().default('postgres').describe('Database to connect to meanwhile.'),
  session_role: str().optional().describe('Role to become after login.'),
  trust_input: bool().default(true).describe('Whether names are taken without a look for SQL in them.'),
});
export type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.postgresql.postgresql_db',
  aliases: ['community.general.postgresql_db'],
  summary: 'Makes, changes, drops, dumps and restores databases of a PostgreSQL server.',
  args,
  returns: z.object({
    executed_commands: z.array(z.string()).describe('What was told to the server, or run.'),
  }),
  requires: ['psql'],
  check: 'full',
  diff: false,
  rules(a) {
    if (a.state !== 'rename') return [];
    if (a.target === '') return ['The "target" option must be defined when the "rename" option is used.'];
    if (a.name === a.target) return ['The "name/db" option and the "target" option cannot be the same.'];
    return a.maintenance_db === a.name
      ? ['The "maintenance_db" option and the "name/db" option cannot be the same.']
      : [];
  },
  examples: [
    {
      name: 'A database of its own',
      task: 'community.postgresql.postgresql_db:\n  name: app\n  owner: app\n  encoding: UTF-8\n  template: template0',
    },
    {
      name: 'A compressed dump',
      task: 'community.postgresql.postgresql_db:\n  name: app\n  state: dump\n  target: /var/backups/app.sql.gz',
    },
  ],
  async run(context) {
    const { args: a, host, warn, checkMode } = context;
    if (a.state === 'rename')
      warn('The rename choice of the state option is deprecated: use postgresql_query with ALTER DATABASE … RENAME TO');
    refuseDangerous(a.trust_input, [
      a.owner,
      a.conn_limit,
      a.encoding,
      a.name,
      a.template,
      a.tablespace,
      a.session_role,
      a.comment,
    ]);
    if (a.state === 'dump' || a.state === 'restore') return dumpOrRestore(context, a.state);
    const server = new Postgres(a, a.maintenance_db);
    const [look] = (await server.look(host, [lookQuery(a)])) as [DatabaseLook];
    const steps = decide(a, look);
    if (steps.length > 0)
      await server.carryOut(
        context,
        { summary: steps.map((step) => step.shown).join('; ') },
        steps,
        (error) => `Database query failed: ${error}`,
        // Databases are made and dropped outside of transactions.
        { autocommit: true },
      );
    const shown = checkMode ? [] : steps.filter((step) => step.shown !== '').map((step) => step.shown);
    return { changed: steps.length > 0, db: a.name, executed_commands: shown };
  },
});

const lookQuery = (a: Args) => sql`SELECT jsonb_build_object(
  'version', current_setting('server_version_num')::int,
  'encoding_id', pg_char_to_encoding(${a.encoding}),
  'target', EXISTS (SELECT 1 FROM pg_database WHERE datname = ${a.target}),
  'database', (SELECT to_jsonb(d) || jsonb_build_object(
      'owner', pg_get_userbyid(d.datdba), 'tablespace', t.spcname,
      'encoding_name', pg_encoding_to_char(d.encoding),
      'comment', shobj_description(d.oid, 'pg_database'))
    FROM pg_database d JOIN pg_tablespace t ON t.oid = d.dattablespace WHERE d.datname = ${a.name}))`;
