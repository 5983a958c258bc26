// blockinfile's decisions against what ansible-core 2.18 did to the same texts (test/compat/blockinfile/record.py).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blockEdit, type BlockArgs } from '../../modules/ansible.builtin/blockinfile/decide.js';

interface Recorded {
  text: string;
  args: Partial<BlockArgs>;
  after: string;
  changed: boolean;
  msg: string;
}

const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, 'blockinfile', 'recorded.json'), 'utf8'),
) as Recorded[];

const DEFAULTS: BlockArgs = {
  state: 'present',
  block: '',
  marker: '# {mark} ANSIBLE MANAGED BLOCK',
  marker_begin: 'BEGIN',
  marker_end: 'END',
  append_newline: false,
  prepend_newline: false,
};

describe('blockinfile as ansible-core does it', () => {
  it.each(recorded.map((r) => [JSON.stringify(r.text), JSON.stringify(r.args), r] as const))('%s %s', (_t, _a, r) => {
    const edit = blockEdit(r.text, { ...DEFAULTS, ...r.args });
    expect({ after: edit.text ?? r.text, changed: edit.text !== undefined, msg: edit.msg }).toEqual({
      after: r.after,
      changed: r.changed,
      msg: r.msg,
    });
  });
});
