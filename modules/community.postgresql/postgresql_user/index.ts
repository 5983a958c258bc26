// Makes, changes and drops roles of a PostgreSQL server.
import { alias, bool, choice, defineModule, dict, int, ModuleFailure, secret, str, z } from '../../../src/kit/index.js';
import { loginArgs, Postgres, refuseDangerous } from '../../_shared/postgres-session.js';
import { roleName } from '../../_shared/postgres-sql.js';
import { decide } from './decide.js';
import { parseFlags, userLookQuery, type UserLook } from './look.js';
import { parsePrivileges, type Privileges } from './privileges.js';

const args = z.strictObject({
  ...loginArgs,
  name: alias(str(), 'user').describe('Name of the role.'),
  password: secret(str().optional().describe('Its password, plain or as PostgreSQL keeps it; empty takes it away.')),
  login_db: alias(str().default(''), 'db').describe('Database to connect to, the one `priv` is about.'),
  state: choice('absent', 'present').default('present').describe('Whether there is one.'),
  role_attr_flags: str().default('').describe('Attributes with commas: `CREATEDB,NOSUPERUSER`.'),
  encrypted: bool().default(true).describe('The server keeps a hash, as it always does since version 10.'),
  expires: str().optional().describe('When the password ends, as the server writes times, or infinity.'),
  conn_limit: int().optional().describe('How many connections the role may have; -1 for any number.'),
  no_password_changes: bool().default(false).describe('Look at passwords of roles that are there no more.'),
  comment: str().optional().describe('Its comment; empty takes one away.'),
  configuration: dict(str()).default({}).describe('Settings that sessions of the role begin with.'),
  reset_unspecified_configuration: bool()
    .default(false)
    .describe('Take away settings that are not in `configuration`.'),
  quote_configuration_values: bool().default(true).describe('Write settings as text; without it, as they are: lists.'),
  priv: str().optional().describe('Privileges, `CONNECT/table:SELECT,INSERT`; deprecated, postgresql_privs does it.'),
  fail_on_user: alias(bool().default(true), 'fail_on_role').describe('Fail when the role cannot be dropped.'),
  session_role: str().optional().describe('Role to become after login.'),
  trust_input: bool().default(true).describe('Whether values are taken without a look for SQL in them.'),
});
export type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.postgresql.postgresql_user',
  aliases: ['community.general.postgresql_user'],
  summary: 'Makes, changes and drops roles of a PostgreSQL server.',
  args,
  returns: z.object({
    queries: z.array(z.string()).describe('What was told to the server, passwords left out.'),
    user: z.string().describe('Name of the role.'),
    user_removed: z.boolean().optional().describe('Of a role that was there: whether it is dropped.'),
  }),
  requires: ['psql'],
  check: 'full',
  diff: false,
  rules: (a) => (a.login_db === '' && a.priv !== undefined ? ['privileges require a database to be specified'] : []),
  examples: [
    {
      name: 'A role that may make databases',
      task: "community.postgresql.postgresql_user:\n  name: app\n  password: '{{ app_password }}'\n  role_attr_flags: CREATEDB,NOSUPERUSER",
    },
    {
      name: 'Settings of its sessions',
      task: 'community.postgresql.postgresql_user:\n  name: app\n  configuration:\n    work_mem: 16MB',
    },
  ],
  async run(context) {
    const { args: a, host, warn, checkMode } = context;
    refuseDangerous(a.trust_input, [
      a.name,
      a.password,
      a.priv,
      a.expires,
      a.role_attr_flags,
      a.comment,
      a.session_role,
      a.configuration,
    ]);
    if (a.priv !== undefined) warn("Param 'priv' is deprecated: use community.postgresql.postgresql_privs");
    const privileges: Privileges | undefined = a.priv === undefined ? undefined : parsePrivileges(a.priv, a.login_db);
    // Both refuse what is wrong before anything is asked.
    parseFlags(a.role_attr_flags);
    roleName(a.name);
    const server = new Postgres(a, a.login_db === '' ? undefined : a.login_db);
    const [look] = (await server.look(host, [userLookQuery(a, privileges)])) as [UserLook];
    const there = look.role !== null || a.name === 'PUBLIC';
    const { steps, failure } = decide(a, look, privileges);
    const shown = (): string[] => steps.map((step) => step.shown);
    const note = { summary: shown().join('; ') };
    if (a.state === 'absent' && there) {
      let removed = true;
      if (checkMode) await context.change({ summary: `drop role ${a.name}` }, async () => undefined);
      else {
        try {
          await server.carryOut(context, note, steps, (error) => error);
        } catch (error) {
          if (!(error instanceof ModuleFailure)) throw error;
          removed = false;
          if (a.fail_on_user) throw new ModuleFailure('Unable to remove user', { stderr: error.message.trim() });
        }
      }
      return { changed: removed, user: a.name, user_removed: removed, queries: checkMode ? [] : shown() };
    }
    if (steps.length > 0) await server.carryOut(context, note, steps, failure);
    return { changed: steps.length > 0, user: a.name, queries: shown() };
  },
});
