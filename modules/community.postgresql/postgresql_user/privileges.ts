// The deprecated `priv`: privileges on the database and on tables, `CONNECT/table:SELECT,INSERT`.
import { ModuleFailure } from '../../../src/kit/index.js';
import { dotted, ident, plain, sql, type Sql } from '../../_shared/postgres-sql.js';

const TABLE = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'];
const DATABASE = ['CREATE', 'CONNECT', 'TEMPORARY'];

export interface Privileges {
  readonly databaseName: string;
  readonly database: readonly string[];
  readonly tables: readonly {
    readonly written: string;
    readonly schema: string;
    readonly name: string;
    readonly privileges: readonly string[];
  }[];
}

/** @throws ModuleFailure for a word that is no privilege */
export function parsePrivileges(text: string, databaseName: string): Privileges {
  const tables = new Map<string, readonly string[]>();
  let database: readonly string[] = [];
  for (const token of text.split('/')) {
    const colon = token.indexOf(':');
    if (colon < 0) database = wordsOf(token, 'database', DATABASE);
    else tables.set(token.slice(0, colon), wordsOf(token.slice(colon + 1), 'table', TABLE));
  }
  return {
    databaseName,
    database,
    tables: [...tables].map(([written, privileges]) => {
      const dot = written.indexOf('.');
      const [schema, name] = dot < 0 ? ['public', written] : [written.slice(0, dot), written.slice(dot + 1)];
      return { written, schema, name, privileges };
    }),
  };
}

function wordsOf(text: string, what: string, known: readonly string[]): readonly string[] {
  const words = text.split(',').map((word) => word.trim().toUpperCase());
  const given = words.filter((word) => word !== '');
  const wrong = given.filter((word) => !['ALL', ...known, ...(what === 'database' ? ['TEMP'] : [])].includes(word));
  if (wrong.length > 0) throw new ModuleFailure(`Invalid privs specified for ${what}: ${wrong.join(' ')}`);
  const all = given.includes('ALL') ? known : [];
  return [...new Set([...all, ...given.filter((w) => w !== 'ALL').map((w) => (w === 'TEMP' ? 'TEMPORARY' : w))])];
}

/** Grants what is missing, or revokes what is there. */
export function privilegeSteps(
  wanted: Privileges,
  user: string,
  present: { readonly database: readonly string[]; readonly tables: readonly (readonly string[])[] },
  state: 'present' | 'absent',
): Sql[] {
  const [verb, to] = state === 'present' ? ['GRANT', 'TO'] : ['REVOKE', 'FROM'];
  const differs = (words: readonly string[], has: readonly string[]): boolean =>
    state === 'present' ? words.some((word) => !has.includes(word)) : words.some((word) => has.includes(word));
  const steps: Sql[] = [];
  wanted.tables.forEach(({ written, privileges }, i) => {
    if (differs(privileges, present.tables[i] ?? []))
      steps.push(
        sql`${plain(verb ?? '')} ${plain(privileges.join(', '))} ON TABLE ${dotted(written, 3)} ${plain(to ?? '')} ${ident(user)}`,
      );
  });
  const whom = user === 'PUBLIC' ? plain('PUBLIC') : ident(user);
  if (differs(wanted.database, present.database))
    steps.unshift(
      sql`${plain(verb ?? '')} ${plain(wanted.database.join(', '))} ON DATABASE ${ident(wanted.databaseName)} ${plain(to ?? '')} ${whom}`,
    );
  return steps;
}
