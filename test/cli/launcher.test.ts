// The built command as a user starts it: with its code cache, without one, with a broken one, and where it may not write.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { VERSION } from '../../src/cli/version.js';

let copy: string;
let cache: string;

beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'tsplay-launcher-'));
  cpSync('dist', join(copy, 'dist'), { recursive: true });
  symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'));
  const name = readdirSync(join(copy, 'dist')).find((file) => /^program-.*\.cache$/.test(file));
  if (name === undefined) throw new Error('the build left no code cache: npm run build');
  cache = join(copy, 'dist', name);
});
afterEach(() => rmSync(copy, { recursive: true }));

function tsplay(...words: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [join(copy, 'dist/tsplay.js'), ...words], {
    cwd: copy,
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  });
}

const version = { status: 0, stdout: `tsplay ${VERSION}\n`, stderr: '' };

it('leaves a cache alone that fits', () => {
  const before = readFileSync(cache);
  expect(tsplay('--version')).toMatchObject(version);
  expect(readFileSync(cache).equals(before)).toBe(true);
});

it.each([
  ['there is none', () => rmSync(cache)],
  ['it is empty', () => writeFileSync(cache, '')],
  ['it is cut off', () => writeFileSync(cache, readFileSync(cache).subarray(0, 1000))],
  ['it is another version of node’s', () => writeFileSync(cache, Buffer.alloc(5000, 7))],
])('runs and makes the cache anew where %s', (_, spoil) => {
  spoil();
  expect(tsplay('--version')).toMatchObject(version);
  expect(readFileSync(cache).length).toBeGreaterThan(100_000);
  expect(tsplay('--version')).toMatchObject(version);
  expect(readdirSync(join(copy, 'dist')).filter((file) => file.includes('.cache'))).toHaveLength(2);
});

it('runs without a word where the cache cannot be kept', () => {
  rmSync(cache);
  // A directory of the cache's name: nothing can be written there, whoever runs this.
  mkdirSync(join(cache, 'in-the-way'), { recursive: true });
  expect(tsplay('--version')).toMatchObject(version);
  expect(readdirSync(join(copy, 'dist')).filter((file) => file.includes('.cache.'))).toEqual([]);
});

it('finds the packages that stay outside of the bundle', () => {
  writeFileSync(
    join(copy, 'site.yml'),
    `- hosts: localhost
  gather_facts: false
  tasks:
    - debug: msg="{{ 'word' | shout }} {{ 'secret' | password_hash('bcrypt', 'abcdefghijklmnopqrstuu') }}"
    - ping:
      delegate_to: nowhere.invalid
      ignore_unreachable: true
`,
  );
  mkdirSync(join(copy, 'filter_plugins'));
  writeFileSync(
    join(copy, 'filter_plugins/shout.ts'),
    'export const filters = { shout: (word: string) => word.toUpperCase() };\n',
  );
  const { status, stdout } = tsplay('site.yml');
  expect(stdout).toContain('WORD $2b$12$');
  expect(stdout).toMatch(/nowhere\.invalid.*(UNREACHABLE|unreachable)/s);
  expect(status).toBe(0);
});

// Milliseconds each; npm run bench tells what a start costs.
it('loads no part of node for a play of one debug that only other plays need', () => {
  const list = join(copy, 'loaded');
  writeFileSync(
    join(copy, 'list.cjs'),
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(list)}, process.moduleLoadList.join('\\n')));`,
  );
  writeFileSync(
    join(copy, 'site.yml'),
    '- hosts: localhost\n  gather_facts: false\n  tasks:\n    - debug: msg="{{ 1 + 1 }}"\n',
  );
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--require', join(copy, 'list.cjs'), join(copy, 'dist/tsplay.js'), 'site.yml', '-i', 'localhost,'],
    { cwd: copy, encoding: 'utf8', env: { PATH: process.env.PATH } },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('"msg": 2');
  const loaded = readFileSync(list, 'utf8').split('\n');
  const late = ['child_process', 'crypto', 'dgram', 'http', 'net', 'readline', 'stream', 'tls', 'tty', 'zlib'];
  expect(late.filter((name) => loaded.includes(`NativeModule ${name}`))).toEqual([]);
});
