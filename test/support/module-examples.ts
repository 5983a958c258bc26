// The examples of all modules, as arguments.
import { registry } from '../../modules/registry.generated.js';
import type { AnyModule } from '../../src/kit/index.js';
import { keyText, type ValueMap } from '../../src/value/index.js';
import { loadYamlDocument } from '../../src/yaml/index.js';

export interface Example {
  readonly title: string;
  readonly module: AnyModule;
  /** As written: free-form text is under the module's own argument for it. */
  readonly args: ValueMap;
  /** The keys of the task: the module's name, and keywords. */
  readonly keys: readonly string[];
}

export async function allExamples(): Promise<Example[]> {
  const loaded = await Promise.all(Object.values(registry).map(async (load) => (await load()).default));
  const modules = [...new Map(loaded.map((module) => [module.name, module])).values()];
  return modules.flatMap((module) =>
    module.examples.map(({ name, task }) => {
      const { value, diagnostics } = loadYamlDocument(task, `${module.name}.yml`, { trust: 'templates' });
      if (diagnostics.length > 0 || !(value instanceof Map)) throw new Error(`${module.name}: '${name}' is no task`);
      const written = value.get(module.name);
      return {
        title: `${module.name}: ${name}`,
        module,
        args: written instanceof Map ? written : new Map(),
        keys: [...value.keys()].map(keyText),
      };
    }),
  );
}
