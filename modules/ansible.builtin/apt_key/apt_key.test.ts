import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCases } from '../../../test/support/module-cases.js';
import module, { keyserverUrl } from './index.js';

runCases(module, join(import.meta.dirname, 'cases'));

it.each([
  ['keyserver.ubuntu.com', 'http://keyserver.ubuntu.com:11371/pks/lookup?op=get&options=mr&search=0xAB'],
  ['hkp://k:80', 'http://k:80/pks/lookup?op=get&options=mr&search=0xAB'],
  ['hkps://k/', 'https://k/pks/lookup?op=get&options=mr&search=0xAB'],
  ['http://k', 'http://k/pks/lookup?op=get&options=mr&search=0xAB'],
])('asks %s', (server, url) => expect(keyserverUrl(server, 'AB')).toBe(url));
