// Holds the code to the floor plan: which room may import which, and who owns which package.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** Rooms bottom up; a room may import those listed for it and nothing else of ours. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  ground: [],
  value: ['ground'],
  x509: [],
  keys: ['x509'],
  yaml: ['ground', 'value'],
  template: ['ground', 'value', 'x509'],
  vault: ['ground', 'value'],
  become: ['ground'],
  events: ['ground', 'value'],
  inventory: ['ground', 'value', 'yaml'],
  playbook: ['ground', 'value', 'yaml'],
  vars: ['ground', 'value', 'template', 'inventory', 'playbook'],
  controller: ['ground', 'value', 'template', 'yaml', 'vault', 'x509', 'keys'],
  config: ['ground', 'value', 'controller'],
  connection: ['ground', 'value', 'become', 'controller'],
  project: ['ground', 'value', 'yaml', 'template', 'inventory', 'playbook', 'vars', 'controller'],
  host: ['ground', 'value', 'become', 'events', 'controller', 'connection'],
  kube: ['ground', 'value', 'yaml', 'connection', 'host'],
  kit: ['ground', 'value', 'yaml', 'template', 'events', 'connection', 'host', 'kube'],
  library: ['ground', 'value', 'template', 'controller', 'kit'],
  modules: ['kit', 'x509', 'keys'],
  engine: [
    'ground',
    'value',
    'yaml',
    'template',
    'vault',
    'become',
    'events',
    'inventory',
    'playbook',
    'vars',
    'controller',
    'config',
    'connection',
    'project',
    'host',
    'kit',
  ],
  reporters: ['ground', 'value', 'events', 'config'],
  cli: [
    'ground',
    'value',
    'yaml',
    'template',
    'vault',
    'become',
    'events',
    'inventory',
    'playbook',
    'vars',
    'controller',
    'config',
    'connection',
    'project',
    'host',
    'kit',
    'modules',
    'library',
    'engine',
    'reporters',
  ],
  start: [],
};

/** Third-party packages and impure parts of Node: the rooms that may use them. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  commander: ['cli'],
  'p-limit': ['engine'],
  zod: ['kit'],
  esbuild: ['library'],
  ssh2: ['connection'],
  yaml: ['yaml'],
  bcryptjs: ['controller'],
  'bcrypt-pbkdf': ['keys'],
  nunjucks: ['template'],
  jmespath: ['template'],
  hashids: ['template'],
  'smol-toml': ['inventory', 'cli'],
  '@kubernetes/client-node': ['kube'],
  'node:fs': ['controller', 'connection', 'project', 'start'],
  'node:fs/promises': ['controller', 'connection', 'project'],
  'node:child_process': ['controller', 'connection'],
  'node:net': ['connection'],
  'node:http': ['connection', 'kube', 'modules'],
  'node:https': ['connection', 'kube', 'modules'],
  'node:tls': ['connection', 'kube', 'modules'],
};

/** Rooms that must run anywhere: no Node module at all. The vault needs OpenSSL (src/decisions/vault.md). */
const PURE = ['ground', 'value', 'x509', 'yaml', 'template', 'become', 'events', 'inventory', 'playbook', 'vars'];

interface Import {
  readonly file: string;
  readonly room: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

function sources(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.endsWith('.d.ts'))
    .map((name) => join(directory, name));
}

function roomOf(path: string): string | undefined {
  const parts = relative(root, path).split('/');
  return parts[0] === 'src' ? parts[1] : parts[0];
}

const imports: Import[] = [...sources(join(root, 'src')), ...sources(join(root, 'modules'))].flatMap((file) => {
  const text = readFileSync(file, 'utf8');
  const found = [
    ...text.matchAll(/^(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|import\('([^']+)'\)/gm),
  ];
  return found.map((m) => ({
    file: relative(root, file),
    room: roomOf(file) ?? '',
    target: m[2] ?? m[3] ?? '',
    typeOnly: m[1] !== undefined,
  }));
});

describe('the walls', () => {
  it('knows every room', () => {
    const rooms = new Set(
      readdirSync(join(root, 'src'), { withFileTypes: true })
        .filter((d) => d.isDirectory())
        .map((d) => d.name),
    );
    rooms.delete('decisions');
    expect([...rooms].filter((room) => !(room in MAY_IMPORT))).toEqual([]);
  });

  it('lets imports go down only', () => {
    const broken = imports.filter(({ file, room, target }) => {
      if (!target.startsWith('.')) return false;
      const to = roomOf(resolve(root, file, '..', target)) ?? '';
      return to !== room && !MAY_IMPORT[room]?.includes(to);
    });
    expect(broken.map((i) => `${i.file} imports ${i.target}`)).toEqual([]);
  });

  it('gives each package one owner', () => {
    const broken = imports.filter(({ room, target, typeOnly }) => {
      if (target.startsWith('.') || typeOnly) return false;
      const name = target.startsWith('node:') ? target : target.split('/', target.startsWith('@') ? 2 : 1).join('/');
      const owners = OWNERS[name];
      if (name.startsWith('node:')) return owners ? !owners.includes(room) : PURE.includes(room);
      return !owners?.includes(room);
    });
    expect(broken.map((i) => `${i.file} imports ${i.target}`)).toEqual([]);
  });

  // The user of this project fixed them: a room may do better than they do, but on top of them.
  it.each(['ssh2', 'nunjucks', 'yaml', 'zod', 'p-limit', 'commander'])('is built on %s', (name) => {
    expect(imports.filter((i) => i.target.split('/')[0] === name && !i.typeOnly)).not.toEqual([]);
  });
});
