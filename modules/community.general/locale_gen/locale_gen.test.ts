import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCases } from '../../../test/support/module-cases.js';
import module from './index.js';
import { isSupported, missingLocales, withLocales, withoutLocales } from './locales.js';

runCases(module, join(import.meta.dirname, 'cases'));

it('compares names as locale -a writes them', () => {
  const made = ['C', 'C.utf8', 'POSIX', 'de_AT.utf8', 'de_DE.iso885915@euro', 'de_AT@euro'];
  expect(missingLocales(['C.UTF-8', 'de_AT.UTF-8', 'de_DE.ISO-8859-15@euro', 'de_AT@euro', 'C'], made)).toEqual([]);
  expect(missingLocales(['de_AT', 'de_AT.UTF-16', 'fr_FR.UTF-8'], made)).toEqual([
    'de_AT',
    'de_AT.UTF-16',
    'fr_FR.UTF-8',
  ]);
});

it('edits the lists', () => {
  const text = '# This file\n# de_AT ISO-8859-1\n#de_AT.UTF-8 UTF-8\nen_US.UTF-8 UTF-8\n';
  expect(withLocales(text, ['de_AT.UTF-8'])).toBe(
    '# This file\n# de_AT ISO-8859-1\nde_AT.UTF-8 UTF-8\nen_US.UTF-8 UTF-8\n',
  );
  expect(withoutLocales(text, ['en_US.UTF-8'], false)).toBe(text.replace('\nen_US', '\n# en_US'));
  expect(withoutLocales('a.UTF-8 UTF-8\nb.UTF-8 UTF-8\n', ['a.UTF-8'], true)).toBe('b.UTF-8 UTF-8\n');
  expect([isSupported(text, 'de_AT'), isSupported(text, 'de')]).toEqual([true, false]);
});
