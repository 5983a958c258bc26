// Makes, changes, empties, renames and drops tables of a PostgreSQL database.
import { alias, bool, choice, defineModule, list, str, z } from '../../../src/kit/index.js';
import { loginArgs, NO_DATABASE, Postgres, refuseDangerous } from '../../_shared/postgres-session.js';
import { dotted, ident, plain, sql, type Sql } from '../../_shared/postgres-sql.js';
import { inTransaction } from '../../_shared/postgres-transaction.js';

const args = z.strictObject({
  ...loginArgs,
  table: alias(str(), 'name').describe('The table, with its schema where that is not public.'),
  state: choice('absent', 'present').default('present').describe('Whether it is there.'),
  columns: list(str())
    .optional()
    .describe('Columns and constraints of a new table, as SQL has them; those of one that is there stay.'),
  like: str().optional().describe('A table whose columns a new table gets.'),
  including: str().optional().describe('What else it gets from there: `indexes, comments`, or `all`.'),
  unlogged: bool().default(false).describe('A new table is not written to the log: fast, and empty after a crash.'),
  owner: str().optional().describe('The role that owns it.'),
  tablespace: str().optional().describe('The tablespace it is in.'),
  storage_params: list(str()).optional().describe('Storage parameters, `fillfactor=70`.'),
  rename: str().optional().describe('A new name for it.'),
  truncate: bool().default(false).describe('Delete all its rows.'),
  cascade: bool().default(false).describe('Drop what depends on it, too.'),
  login_db: alias(str().default(''), 'db').describe('The database it is in.'),
  session_role: str().optional().describe('Role to become after login.'),
  trust_input: bool().default(true).describe('Whether names and values are taken without a look for SQL in them.'),
});
type Args = z.output<typeof args>;

export interface Table {
  readonly owner: string;
  readonly tablespace: string;
  readonly storage_params: readonly string[];
}

export default defineModule({
  name: 'community.postgresql.postgresql_table',
  aliases: ['community.general.postgresql_table'],
  summary: 'Makes, changes, empties, renames and drops tables of a PostgreSQL database.',
  args,
  returns: z.object({
    table: z.string().describe('Name of the table.'),
    state: z.string().describe('`present` or `absent`; empty of one that was not there and is not to be.'),
    owner: z.string().optional().describe('The role that owns it.'),
    tablespace: z.string().optional().describe('Its tablespace; empty: that of the database.'),
    storage_params: z.array(z.string()).optional().describe('Its storage parameters.'),
    queries: z.array(z.string()).describe('What was told to the server.'),
  }),
  requires: ['psql'],
  check: 'full',
  diff: false,
  rules: brokenRules,
  examples: [
    {
      name: 'A table',
      task: 'community.postgresql.postgresql_table:\n  login_db: app\n  name: events\n  columns:\n    - id bigserial primary key\n    - body jsonb\n  owner: app',
    },
    {
      name: 'Its structure for another',
      task: 'community.postgresql.postgresql_table:\n  login_db: app\n  name: old_events\n  like: events\n  including: indexes, comments',
    },
    {
      name: 'No longer',
      task: 'community.postgresql.postgresql_table:\n  login_db: app\n  name: events\n  state: absent',
    },
  ],
  async run(context) {
    const { args: a, host, warn, checkMode } = context;
    refuseDangerous(a.trust_input, [
      a.table,
      a.tablespace,
      a.owner,
      a.like,
      a.including,
      a.rename,
      a.storage_params,
      a.columns,
      a.session_role,
    ]);
    if (a.login_db === '') warn(NO_DATABASE);
    if (a.state === 'present' && a.cascade) warn('cascade=true is ignored when state=present');
    const server = new Postgres(a, a.login_db);
    const look = async (name: string): Promise<Table | null> =>
      ((await server.look(host, [lookQuery(name)])) as [Table | null])[0];
    const before = await look(a.table);
    const statements = decide(a, before);
    await inTransaction(context, server, statements);
    const changed = statements.length > 0;
    // Only the server knows who owns a new one. compat: after a dry run it is told what is there.
    const after = changed && !checkMode ? await look(a.rename ?? a.table) : before;
    // compat: of one that is removed what it was is told.
    const told = after ?? before;
    return {
      changed,
      table: a.table,
      state: after ? 'present' : changed ? 'absent' : '',
      ...(told && { owner: told.owner, tablespace: told.tablespace, storage_params: told.storage_params }),
      queries: statements.map((one) => one.shown),
    };
  },
});

function brokenRules(a: Args): string[] {
  const given = (...names: (keyof Args)[]): boolean =>
    names.some((name) => {
      const value = a[name];
      return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false && value !== '';
    });
  const about = ['columns', 'like', 'unlogged', 'including', 'storage_params', 'owner', 'tablespace'] as const;
  const broken: string[] = [];
  const exclusive = (what: string, others: string): void => {
    broken.push(`${a.table}: ${what} is mutually exclusive with: ${others}${about.join(', ')}`);
  };
  if (a.state === 'absent' && given('truncate', 'rename', ...about)) exclusive('state=absent', 'truncate, rename, ');
  if (a.truncate && given('rename', ...about)) exclusive('truncate', 'rename, ');
  if (given('rename') && given(...about)) exclusive('rename', '');
  if (given('like') && given('columns')) broken.push(`${a.table}: like and columns params are mutually exclusive`);
  if (given('including') && !given('like')) broken.push(`${a.table}: including param needs like param specified`);
  return broken;
}

/** `compat:` whatever quotes are written, the name is looked for as it is, at its dots. */
function lookQuery(name: string): Sql {
  const parts = name.split('.').map((part) => part.replace(/^"(.*)"$/s, '$1').replaceAll('""', '"'));
  const table = parts.at(-1) ?? '';
  return sql`SELECT coalesce((SELECT jsonb_build_object('owner', pg_get_userbyid(c.relowner), 'tablespace', coalesce(t.spcname, ''),
    'storage_params', coalesce(to_jsonb(c.reloptions), '[]'))
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_tablespace t ON t.oid = c.reltablespace
    WHERE c.relkind IN ('r', 'p') AND c.relname = ${table} AND n.nspname = ${parts.at(-2) ?? 'public'}), 'null')`;
}

/** What must be told to the server. */
export function decide(a: Args, there: Table | null): Sql[] {
  const name = dotted(a.table, 3);
  if (a.state === 'absent') return there ? [sql`DROP TABLE ${name}${plain(a.cascade ? ' CASCADE' : '')}`] : [];
  if (a.truncate) return [sql`TRUNCATE TABLE ${name}`];
  if (a.rename !== undefined && a.rename !== '') return [sql`ALTER TABLE ${name} RENAME TO ${dotted(a.rename, 3)}`];
  const params = plain((a.storage_params ?? []).join(','));
  const owner = a.owner === undefined || a.owner === '' ? [] : [sql`ALTER TABLE ${name} OWNER TO ${ident(a.owner)}`];
  const tablespace = a.tablespace === undefined || a.tablespace === '' ? undefined : ident(a.tablespace);
  if (there) {
    // A new table has its like's structure; one that is there keeps its own.
    const missing = params.text.split(',').map((one) => one.trim());
    return [
      ...(tablespace && a.tablespace !== (there.tablespace || 'pg_default')
        ? [sql`ALTER TABLE ${name} SET TABLESPACE ${tablespace}`]
        : []),
      ...(a.owner === there.owner ? [] : owner),
      ...(params.text !== '' && missing.some((one) => !there.storage_params.includes(one))
        ? [sql`ALTER TABLE ${name} SET (${params})`]
        : []),
    ];
  }
  const including = (a.including ?? '').split(',').filter((one) => one.trim() !== '');
  const body =
    a.like === undefined || a.like === ''
      ? plain((a.columns ?? []).join(','))
      : sql`LIKE ${dotted(a.like, 3)}${plain(including.map((one) => ` INCLUDING ${one}`).join(''))}`;
  return [
    sql`CREATE ${plain(a.unlogged ? 'UNLOGGED TABLE' : 'TABLE')} ${name} (${body})${params.text === '' ? plain('') : sql` WITH (${params})`}${tablespace ? sql` TABLESPACE ${tablespace}` : plain('')}`,
    ...owner,
  ];
}
