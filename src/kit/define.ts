// `defineModule`: keeps a module's argument types while letting the registry hold all modules alike.
import type * as z from './zod.js';
import type { ModuleDefinition } from './types.js';

export function defineModule<S extends z.ZodType>(definition: ModuleDefinition<S>): ModuleDefinition<S> {
  return definition;
}
