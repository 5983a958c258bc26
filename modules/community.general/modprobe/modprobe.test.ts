import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCases } from '../../../test/support/module-cases.js';
import { disabled, hasModule, optionsOf } from './files.js';
import module from './index.js';

runCases(module, join(import.meta.dirname, 'cases'));

it('reads and edits the files of modules', () => {
  const list = '# x\n  br_netfilter # why\nother\nbr_netfilterx\n';
  expect([hasModule(list, 'br_netfilter'), hasModule(list, 'x'), hasModule(list, 'othe.')]).toEqual([
    true,
    false,
    false,
  ]);
  expect(disabled(list, 'br_netfilter', 'module')).toBe('# x\n#  br_netfilter # why\nother\nbr_netfilterx\n');
  const options = 'options a x=1\noptions a y=2 # z\n#options a z=3\noptions ab x=1\noptions a z\n';
  expect(optionsOf(options, 'a')).toEqual(['x=1', 'y=2']);
  expect(disabled(options, 'a', 'options')).toBe(
    '#options a x=1\n#options a y=2 # z\n#options a z=3\noptions ab x=1\noptions a z\n',
  );
});
