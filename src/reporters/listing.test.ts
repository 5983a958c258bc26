// Recorded from ansible-playbook 2.18 for the same playbook.
import { describe, expect, it } from 'vitest';
import { listing, type ListedPlaybook } from './listing.js';

const BOOK: ListedPlaybook = {
  path: 'b.yml',
  plays: [
    {
      name: 'First',
      hostsPattern: 'all',
      tags: ['pt', 'b'],
      hosts: ['one', 'two'],
      tasks: [
        { name: 'pre', tags: ['pt', 'b'] },
        { name: 'r1 : r task', tags: ['rt', 'pt', 'b'] },
        { name: 'post', tags: ['always', 'pt', 'b'] },
      ],
    },
    { name: 'web,db', hostsPattern: ['web', 'db'], tags: [], hosts: [], tasks: [] },
  ],
};

describe('listing', () => {
  it('lists hosts', () => {
    expect(listing([BOOK], { hosts: true })).toMatchInlineSnapshot(`
      "
      playbook: b.yml

        play #1 (all): First	TAGS: [b,pt]
          pattern: ['all']
          hosts (2):
            one
            two

        play #2 (web,db): web,db	TAGS: []
          pattern: ['web', 'db']
          hosts (0):
      "
    `);
  });
  it('lists tasks', () => {
    expect(listing([BOOK], { tasks: true })).toMatchInlineSnapshot(`
      "
      playbook: b.yml

        play #1 (all): First	TAGS: [b,pt]
          tasks:
            pre	TAGS: [b, pt]
            r1 : r task	TAGS: [b, pt, rt]
            post	TAGS: [always, b, pt]

        play #2 (web,db): web,db	TAGS: []
          tasks:
      "
    `);
  });
  it('lists tags', () => {
    expect(listing([BOOK], { tags: true })).toMatchInlineSnapshot(`
      "
      playbook: b.yml

        play #1 (all): First	TAGS: [b,pt]
            TASK TAGS: [always, b, pt, rt]

        play #2 (web,db): web,db	TAGS: []
            TASK TAGS: []
      "
    `);
  });
  it('lists all three at once, play by play', () => {
    expect(listing([BOOK], { hosts: true, tasks: true, tags: true })).toMatchInlineSnapshot(`
      "
      playbook: b.yml

        play #1 (all): First	TAGS: [b,pt]
          pattern: ['all']
          hosts (2):
            one
            two
          tasks:
            pre	TAGS: [b, pt]
            r1 : r task	TAGS: [b, pt, rt]
            post	TAGS: [always, b, pt]
            TASK TAGS: [always, b, pt, rt]

        play #2 (web,db): web,db	TAGS: []
          pattern: ['web', 'db']
          hosts (0):
          tasks:
            TASK TAGS: []
      "
    `);
  });
  it('lists several playbooks one after the other', () => {
    const empty = { path: 'a.yml', plays: [] };
    expect(listing([empty, empty], { hosts: true })).toBe('\nplaybook: a.yml\n\nplaybook: a.yml\n');
  });
});
