import { expect, it } from 'vitest';
import { characterSet } from './character-set.js';

// What Python's fnmatch says of each.
it.each<[string, boolean, string, string]>([
  ['a-c_', false, 'abc_', 'd-'],
  ['a-c_', true, 'd-]', 'abc_'],
  ['z-a', false, '', 'az-'],
  ['z-a', true, 'az-', ''],
  ['z-ax', false, 'x', 'za-'],
  [']a', false, ']a', 'b'],
  ['-a', false, '-a', 'b'],
  ['a-', false, 'a-', 'b'],
  ['\\^[', false, '\\^[', 'a'],
  ["['", false, "['", 'a'],
])('%s %s', (members, negated, inside, outside) => {
  const pattern = new RegExp(`^${characterSet(members, negated)}$`, 's');
  for (const c of inside) expect(pattern.test(c), c).toBe(true);
  for (const c of outside) expect(pattern.test(c), c).toBe(false);
});
