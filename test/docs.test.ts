// Holds README.md, src/README.md and src/decisions to the code; with TSPLAY_GENERATE=1 it first rewrites README's tables.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { spellings } from '../src/cli/args/index.js';
import { PLAYBOOK } from '../src/cli/options.js';
import { VERSION } from '../src/cli/version.js';
import { ERROR_CODES } from '../src/ground/index.js';
import { RANKS } from '../src/vars/index.js';
import { KEYWORDS } from '../src/playbook/index.js';
import { row, table } from './support/module-page.js';

const root = join(import.meta.dirname, '..');
const at = (...parts: string[]): string => join(root, ...parts);
const text = (...parts: string[]): string => readFileSync(at(...parts), 'utf8');
const names = (...parts: string[]): string[] => readdirSync(at(...parts)).sort();

/** What stands in README.md between `<!-- generated:NAME -->` and `<!-- end:NAME -->`. */
const GENERATED: Readonly<Record<string, () => string>> = {
  options: () =>
    table(
      ['option', 'meaning', 'default'],
      Object.values(PLAYBOOK.options)
        .filter((o) => o.refused === undefined)
        .map((o) => row(`\`${spellings(o)}\``, o.help, o.defaultText ?? '')),
    ),
  'refused-keywords': () =>
    table(
      ['keyword', 'instead'],
      Object.entries(KEYWORDS).flatMap(([name, k]) => (k.refused === undefined ? [] : [row(`\`${name}\``, k.refused)])),
    ),
  ranks: () => RANKS.map((rank, i) => `${i + 1}. ${rank}`).join('\n'),
};

const section = (name: string): RegExp => new RegExp(`(<!-- generated:${name} -->\\n)([^]*?)(\\n<!-- end:${name} -->)`);

if (process.env['TSPLAY_GENERATE']) {
  let readme = text('README.md');
  for (const [name, make] of Object.entries(GENERATED)) {
    readme = readme.replace(section(name), (_all, open: string, _old, close: string) => `${open}${make()}${close}`);
  }
  writeFileSync(at('README.md'), readme);
}

const readme = text('README.md');
const inside = text('src', 'README.md');
const decisions = names('src', 'decisions').filter((name) => name.endsWith('.md'));
const pages = ['README.md', 'src/README.md', ...decisions.map((name) => `src/decisions/${name}`)];

/** Source files that are not tests, as one text each. */
function sources(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(at(folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => join(folder, name)),
  );
}

describe('README.md', () => {
  it.each(Object.keys(GENERATED))('has the %s that the code has (npm run generate)', (name) => {
    expect(section(name).exec(readme)?.[2]).toBe(GENERATED[name]?.());
  });

  it('names only commands that package.json has', () => {
    const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
    const named = [...readme.matchAll(/npm (?:run )?([a-z:]+)/g)].map((m) => m[1] ?? '').filter((n) => n !== 'ci');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('is of the version that the command says it is', () => {
    expect((JSON.parse(text('package.json')) as { version: string }).version).toBe(VERSION);
  });
});

describe('src/README.md', () => {
  const walls = text('test', 'architecture.test.ts');

  it('names every room, bottom up as the test of the walls lists them', () => {
    const rooms = [...(/MAY_IMPORT[^]*?\n};/.exec(walls)?.[0] ?? '').matchAll(/^ {2}(\w+): \[/gm)].map((m) => m[1]);
    const told = [...inside.matchAll(/^\| \d \| `(?:src\/)?(\w+)\/` \|/gm)].map((m) => m[1]);
    expect(told).toEqual(rooms);
    const onDisk = names('src').filter((name) => !name.includes('.') && name !== 'decisions');
    expect(onDisk.filter((room) => !told.includes(room))).toEqual([]);
  });

  it('names the owner of every package', () => {
    const owners = [...(/OWNERS[^]*?\n};/.exec(walls)?.[0] ?? '').matchAll(/^ {2}'?([^':\s]+)'?: \['(\w+)'\],$/gm)];
    expect(owners.length).toBeGreaterThan(5);
    for (const [, name = '', owner = ''] of owners.filter(([, name]) => name?.startsWith('node:') === false)) {
      expect(new RegExp(`^\\| \\d \\| \`(?:src/)?${owner}/\` \\|.*\`${name}\``, 'm').test(inside), name).toBe(true);
    }
  });

  it('names functions in the tour that are where it says', () => {
    const steps = [...inside.matchAll(/^\| \d+ \| .*? \| `([^`]+)` \| (.*?) \|$/gm)];
    expect(steps.length).toBeGreaterThan(15);
    const missing = steps.flatMap(([, file = '', listed = '']) => {
      const source = existsSync(at(file)) ? text(file) : '';
      const wanted = [...listed.matchAll(/`(\w+)`/g)].map((m) => m[1] ?? '');
      return wanted.filter((name) => !new RegExp(`\\b${name}\\b`).test(source)).map((name) => `${file} ${name}`);
    });
    expect(missing).toEqual([]);
  });

  it('links every decision', () => {
    expect(decisions.filter((name) => !inside.includes(`(decisions/${name})`))).toEqual([]);
  });
});

describe('all pages', () => {
  it.each(pages)('%s names only files that exist', (page) => {
    const folder = join(page, '..');
    const links = [...text(page).matchAll(/\]\(([^)#]+)[^)]*\)/g)]
      .map((m) => m[1] ?? '')
      .filter((link) => !/^https?:/.test(link))
      .map((link) => relative(root, at(folder, link)));
    const paths = [...text(page).matchAll(/`((?:src|modules|test|playbooks|roles|inventory|\.config)\/[^`\s*<>]*)`/g)];
    const named = paths.map((m) => m[1] ?? '');
    expect([...links, ...named].filter((path) => !existsSync(at(path)))).toEqual([]);
  });

  it.each(decisions)('decisions/%s has a date', (name) => {
    expect(text('src', 'decisions', name)).toMatch(/\b20\d\d-\d\d-\d\d\b/);
  });
});

describe('error codes', () => {
  const all = sources('src', 'modules')
    .filter((file) => file !== join('src', 'ground', 'error-codes.ts'))
    .map((file) => text(file))
    .join('\n');

  it.each(Object.keys(ERROR_CODES))('%s is used', (name) => {
    expect(all.includes(`'${name}'`)).toBe(true);
  });
});
