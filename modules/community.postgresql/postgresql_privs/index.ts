// Grants and revokes privileges on objects of a PostgreSQL database, and memberships of roles.
import {
  alias,
  bool,
  choice,
  defineModule,
  ModuleFailure,
  secret,
  str,
  z,
  type HostView,
} from '../../../src/kit/index.js';
import { loginArgs, Postgres, refuseDangerous } from '../../_shared/postgres-session.js';
import { plain, sql } from '../../_shared/postgres-sql.js';
import { lookQuery, statusQuery, type PrivilegeLook } from './look.js';
import { plan, statement, type Plan } from './plan.js';

const args = z.strictObject({
  ...loginArgs,
  login_db: alias(str(), 'database', 'db').describe('The database to connect to.'),
  state: choice('absent', 'present').default('present').describe('Grant, or revoke.'),
  privs: alias(str().optional(), 'priv').describe('Privileges with commas; none for type group.'),
  type: choice(
    'database',
    'default_privs',
    'foreign_data_wrapper',
    'foreign_server',
    'function',
    'group',
    'language',
    'table',
    'tablespace',
    'schema',
    'sequence',
    'type',
    'procedure',
    'parameter',
  )
    .default('table')
    .describe('What `objs` are.'),
  objs: alias(str().optional(), 'obj').describe(
    'Names with commas, or ALL_IN_SCHEMA; `function(int:text)`; TABLES, SEQUENCES … of type default_privs.',
  ),
  schema: str().optional().describe('The schema they are in, default public; not-specified: none.'),
  roles: alias(str(), 'role').describe('Who gets them, with commas; PUBLIC, CURRENT_USER and SESSION_USER, too.'),
  target_roles: str().optional().describe('Of type default_privs: whose new objects it is about, with commas.'),
  grant_option: alias(bool().optional(), 'admin_option').describe('Whether they may be passed on.'),
  fail_on_role: bool().default(true).describe('Fail when a role is not there; else leave it out.'),
  password: secret(str().default('').describe('As `login_password`; deprecated.')),
  session_role: str().optional().describe('Role to become after login.'),
  trust_input: bool().default(true).describe('Whether names are taken without a look for SQL in them.'),
});
export type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.postgresql.postgresql_privs',
  aliases: ['community.general.postgresql_privs'],
  summary: 'Grants and revokes privileges on objects of a PostgreSQL database, and memberships of roles.',
  args,
  returns: z.object({
    queries: z.array(z.string()).describe('What was told to the server, whether it changed something or not.'),
  }),
  requires: ['psql'],
  check: 'full',
  diff: false,
  examples: [
    {
      name: 'Read everything of a schema',
      task: 'community.postgresql.postgresql_privs:\n  login_db: app\n  roles: reader\n  objs: ALL_IN_SCHEMA\n  privs: SELECT',
    },
    {
      name: 'Connect to a database',
      task: 'community.postgresql.postgresql_privs:\n  login_db: app\n  type: database\n  roles: app\n  privs: CONNECT,TEMPORARY',
    },
  ],
  async run(context) {
    const { args: a, host, warn } = context;
    if (a.password !== '' && a.login_password !== '')
      throw new ModuleFailure(
        'Use the "password" or "login_password" option but not both to pass a password to log in with.',
      );
    const asked = plan(a);
    refuseDangerous(a.trust_input, [a.roles, a.target_roles, a.session_role, a.schema]);
    const login = { ...a, login_password: a.password === '' ? a.login_password : a.password };
    const server = new Postgres(login, a.login_db);
    const { look, roles, query, changed } = await rehearse(server, host, a, asked, warn);
    if (roles.length === 0) {
      warn('No valid roles provided, nothing to do');
      return { changed: false, queries: [] };
    }
    if (a.target_roles !== undefined && a.type !== 'default_privs')
      warn('"target_roles" will be ignored Argument "type: default_privs" is required for usage of "target_roles".');
    if (look.objects === 0) return { changed: false, queries: [] };
    if (changed) {
      const note = { summary: query.replaceAll('\n', ' ') };
      await server.carryOut(context, note, [plain(query)], (error) => refusal(query, error));
    }
    return { changed, queries: [query] };
  },
});

const refusal = (query: string, error: string): string => `Cannot execute SQL '${query}': ${error}`;

interface Rehearsal {
  readonly look: PrivilegeLook;
  readonly roles: readonly string[];
  readonly query: string;
  readonly changed: boolean;
}

/**
 * Carries the statement out in a transaction, compares what the server says of the objects before and after, and rolls it
 * back: only the server knows what a privilege comes to (owners, defaults, ALL).
 */
async function rehearse(
  server: Postgres,
  host: HostView,
  a: Args,
  asked: Plan,
  warn: (message: string) => void,
): Promise<Rehearsal> {
  let names = asked.roles;
  // Anew when roles had to be left out, or are names of the server's own.
  for (let attempt = 0; ; attempt++) {
    const query = names.length === 0 ? 'SELECT' : statement(a, asked, names);
    const answer = await server.probe(
      host,
      [
        'BEGIN;',
        `${lookQuery(a, asked).text};`,
        `${statusQuery(a, asked).text};`,
        '\\echo',
        query.endsWith(';') ? query : `${query};`,
        `${statusQuery(a, asked).text};`,
        'ROLLBACK;',
      ].join('\n'),
    );
    if (!answer.connected) throw new ModuleFailure(`unable to connect to database: ${answer.error}`);
    const [first = '', before, ...rest] = answer.stdout
      .split('\n')
      .filter((line) => line.startsWith('{') || line.startsWith('['));
    if (first === '') throw new ModuleFailure(answer.error ?? 'no answer');
    const look = JSON.parse(first) as PrivilegeLook;
    const there = rolesThere(a, asked, look, warn, attempt === 0);
    if (!look.schema && a.objs === 'ALL_IN_SCHEMA') throw new ModuleFailure(`Schema "${asked.schema}" does not exist.`);
    const none = there.length === 0 || look.objects === 0;
    if (!none && there.join() !== names.join() && attempt === 0) {
      names = there;
      continue;
    }
    if (!none && answer.error !== undefined) throw new ModuleFailure(refusal(query, answer.error));
    return { look, roles: there, query, changed: !none && before !== rest.at(-1) };
  }
}

/** The roles that are there, as they stand in a statement. */
function rolesThere(
  a: Args,
  asked: Plan,
  look: PrivilegeLook,
  warn: (message: string) => void,
  first: boolean,
): string[] {
  return asked.written.flatMap((role, i) => {
    if (look.implicit.includes(role.toUpperCase())) return [role.toUpperCase()];
    if (look.roles.includes(role)) return [sql`${plain(`"${role.replaceAll('"', '""')}"`)}`.text];
    if (a.fail_on_role) throw new ModuleFailure(`Role '${role}' does not exist`);
    if (first && i >= 0) warn(`Role '${role}' does not exist, pass it`);
    return [];
  });
}
