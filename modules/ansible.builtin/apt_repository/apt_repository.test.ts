import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCases } from '../../../test/support/module-cases.js';
import module from './index.js';
import { parsePpa } from './ppa.js';
import { fileNameFor, parseLine } from './sources.js';

runCases(module, join(import.meta.dirname, 'cases'));

it.each([
  ['deb http://dl.google.com/linux/chrome/deb/ stable main', 'dl_google_com_linux_chrome_deb.list'],
  ['deb [arch=amd64 signed-by=/a/b.asc] https://u:p@h.example.org/x-y ./', 'h_example_org_x_y.list'],
  ['deb-src cdrom:[Debian]/ sid main', 'cdrom.list'],
  ['ppa:nginx/stable_focal', 'ppa_nginx_stable_focal.list'],
])('names the file of %s', (source, name) => expect(fileNameFor(source)).toBe(name));

it.each([
  ['deb http://a b c', { valid: true, enabled: true, source: 'deb http://a b c', comment: '' }],
  [
    '  #  deb\thttp://a   b c # why # not ',
    { valid: true, enabled: false, source: 'deb http://a b c', comment: 'why # not' },
  ],
  ['## words', { valid: false, enabled: false, source: '# words', comment: '' }],
  ['', { valid: false, enabled: true, source: '', comment: '' }],
  ['debx http://a b', { valid: false, enabled: true, source: 'debx http://a b', comment: '' }],
])('reads %j', (line, parsed) => expect(parseLine(line)).toEqual(parsed));

it('knows the address of a PPA', () => {
  expect(parsePpa('ppa:o/n', 'noble').source).toBe('deb https://ppa.launchpadcontent.net/o/n/ubuntu noble main');
  expect(parsePpa('ppa:o', 'noble').source).toBe('deb https://ppa.launchpadcontent.net/o/ppa/ubuntu noble main');
  expect(() => parsePpa('ppa:o', '')).toThrow('codename');
  expect(() => parsePpa('ppa:', 'noble')).toThrow('Invalid repository string');
});
