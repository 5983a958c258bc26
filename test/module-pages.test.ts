// Holds the pages about modules to the modules; with TSPLAY_GENERATE=1 it first writes them.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { registry } from '../modules/registry.generated.js';
import type { AnyModule } from '../src/kit/index.js';
import { folderOf, modulePage, modulesPage } from './support/module-page.js';

const root = join(import.meta.dirname, '..', 'modules');
const loaded = await Promise.all(Object.values(registry).map(async (load) => (await load()).default));
const modules: readonly AnyModule[] = [...new Map(loaded.map((module) => [module.name, module])).values()];

const pages: readonly (readonly [path: string, text: string])[] = [
  ['README.md', modulesPage(modules)],
  ...modules.map((module) => [join(folderOf(module), 'README.md'), modulePage(module)] as const),
];
if (process.env['TSPLAY_GENERATE']) for (const [path, text] of pages) writeFileSync(join(root, path), text);

describe('pages about modules', () => {
  it.each(pages)('%s is what the module says (npm run generate)', (path, text) => {
    const file = join(root, path);
    expect(existsSync(file) ? readFileSync(file, 'utf8') : undefined).toBe(text);
  });
});
