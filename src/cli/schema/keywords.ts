// What JSON Schema says of the keywords of plays, blocks, tasks and roles.
import { keywordsOf, wantedInstead, type Place } from '../../playbook/index.js';
import { ANY, BOOLEAN, byType, listOf, NUMBER, oneOf, TEXT, type Schema } from './values.js';

const ref = (name: string): Schema => ({ $ref: `#/definitions/${name}` });
const TASK_LIST: Schema = byType('null', ANY, ref('tasks'));
/** Keywords and parameters by name. */
const MAPPING: Schema = { type: ['object', 'null'] };
/** Conditions: text, a boolean, or a list of them that must all hold. */
const CONDITION: Schema = { type: ['string', 'boolean', 'number', 'array', 'null'] };
const MAPPINGS: Schema = { type: ['object', 'array', 'string', 'null'] };

const LOOP_CONTROL: Schema = {
  type: 'object',
  properties: {
    loop_var: TEXT,
    index_var: TEXT,
    label: ANY,
    pause: NUMBER,
    extended: BOOLEAN,
    extended_allitems: BOOLEAN,
    break_when: CONDITION,
  },
  additionalProperties: false,
};

/** Keywords whose values have a form of their own; the others are told by what `wantedInstead` refuses. */
const FORMS: Readonly<Record<string, Schema>> = {
  ...Object.fromEntries(
    ['tasks', 'pre_tasks', 'post_tasks', 'handlers', 'block', 'rescue', 'always'].map((name) => [name, TASK_LIST]),
  ),
  ...Object.fromEntries(['when', 'changed_when', 'failed_when', 'until'].map((name) => [name, CONDITION])),
  ...Object.fromEntries(
    ['tags', 'notify', 'listen', 'collections', 'gather_subset', 'hosts'].map((name) => [name, listOf(TEXT)]),
  ),
  action: { type: ['string', 'object'] },
  local_action: { type: ['string', 'object'] },
  args: { type: ['object', 'string', 'null'] },
  environment: MAPPINGS,
  loop: ANY,
  loop_control: LOOP_CONTROL,
  module_defaults: MAPPINGS,
  roles: { type: ['array', 'null'], items: ref('role') },
  serial: listOf({ type: ['number', 'string'] }),
  vars: { type: ['object', 'null'] },
  vars_files: { type: ['array', 'string', 'null'] },
  vars_prompt: {
    type: ['array', 'null'],
    items: { type: 'object', required: ['name'], properties: { name: TEXT, prompt: TEXT, private: BOOLEAN } },
  },
};

const BY_WANTED: Readonly<Record<string, Schema>> = {
  'true or false': BOOLEAN,
  'a number': NUMBER,
  'a whole number': NUMBER,
  'a percentage': NUMBER,
};

function keywordSchema(name: string): Schema {
  const form = FORMS[name];
  if (form) return form;
  const wanted = wantedInstead(name, '\0');
  if (wanted === undefined) return TEXT;
  const words = /^one of (.*)$/.exec(wanted)?.[1]?.split(', ');
  return words ? oneOf(words) : (BY_WANTED[wanted] ?? ANY);
}

/** The keywords that may stand in any of these places. */
export function keywordSchemas(...places: readonly Place[]): Record<string, Schema> {
  const names = [...new Set(places.flatMap(keywordsOf))];
  return Object.fromEntries(names.map((name) => [name, keywordSchema(name)]));
}

const ROLE_FILES = ['tasks_from', 'vars_from', 'defaults_from', 'handlers_from'];
const ROLE_ARGUMENTS: Record<string, Schema> = {
  name: TEXT,
  role: TEXT,
  ...Object.fromEntries(ROLE_FILES.map((name) => [name, TEXT])),
  allow_duplicates: BOOLEAN,
  rolespec_validate: BOOLEAN,
  public: BOOLEAN,
};
const named = (...names: string[]): Schema => ({ anyOf: names.map((name) => ({ required: [name] })) });
const object = (properties: Record<string, Schema>, extra: Schema = {}): Schema => ({
  type: 'object',
  properties,
  additionalProperties: false,
  ...extra,
});
const textOr = (schema: Schema): Schema => byType('string', ANY, schema);

/** What the engine's own statements take. */
export const STATEMENTS: Readonly<Record<string, Schema>> = {
  include_tasks: textOr(object({ file: TEXT, apply: MAPPING })),
  import_tasks: textOr(object({ file: TEXT })),
  include_role: textOr(object({ ...ROLE_ARGUMENTS, apply: MAPPING }, named('name', 'role'))),
  import_role: textOr(object(ROLE_ARGUMENTS, named('name', 'role'))),
  include_vars: textOr(
    object({
      file: TEXT,
      dir: TEXT,
      depth: NUMBER,
      files_matching: TEXT,
      ignore_files: listOf(TEXT),
      extensions: listOf(TEXT),
      ignore_unknown_extensions: BOOLEAN,
      name: TEXT,
      hash_behaviour: oneOf(['replace', 'merge']),
    }),
  ),
  meta: { type: ['string', 'object'] },
  add_host: { type: ['string', 'object'] },
  group_by: { type: ['string', 'object'] },
};

/** A role of a play's list: its name, or keywords and parameters beside it. */
export const ROLE: Schema = {
  ...byType('string', ANY, { type: 'object', properties: keywordSchemas('role'), ...named('role', 'name') }),
};
