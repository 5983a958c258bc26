// Carries out statements for PostgreSQL in one transaction; in check mode the server rehearses them and forgets.
import { ModuleFailure, type RunContext } from '../../src/kit/index.js';
import type { Postgres } from './postgres-session.js';
import type { Sql } from './postgres-sql.js';

/** @throws ModuleFailure with the server's words, in check mode too */
export async function inTransaction(
  context: Pick<RunContext<unknown>, 'change' | 'checkMode' | 'host'>,
  server: Postgres,
  statements: readonly Sql[],
): Promise<void> {
  if (statements.length === 0) return;
  const shown = statements.map((one) => one.shown).join('; ');
  const failure = (error: string): string => `Cannot execute SQL '${shown}': ${error}`;
  if (context.checkMode) {
    const body = statements.map((one) => `${one.text};`).join('\n');
    const { error } = await server.probe(context.host, `BEGIN;\n${body}\nROLLBACK;`);
    if (error !== undefined) throw new ModuleFailure(failure(error));
  }
  await server.carryOut(context, { summary: shown }, statements, failure);
}
