import { expect, it } from 'vitest';
import { encode } from './encode.js';

it.each([
  ['é€', 'utf-8', 'c3a9e282ac'],
  ['é', 'UTF_8_sig', 'efbbbfc3a9'],
  ['é', 'utf-16', 'fffee900'],
  ['é', 'utf_16_be', '00e9'],
  ['é', 'latin-1', 'e9'],
  ['é€', 'iso-8859-15', 'e9a4'],
  ['é€', 'ISO8859_15', 'e9a4'],
  ['é€', 'latin9', 'e9a4'],
  ['é€', 'cp1252', 'e980'],
  ['ş', 'iso-8859-9', 'fe'],
  ['Ж', 'koi8_r', 'f6'],
  ['Ж', 'cp866', '86'],
  ['ő', 'latin2', 'f5'],
])('%s in %s', (text, encoding, hex) => {
  expect(encode(text, encoding).toString('hex')).toBe(hex);
});

it.each([
  ['é', 'ascii', "has no character 'é'"],
  ['€', 'latin-1', "has no character '€'"],
  ['€', 'iso-8859-9', "has no character '€'"],
  ['😀', 'cp1252', "has no character '😀'"],
  ['x', 'nosuch', 'output_encoding nosuch is not supported'],
  ['x', 'shift_jis', 'is not supported'],
])('refuses %s in %s', (text, encoding, message) => {
  expect(() => encode(text, encoding)).toThrow(message);
});
