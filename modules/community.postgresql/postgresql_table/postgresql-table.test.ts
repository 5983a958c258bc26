import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCases } from '../../../test/support/module-cases.js';
import module, { decide, type Table } from './index.js';

runCases(module, join(import.meta.dirname, 'cases'));

describe('what the server is told', () => {
  const there: Table = { owner: 'bob', tablespace: '', storage_params: ['fillfactor=70'] };
  const told = (args: Record<string, unknown>, present: Table | null): string[] =>
    decide(module.args.parse({ table: 'sc.t', ...args }), present).map((one) => one.shown);
  it.each<[Record<string, unknown>, Table | null, string[]]>([
    [
      { columns: ['id int primary key', 'b numeric(5,2)'] },
      null,
      ['CREATE TABLE "sc"."t" (id int primary key,b numeric(5,2))'],
    ],
    [{ unlogged: true }, null, ['CREATE UNLOGGED TABLE "sc"."t" ()']],
    [
      {
        like: 'a.b',
        including: 'indexes, comments',
        storage_params: ['fillfactor=10'],
        tablespace: 'ssd',
        owner: 'o"x',
      },
      null,
      [
        'CREATE TABLE "sc"."t" (LIKE "a"."b" INCLUDING indexes INCLUDING  comments) WITH (fillfactor=10) TABLESPACE "ssd"',
        'ALTER TABLE "sc"."t" OWNER TO "o""x"',
      ],
    ],
    [{ columns: 'x int', owner: 'bob', tablespace: 'pg_default', storage_params: 'fillfactor=70' }, there, []],
    [{ like: 'a' }, there, []],
    [
      { owner: 'eve', tablespace: 'ssd', storage_params: ['fillfactor=70', 'autovacuum_enabled=false'] },
      there,
      [
        'ALTER TABLE "sc"."t" SET TABLESPACE "ssd"',
        'ALTER TABLE "sc"."t" OWNER TO "eve"',
        'ALTER TABLE "sc"."t" SET (fillfactor=70,autovacuum_enabled=false)',
      ],
    ],
    [{ truncate: true }, there, ['TRUNCATE TABLE "sc"."t"']],
    [{ rename: 'u' }, there, ['ALTER TABLE "sc"."t" RENAME TO "u"']],
    [{ state: 'absent', cascade: true }, there, ['DROP TABLE "sc"."t" CASCADE']],
    [{ state: 'absent' }, null, []],
  ])('%j', (args, present, statements) => {
    expect(told(args, present)).toEqual(statements);
  });
});
