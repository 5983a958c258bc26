// Where a project keeps its own modules and plugins, and which file has a name.
import { join } from 'node:path';
import type { Files } from '../controller/index.js';
import { IGNORED, IGNORED_ENDINGS, kindOf, type PluginKind } from './kind.js';

/** What stands in the directories, by the name they have beside a playbook and in a role. */
export type Purpose = 'library' | 'action_plugins' | 'filter_plugins' | 'test_plugins' | 'lookup_plugins';

/** The directories of a collection's `plugins/` for the same. */
const IN_COLLECTIONS: Readonly<Record<Purpose, string>> = {
  library: 'modules',
  action_plugins: 'action',
  filter_plugins: 'filter',
  test_plugins: 'test',
  lookup_plugins: 'lookup',
};

export interface PluginFile {
  readonly path: string;
  /** The file's name without its extension. */
  readonly name: string;
  /** Read from the file when it is first asked. */
  readonly kind: PluginKind;
}

export class PluginSearch {
  private readonly directories = new Map<Purpose, Set<string>>();
  private readonly listed = new Map<string, readonly PluginFile[]>();

  constructor(
    private readonly files: Files,
    /** Directories that hold `ansible_collections`. */
    private readonly collections: readonly string[],
    /** Files whose names end so are no modules and plugins. */
    private readonly ignored: readonly string[] = IGNORED_ENDINGS,
  ) {}

  /** A directory of its own for one purpose (`ANSIBLE_LIBRARY`, `-M`); a single file's is its directory. */
  addDirectory(purpose: Purpose, directory: string): boolean {
    let known = this.directories.get(purpose);
    if (!known) this.directories.set(purpose, (known = new Set()));
    if (known.has(directory)) return false;
    known.add(directory);
    return true;
  }

  /** All files for a purpose, in the order of the directories. */
  all(purpose: Purpose): PluginFile[] {
    return [...(this.directories.get(purpose) ?? [])].flatMap((directory) => this.list(directory));
  }

  /** The first file of that name; a full name is looked for in its collection. */
  find(purpose: Purpose, name: string): PluginFile | undefined {
    const [namespace, collection, ...rest] = name.split('.');
    if (rest.length > 0 && namespace !== undefined && collection !== undefined) {
      const below = join('ansible_collections', namespace, collection, 'plugins', IN_COLLECTIONS[purpose]);
      const directory = rest.slice(0, -1).join('/');
      return this.collections
        .flatMap((root) => this.list(join(root, below, directory)))
        .find((file) => file.name === rest.at(-1));
    }
    return this.all(purpose).find((file) => file.name === name);
  }

  private list(directory: string): readonly PluginFile[] {
    const known = this.listed.get(directory);
    if (known) return known;
    const names = this.files.exists(directory) === 'directory' ? this.files.list(directory) : [];
    const found = names
      .filter(
        (name) =>
          !IGNORED.test(name) &&
          !this.ignored.some((end) => name.endsWith(end)) &&
          this.files.exists(join(directory, name)) === 'file',
      )
      .map((name): PluginFile => {
        const path = join(directory, name);
        const { files } = this;
        let kind: PluginKind | undefined;
        return {
          path,
          name: name.replace(/(?<=.)\.[^.]*$/, ''),
          get kind() {
            return (kind ??= kindOf(name, files.readBytes(path)));
          },
        };
      });
    this.listed.set(directory, found);
    return found;
  }
}
