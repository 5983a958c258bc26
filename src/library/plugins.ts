// A project's filters, tests and lookups: functions that TypeScript or JavaScript files export, called with plain data.
import type { Files } from '../controller/index.js';
import { TsplayError } from '../ground/index.js';
import type { FilterCall, LookupCall, PluginKind as Kind, TemplatePlugins } from '../template/index.js';
import { fromJs, keyText, toJs, type Value } from '../value/index.js';
import { loadScriptFile } from './script-file.js';
import type { PluginFile, PluginSearch, Purpose } from './search.js';

/** What a plugin is, called with resolved values as plain data; named arguments come last, as one object. */
type Plain = (...args: unknown[]) => unknown;

const PLACES: Readonly<Record<Kind, Purpose>> = {
  filter: 'filter_plugins',
  test: 'test_plugins',
  lookup: 'lookup_plugins',
};

/**
 * Filter and test files export `filters` and `tests`, objects of functions `(value, …arguments)`; a lookup's file has the
 * lookup's name and exports `lookup(terms, { options, variable })`, which gives a list.
 */
export function createPlugins(search: PluginSearch, files: Files): TemplatePlugins {
  const functionNamed = (kind: 'filter' | 'test', name: string): [Plain, string] | undefined => {
    for (const file of search.all(PLACES[kind])) {
      if (file.kind !== 'script') continue;
      const table = loadScriptFile(file.path)[`${kind}s`];
      if (typeof table !== 'object' || table === null) throw exportsNothing(file, `${kind}s: { name(value) { … } }`);
      const found = Object.hasOwn(table, name) ? (table as Record<string, unknown>)[name] : undefined;
      if (typeof found === 'function') return [found as Plain, file.path];
    }
    return undefined;
  };
  const call = (kind: 'filter' | 'test', name: string): ((c: FilterCall) => Value) | undefined => {
    const found = functionNamed(kind, name);
    if (!found) return undefined;
    const [run, path] = found;
    return ({ value, args, kwargs, scope, engine }) => {
      const plain = (v: Value): unknown => toJs(engine.resolve(v, scope));
      const named = Object.fromEntries([...kwargs].map(([k, v]) => [k, plain(v)]));
      return guarded(`${kind} '${name}'`, path, () =>
        run(plain(value), ...args.map(plain), ...(kwargs.size > 0 ? [named] : [])),
      );
    };
  };
  return {
    filter: (name) => call('filter', name),
    test: (name) => call('test', name),
    lookup: (name) => {
      const file = search.find('lookup_plugins', name);
      if (file?.kind !== 'script') return undefined;
      const run = loadScriptFile(file.path)['lookup'];
      if (typeof run !== 'function') throw exportsNothing(file, 'function lookup(terms, { options, variable })');
      return (asked) => answer(run as Plain, name, file.path, asked);
    },
    missing: (kind, name) => {
      const names = kind === 'lookup' ? search.find(PLACES.lookup, name) : undefined;
      const python = names ?? search.all(PLACES[kind]).find((f) => f.kind === 'python' && mentions(files, f, name));
      if (!python) return undefined;
      return `${python.path} has it in Python, which tsplay does not run: port it to TypeScript beside it`;
    },
  };
}

function answer(run: Plain, name: string, path: string, { terms, options, scope, engine }: LookupCall): Value[] {
  const plain = (v: Value): unknown => toJs(engine.resolve(v, scope));
  const context = {
    options: Object.fromEntries([...options].map(([k, v]) => [keyText(k), plain(v)])),
    variable: (asked: string): unknown => {
      const value = scope.lookup(asked);
      return value === undefined ? undefined : plain(value);
    },
  };
  const found = guarded(`lookup '${name}'`, path, () => run(terms.map(plain), context));
  return Array.isArray(found) ? found : [found];
}

/** What the function gives, as a value; what it throws, as the template's mistake. */
function guarded(what: string, path: string, run: () => unknown): Value {
  try {
    return fromJs(run());
  } catch (error) {
    if (error instanceof TsplayError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new TsplayError('template-value', `${what} failed: ${message}`, { hint: `it is in ${path}` });
  }
}

function exportsNothing(file: PluginFile, wanted: string): TsplayError {
  return new TsplayError('plugin-broken', `${file.path} exports no plugin`, { hint: `export ${wanted}` });
}

/** Whether a Python file seems to define the name: it stands there in quotes, as in the table that FilterModule returns. */
function mentions(files: Files, file: PluginFile, name: string): boolean {
  const text = Buffer.from(files.readBytes(file.path)).toString('utf8');
  return text.includes(`'${name}'`) || text.includes(`"${name}"`);
}
