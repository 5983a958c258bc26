// Reads what a module's argument schema declares: names, aliases, kinds, without running it.
import * as z from './zod.js';
import type { AnyModule } from './types.js';

export interface ArgumentInfo {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly aliases: readonly string[];
  readonly description: string;
  readonly kind: string | undefined;
  readonly required: boolean;
  readonly secret: boolean;
}

interface Meta {
  aliases?: readonly string[];
  description?: string;
  kind?: string;
  /** No result may show it. */
  secret?: boolean;
}

/** The meta data of a schema and of all it wraps (optional, default, pipes); the outermost wins. */
export function metaOf(schema: z.ZodType): Meta {
  const own = (schema.meta() ?? {}) as Meta;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable) {
    return { ...metaOf(schema.unwrap() as z.ZodType), ...own };
  }
  return own;
}

function isObject(schema: z.ZodType): schema is z.ZodObject<Record<string, z.ZodType>> {
  return schema instanceof z.ZodObject;
}

const cache = new WeakMap<AnyModule, ReadonlyMap<string, ArgumentInfo>>();

/** The declared arguments by name; empty for a module that takes any (`set_fact`). */
export function argumentsOf(module: AnyModule): ReadonlyMap<string, ArgumentInfo> {
  const known = cache.get(module);
  if (known) return known;
  const infos = new Map<string, ArgumentInfo>();
  const schema: z.ZodType = module.args;
  if (isObject(schema)) {
    for (const [name, field] of Object.entries(schema.shape)) {
      const meta = metaOf(field);
      infos.set(name, {
        name,
        schema: field,
        aliases: meta.aliases ?? [],
        description: meta.description ?? '',
        kind: meta.kind,
        secret: meta.secret ?? false,
        required: !field.safeParse(undefined).success,
      });
    }
  }
  cache.set(module, infos);
  return infos;
}

/** Whether names that are not declared are accepted (looseObject, record). */
export function takesAnyArgument(module: AnyModule): boolean {
  const schema: z.ZodType = module.args;
  return !isObject(schema) || (schema.def.catchall !== undefined && !(schema.def.catchall instanceof z.ZodNever));
}
