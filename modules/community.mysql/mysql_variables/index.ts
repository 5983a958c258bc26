// Reads and sets variables of a MySQL or MariaDB server.
import { choice, defineModule, ModuleFailure, str, z } from '../../../src/kit/index.js';
import { Mysql, mysqlLoginArgs } from '../../_shared/mysql-session.js';
import { mysql, mysqlLiteral } from '../../_shared/mysql-sql.js';

const args = z.strictObject({
  ...mysqlLoginArgs,
  variable: str().describe('Name of the variable.'),
  value: str().optional().describe('Its value; without one it is read.'),
  mode: choice('global', 'persist', 'persist_only')
    .default('global')
    .describe('Until the server stops, or for ever (MySQL 8 only), at once or when it starts again.'),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.mysql.mysql_variables',
  aliases: ['community.general.mysql_variables'],
  summary: 'Reads and sets variables of a MySQL or MariaDB server.',
  args,
  returns: z.object({ queries: z.array(z.string()).optional().describe('What was told to the server.') }),
  requires: ['mysql or mariadb, the client'],
  check: 'none',
  diff: false,
  rules: (a) => (/^[0-9A-Za-z_.]+$/.test(a.variable) ? [] : [`invalid variable name "${a.variable}"`]),
  examples: [
    { name: 'More connections', task: 'community.mysql.mysql_variables:\n  variable: max_connections\n  value: 500' },
  ],
  async run({ args: a, host, change }) {
    const server = new Mysql(a);
    const { sections } = await server.look(
      host,
      [
        mysql`SHOW VARIABLES WHERE Variable_name = ${a.variable}`.text,
        mysql`SELECT variable_value FROM performance_schema.persisted_variables WHERE variable_name = ${a.variable}`
          .text,
      ],
      true,
    );
    const rows = sections[0] ?? [];
    const present = rows.length === 1 ? (rows[0]?.[1] ?? '') : undefined;
    if (present === undefined) throw new ModuleFailure(`Variable not available "${a.variable}"`);
    if (a.value === undefined) return { msg: present };
    const kept = sections[1]?.[0]?.[0] ?? undefined;
    const wanted = wantedValue(a.value, present);
    const already = alreadySet(a, wanted, present, kept);
    if (already !== undefined) return { msg: already };
    const name = a.variable
      .split('.')
      .map((part) => `\`${part}\``)
      .join('.');
    const head = `SET ${a.mode.toUpperCase()} ${name} = `;
    const value = /^-?\d+(?:\.\d+)?$/.test(wanted) ? wanted : mysqlLiteral(wanted);
    await change({ summary: head + wanted }, async (hands) => {
      const { errors } = await server.run(hands, [head + value]);
      if (errors[0]) throw new ModuleFailure(errors[0].text);
    });
    const before = a.mode === 'persist_only' ? (kept ?? 'False') : present;
    return { msg: `Variable change succeeded prev_value=${before}`, queries: [head + wanted] };
  },
});

/** on and 1 are what the server calls ON. */
function wantedValue(value: string, present: string): string {
  if (present !== 'ON' && present !== 'OFF') return value;
  if (value === 'on' || value === '1') return 'ON';
  return value === 'off' || value === '0' ? 'OFF' : value;
}

const same = (one: string | undefined, other: string): boolean =>
  one === other || (one !== undefined && one.trim() !== '' && other.trim() !== '' && Number(one) === Number(other));

function alreadySet(a: Args, wanted: string, present: string, kept: string | undefined): string | undefined {
  if (a.mode === 'global') return same(present, wanted) ? 'Variable is already set to requested value.' : undefined;
  if (!same(kept, wanted)) return undefined;
  if (a.mode === 'persist_only') return 'Variable is already stored into mysqld-auto.cnf with requested value.';
  return same(present, wanted)
    ? 'Variable is already set to requested value globallyand stored into mysqld-auto.cnf file.'
    : undefined;
}
