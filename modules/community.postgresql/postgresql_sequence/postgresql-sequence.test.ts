import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCases } from '../../../test/support/module-cases.js';
import module, { creation, later, type Sequence } from './index.js';

runCases(module, join(import.meta.dirname, 'cases'));

const args = (given: Record<string, unknown>) => module.args.parse({ sequence: 's"q', ...given });

it('makes one with all that is said', () => {
  const all = {
    data_type: 'integer',
    increment: -2,
    minvalue: -10,
    maxvalue: 5,
    start: 1,
    cache: 3,
    cycle: true,
    schema: 'sc',
  };
  const given = module.args.parse({ sequence: 's"q', ...all });
  expect(creation(given).text).toBe(
    'CREATE SEQUENCE "sc"."s""q" AS integer INCREMENT BY -2 MINVALUE -10 MAXVALUE 5 START WITH 1 CACHE 3 CYCLE',
  );
  expect(creation(args({ minvalue: 0 })).text).toBe('CREATE SEQUENCE "public"."s""q"');
  expect(() => creation(args({ rename_to: 'x' }))).toThrow('nothing to rename');
  expect(() => creation(args({ newschema: 'x' }))).toThrow('change of schema not possible');
});

it.each<[Record<string, unknown>, string[]]>([
  [{ owner: 'bob' }, []],
  [
    { owner: 'eve', newschema: 'x' },
    ['ALTER SEQUENCE "public"."s""q" OWNER TO "eve"', 'ALTER SEQUENCE "public"."s""q" SET SCHEMA "x"'],
  ],
  [{ newschema: 'public' }, []],
  [{ rename_to: 'r' }, ['ALTER SEQUENCE "public"."s""q" RENAME TO "r"']],
  [{ state: 'absent', cascade: true }, ['DROP SEQUENCE "public"."s""q" CASCADE']],
])('%j', (given, statements) => {
  const there = { owner: 'bob' } as Sequence;
  expect(later(args(given), there, there).map((one) => one.text)).toEqual(statements);
});
