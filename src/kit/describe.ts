// What a module's schemas say about it as plain data, in the form of `ansible-doc --json`.
import { toJSONSchema } from 'zod';
import { argumentsOf } from './schema.js';
import type { AnyModule } from './types.js';
import type * as z from './zod.js';

export interface DescribedOption {
  readonly description: readonly string[];
  readonly required: boolean;
  readonly type: string;
  readonly elements?: string;
  readonly default?: unknown;
  readonly choices?: readonly unknown[];
  readonly aliases?: readonly string[];
  /** The keys of a dict, or of the dicts of a list. */
  readonly suboptions?: Readonly<Record<string, DescribedOption>>;
}

interface DescribedReturn {
  readonly description: string;
  readonly type: string;
  /** `always`, or `when it applies`. */
  readonly returned: string;
}

export interface ModuleDescription {
  readonly doc: {
    readonly module: string;
    readonly collection: string;
    readonly short_description: string;
    readonly description: readonly string[];
    readonly aliases: readonly string[];
    readonly attributes: Readonly<Record<'check_mode' | 'diff_mode', { readonly support: string }>>;
    readonly requirements: readonly string[];
    readonly options: Readonly<Record<string, DescribedOption>>;
    /** Documented parameters that tsplay does not have, with what to use instead. */
    readonly refused: Readonly<Record<string, string>>;
  };
  readonly examples: string;
  readonly metadata: null;
  readonly return: Readonly<Record<string, DescribedReturn>>;
}

interface Schema {
  readonly type?: string;
  readonly kind?: string;
  readonly description?: string;
  readonly aliases?: readonly string[];
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Schema[];
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'str',
  boolean: 'bool',
  integer: 'int',
  number: 'float',
  array: 'list',
  object: 'dict',
};

/** Everything the schemas, examples and refusals of a module tell. */
export function describeModule(module: AnyModule): ModuleDescription {
  const args = schemaOf(module.args);
  const returns = schemaOf(module.returns);
  const options = [...argumentsOf(module)].map(([name, info]): [string, DescribedOption] => [
    name,
    { ...optionOf(args.properties?.[name] ?? {}, info.required), description: [info.description] },
  ]);
  return {
    doc: {
      module: module.name.slice(module.name.lastIndexOf('.') + 1),
      collection: module.name.slice(0, module.name.lastIndexOf('.')),
      short_description: module.summary,
      description: [module.summary],
      aliases: module.aliases ?? [],
      attributes: { check_mode: { support: module.check }, diff_mode: { support: module.diff ? 'full' : 'none' } },
      requirements: module.requires ?? [],
      options: Object.fromEntries(options.sort(([a], [b]) => (a < b ? -1 : 1))),
      refused: module.refused ?? {},
    },
    examples: module.examples.map(({ name, task }) => example(name, task)).join('\n'),
    metadata: null,
    return: Object.fromEntries(
      Object.entries(returns.properties ?? {}).map(([name, schema]) => [
        name,
        {
          description: schema.description ?? '',
          type: typeOf(schema),
          returned: returns.required?.includes(name) ? 'always' : 'when it applies',
        },
      ]),
    ),
  };
}

function optionOf(schema: Schema, required: boolean): DescribedOption {
  const { properties, required: needed = [] } = schema.items ?? schema;
  const inner = Object.entries(properties ?? {}).map(([name, field]): [string, DescribedOption] => [
    name,
    optionOf(field, needed.includes(name) && field.default === undefined),
  ]);
  return {
    description: [schema.description ?? ''],
    required,
    type: typeOf(schema),
    ...(schema.items ? { elements: typeOf(schema.items) } : {}),
    ...(schema.default !== undefined ? { default: schema.default } : {}),
    ...(schema.enum ? { choices: schema.enum } : {}),
    ...(schema.aliases && schema.aliases.length > 0 ? { aliases: schema.aliases } : {}),
    ...(inner.length > 0 ? { suboptions: Object.fromEntries(inner) } : {}),
  };
}

/** Schemas with transforms (`mode`) have no JSON form; they are then of type raw. */
function schemaOf(schema: z.ZodType): Schema {
  return toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }) as Schema;
}

function typeOf(schema: Schema): string {
  // Text that data is written as, too, is documented as text.
  if (schema.kind === 'text') return 'str';
  if (schema.kind === 'content') return 'raw';
  if (schema.kind !== undefined) return schema.kind;
  if (schema.enum && schema.type === undefined) return 'str';
  return TYPES[schema.type ?? ''] ?? 'raw';
}

function example(name: string, task: string): string {
  return `- name: ${name}\n${task.replace(/^(?=.)/gm, '  ')}\n`;
}
