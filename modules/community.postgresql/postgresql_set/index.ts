// Sets parameters of a PostgreSQL server by ALTER SYSTEM.
import { alias, bool, defineModule, ModuleFailure, str, z } from '../../../src/kit/index.js';
import { loginArgs, Postgres, refuseDangerous } from '../../_shared/postgres-session.js';
import { sql, type Sql } from '../../_shared/postgres-sql.js';
import { alterSystem, asWritten, inBytes, parameterOf, type Look } from './parameter.js';

const args = z.strictObject({
  ...loginArgs,
  name: str().describe('Name of the parameter, in the case the server has it.'),
  value: str().optional().describe('Its value; `default` takes the setting away again.'),
  reset: bool().default(false).describe('Take the setting away, unless the parameter is as it was at the beginning.'),
  login_db: alias(str().optional(), 'db').describe('The database to connect to.'),
  session_role: str().optional().describe('Role to become after login.'),
  trust_input: bool().default(true).describe('Whether names and values are taken without a look for SQL in them.'),
});

export default defineModule({
  name: 'community.postgresql.postgresql_set',
  aliases: ['community.general.postgresql_set'],
  summary: 'Sets parameters of a PostgreSQL server by ALTER SYSTEM.',
  args,
  returns: z.object({
    name: z.string().describe('Name of the parameter.'),
    restart_required: z.boolean().describe('Whether only a restart of the server makes it so.'),
    prev_val_pretty: z.string().describe('The value before, as SHOW has it.'),
    value_pretty: z.string().nullable().describe('The value after.'),
    value: z
      .object({ value: z.unknown(), unit: z.string().nullable() })
      .optional()
      .describe('The value in the unit of the server, sizes in bytes; not of parameters that wait for a restart.'),
    context: z.string().describe('When it can be changed: `user`, `sighup`, `postmaster` …'),
    queries: z.array(z.string()).describe('What was told to the server.'),
  }),
  check: 'full',
  diff: false,
  rules(a) {
    if (a.name === 'shared_preload_libraries' && a.value === '')
      return ['shared_preload_libraries cannot be set to an empty text: use value: default, or reset: true'];
    if (a.value !== undefined && a.reset) return [`${a.name}: value and reset params are mutually exclusive`];
    return a.value === undefined && !a.reset
      ? [`${a.name}: at least one of value or reset param must be specified`]
      : [];
  },
  examples: [
    { name: 'Memory of a sort', task: 'community.postgresql.postgresql_set:\n  name: work_mem\n  value: 32MB' },
    { name: 'As it was', task: 'community.postgresql.postgresql_set:\n  name: work_mem\n  reset: true' },
  ],
  async run(context) {
    const { args: a, host, change, checkMode, warn } = context;
    refuseDangerous(a.trust_input, [a.name, a.value, a.session_role]);
    const server = new Postgres(a, a.login_db);
    const ask = async (): Promise<Look> => ((await server.look(host, [lookQuery(a.name)])) as [Look])[0];
    const look = await ask();
    const before = parameterOf(a.name, look);
    if (before.context === 'internal')
      throw new ModuleFailure(`${a.name}: cannot be changed (internal context): the server was built with it`);
    const value = a.value === undefined ? undefined : asWritten(a.name, a.value, look.version);
    const restart = before.context === 'postmaster';
    const result = {
      name: a.name,
      context: before.context,
      restart_required: restart,
      prev_val_pretty: before.pretty,
      queries: [] as string[],
    };
    const shown = { value: before.raw, unit: before.unit };
    const atStart = value === undefined && before.raw === before.boot;
    const same = checkMode ? inBytes(value) === inBytes(before.pretty) : value === before.pretty;
    if (atStart)
      return { ...result, restart_required: checkMode && restart, value_pretty: before.pretty, value: shown };
    let changed = !same;
    let pretty: string | undefined = before.pretty;
    if (!same) {
      const statement = alterSystem(a.name, value, look.version);
      pretty = value ?? before.pretty;
      if (!checkMode) result.queries.push(statement.shown);
      await change({ summary: statement.shown }, async (hands) => {
        // The servers' processes are told by a signal, which takes a moment.
        const reload = restart ? '' : '\nSELECT pg_reload_conf(), pg_sleep(0.2);';
        const { error } = await server.run(hands, `${statement.text};${reload}`);
        if (error !== undefined) {
          const what = value === undefined ? `Unable to reset ${a.name}` : `Unable to set ${a.name} value`;
          throw new ModuleFailure(`${what} due to : ${error}`);
        }
      });
    }
    // compat: a dry run does not know what a reset gives.
    if (checkMode) return { ...result, changed, value_pretty: same ? pretty : (value ?? null), value: shown };
    if (restart) {
      if (changed) warn(`Restart of PostgreSQL is required for setting ${a.name}`);
      return { ...result, changed, value_pretty: pretty };
    }
    // Only the server knows what the new text means.
    const after = changed ? parameterOf(a.name, await ask()) : before;
    changed = after.raw !== before.raw;
    return { ...result, changed, value_pretty: after.pretty, value: { value: after.raw, unit: after.unit } };
  },
});

const lookQuery = (name: string): Sql => sql`SELECT jsonb_build_object(
  'version', current_setting('server_version_num')::int,
  'shown', current_setting(${name}, true),
  'setting', (SELECT to_jsonb(s) FROM pg_settings s WHERE name = ${name}))`;
