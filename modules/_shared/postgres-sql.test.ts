import { expect, it } from 'vitest';
import { passwordDiffers } from './postgres-password.js';
import { dotted, hidden, ident, roleName, sql, textArray } from './postgres-sql.js';

it('quotes what is put into SQL', () => {
  expect(sql`x ${"a'b"} ${'c\\d'} ${ident('e"f')} ${null} ${1} ${true}`.text).toBe(
    `x 'a''b' E'c\\\\d' "e""f" NULL 1 true`,
  );
  expect(textArray(["a'", 'b']).text).toBe(`ARRAY['a''','b']::text[]`);
  const secret = sql`PASSWORD ${hidden('s', 'password')}`;
  expect([secret.text, secret.shown]).toEqual([`PASSWORD 's'`, 'PASSWORD %(password)s']);
  expect(['a.b', '"a.b".c', 'a', '.x'].map((name) => dotted(name, 3).text)).toEqual([
    '"a"."b"',
    '"a.b"."c"',
    '"a"',
    '".x"',
  ]);
  expect(() => dotted('a.b.c', 2)).toThrow('more than 2 parts');
  expect([roleName('a.b').text, roleName('"a""b"').text]).toEqual(['"a.b"', '"a""b"']);
  expect(() => roleName('"a"; DROP ROLE b; --"')).toThrow('escape extra quotes');
});

it('knows passwords by their hashes', () => {
  // The example of RFC 7677.
  const scram =
    'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=';
  const differs = (password: string, present: string | null, encryption = 'scram-sha-256') =>
    passwordDiffers(password, 'user', present, encryption, true);
  expect([differs('pencil', scram), differs('pencils', scram), differs(scram, scram)]).toEqual([false, true, false]);
  expect([differs('', null), differs('', scram), differs('x', null)]).toEqual([false, true, true]);
  const md5 = `md5${'0'.repeat(32)}`;
  expect([differs(md5, md5), differs('x', md5), differs('x', md5, 'md5')]).toEqual([false, true, true]);
});
