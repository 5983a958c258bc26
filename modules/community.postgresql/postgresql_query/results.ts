// Makes psql tell types, rows and the server's answer of each statement apart, and reads them.
import { fromText } from './values.js';

export interface QueryResult {
  readonly statusmessage: string;
  /** `compat:` an empty object where there are no rows. */
  readonly rows: readonly Record<string, unknown>[] | Record<string, never>;
  readonly count: number;
  readonly ms: number;
}

const separators = (mark: string) => ({ field: `${mark}f`, record: `${mark}r`, none: `${mark}n` });

/** What psql is told: for each statement its types first, which it knows without running it, then the rows. */
export function sectionScript(queries: readonly (readonly string[])[], mark: string): string[] {
  const { field, record, none } = separators(mark);
  return [
    '\\set QUIET on',
    `\\pset fieldsep '${field}'`,
    `\\pset recordsep '${record}'`,
    `\\pset null '${none}'`,
    "SET datestyle TO 'ISO'; SET intervalstyle TO 'postgres'; SET bytea_output TO 'hex';",
    '\\set QUIET off',
    ...queries.flatMap((statements) =>
      statements.flatMap((statement) => [
        `\\echo ${mark}types`,
        statement,
        '\\gdesc',
        `\\echo ${mark}rows`,
        '\\timing on',
        statement,
        '\\g',
        '\\timing off',
        `\\echo ${mark}end :ROW_COUNT`,
      ]),
    ),
  ];
}

/** What there is of results until the end or the first error: one for each query, that of its last statement. */
export function readResult(stdout: string, mark: string, queries: readonly (readonly string[])[]): QueryResult[] {
  const sections = stdout.split(`${mark}types\n`).slice(1);
  const results: QueryResult[] = [];
  let at = 0;
  for (const statements of queries) {
    let last: QueryResult | undefined;
    let ms = 0;
    for (const statement of statements) {
      const section = sections[at++];
      if (section === undefined || !section.includes(`${mark}end `)) return results;
      last = readSection(section, mark, statement);
      ms += last.ms;
    }
    if (last) results.push({ ...last, ms });
  }
  return results;
}

function readSection(section: string, mark: string, statement: string): QueryResult {
  const { field, record, none } = separators(mark);
  const [types = '', rest = ''] = section.split(`${mark}rows\n`);
  const [body = '', end = ''] = rest.split(`${mark}end `);
  const time = /(?:^|\n)Time: ([\d.]+) ms[^\n]*\n(?:Timing is off\.\n)?$/.exec(body.replace(/^Timing is on\.\n/, '\n'));
  const ms = Number(time?.[1] ?? 0);
  const said = body
    .replace(/^Timing is on\.\n/, '')
    .replace(/Timing is off\.\n$/, '')
    .replace(/(^|\n)Time: [\d.]+ ms[^\n]*\n$/, '$1');
  const count = Number(end.split('\n')[0]);
  const columns = types.includes(field)
    ? types
        .replace(/\n$/, '')
        .split(record)
        .map((line) => line.split(field) as [string, string])
    : [];
  if (columns.length === 0) return { statusmessage: said.trim().split('\n').at(-1) ?? '', rows: {}, count, ms };
  const { rows: text, status } = parted(said, statement, count);
  const rows = text === '' ? [] : text.replace(/\n$/, '').split(record);
  const values = rows.map((row) => {
    const fields = row.split(field);
    return Object.fromEntries(
      columns.map(([name, type], i) => [name, fields[i] === none ? null : fromText(fields[i] ?? '', type)]),
    );
  });
  return { statusmessage: status, rows: values.length === 0 ? {} : values, count: Math.max(count, values.length), ms };
}

/** psql prints the server's word after rows of changes only; of others it is known. */
function parted(said: string, statement: string, count: number): { rows: string; status: string } {
  const word = /^\s*\(*\s*(\w+)/.exec(statement.replace(/\/\*[\s\S]*?\*\/|--[^\n]*/g, ''))?.[1]?.toUpperCase() ?? '';
  const tag = /(?:^|\n)((?:INSERT \d+|UPDATE|DELETE|MERGE) \d+)\n$/.exec(said);
  if (tag?.[1] !== undefined && /\b(?:insert|update|delete|merge)\b/i.test(statement) && word !== 'SELECT') {
    const before = said.slice(0, tag.index);
    return { rows: before === '' ? '' : `${before}\n`, status: tag[1] };
  }
  const plain = ['SHOW', 'EXPLAIN', 'CALL'].includes(word) ? word : `${word === 'FETCH' ? word : 'SELECT'} ${count}`;
  return { rows: said, status: plain };
}
