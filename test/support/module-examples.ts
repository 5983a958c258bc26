// The examples of all modules, as arguments.
import { registry } from '../../modules/registry.generated.js';
import { toJs, type AnyModule, type ValueMap } from '../../src/kit/index.js';
import { loadYamlDocument } from '../../src/yaml/index.js';

export interface Example {
  readonly title: string;
  readonly module: AnyModule;
  /** As written: free-form text is under the module's own argument for it. */
  readonly args: ValueMap;
  /** Keywords beside the module, and its free-form text. */
  readonly task: Readonly<Record<string, unknown>>;
}

export async function allExamples(): Promise<Example[]> {
  const loaded = await Promise.all(Object.values(registry).map(async (load) => (await load()).default));
  const modules = [...new Map(loaded.map((module) => [module.name, module])).values()];
  return modules.flatMap((module) =>
    module.examples.map(({ name, task }) => {
      const { value, diagnostics } = loadYamlDocument(task, `${module.name}.yml`, { trust: 'templates' });
      if (diagnostics.length > 0 || !(value instanceof Map)) throw new Error(`${module.name}: '${name}' is no task`);
      const written = [...value].find(([key]) => String(key) === module.name)?.[1];
      return {
        title: `${module.name}: ${name}`,
        module,
        args: written instanceof Map ? written : new Map(),
        task: toJs(value) as Readonly<Record<string, unknown>>,
      };
    }),
  );
}
