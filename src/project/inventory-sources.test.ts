import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFiles } from '../controller/index.js';
import { createTemplateEngine, type TemplatePort } from '../template/index.js';
import { VarsStore } from './group_vars.js';
import { loadInventory } from './inventory-sources.js';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tsplay-project-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function put(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
}

const template = createTemplateEngine({} as TemplatePort);
const load = (...sources: string[]) => loadInventory(nodeFiles, sources, { cwd: dir, template });
const varsOf = async (...dirs: string[]) => {
  const { inventory } = await load('hosts');
  const store = new VarsStore({ files: nodeFiles });
  const shown = dirs.map((d) =>
    [
      ...[...inventory.groups.keys()].map((name) => ['group_vars', name] as const),
      ...[...inventory.hosts.keys()].map((name) => ['host_vars', name] as const),
    ].flatMap(([kind, name]) =>
      store.of(join(dir, d), kind, name).map((f) => `${name} ${f.file.slice(dir.length + 1)}`),
    ),
  );
  return { store, diagnostics: store.takeDiagnostics(), shown };
};

describe('inventory sources', () => {
  it('are files, directories and lists, in turn', async () => {
    put({
      'inv/02.yml': 'web:\n  hosts: {b: {x: 2}}\n',
      'inv/01': '[web]\na x=1\n[web:vars]\nv=1\n',
      'inv/sub/03': '[db]\nc\n',
      'inv/skipped.ini': 'z1\n',
      'inv/skipped~': 'z2\n',
      'inv/.hidden': 'z3\n',
      'inv/README.md': 'z4\n',
      'inv/group_vars/all': 'x: 1\n',
      hosts: '[web]\na x=3\n',
    });
    const { inventory, varsDirs, diagnostics } = await load('inv', 'hosts', 'q,r:22', 'inv');
    expect(diagnostics).toEqual([]);
    expect([...inventory.hosts.keys()]).toEqual(['a', 'b', 'c', 'q', 'r']);
    expect(inventory.hosts.get('a')?.vars.get('inventory_file')).toBe(join(dir, 'inv/01'));
    expect(inventory.hosts.get('a')?.span?.file).toBe('inv/01');
    expect(varsDirs).toEqual([join(dir, 'inv'), dir, join(dir, 'inv')]);
  });

  it('let later ones win', async () => {
    put({ a: 'h x=1\n', b: 'h x=2\n' });
    expect((await load('a', 'b')).inventory.hosts.get('h')?.vars.get('x')).toBe(2);
    expect((await load('b', 'a')).inventory.hosts.get('h')?.vars.get('x')).toBe(1);
  });

  it('tell all mistakes of all sources', async () => {
    put({ a: 'h x\n', 'b.yml': 'all: [\n', 'c.sh': '#!/bin/sh\necho oops >&2\n', 'd/x.ini': 'h\n' });
    chmodSync(join(dir, 'c.sh'), 0o755);
    const { diagnostics } = await load('a', 'nope', 'b.yml', 'c.sh', 'd', 'w[1:2],');
    expect(
      diagnostics.map((d) => `${d.severity} ${d.span?.file}: ${d.message.replaceAll(dir, '…').split('\n')[0]}`),
    ).toEqual([
      "warning a: Failed to parse a with ini plugin: 'name=value' is expected behind a host, found 'x'",
      'warning undefined: Unable to parse …/a as an inventory source',
      'warning undefined: Unable to parse …/nope as an inventory source',
      expect.stringContaining('warning b.yml: Failed to parse b.yml with yaml plugin: '),
      'warning undefined: Unable to parse …/b.yml as an inventory source',
      expect.stringContaining('warning c.sh: Failed to parse c.sh with script plugin: failed to parse executable'),
      'warning undefined: Unable to parse …/c.sh as an inventory source',
      'warning undefined: Unable to parse …/d as an inventory source',
      expect.stringContaining("'w[1:2]' holds a range"),
    ]);
  });
});

describe('group_vars and host_vars', () => {
  it('are read for the groups and hosts there are, directories recursively and sorted', async () => {
    put({
      hosts: '[web]\nw1\nw2\n[db]\nd.ex.com\n',
      'group_vars/all/b.yml': 'x: 1\n',
      'group_vars/all/a': 'x: 0\n',
      'group_vars/all/sub/c.json': '{"y": 1}',
      'group_vars/all/d.txt': 'not read: [',
      'group_vars/all/.e.yml': 'not read: [',
      'group_vars/all/f.yml~': 'not read: [',
      'group_vars/web.yaml': 'w: "{{ x }}"\n',
      'group_vars/nobody.yml': 'not read: [',
      'group_vars/db': 'first: 1\n',
      'group_vars/db.yml': 'not read: [',
      'host_vars/d.ex.com.yml': 'h: 1\n',
      'host_vars/w1': '# empty\n',
      'play/group_vars/all.yml': 'x: 2\n',
    });
    const { shown, diagnostics, store } = await varsOf('', 'play', 'nowhere', '');
    expect(diagnostics).toEqual([]);
    expect(shown).toEqual([
      [
        'all group_vars/all/a',
        'all group_vars/all/b.yml',
        'all group_vars/all/sub/c.json',
        'web group_vars/web.yaml',
        'db group_vars/db',
        'd.ex.com host_vars/d.ex.com.yml',
      ],
      ['all play/group_vars/all.yml'],
      [],
      expect.arrayContaining(['db group_vars/db']),
    ]);
    expect(store.of(dir, 'group_vars', 'all')[1]?.vars).toEqual(new Map([['x', 1]]));
  });

  it('tell all mistakes', async () => {
    put({
      hosts: '[web]\nw1\n',
      'group_vars/all/1.yml': '- a\n',
      'group_vars/all/2.yml': 'a: b: c\n',
      'host_vars/w1.yml': 'a: 1\na: 2\n1: x\n',
      'play/group_vars': 'a file',
    });
    const { diagnostics } = await varsOf('', 'play');
    expect(diagnostics.map((d) => `${d.severity} ${d.code}`)).toEqual([
      'error yaml-value',
      'error yaml-syntax',
      'warning yaml-duplicate-key',
      'warning yaml-value',
      'warning file-unreadable',
    ]);
  });
});
