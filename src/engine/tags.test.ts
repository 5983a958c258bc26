import { describe, expect, it } from 'vitest';
import { isSelected } from './index.js';

const TASKS: Readonly<Record<string, readonly string[]>> = {
  untagged: [],
  a: ['a'],
  ab: ['a', 'b'],
  always: ['always'],
  'always+a': ['always', 'a'],
  never: ['never'],
  'never+a': ['never', 'a'],
};

function selected(tags: readonly string[], skipTags: readonly string[]): string[] {
  return Object.keys(TASKS).filter((name) => isSelected(TASKS[name] ?? [], { tags, skipTags }));
}

/** Checked against ansible-core 2.18's --list-tasks. */
describe('the tasks that run', () => {
  it.each<[string, string, string]>([
    ['', '', 'untagged a ab always always+a'],
    ['all', '', 'untagged a ab always always+a'],
    ['a', '', 'a ab always always+a never+a'],
    ['b', '', 'ab always always+a'],
    ['a,b', '', 'a ab always always+a never+a'],
    ['gone', '', 'always always+a'],
    ['tagged', '', 'a ab always always+a'],
    ['untagged', '', 'untagged always always+a'],
    ['never', '', 'always always+a never never+a'],
    ['always', '', 'always always+a'],
    ['all,never', '', 'untagged a ab always always+a never never+a'],
    ['untagged,a', '', 'untagged a ab always always+a never+a'],
    ['', 'a', 'untagged always'],
    ['', 'b', 'untagged a always always+a'],
    ['', 'always', 'untagged a ab'],
    ['', 'never', 'untagged a ab always always+a'],
    ['', 'tagged', 'untagged'],
    ['', 'untagged', 'a ab always always+a'],
    ['', 'all', 'always always+a'],
    ['', 'all,always', ''],
    ['a', 'b', 'a always always+a never+a'],
    ['a', 'a', 'always'],
    ['a', 'always', 'a ab never+a'],
    ['a', 'never', 'a ab always always+a'],
    ['tagged', 'a', 'always'],
    ['never', 'a', 'always never'],
  ])('--tags %j --skip-tags %j', (tags, skip, expected) => {
    const words = (text: string): string[] => (text === '' ? [] : text.split(','));
    expect(selected(words(tags), words(skip)).join(' ')).toBe(expected);
  });
});
