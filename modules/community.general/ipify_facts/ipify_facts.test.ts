import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCases } from '../../../test/support/module-cases.js';
import module, { addressOf } from './index.js';

runCases(module, join(import.meta.dirname, 'cases'));

it('reads the answer', () => {
  expect([addressOf('{"ip":"192.0.2.1"}'), addressOf('{}'), addressOf('null')]).toEqual(['192.0.2.1', null, null]);
  expect(() => addressOf('<html>')).toThrow('did not answer with JSON');
});
