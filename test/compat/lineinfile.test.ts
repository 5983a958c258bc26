// lineinfile's decisions against what ansible-core 2.18 did to the same texts (test/compat/lineinfile/record.py).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { absent, present } from '../../modules/ansible.builtin/lineinfile/decide.js';

interface Recorded {
  text: string;
  args: Record<string, unknown>;
  failed?: string;
  after?: string;
  changed?: boolean;
  msg?: string;
}

const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, 'lineinfile', 'recorded.json'), 'utf8'),
) as Recorded[];

/** ansible-core glues the new line to an unended last line that insertafter matches; we end that line first. */
function mended(r: Recorded): string | undefined {
  return r.args['insertafter'] !== undefined && !r.text.endsWith('\n')
    ? r.after?.replace(/([^\n])key=9\n$/, '$1\nkey=9\n')
    : r.after;
}

describe('lineinfile as ansible-core does it', () => {
  it.each(recorded.map((r) => [JSON.stringify(r.text), JSON.stringify(r.args), r] as const))('%s %s', (_t, _a, r) => {
    const args = { backrefs: false, firstmatch: false, ...r.args };
    const edit = r.args['state'] === 'absent' ? absent(r.text, args) : present(r.text, args);
    expect({ after: edit.text ?? r.text, changed: edit.text !== undefined, msg: edit.msg }).toEqual({
      after: mended(r),
      changed: r.changed,
      msg: r.msg,
    });
  });
});
