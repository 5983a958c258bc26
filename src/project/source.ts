// Finds and loads what playbooks are made of: task files, roles, vars files, other playbooks.
import { dirname, extname, isAbsolute, join, relative, resolve } from 'node:path';
import { expandHome, type Files } from '../controller/index.js';
import { LoadErrors, TsplayError, type Diagnostic, type Span } from '../ground/index.js';
import type { IncludingWhere, RoleFiles, RoleRequest, Source, Where } from '../playbook/index.js';
import type { TemplateEngine } from '../template/types.js';
import { keyText, Undefined, type Value, type ValueMap } from '../value/index.js';
import { loadYamlDocument } from '../yaml/index.js';
import { candidates } from './search.js';
import { taskPlaces } from './task-places.js';

export interface SourceOptions {
  readonly files: Files;
  readonly template: TemplateEngine;
  readonly cwd: string;
  /** Directories where roles are looked for besides the playbook's. */
  readonly rolesPath: readonly string[];
  readonly collectionsPath: readonly string[];
  readonly extraVars: ValueMap;
  /** What else names may be made of while loading: `ansible_version` … */
  readonly magic?: ValueMap;
  readonly isAction: (name: string) => boolean;
  readonly actionNames: () => Iterable<string>;
  /** Told of each role's directory when it is found: it may bring modules and plugins. */
  readonly onRole?: (directory: string) => void;
  /** Whether playbooks are being loaded, so that findings stop the run anyway. */
  readonly isLoading: () => boolean;
  /** Documents that are no files, by the path they stand for: the play of an ad hoc command. */
  readonly given?: ReadonlyMap<string, Value>;
  /** Told of what is odd and still works (duplicate keys) and, while loading, of mistakes. */
  readonly onFinding: (diagnostic: Diagnostic) => void;
  /** See `Source`. */
  readonly ignoreKeyword?: Source['ignoreKeyword'];
  /** The source for playbooks of another directory. */
  readonly sourceAt: (playbookDir: string) => Source;
}

interface RolePlace {
  readonly path: string;
  readonly collection?: string;
}

/** The project's files, each read and parsed once. */
export class ProjectSource implements Source {
  readonly ignoreKeyword: Source['ignoreKeyword'];
  private readonly loaded: Map<string, Value>;

  constructor(
    private readonly options: SourceOptions,
    private readonly playbookDir: string,
  ) {
    this.loaded = new Map(options.given);
    this.ignoreKeyword = options.ignoreKeyword;
  }

  load(path: string, span: Span | undefined): Value {
    const known = this.loaded.get(path);
    if (known !== undefined) return known;
    const text = this.options.files.readText(path, span);
    const { vault } = this.options.files;
    const { value, diagnostics } = loadYamlDocument(text, this.shown(path), { trust: 'templates', vault });
    const errors = diagnostics.filter((d) => d.severity === 'error');
    // A syntax error leaves nothing to read; with a bad value the rest of the file is still checked while loading.
    if (errors.length > 0 && (value === null || !this.options.isLoading())) throw new LoadErrors(errors);
    for (const found of diagnostics) this.options.onFinding(found);
    this.loaded.set(path, value);
    return value;
  }

  /** A vars file's mapping. @throws TsplayError */
  loadVars(path: string): ValueMap {
    const value = this.loadOne(path);
    if (value === null) return new Map();
    if (value instanceof Map) return value;
    throw new TsplayError('bad-keyword', `${this.shown(path)} must hold a mapping of variable names to values`, {
      span: { file: this.shown(path), line: 1, col: 1 },
    });
  }

  private loadOne(path: string): Value {
    try {
      return this.load(path, undefined);
    } catch (error) {
      throw error instanceof LoadErrors ? error.asOne() : error;
    }
  }

  findTasks(
    name: string,
    how: 'import' | 'include',
    { role, handlers, includes }: IncludingWhere,
  ): { readonly path: string } | { readonly searched: readonly string[] } {
    const { playbookDir } = this;
    return this.first(taskPlaces(expandHome(name), how, { role: role?.path, handlers, includes, playbookDir }));
  }

  findPlaybook(
    name: string,
    fromFile: string,
    span: Span | undefined,
  ): { path: string; source: Source; collection?: string | undefined } {
    const beside = resolve(dirname(fromFile), expandHome(name));
    const inCollection =
      this.options.files.exists(beside) === undefined ? this.collectionPlaybook(name, span) : undefined;
    const path = inCollection ?? beside;
    const directory = dirname(path);
    const source = directory === this.playbookDir ? this : this.options.sourceAt(directory);
    const collection = inCollection === undefined ? undefined : name.split('.').slice(0, 2).join('.');
    return { path, source, collection };
  }

  /** A playbook by its full name: `namespace.collection.playbook`. */
  private collectionPlaybook(name: string, span: Span | undefined): string | undefined {
    const [, namespace, collection, rest] = /^(\w+)\.(\w+)\.([\w.-]+)$/.exec(name) ?? [];
    if (namespace === undefined || collection === undefined || rest === undefined) return undefined;
    if (/\.ya?ml$/.test(name) && !name.replace(/\.ya?ml$/, '').includes('.', namespace.length + 1)) return undefined;
    const bare = join(namespace, collection, 'playbooks', ...rest.replace(/\.ya?ml$/, '').split('.'));
    const places = this.collectionRoots().flatMap((root) => ['.yml', '.yaml'].map((end) => join(root, bare + end)));
    const path = places.find((place) => this.options.files.exists(place) === 'file');
    if (path !== undefined) return path;
    throw new TsplayError('file-missing', `the playbook '${name}' is not found`, {
      span,
      hint: `looked in: ${places.map((p) => this.shown(p)).join(', ')}`,
    });
  }

  /** Directories that hold namespaces of collections, nearest first. */
  private collectionRoots(): string[] {
    const roots = [join(this.playbookDir, 'collections'), ...this.options.collectionsPath];
    return [...new Set(roots)].map((root) => join(root, 'ansible_collections'));
  }

  findRole(request: RoleRequest, from: Where): RoleFiles | { readonly searched: readonly string[] } {
    const places = this.rolePlaces(request, from);
    const place = places.find((p) => this.options.files.exists(p.path) === 'directory');
    if (place === undefined) return { searched: places.map((p) => this.shown(p.path)) };
    const { path, collection } = place;
    this.options.onRole?.(path);
    const named = (directory: string, name: string | undefined): string | undefined =>
      this.yamlIn(path, directory, name);
    const vars = (directory: string, name: string | undefined): ValueMap[] => this.varsIn(path, directory, name);
    const file = (at: string | undefined): { file: string; value: Value } | undefined =>
      at === undefined ? undefined : { file: at, value: this.load(at, undefined) };
    const meta = named('meta', undefined);
    const metaValue = meta === undefined ? null : this.load(meta, undefined);
    return {
      name:
        collection === undefined || request.name.startsWith(`${collection}.`)
          ? request.name
          : `${collection}.${request.name}`,
      collection,
      path,
      defaults: vars('defaults', request.defaultsFrom),
      vars: vars('vars', request.varsFrom),
      tasks: file(named('tasks', request.tasksFrom)),
      handlers: file(named('handlers', request.handlersFrom)),
      meta: metaValue,
      argumentSpecs: this.argumentSpecs(path, metaValue),
    };
  }

  /** `compat:` the file of that name wins over meta/main.yml, even when it has none. */
  private argumentSpecs(role: string, meta: Value): Value {
    const paths = ['.yml', '.yaml'].map((end) => join(role, 'meta', `argument_specs${end}`));
    const path = paths.find((p) => this.options.files.exists(p) === 'file');
    const holder = path === undefined ? meta : this.load(path, undefined);
    return holder instanceof Map ? (holder.get('argument_specs') ?? null) : null;
  }

  /** `compat:` collections come first: that of a full name, else those of `collections`. */
  private rolePlaces({ name, collections }: RoleRequest, from: Where): RolePlace[] {
    const wanted = expandHome(name);
    if (isAbsolute(wanted)) return [{ path: wanted }];
    const [namespace, collection, ...role] = name.split('.');
    const inCollection = (full: string, path: readonly string[]): RolePlace[] =>
      this.collectionRoots().map((root) => ({
        path: join(root, ...full.split('.'), 'roles', ...path),
        collection: full,
      }));
    if (role.length > 0) return inCollection(`${namespace}.${collection}`, role);
    const siblings = from.role ? [dirname(from.role.path)] : [];
    const ordinary = [
      join(this.playbookDir, 'roles', name),
      ...siblings.map((dir) => join(dir, name)),
      ...this.options.rolesPath.map((dir) => join(dir, name)),
      join(this.playbookDir, name),
    ];
    return [
      ...(collections ?? []).flatMap((full) => inCollection(full, [name])),
      ...[...new Set(ordinary)].map((path) => ({ path })),
    ];
  }

  /** `<role>/<directory>/<name>` with or without an extension; a name that was asked for must be there. */
  private yamlIn(role: string, directory: string, asked: string | undefined): string | undefined {
    const base = join(role, directory, asked ?? 'main');
    const found = [base, `${base}.yml`, `${base}.yaml`, `${base}.json`].find(
      (path) => this.options.files.exists(path) === 'file',
    );
    if (found === undefined && asked !== undefined) {
      throw new TsplayError('bad-argument', `the role has no ${directory} file '${asked}'`, {
        hint: `looked for ${this.shown(base)} with .yml, .yaml and .json`,
      });
    }
    return found;
  }

  private varsIn(role: string, directory: string, asked: string | undefined): ValueMap[] {
    const folder = join(role, directory, asked ?? 'main');
    const single = this.options.files.exists(folder) === 'directory' ? undefined : this.yamlIn(role, directory, asked);
    if (single !== undefined) return [this.loadVars(single)];
    if (this.options.files.exists(folder) !== 'directory') return [];
    return this.options.files
      .walk(folder)
      .filter((path) => ['.yml', '.yaml', '.json', ''].includes(extname(path)))
      .map((path) => this.loadVars(path));
  }

  staticValue(value: Value, vars: readonly ValueMap[]): Value {
    const given: ValueMap = new Map<Value, Value>([...(this.options.magic ?? []), ['playbook_dir', this.playbookDir]]);
    const layers = [given, this.options.extraVars, ...[...vars].reverse()];
    const scope = {
      lookup: (name: string): Value | undefined => layers.find((l) => l.has(name))?.get(name),
      names: () => layers.flatMap((l) => [...l.keys()].map((k) => keyText(k))),
    };
    const resolved = this.options.template.resolve(value, scope);
    if (resolved instanceof Undefined) throw new TsplayError('undefined-variable', resolved.message, resolved);
    return resolved;
  }

  varsFile(name: string, from: Where): ValueMap | undefined {
    const path = candidates('vars', name, [dirname(from.file), this.playbookDir]).find(
      (place) => this.options.files.exists(place) === 'file',
    );
    return path === undefined ? undefined : this.loadVars(path);
  }

  isAction(name: string): boolean {
    return this.options.isAction(name);
  }

  actionNames(): Iterable<string> {
    return this.options.actionNames();
  }

  private first(places: readonly string[]): { readonly path: string } | { readonly searched: readonly string[] } {
    const path = places.find((place) => this.options.files.exists(place) === 'file');
    return path === undefined ? { searched: places.map((p) => this.shown(p)) } : { path };
  }

  /** A path as messages show it: relative when it is below the working directory. */
  private shown(path: string): string {
    const short = relative(this.options.cwd, path);
    return short.startsWith('..') || short === '' ? path : short;
  }
}
