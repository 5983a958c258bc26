// Runs SQL on a MySQL or MariaDB server and gives what it answers.
import { bool, defineModule, dict, list, ModuleFailure, raw, str, z } from '../../../src/kit/index.js';
import { newMark } from '../../_shared/file-tree.js';
import { Mysql, mysqlLoginArgs, sessionVariables } from '../../_shared/mysql-session.js';
import { pythonRepr } from '../../_shared/python-repr.js';
import { bindValues, splitStatements } from '../../_shared/sql-statements.js';
import { readTables, type Table } from './tables.js';
import { bindable } from './values.js';

const args = z.strictObject({
  ...mysqlLoginArgs,
  query: raw().describe('SQL, or a list of it; each one statement.'),
  login_db: str().optional().describe('The database.'),
  positional_args: list(raw()).optional().describe('Values for `%s` in turn.'),
  named_args: dict(z.unknown()).optional().describe('Values for `%(name)s`.'),
  single_transaction: bool().default(false).describe('All in one transaction, or none of it.'),
  session_vars: dict(z.unknown()).optional().describe('Variables of the session.'),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.mysql.mysql_query',
  aliases: ['community.general.mysql_query', 'ansible.mysql.mysql_query'],
  summary: 'Runs SQL on a MySQL or MariaDB server and gives what it answers.',
  args,
  returns: z.object({
    executed_queries: z.array(z.string()).describe('The queries, with their values.'),
    query_result: z.array(z.array(z.record(z.string(), z.unknown()))).describe('Rows of each.'),
    rowcount: z.array(z.int()).describe('Rows read or changed by each.'),
    execution_time_ms: z.array(z.number()).describe('How long each took.'),
  }),
  check: 'none',
  diff: false,
  rules(a) {
    if (a.positional_args !== undefined && a.named_args !== undefined)
      return ['parameters are mutually exclusive: positional_args|named_args'];
    const queries: unknown[] = Array.isArray(a.query) ? (a.query as unknown[]) : [a.query];
    return queries.every((one) => typeof one === 'string') ? [] : ['query must be a string or a list of strings'];
  },
  examples: [
    {
      name: 'Rows by a value',
      task: "community.mysql.mysql_query:\n  login_db: app\n  query: SELECT * FROM users WHERE name = %s\n  positional_args:\n    - o'neill",
    },
    {
      name: 'Both or none',
      task: 'community.mysql.mysql_query:\n  login_db: app\n  single_transaction: true\n  query:\n    - INSERT INTO a VALUES (1)\n    - INSERT INTO b VALUES (1)',
    },
  ],
  async run({ args: a, change }) {
    const queries = [a.query].flat() as string[];
    const values = a.positional_args?.length ? a.positional_args : a.named_args;
    const failed = (query: string, error: string): ModuleFailure =>
      new ModuleFailure(`Cannot execute SQL '${query}' args [${pythonRepr(values)}]: ${error}`);
    const bound = queries.map((query) => {
      try {
        const text = values === undefined || isEmpty(values) ? query : bindValues(query, values, bindable);
        requireOne(text);
        return text;
      } catch (error) {
        throw failed(query, (error as Error).message);
      }
    });
    // A delimiter begins no comment, and has at most 15 characters.
    const mark = `end${newMark().slice(1, 13)}`;
    const server = new Mysql(a, a.login_db);
    const answer = await change({ summary: queries.join('; ') }, (hands) =>
      server.runTables(hands, scriptOf(a, bound, mark)),
    );
    if (!answer) return {};
    const results = resultsOf(readTables(answer.stdout), mark);
    const [error] = answer.errors;
    if (error) {
      if (results.length === 0) throw new ModuleFailure(`Failed to set up the session: ${error.text}`);
      throw failed(queries[Math.min(results.length - 1, queries.length - 1)] ?? '', error.text);
    }
    const each = results.slice(1);
    return {
      changed: each.some(({ count }, i) => changes(queries[i] ?? '', count)),
      executed_queries: bound,
      query_result: each.map(({ rows }) => rows),
      rowcount: each.map(({ count }) => count),
      execution_time_ms: each.map(({ ms }) => ms),
    };
  },
});

const isEmpty = (values: object): boolean => Object.keys(values).length === 0;

/** @throws Error for what is not one statement of SQL, or is an order to the client */
function requireOne(text: string): void {
  const { statements, backslash } = splitStatements(text, 'mysql');
  if (statements.length === 0) throw new Error("(1065, 'Query was empty')");
  if (backslash || /\/\*[^]*?\\[^]*?\*\//.test(text) || /^\s*delimiter\b/im.test(text))
    throw new Error("(1064, 'You have an error in your SQL syntax: a backslash stands in quotes only')");
  const compound = /^\s*(?:create\b[^]*\b(?:procedure|function|trigger|event|package)\b|begin\s+not\s+atomic\b)/i;
  if (statements.length > 1 && !compound.test(text))
    throw new Error("(1064, 'You have an error in your SQL syntax: give several statements as a list')");
}

/** What the client is told: after each query a row that says how many rows it changed, and when it was over. */
function scriptOf(a: Args, queries: readonly string[], mark: string): string {
  const report = `SELECT '${mark}', ROW_COUNT(), SYSDATE(6)`;
  const statements = [
    `SET SESSION sql_mode = REPLACE(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '')`,
    `SET autocommit = ${a.single_transaction ? 0 : 1}`,
    ...sessionVariables(a.session_vars),
    report,
    ...queries.flatMap((query) => [query.replace(/[;\s]+$/, ''), report]),
    ...(a.single_transaction ? ['COMMIT'] : []),
  ];
  // Bodies of procedures have semicolons in them. A comment at the end of a query ends with its line.
  return `DELIMITER ${mark}\n${statements.map((one) => `${one}\n${mark}\n`).join('')}`;
}

interface Result {
  readonly rows: readonly Record<string, unknown>[];
  readonly count: number;
  readonly ms: number;
}

/** What is between reports; the first is of the session's beginning. */
function resultsOf(tables: readonly Table[], mark: string): Result[] {
  const results: Result[] = [];
  let rows: Table['rows'] | undefined;
  let before = 0;
  for (const table of tables) {
    const report = table.rows[0];
    if (report && mark in report) {
      const at = Date.parse(`${String(report['SYSDATE(6)'])}Z`) || 0;
      const micros = Number(/\.\d{3}(\d{3})$/.exec(String(report['SYSDATE(6)']))?.[1] ?? 0) / 1000;
      const now = at + micros;
      const changed = Math.max(Number(report['ROW_COUNT()']), 0);
      results.push({
        rows: rows ?? [],
        count: rows?.length ?? changed,
        ms: Math.max(0, Math.round((now - before) * 1e4) / 1e4),
      });
      before = now;
      rows = undefined;
      // Of several answers (CALL), the first is the one that drivers fetch.
    } else rows ??= table.rows;
  }
  return results;
}

/** `compat:` told by the first letters of a query. */
export function changes(query: string, count: number): boolean {
  const head = query.trimStart().slice(0, 8).toUpperCase();
  if (['CREATE', 'DROP', 'ALTER', 'RENAME', 'TRUNCATE'].some((word) => head.includes(word))) return true;
  return count > 0 && ['INSERT', 'UPDATE', 'DELETE', 'REPLACE'].some((word) => head.includes(word));
}
