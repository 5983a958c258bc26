import { describe, expect, it } from 'vitest';
import { selectFacts } from './select.js';

const facts = { kernel: '6.1', kernel_version: '#1', user_id: 'root', local: {} };
const names = (filter: string[]): string[] => Object.keys(selectFacts(facts, ['all'], filter)).sort();

describe('selectFacts', () => {
  it('puts the prefix on and tells the subset', () => {
    expect(selectFacts(facts, ['!all'], [])).toEqual({
      ansible_kernel: '6.1',
      ansible_kernel_version: '#1',
      ansible_user_id: 'root',
      ansible_local: {},
      gather_subset: ['!all'],
      module_setup: true,
    });
  });
  it.each<[string[], string[]]>([
    [['kernel'], ['ansible_kernel']],
    [['ansible_kern*'], ['ansible_kernel', 'ansible_kernel_version']],
    [
      ['*nel', 'ansible_user_id'],
      ['ansible_kernel', 'ansible_user_id'],
    ],
    [['gather_subset'], ['gather_subset']],
    [
      ['local', '*_setup'],
      ['ansible_local', 'module_setup'],
    ],
    [['nope'], []],
  ])('filter %j', (filter, expected) => expect(names(filter)).toEqual(expected));
  it.each(['*', ''])('filter %j takes all', (filter) => expect(names([filter])).toHaveLength(6));
});
