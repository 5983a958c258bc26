// The JSON Schema of playbooks and of task files, from the tables that check them.
import { registry } from '../../../modules/registry.generated.js';
import { describeModule } from '../../kit/describe.js';
import { takesAnyArgument, type AnyModule } from '../../kit/index.js';
import { loadModule } from '../modules.js';
import { keywordSchemas, ROLE, STATEMENTS } from './keywords.js';
import { ANY, moduleSchema, TEXT, type Schema } from './values.js';

export const DOCUMENTS = ['playbook', 'tasks'] as const;

/** Spellings of a full name: itself and its last word; of a builtin also as `ansible.legacy`. */
function spellings(full: string): string[] {
  const short = full.slice(full.lastIndexOf('.') + 1);
  return isBuiltin(full) ? [full, `ansible.legacy.${short}`, short] : [full, short];
}

const isBuiltin = (full: string): boolean => full.startsWith('ansible.builtin.');

const schemaOfModule = (module: AnyModule): Schema =>
  moduleSchema(
    describeModule(module),
    takesAnyArgument(module) || module.passesOver === true,
    module.freeForm !== undefined,
  );

/**
 * The schema of one kind of file, in draft 7, which editors understand best.
 * @param also further names of modules, from the project's own library
 */
export async function schemaOf(kind: (typeof DOCUMENTS)[number], also: readonly string[]): Promise<Schema> {
  const definitions: Record<string, Schema> = {};
  const actions: Record<string, Schema> = Object.fromEntries(also.map((name) => [name, ANY]));
  const add = (full: string, schema: Schema): void => {
    definitions[full] = schema;
    for (const name of spellings(full)) actions[name] ??= { $ref: `#/definitions/${full}` };
  };
  for (const [name, schema] of Object.entries(STATEMENTS)) add(`ansible.builtin.${name}`, schema);
  // Builtins first: where two modules have one short name, it is theirs.
  const names = Object.keys(registry).sort((a, b) => Number(isBuiltin(b)) - Number(isBuiltin(a)) || (a < b ? -1 : 1));
  for (const name of names) {
    const module = await loadModule(name);
    if (module) add(name, schemaOfModule(module));
  }
  const block: Schema = {
    type: 'object',
    required: ['block'],
    properties: keywordSchemas('block'),
    additionalProperties: false,
  };
  const task: Schema = {
    type: 'object',
    properties: { ...keywordSchemas('task', 'handler', 'include'), ...actions },
    patternProperties: { '^with_': ANY },
    additionalProperties: false,
  };
  const tasks: Schema = {
    type: 'array',
    items: { if: { required: ['block'] }, then: { $ref: '#/definitions/block' }, else: { $ref: '#/definitions/task' } },
  };
  const play: Schema = {
    type: 'object',
    required: ['hosts'],
    properties: keywordSchemas('play'),
    additionalProperties: false,
  };
  const imported: Schema = {
    type: 'object',
    properties: {
      ...Object.fromEntries(spellings('ansible.builtin.import_playbook').map((name) => [name, TEXT])),
      ...Object.fromEntries(
        ['name', 'when', 'tags', 'vars'].map((name) => [name, keywordSchemas('role')[name] ?? ANY]),
      ),
    },
    additionalProperties: false,
  };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: kind === 'playbook' ? 'A playbook of tsplay' : 'A file of tasks of tsplay',
    ...(kind === 'tasks'
      ? { $ref: '#/definitions/tasks' }
      : {
          type: 'array',
          items: {
            if: { required: ['hosts'] },
            then: { $ref: '#/definitions/play' },
            else: { $ref: '#/definitions/imported playbook' },
          },
        }),
    definitions: { ...definitions, block, task, tasks, role: ROLE, play, 'imported playbook': imported },
  };
}
