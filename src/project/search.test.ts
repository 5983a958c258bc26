import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFiles } from '../controller/index.js';
import { LoadErrors, TsplayError, type Diagnostic } from '../ground/index.js';
import type { RoleFiles, RoleInstance } from '../playbook/index.js';
import { createTemplateEngine, type TemplatePort } from '../template/index.js';
import { fromJs, TemplateText, toJs, type ValueMap } from '../value/index.js';
import { candidates, findFile, HostVariables, loadInventory, ProjectSource, searchPath } from './index.js';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tsplay-search-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function put(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
}

const role = (path: string, ...parents: RoleInstance[]): RoleInstance => ({ path, parents }) as unknown as RoleInstance;

function source(
  more: { found?: Diagnostic[]; loading?: boolean; extra?: Record<string, unknown> } = {},
): ProjectSource {
  return new ProjectSource(
    {
      files: nodeFiles,
      template: createTemplateEngine({} as TemplatePort),
      cwd: dir,
      rolesPath: [join(dir, 'shared/roles')],
      collectionsPath: [join(dir, 'collections')],
      extraVars: fromJs(more.extra ?? {}) as ValueMap,
      isAction: () => true,
      actionNames: () => [],
      isLoading: () => more.loading ?? false,
      onFinding: (d) => more.found?.push(d),
      sourceAt: () => source(more),
    },
    join(dir, 'play'),
  );
}
const play = { file: 'play/site.yml', role: undefined };

describe('files and templates', () => {
  const outer = role('/p/roles/outer');
  const inner = role('/p/roles/inner', role('/p/roles/first'), outer);

  it('are searched in the role, those that use it, beside the file, beside the playbook', () => {
    expect(searchPath(inner, '/p/roles/inner/tasks/main.yml', '/p')).toEqual([
      '/p/roles/inner',
      '/p/roles/outer',
      '/p/roles/first',
      '/p/roles/inner/tasks',
      '/p',
    ]);
    expect(searchPath(undefined, '/p/site.yml', '/p')).toEqual(['/p']);
    expect(searchPath(undefined, '/p/tasks/x.yml', '/p')).toEqual(['/p/tasks', '/p']);
  });

  it('are in the directory of their kind first', () => {
    expect(candidates('templates', 'a/x.j2', ['/r', '/p'])).toEqual([
      '/r/templates/a/x.j2',
      '/r/a/x.j2',
      '/p/templates/a/x.j2',
      '/p/a/x.j2',
    ]);
    expect(candidates('files', '/etc/x', ['/r'])).toEqual(['/etc/x']);
    expect(candidates('files', '../x', ['/r'])).toEqual(['/r/x', '/x']);
  });

  it('are found nearest first; directories too; a miss says where was looked', () => {
    put({ 'r/x': '', 'p/files/x': '', 'p/files/d/y': '' });
    const places = [join(dir, 'r'), join(dir, 'p')];
    expect(findFile(nodeFiles, 'files', 'x', places)).toBe(join(dir, 'r/x'));
    put({ 'r/files/x': '' });
    expect(findFile(nodeFiles, 'files', 'x', places)).toBe(join(dir, 'r/files/x'));
    expect(findFile(nodeFiles, 'files', 'd', places)).toBe(join(dir, 'p/files/d'));
    expect(() => findFile(nodeFiles, 'files', 'gone', places)).toThrow(
      expect.objectContaining({
        code: 'file-missing',
        message: "Could not find or access 'gone'",
        hint: `searched in: ${[...places.flatMap((p) => [join(p, 'files/gone'), join(p, 'gone')])].join(', ')}`,
      }) as Error,
    );
  });
});

describe('task files', () => {
  it('are in the role, beside the playbook, beside what included, in roles that include it', () => {
    const inner = role(join(dir, 'roles/inner'), role(join(dir, 'roles/outer')));
    const includes = [
      { directory: join(dir, 'roles/outer'), isRole: true },
      { directory: join(dir, 'roles/inner'), isRole: true },
      { directory: 'sub/', isRole: false },
    ];
    const from = { file: join(dir, 'roles/inner/tasks/sub/a.yml'), role: inner, handlers: false, includes };
    const places = [
      'roles/inner/tasks/x.yml',
      'roles/inner/x.yml',
      'play/tasks/x.yml',
      'play/x.yml',
      'roles/inner/tasks/sub/tasks/x.yml',
      'roles/inner/tasks/sub/x.yml',
      'roles/inner/sub/tasks/x.yml',
      'roles/inner/sub/x.yml',
      'roles/outer/tasks/x.yml',
      'roles/outer/x.yml',
    ];
    expect(source().findTasks('x.yml', 'include', from)).toEqual({ searched: places });
    for (const place of [...places].reverse()) {
      put({ [place]: '' });
      expect(source().findTasks('x.yml', 'include', from)).toEqual({ path: join(dir, place) });
    }
    expect(source().findTasks(join(dir, 'play/x.yml'), 'include', from)).toEqual({ path: join(dir, 'play/x.yml') });
    expect(source().findTasks('sub', 'include', from)).toHaveProperty('searched');
  });
});

describe('roles', () => {
  const found = (name: string, from = play, request = {}): RoleFiles | { searched: readonly string[] } =>
    source().findRole({ name, ...request }, from);

  it('are beside the playbook, beside the role that uses them, in the roles path, in the playbook directory', () => {
    const from = { file: 'x', role: role(join(dir, 'elsewhere/user')) };
    const places = ['play/roles/r', 'elsewhere/r', 'shared/roles/r', 'play/r'];
    expect(source().findRole({ name: 'r' }, from)).toEqual({ searched: places });
    for (const place of [...places].reverse()) {
      put({ [`${place}/tasks/main.yml`]: '[]' });
      expect(source().findRole({ name: 'r' }, from)).toMatchObject({ name: 'r', path: join(dir, place) });
    }
    expect(found(join(dir, 'elsewhere/r'))).toMatchObject({ path: join(dir, 'elsewhere/r') });
  });

  it('of collections are in ansible_collections, nowhere else', () => {
    put({ 'collections/ansible_collections/acme/tools/roles/r/tasks/main.yml': '[]', 'play/roles/r/x': '' });
    expect(found('acme.tools.r')).toMatchObject({
      path: join(dir, 'collections/ansible_collections/acme/tools/roles/r'),
    });
    expect(found('acme.tools.gone')).toEqual({
      searched: [
        'play/collections/ansible_collections/acme/tools/roles/gone',
        'collections/ansible_collections/acme/tools/roles/gone',
      ],
    });
  });

  it('may lack everything, and have main files with any YAML ending or none', () => {
    put({ 'play/roles/r/README': '' });
    expect(found('r')).toMatchObject({ defaults: [], vars: [], tasks: undefined, handlers: undefined, meta: null });
    put({
      'play/roles/r/tasks/main': '- a: 1',
      'play/roles/r/handlers/main.yaml': '- b: 1',
      'play/roles/r/meta/main.json': '{"dependencies": []}',
      'play/roles/r/vars/main.yml': 'v: 1',
      'play/roles/r/defaults/main/10.yml': 'd: 1',
      'play/roles/r/defaults/main/20.yaml': 'd: 2',
      'play/roles/r/defaults/main/note.txt': 'd: 3',
    });
    const files = found('r') as RoleFiles;
    expect(files.tasks?.file).toBe(join(dir, 'play/roles/r/tasks/main'));
    expect(files.handlers?.file).toBe(join(dir, 'play/roles/r/handlers/main.yaml'));
    expect(files.vars.map(toJs)).toEqual([{ v: 1 }]);
    expect(files.defaults.map(toJs)).toEqual([{ d: 1 }, { d: 2 }]);
    expect(toJs(files.meta)).toEqual({ dependencies: [] });
  });

  it('give other files when asked, which must be there', () => {
    put({ 'play/roles/r/tasks/other.yml': '[]', 'play/roles/r/vars/v.yml': 'v: 2' });
    const files = found('r', play, { tasksFrom: 'other', varsFrom: 'v' }) as RoleFiles;
    expect(files.tasks?.file).toBe(join(dir, 'play/roles/r/tasks/other.yml'));
    expect(files.vars.map(toJs)).toEqual([{ v: 2 }]);
    expect(() => found('r', play, { tasksFrom: 'gone' })).toThrow("the role has no tasks file 'gone'");
    expect(() => found('r', play, { handlersFrom: 'gone' })).toThrow("the role has no handlers file 'gone'");
  });
});

describe('loading', () => {
  it('reads a file once, tells all mistakes of it at once', () => {
    put({ 'a.yml': 'a: 1', 'bad.yml': 'a: [1\nb: }', 'list.yml': '[1]', 'empty.yml': '' });
    const project = source();
    expect(project.load(join(dir, 'a.yml'), undefined)).toBe(project.load(join(dir, 'a.yml'), undefined));
    expect(() => project.load(join(dir, 'bad.yml'), undefined)).toThrow(LoadErrors);
    expect(() => project.loadVars(join(dir, 'bad.yml'))).toThrow(TsplayError);
    expect(() => project.loadVars(join(dir, 'list.yml'))).toThrow(
      'list.yml must hold a mapping of variable names to values',
    );
    expect(() => project.load(join(dir, 'gone.yml'), undefined)).toThrow(
      expect.objectContaining({ code: 'file-missing' }) as Error,
    );
    expect(project.loadVars(join(dir, 'empty.yml'))).toEqual(new Map());
  });

  it('tells what is odd while loading and goes on', () => {
    put({ 'a.yml': 'a: 1\na: 2\n' });
    const seen: Diagnostic[] = [];
    expect(toJs(source({ found: seen, loading: true }).load(join(dir, 'a.yml'), undefined))).toEqual({ a: 2 });
    expect(seen).toMatchObject([{ code: 'yaml-duplicate-key', span: { file: 'a.yml', line: 2 } }]);
  });
});

describe('names known while loading', () => {
  const text = (source_: string): TemplateText => new TemplateText(source_, { file: 'f', line: 1, col: 1 });
  const vars = (object: object): ValueMap => fromJs(object) as ValueMap;

  it('come from extra vars, then the innermost variables', () => {
    const project = source({ extra: { e: 'extra' } });
    const layers = [vars({ a: 'outer', e: 'no' }), vars({ a: 'inner', n: 7 })];
    expect(project.staticValue(text('{{ a }}-{{ e }}-{{ n }}.yml'), layers)).toBe('inner-extra-7.yml');
    expect(project.staticValue(text('{{ playbook_dir }}/x'), [])).toBe(join(dir, 'play/x'));
    expect(project.staticValue('plain', [])).toBe('plain');
  });
  it('cannot come from what is known later', () => {
    expect(() => source().staticValue(text('{{ ansible_os_family }}.yml'), [])).toThrow(TsplayError);
  });
});

describe('variables of hosts', () => {
  /** Every place gives `all`; each gives its own name for what places below it also give. */
  const LEVELS = [
    ['inv/hosts all', '[all:vars]'],
    ['inv/hosts parent', '[parent:vars]'],
    ['inv/hosts web', '[web:vars]'],
    ['inv/group_vars/all.yml', ''],
    ['play/group_vars/all.yml', ''],
    ['inv/group_vars/parent.yml', ''],
    ['inv/group_vars/web.yml', ''],
    ['play/group_vars/parent.yml', ''],
    ['play/group_vars/web.yml', ''],
    ['inv/hosts host', ''],
    ['inv/host_vars/h.yml', ''],
    ['play/host_vars/h.yml', ''],
  ] as const;

  async function merged(upTo: number): Promise<Record<string, unknown>> {
    const given = (at: number): string => LEVELS.slice(at, at + 1).map(([n]) => n.replace(/\W/g, '_'))[0] ?? '';
    const names = LEVELS.map((_, i) => given(i));
    const ini = (level: string): string => {
      const at = LEVELS.findIndex(([n]) => n === level);
      return at < upTo ? `v=${names[at]}` : '';
    };
    put({
      'inv/hosts': `[web]\nh ${ini('inv/hosts host')}\nother\n[parent:children]\nweb\n[all:vars]\n${ini('inv/hosts all')}\n[parent:vars]\n${ini('inv/hosts parent')}\n[web:vars]\n${ini('inv/hosts web')}\n`,
    });
    LEVELS.slice(0, upTo).forEach(([path], i) => {
      if (path.endsWith('.yml')) put({ [path]: `v: ${names[i]}\n` });
    });
    const ranked = (await variablesFor('play')).variables.of('h');
    return Object.assign({}, ...ranked.map((r) => toJs(r.vars))) as Record<string, unknown>;
  }

  async function variablesFor(playDir: string) {
    const template = createTemplateEngine({} as TemplatePort);
    const { inventory, varsDirs } = await loadInventory(nodeFiles, ['inv/hosts'], { cwd: dir, template });
    const playbookDir = join(dir, playDir);
    return {
      inventory,
      variables: new HostVariables({ files: nodeFiles, inventory, inventoryDirs: varsDirs, playbookDir }),
    };
  }

  it.each(LEVELS.map(([name], i) => [name, i + 1] as const))('win when given in %s', async (name, upTo) => {
    expect((await merged(upTo))['v']).toBe(name.replace(/\W/g, '_'));
  });

  it('stand in ranks, and unknown hosts have none', async () => {
    put({ 'inv/hosts': '[web]\nh x=1\n', 'inv/group_vars/all.yml': 'a: 1', 'inv/group_vars/web.yml': 'w: 1' });
    const { inventory, variables } = await variablesFor('inv');
    const filled = variables.of('h').filter((r) => r.vars.size > 0);
    expect(filled.map((r) => [r.rank, toJs(r.vars)])).toMatchObject([
      ['inventory group_vars/all', { a: 1 }],
      ['inventory group_vars/*', { w: 1 }],
      ['inventory file host vars', { x: 1 }],
    ]);
    expect(variables.of('h')).toBe(variables.of('h'));
    expect(variables.of('gone')).toEqual([]);
    const before = variables.of('h');
    inventory.addHost('new', inventory.addGroup('web'));
    inventory.reconcile();
    expect(variables.of('h')).not.toBe(before);
    expect(variables.of('new').some((r) => r.vars.get('w') === 1)).toBe(true);
    expect(variables.diagnostics).toEqual([]);
  });
});
