// Makes, renames, moves, gives away and drops sequences of a PostgreSQL database.
import { alias, bool, choice, defineModule, int, ModuleFailure, str, z } from '../../../src/kit/index.js';
import { loginArgs, NO_DATABASE, Postgres, refuseDangerous } from '../../_shared/postgres-session.js';
import { ident, plain, sql, type Sql } from '../../_shared/postgres-sql.js';

const args = z.strictObject({
  ...loginArgs,
  sequence: alias(str(), 'name').describe('Name of the sequence.'),
  schema: str().default('public').describe('The schema it is in.'),
  state: choice('absent', 'present').default('present').describe('Whether it is there.'),
  data_type: choice('bigint', 'integer', 'smallint').optional().describe('Type of the numbers of a new one.'),
  increment: int().optional().describe('What is added each time; below zero it goes down.'),
  minvalue: alias(int().optional(), 'min').describe('The smallest number.'),
  maxvalue: alias(int().optional(), 'max').describe('The largest number.'),
  start: int().optional().describe('The first number.'),
  cache: int().optional().describe('How many numbers are made at once.'),
  cycle: bool().default(false).describe('Begin anew after the last number.'),
  cascade: bool().default(false).describe('Drop what depends on it, too.'),
  rename_to: str().optional().describe('A new name for it.'),
  owner: str().optional().describe('The role that owns it.'),
  newschema: str().optional().describe('The schema it is moved to.'),
  login_db: alias(str().default(''), 'db', 'database').describe('The database it is in.'),
  session_role: str().optional().describe('Role to become after login.'),
  trust_input: bool().default(true).describe('Whether names are taken without a look for SQL in them.'),
});
type Args = z.output<typeof args>;

const text = (what: string) => z.string().describe(what);

export default defineModule({
  name: 'community.postgresql.postgresql_sequence',
  aliases: ['community.general.postgresql_sequence'],
  summary: 'Makes, renames, moves, gives away and drops sequences of a PostgreSQL database.',
  args,
  returns: z.object({
    state: text('Whether it is there.'),
    sequence: text('Its name, before it was renamed.'),
    queries: z.array(z.string()).describe('What was told to the server.'),
    schema: text('Its schema, before it was moved.'),
    data_type: text('Type of its numbers; empty, as all that follows, of one that is not there.'),
    increment: text('What is added each time.'),
    minvalue: text('The smallest number.'),
    maxvalue: text('The largest number.'),
    start: text('The first number.'),
    cycle: text('Whether it begins anew: `YES` or `NO`.'),
    owner: text('The role that owned it before this task, or made it.'),
    newname: z.string().optional().describe('Its new name.'),
    newschema: z.string().optional().describe('Its new schema.'),
  }),
  requires: ['psql'],
  check: 'full',
  diff: false,
  rules(a) {
    const making = [
      'data_type',
      'increment',
      'minvalue',
      'maxvalue',
      'start',
      'cache',
      'cycle',
      'owner',
      'newschema',
    ] as const;
    const given = (name: keyof Args): boolean => a[name] !== undefined && a[name] !== false;
    const clash = (one: keyof Args, others: readonly (keyof Args)[]): string[] =>
      given(one) ? others.filter(given).map((other) => `parameters are mutually exclusive: ${one}|${other}`) : [];
    return [...clash('rename_to', [...making, 'cascade']), ...clash('cascade', making)];
  },
  examples: [
    {
      name: 'Even numbers',
      task: 'community.postgresql.postgresql_sequence:\n  login_db: app\n  name: even\n  start: 2\n  increment: 2\n  owner: app',
    },
    {
      name: 'No longer',
      task: 'community.postgresql.postgresql_sequence:\n  login_db: app\n  name: even\n  state: absent',
    },
  ],
  async run(context) {
    const { args: a, host, change, checkMode, warn } = context;
    refuseDangerous(a.trust_input, [a.sequence, a.schema, a.rename_to, a.owner, a.newschema, a.session_role]);
    if (a.login_db === '') warn(NO_DATABASE);
    const server = new Postgres(a, a.login_db);
    const query = lookQuery(a);
    const [before] = (await server.look(host, [query])) as [Sequence | null];
    const make = before || a.state === 'absent' ? undefined : creation(a);
    const shown: string[] = [];
    let there = before;
    const tell = async (statement: Sql, within: readonly Sql[]): Promise<Sequence | null> => {
      shown.push(statement.shown);
      const failure = (error: string): string => `Cannot execute SQL '${statement.shown}': ${error}`;
      if (checkMode) {
        // The server rehearses it, with what would be before it, and says what would be.
        const body = [...within, statement, query].map((one) => `${one.text};`).join('\n');
        const { error, stdout } = await server.probe(host, `BEGIN;\n${body}\nROLLBACK;`);
        if (error !== undefined) throw new ModuleFailure(failure(error));
        await change({ summary: statement.shown }, () => Promise.resolve());
        return JSON.parse(stdout.trim().split('\n').at(-1) ?? 'null') as Sequence | null;
      }
      await server.carryOut(context, { summary: statement.shown }, [statement], failure);
      return null;
    };
    if (make) {
      const rehearsed = await tell(make, []);
      there = checkMode ? rehearsed : ((await server.look(host, [query])) as [Sequence | null])[0];
    }
    for (const statement of later(a, before, there)) await tell(statement, make ? [make] : []);
    const renamed = before && a.rename_to !== undefined && a.rename_to !== a.sequence && a.state === 'present';
    const moved = before && a.newschema !== undefined && a.newschema !== a.schema && a.state === 'present';
    // compat: told as it was before it was given away, renamed or moved.
    return {
      changed: shown.length > 0,
      state: a.state,
      sequence: a.sequence,
      queries: shown,
      schema: a.schema,
      data_type: there?.data_type ?? '',
      increment: there?.increment ?? '',
      minvalue: there?.minvalue ?? '',
      maxvalue: there?.maxvalue ?? '',
      start: there?.start ?? '',
      cycle: there?.cycle ?? '',
      owner: there?.owner ?? '',
      ...(renamed ? { newname: a.rename_to } : {}),
      ...(moved ? { newschema: a.newschema } : {}),
    };
  },
});

export type Sequence = Readonly<
  Record<'owner' | 'data_type' | 'start' | 'minvalue' | 'maxvalue' | 'increment' | 'cycle', string>
>;

const lookQuery = (a: Args): Sql => sql`SELECT coalesce((SELECT jsonb_build_object('owner', pg_get_userbyid(c.relowner),
  'data_type', s.data_type, 'start', s.start_value, 'minvalue', s.minimum_value, 'maxvalue', s.maximum_value,
  'increment', s.increment, 'cycle', s.cycle_option)
  FROM information_schema.sequences s JOIN pg_namespace n ON n.nspname = s.sequence_schema
  JOIN pg_class c ON c.relname = s.sequence_name AND c.relnamespace = n.oid
  WHERE s.sequence_name = ${a.sequence} AND s.sequence_schema = ${a.schema}), 'null')`;

const fullName = (a: Args): Sql => sql`${ident(a.schema)}.${ident(a.sequence)}`;

/** How a new one is made. @throws ModuleFailure where one must be there */
export function creation(a: Args): Sql {
  if (a.rename_to !== undefined) throw new ModuleFailure(`Sequence '${a.sequence}' does not exist, nothing to rename`);
  if (a.newschema !== undefined)
    throw new ModuleFailure(`Sequence '${a.sequence}' does not exist, change of schema not possible`);
  // compat: a zero is as if nothing were said.
  const numbers = {
    'INCREMENT BY': a.increment,
    MINVALUE: a.minvalue,
    MAXVALUE: a.maxvalue,
    'START WITH': a.start,
    CACHE: a.cache,
  };
  const options = [
    ...(a.data_type === undefined ? [] : [`AS ${a.data_type}`]),
    ...Object.entries(numbers).flatMap(([word, value]) => (value ? [`${word} ${value}`] : [])),
    ...(a.cycle ? ['CYCLE'] : []),
  ];
  return sql`CREATE SEQUENCE ${fullName(a)}${plain(options.map((one) => ` ${one}`).join(''))}`;
}

/** What is told of one that is there, or was made. */
export function later(a: Args, before: Sequence | null, there: Sequence | null): Sql[] {
  const name = fullName(a);
  if (a.state === 'absent') return before ? [sql`DROP SEQUENCE ${name}${plain(a.cascade ? ' CASCADE' : '')}`] : [];
  if (before && a.rename_to !== undefined)
    return a.rename_to === a.sequence ? [] : [sql`ALTER SEQUENCE ${name} RENAME TO ${ident(a.rename_to)}`];
  return [
    ...(a.owner === undefined || a.owner === there?.owner
      ? []
      : [sql`ALTER SEQUENCE ${name} OWNER TO ${ident(a.owner)}`]),
    ...(a.newschema === undefined || a.newschema === a.schema
      ? []
      : [sql`ALTER SEQUENCE ${name} SET SCHEMA ${ident(a.newschema)}`]),
  ];
}
