// Runs SQL in a PostgreSQL database and gives what it answers.
import { alias, bool, defineModule, dict, list, ModuleFailure, raw, str, z } from '../../../src/kit/index.js';
import { newMark } from '../../_shared/file-tree.js';
import { loginArgs, NO_DATABASE, Postgres, refuseDangerous } from '../../_shared/postgres-session.js';
import { ident } from '../../_shared/postgres-sql.js';
import { pythonRepr } from '../../_shared/python-repr.js';
import { bindValues, splitStatements } from '../../_shared/sql-statements.js';
import { readResult, sectionScript, type QueryResult } from './results.js';
import { bindable } from './values.js';

const args = z.strictObject({
  ...loginArgs,
  query: raw().optional().describe('SQL, or a list of it.'),
  positional_args: list(raw()).optional().describe('Values for `%s` in turn.'),
  named_args: dict(z.unknown()).optional().describe('Values for `%(name)s`.'),
  login_db: alias(str().optional(), 'db').describe('The database.'),
  autocommit: bool().default(false).describe('Outside of a transaction, as VACUUM and CREATE DATABASE must be.'),
  encoding: str().optional().describe('Encoding of the client.'),
  search_path: list(str()).optional().describe('Schemas that names are looked for in.'),
  session_role: str().optional().describe('Role to become after login.'),
  trust_input: bool().default(true).describe('Whether `session_role` is taken without a look for SQL in it.'),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.postgresql.postgresql_query',
  aliases: ['community.general.postgresql_query'],
  summary: 'Runs SQL in a PostgreSQL database and gives what it answers.',
  args,
  returns: z.object({
    query: z.string().describe('The last query, with its values.'),
    query_list: z.array(z.unknown()).describe('The queries as given.'),
    statusmessage: z.string().describe('What the server said of the last one.'),
    query_result: z.unknown().describe('Rows of the last one.'),
    query_all_results: z.array(z.unknown()).describe('Rows of each.'),
    rowcount: z.int().describe('Rows made, changed or read in all.'),
    execution_time_ms: z.array(z.number()).describe('How long each took.'),
  }),
  requires: ['psql'],
  check: 'full',
  diff: false,
  rules: (a) =>
    a.positional_args !== undefined && a.named_args !== undefined
      ? ['parameters are mutually exclusive: positional_args|named_args']
      : [],
  examples: [
    {
      name: 'A value',
      task: "community.postgresql.postgresql_query:\n  login_db: app\n  query: SELECT * FROM users WHERE name = %s\n  positional_args:\n    - o'neill",
    },
  ],
  async run(context) {
    const { args: a, host, warn, change, checkMode } = context;
    const queries = queriesOf(a);
    refuseDangerous(a.trust_input, [a.session_role]);
    if (a.autocommit && checkMode) throw new ModuleFailure('Using autocommit is mutually exclusive with check_mode');
    if (a.login_db === undefined) warn(NO_DATABASE);
    const values = a.positional_args?.length ? a.positional_args : a.named_args;
    const failed = (query: string, error: string): ModuleFailure =>
      new ModuleFailure(
        `Cannot execute SQL '${query}' ${pythonRepr(values)}: ${error}, query list: ${pythonRepr(queries)}`,
      );
    const bound = queries.map((query) => {
      try {
        return values === undefined ? query : bindValues(query, values, bindable);
      } catch (error) {
        throw failed(query, (error as Error).message);
      }
    });
    const statements = bound.map((text, i) => {
      const { statements: parts, backslash } = splitStatements(text, 'postgres');
      if (backslash) throw failed(queries[i] ?? '', 'syntax error at or near "\\"\n');
      if (parts.length === 0) throw failed(queries[i] ?? '', "can't execute an empty query");
      if (parts.some((part) => /^\s*copy\b[^']*\b(?:stdin|stdout)\b/i.test(part)))
        throw failed(queries[i] ?? '', 'COPY from and to the client is not possible: use a file of the server');
      return parts;
    });
    const mark = newMark();
    const prelude = [
      ...(a.encoding === undefined ? [] : [`SET client_encoding TO ${ident(a.encoding).text};`]),
      ...(a.search_path?.length ? [`SET search_path TO ${a.search_path.map((one) => one.trim()).join(',')};`] : []),
    ];
    const body = [
      ...(a.autocommit ? prelude : ['BEGIN;', ...prelude]),
      ...sectionScript(statements, mark),
      ...(a.autocommit ? [] : [checkMode ? 'ROLLBACK;' : 'COMMIT;']),
    ].join('\n');
    const server = new Postgres(a, a.login_db, { quiet: false });
    const answer = checkMode
      ? await server.probe(host, body)
      : await change({ summary: queries.join('; ') }, (hands) => server.run(hands, body));
    if (!answer?.connected) throw new ModuleFailure(`unable to connect to database: ${answer?.error}`);
    const results = readResult(answer.stdout, mark, statements);
    if (answer.error !== undefined)
      throw failed(queries[Math.min(results.length, queries.length - 1)] ?? '', answer.error);
    return {
      changed: results.some(({ statusmessage }) => changes(statusmessage)),
      query: bound.at(-1) ?? '',
      query_list: queries,
      ...summed(results),
    };
  },
});

function queriesOf(a: Args): string[] {
  if (typeof a.query === 'string') return [a.query];
  if (!Array.isArray(a.query) || a.query.some((one) => typeof one !== 'string'))
    throw new ModuleFailure('query argument must be of type string or list');
  return a.query as string[];
}

function summed(results: readonly QueryResult[]): Record<string, unknown> {
  const last = results.at(-1);
  return {
    statusmessage: last?.statusmessage ?? '',
    query_result: last?.rows ?? {},
    query_all_results: results.map(({ rows }) => rows),
    rowcount: results.reduce((sum, { count }) => sum + Math.max(count, 0), 0),
    execution_time_ms: results.map(({ ms }) => ms),
  };
}

/** Whether a statement of that answer changed something: nothing is known of those that only say their name. */
export function changes(status: string): boolean {
  if (status.includes('SELECT') || status.includes('SHOW')) return false;
  if (!/UPDATE|INSERT|DELETE/.test(status)) return true;
  const words = status.split(/\s+/);
  if (words.length === 3) return words[2] !== '0';
  return words.length === 2 ? words[1] !== '0' : true;
}
