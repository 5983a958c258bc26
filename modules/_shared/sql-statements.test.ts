import { expect, it } from 'vitest';
import { bindValues, splitStatements } from './sql-statements.js';

it('splits where statements end and nowhere else', () => {
  const split = (text: string, dialect: 'postgres' | 'mysql' = 'postgres') => splitStatements(text, dialect);
  expect(split(`SELECT ';' ; SELECT ";"; -- ;\n ; /* ; /* ; */ ; */ SELECT 1;`).statements).toHaveLength(3);
  expect(split(`CREATE FUNCTION f() AS $a$ x; $$ y; $a$ LANGUAGE sql; SELECT E'\\';'`).statements).toHaveLength(2);
  expect(split("SELECT a$b$;SELECT '\\'").statements).toEqual(['SELECT a$b$', "SELECT '\\'"]);
  expect(split(`SELECT '\\';' # ;\n; SELECT 2`, 'mysql').statements).toHaveLength(2);
  expect([split('SELECT 1 \\! x').backslash, split("SELECT '\\'").backslash]).toEqual([true, false]);
});

it('binds values by place and by name', () => {
  const show = (value: unknown) => `<${String(value)}>`;
  expect(bindValues('a %s %% %s', [1, '%s'], show)).toBe('a <1> % <%s>');
  expect(bindValues('%(a)s %(b)s %(a)s', { a: 1, b: 2 }, show)).toBe('<1> <2> <1>');
  expect(bindValues('none', [1], show)).toBe('none');
  expect(() => bindValues('%s', [], show)).toThrow('not enough');
  expect(() => bindValues('%s', [1, 2], show)).toThrow('not all');
  expect(() => bindValues('%(x)s', { a: 1 }, show)).toThrow("'x'");
  expect(() => bindValues('%d', [1], show)).toThrow("'d'");
});
