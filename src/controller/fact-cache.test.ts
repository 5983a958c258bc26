import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jsonFileFacts } from './fact-cache.js';

let directory = '';
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'facts-'))));
afterEach(() => rmSync(directory, { recursive: true }));

const open = (timeout = 10, prefix = 'p_'): ReturnType<typeof jsonFileFacts> =>
  jsonFileFacts({ directory: join(directory, 'made'), prefix, timeout });

describe('the jsonfile cache', () => {
  it('is read by the next run', () => {
    open().set(
      'web',
      new Map([
        ['ansible_b', [1, true, null]],
        ['a', 'ü'],
      ] as never),
    );
    const file = join(directory, 'made/p_web');
    expect(readFileSync(file, 'utf8')).toBe(
      '{\n    "a": "\\u00fc",\n    "ansible_b": [\n        1,\n        true,\n        null\n    ]\n}',
    );
    expect(statSync(file).mode & 0o777).toBe(0o644);
    expect(open().get('web')?.get('a')).toBe('ü');
    expect(open(10, '').get('web')).toBeUndefined();
    open().forget('web');
    expect(open().get('web')).toBeUndefined();
    open().forget('gone');
  });

  it('grows old, unless for ever, and not within a run', () => {
    const cache = open();
    cache.set('web', new Map([['a', 1]] as never));
    utimesSync(join(directory, 'made/p_web'), 1, 1);
    expect(cache.get('web')?.get('a')).toBe(1);
    expect(open().get('web')).toBeUndefined();
    expect(open(0).get('web')?.get('a')).toBe(1);
  });

  it.each(['', 'garbage', '[1]', '{"a":'])('takes away a file that holds %j', (text) => {
    open().set('web', new Map());
    const file = join(directory, 'made/p_web');
    writeFileSync(file, text);
    expect(() => open().get('web')).toThrow(/corrupt/);
    expect(open().get('web')).toBeUndefined();
  });

  it("reads Ansible's marks of text that is no template", () => {
    open().set('web', new Map());
    writeFileSync(join(directory, 'made/p_web'), '{"a": [{"__ansible_unsafe": "{{ x }}"}]}');
    expect(open().get('web')?.get('a')).toEqual(['{{ x }}']);
  });
});
