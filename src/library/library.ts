// Finds a project's own modules and plugins and makes them usable; says which cannot be and why.
import { join } from 'node:path';
import type { Files } from '../controller/index.js';
import { TsplayError } from '../ground/index.js';
import type { AnyModule } from '../kit/index.js';
import type { TemplatePlugins } from '../template/index.js';
import { foreignModule } from './foreign.js';
import { createPlugins } from './plugins.js';
import { loadScriptFile } from './script-file.js';
import { PluginSearch, type PluginFile, type Purpose } from './search.js';

export interface LibraryOptions {
  readonly files: Files;
  /** Directories that hold `ansible_collections`. */
  readonly collections: readonly string[];
  /** Directories for one purpose each: `ANSIBLE_LIBRARY`, `--module-path`, `ANSIBLE_FILTER_PLUGINS` … */
  readonly directories: Readonly<Partial<Record<Purpose, readonly string[]>>>;
  /** Endings of files that are no modules (`module_ignore_exts`); Ansible's when left out. */
  readonly ignoredEndings?: readonly string[] | undefined;
  /** The version of ansible-core that modules are told. */
  readonly version: string;
}

const PURPOSES: readonly Purpose[] = ['library', 'action_plugins', 'filter_plugins', 'test_plugins', 'lookup_plugins'];

export interface Library {
  /** A directory of a playbook or role: what stands in its `library`, `filter_plugins` … can be used from now on. */
  add(directory: string): void;
  /** Whether there is a file for a module of this name, usable or not. */
  has(name: string): boolean;
  /** The names of modules, for did-you-mean. */
  names(): string[];
  /**
   * The module of that name.
   * @returns undefined when the project has none
   * @throws TsplayError unsupported-plugin for Python and PowerShell, plugin-broken for what cannot be loaded
   */
  load(name: string): Promise<AnyModule> | undefined;
  /** The file that a project has for a name, when it is one that tsplay cannot run. */
  refusal(name: string): TsplayError | undefined;
  readonly plugins: TemplatePlugins;
}

export function createLibrary(options: LibraryOptions): Library {
  const { files, version } = options;
  const search = new PluginSearch(files, options.collections, options.ignoredEndings);
  for (const purpose of PURPOSES)
    for (const directory of options.directories[purpose] ?? []) search.addDirectory(purpose, directory);
  const loaded = new Map<string, Promise<AnyModule>>();
  const fileOf = (name: string): PluginFile | undefined =>
    search.find('library', name) ?? search.find('action_plugins', name);
  const read = (path: string): Uint8Array => files.readBytes(path);
  return {
    add: (directory) => {
      for (const purpose of PURPOSES) search.addDirectory(purpose, join(directory, purpose));
    },
    has: (name) => fileOf(name) !== undefined,
    names: () => search.all('library').map((file) => file.name),
    refusal: (name) => {
      const file = fileOf(name);
      return file && refusalOf(file, name);
    },
    load: (name) => {
      const file = fileOf(name);
      if (!file) return undefined;
      let module = loaded.get(file.path);
      if (!module) loaded.set(file.path, (module = loadFile(file, name)));
      return module;
    },
    plugins: createPlugins(search, files),
  };

  async function loadFile(file: PluginFile, name: string): Promise<AnyModule> {
    const refusal = refusalOf(file, name);
    if (refusal) throw refusal;
    if (file.kind !== 'script') return foreignModule({ file, read, version });
    const exported = loadScriptFile(file.path)['default'];
    if (isModule(exported)) return exported;
    throw new TsplayError('plugin-broken', `${file.path} does not export a module`, {
      hint: "export default defineModule({ … }), with defineModule imported from 'tsplay'",
    });
  }
}

function refusalOf(file: PluginFile, name: string): TsplayError | undefined {
  const language = file.kind === 'python' ? 'Python' : file.kind === 'powershell' ? 'PowerShell' : undefined;
  if (language === undefined) return undefined;
  return new TsplayError('unsupported-plugin', `module '${name}' is ${file.path}, written in ${language}`, {
    hint:
      'tsplay needs none of it on the host: port it to TypeScript beside it (NAME.ts, export default defineModule({…})), ' +
      'or to a program in another language that reads its JSON arguments from a file (WANT_JSON)',
  });
}

function isModule(value: unknown): value is AnyModule {
  if (typeof value !== 'object' || value === null) return false;
  const { name, args, run } = value as Partial<AnyModule>;
  return typeof name === 'string' && typeof run === 'function' && typeof args === 'object';
}
