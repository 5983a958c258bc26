// Names that look like what `stat` says of other files: whoever may make files below a directory must not name others.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { closeLocalHost, LocalHost } from '../../test/support/local-host.js';
import { FORMAT } from './file-look.js';
import { lookAtTree, statMany } from './file-tree.js';

const dir = mkdtempSync(join(tmpdir(), 'tsplay-tree-'));
afterAll(async () => {
  rmSync(dir, { recursive: true });
  await closeLocalHost();
});

it('takes a name with line feeds and tabs for a name', async () => {
  const fields = FORMAT.split('\t').map(() => '41ed');
  const evil = join(dir, `x\n${['81a4', '0', '0', ...fields.slice(3)].join('\t')}\t`, 'etc');
  mkdirSync(evil, { recursive: true });
  writeFileSync(join(evil, 'shadow'), '');
  writeFileSync(join(dir, 'a\nb'), '');
  const view = new LocalHost();
  const found = (await lookAtTree(view, dir, false)).map((status) => status.path);
  expect(found.sort()).toEqual([join(dir, 'a\nb'), join(evil, '..'), evil, join(evil, 'shadow')].sort());
  expect((await statMany(view, found)).map((status) => status.path).sort()).toEqual(found);
});
