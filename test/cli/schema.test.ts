// `tsplay schema`: what it calls right is what tsplay runs.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { schemaOf } from '../../src/cli/schema/document.js';
import { validateJson } from '../../src/template/json-schema/validate.js';
import { fromJs, keyText, type Value } from '../../src/value/index.js';
import { loadYamlDocument } from '../../src/yaml/index.js';
import { useCommand } from '../support/command.js';

const cli = useCommand();
const root = join(import.meta.dirname, '..', '..');
const schemas = new Map<string, Value>();

beforeAll(async () => {
  for (const kind of ['playbook', 'tasks'] as const) schemas.set(kind, fromJs(await schemaOf(kind, [])));
}, 60_000);

const load = (text: string): Value => loadYamlDocument(text, 'x.yml', { trust: 'data' }).value;
const mistakes = (kind: 'playbook' | 'tasks', value: Value): string[] =>
  validateJson(value, schemas.get(kind) ?? null, 'draft7', false).map((m) => m.message);

const isPlaybook = (value: Value): boolean =>
  Array.isArray(value) &&
  value.every((v) => v instanceof Map && [...v.keys()].some((k) => /^hosts$|import_playbook$/.test(keyText(k))));

describe('what runs is right', () => {
  const yaml = (folder: string, wanted: RegExp): string[] =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => wanted.test(name))
      .map((name) => join(folder, name));

  it.each([
    ...['playbooks', 'roles', 'test/story'].flatMap((folder) =>
      yaml(folder, /^[^/]+\.yml$|(?:tasks|handlers)\/[^/]+\.yml$/),
    ),
  ])('%s', (file) => {
    const value = load(readFileSync(join(root, file), 'utf8'));
    expect(mistakes(isPlaybook(value) ? 'playbook' : 'tasks', value)).toEqual([]);
  });

  /** Those that hold mistakes on purpose. */
  const WRONG = ['include_unknown_option', 'incvars'];

  it('every playbook of the suite that is compared with Ansible', () => {
    const folder = 'test/compat/suite/cases';
    const wrong = yaml(folder, /site\.yml$/).filter((file) => {
      const { value, diagnostics } = loadYamlDocument(readFileSync(join(root, file), 'utf8'), file, { trust: 'data' });
      return diagnostics.length === 0 && isPlaybook(value) && mistakes('playbook', value).length > 0;
    });
    expect(wrong.filter((file) => !WRONG.some((name) => file.includes(`/${name}/`)))).toEqual([]);
  });
});

describe('mistakes are found', () => {
  it.each([
    ['- debgu: {msg: x}', /'debgu'/],
    ['- debug: {msg: x}\n  wehn: true', /'wehn'/],
    ['- ansible.builtin.file: {path: /x, state: dir}', /'dir'/],
    ['- file: {path: /x, state: directory, recursive: true}', /'recursive'/],
    ['- user: {uid: 5}', /not valid/],
    ['- ansible.builtin.find: {age: 5}', /'paths'|not valid/],
    ['- hostname: {}', /'name'/],
    ['- block:\n    - pign:\n  rescue: []', /'pign'/],
    ['- ping:\n  become: perhaps', /perhaps/],
    ['- include_role: {nmae: r}', /'nmae'/],
    ['- ping:\n  loop_control: {loopvar: x}', /'loopvar'/],
  ])('%s', (text, message) => {
    expect(mistakes('tasks', load(text)).join('\n')).toMatch(message);
  });

  it.each([
    ['- hosts: all\n  tasks: []\n  gather_fact: no', /'gather_fact'/],
    ['- hosts: all\n  strategy: liner', /'liner'/],
    ['- import_playbook: x.yml\n  become: true', /'become'/],
    ['hosts: all', /not of type 'array'/],
  ])('%s', (text, message) => {
    expect(mistakes('playbook', load(text)).join('\n')).toMatch(message);
  });
});

describe('templates may stand for values', () => {
  it.each([
    "- file: {path: /x, state: '{{ s }}', recurse: '{{ r }}'}",
    "- user: {name: u, groups: '{{ g }}', uid: '{{ n }}'}",
    "- ping:\n  become: '{{ b }}'\n  retries: '{{ n }}'",
    '- apt: name=nginx state=present',
    '- ping:',
    '- shell: ls\n  args: {chdir: /}',
  ])('%s', (text) => {
    expect(mistakes('tasks', load(text))).toEqual([]);
  });
});

describe('the command', () => {
  it('prints JSON, for playbooks unless tasks are asked for', async () => {
    const parse = async (...words: string[]): Promise<Record<string, unknown>> =>
      JSON.parse((await cli.run(['schema', ...words])).out) as Record<string, unknown>;
    expect(await parse()).toMatchObject({ title: 'A playbook of tsplay', type: 'array' });
    expect(await parse('tasks')).toMatchObject({ $ref: '#/definitions/tasks' });
    const { definitions } = (await parse('tasks', '--also', 'mine')) as never as {
      definitions: { task: { properties: Record<string, unknown> } };
    };
    expect(definitions.task.properties).toHaveProperty('mine');
  });

  it('knows no other kind', async () => {
    const { err, code } = await cli.run(['schema', 'play']);
    expect(code).toBe(2);
    expect(err).toMatch(/invalid choice: 'play'/);
  });
});
