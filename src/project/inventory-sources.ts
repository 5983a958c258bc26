// Loads what `-i` names (files, directories, programs, host lists) into one inventory.
import { basename, dirname, join, resolve } from 'node:path';
import { runProgram, type ExecResult, type Files } from '../controller/index.js';
import { LoadErrors, TsplayError, type Diagnostic } from '../ground/index.js';
import { Inventory } from '../inventory/index.js';
import type { TemplateEngine } from '../template/types.js';
import type { Value, ValueMap } from '../value/index.js';
import type { LoadOptions } from '../yaml/index.js';
import { VarsStore } from './group_vars.js';
import { pluginNamed } from './inventory-plugins/auto.js';
import { extensionOf, YAML_EXTENSIONS } from './inventory-plugins/files.js';
import type { InventoryPlugin, InventorySource } from './inventory-plugins/types.js';
import { DEFAULT_INVENTORY_SETTINGS, type InventorySettings } from './inventory-settings.js';

export interface LoadedInventory {
  readonly inventory: Inventory;
  /** The sources as absolute paths, host lists as they are. */
  readonly sources: readonly string[];
  /** The directories whose group_vars and host_vars belong to the sources, in their order. */
  readonly varsDirs: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface InventoryRequest {
  /** The directory relative paths start from; messages name files as the user wrote them. */
  readonly cwd: string;
  /** Evaluates the expressions of constructed and generator. */
  readonly template: TemplateEngine;
  readonly settings?: InventorySettings | undefined;
  readonly extraVars?: ValueMap | undefined;
  readonly vault?: LoadOptions['vault'];
  /** The facts of a host that a cache has kept from earlier runs. */
  readonly cachedFacts?: ((host: string) => ValueMap | undefined) | undefined;
  /** Read into this one, which is emptied first (`meta: refresh_inventory`). */
  readonly into?: Inventory | undefined;
}

/** What Ansible always leaves out of an inventory directory. */
const NEVER_READ = /^\.|^(?:host_vars|group_vars|vars_plugins)$/;

/**
 * The inventory made of `sources`, later ones adding to and overriding earlier ones. A source with a comma is a list of
 * hosts, a directory stands for the files in it (and below it) in the order of their names.
 * Never throws for bad input: all mistakes of all sources are in the diagnostics. `compat:` a source that cannot be read
 * is a warning, unless settings make it an error.
 */
export async function loadInventory(
  files: Files,
  sources: readonly string[],
  request: InventoryRequest,
): Promise<LoadedInventory> {
  return new Loader(files, request).load(sources.filter((s) => s !== ''));
}

/** A plugin that wanted a source and could not read it. */
interface Failure {
  readonly plugin: InventoryPlugin;
  readonly mistakes: readonly Diagnostic[];
}

class Loader {
  private readonly inventory: Inventory;
  private readonly settings: InventorySettings;
  private readonly diagnostics: Diagnostic[] = [];
  private readonly dirs: string[] = [];
  private readonly plugins: readonly InventoryPlugin[];
  private readonly ignored: (name: string) => boolean;

  constructor(
    private readonly files: Files,
    private readonly request: InventoryRequest,
  ) {
    this.settings = request.settings ?? DEFAULT_INVENTORY_SETTINGS;
    const { groupNames, mergeMappings } = this.settings;
    this.inventory = request.into ?? new Inventory({ groupNames, mergeMappings });
    request.into?.clear();
    this.plugins = this.settings.enabled.flatMap((name) => {
      const plugin = pluginNamed(name);
      if (!plugin) this.warn(`Failed to load inventory plugin, skipping ${name}`, 'see INVENTORY_ENABLED');
      return plugin ? [plugin] : [];
    });
    this.ignored = ignoredNames(this.settings);
  }

  async load(sources: readonly string[]): Promise<LoadedInventory> {
    const { cwd } = this.request;
    const paths = sources.map((s) => (isHostList(this.files, cwd, s) ? s : resolve(cwd, s)));
    let parsed = false;
    if (this.plugins.length === 0) {
      this.fail('No inventory plugins available to generate inventory', 'enable at least one of them');
    } else {
      for (const [i, path] of paths.entries()) parsed = (await this.source(path, sources[i] ?? path)) || parsed;
    }
    if (!parsed && this.settings.unparsedIsFailed) {
      this.fail('No inventory was parsed, please check your configuration and options.', 'name a source with -i');
    } else if (!parsed && this.settings.unparsedWarning) {
      this.warn('No inventory was parsed, only implicit localhost is available', 'name a source with -i');
    }
    // compat: with no source read to its end, what was read of them belongs to no group that is below `all`.
    if (parsed) this.inventory.reconcile();
    else this.inventory.touch();
    const varsDirs = paths.flatMap((path) => this.varsDir(path));
    if (this.settings.varsStage !== 'task' && this.settings.hostGroupVars) this.readVars(varsDirs);
    this.diagnostics.push(...this.inventory.takeFindings());
    return { inventory: this.inventory, sources: paths, varsDirs, diagnostics: this.diagnostics };
  }

  private varsDir(path: string): string[] {
    const kind = this.files.exists(path);
    if (path.includes(',') && kind === undefined) return [];
    return [kind === 'directory' ? path : dirname(path)];
  }

  /** Reads a file or directory, or a host list. @returns whether any plugin could */
  private async source(path: string, shown: string): Promise<boolean> {
    if (this.files.exists(path) !== 'directory') {
      const parsed = await this.file(path, shown);
      if (parsed) this.dirs.push(...this.varsDir(path));
      return parsed;
    }
    let parsed = false;
    for (const name of this.files.list(path)) {
      if (this.ignored(name)) continue;
      parsed = (await this.source(join(path, name), join(shown, name))) || parsed;
    }
    if (!parsed)
      this.unparsed(
        path,
        'it holds no inventory that could be read; files ending in .ini, .cfg, .txt, .md and the like are left out of a directory',
      );
    return parsed;
  }

  private async file(path: string, shown: string): Promise<boolean> {
    const source = this.sourceOf(path, shown);
    const failures: Failure[] = [];
    for (const plugin of this.plugins) {
      if (!plugin.wants(source)) continue;
      const mistakes = await attempt(plugin, source);
      if (mistakes.length === 0) {
        // compat: another plugin may read it. That of a program is only its source text, so it is told.
        for (const failed of failures) if (failed.plugin.name === 'script') this.tell(failed, shown);
        return true;
      }
      failures.push({ plugin, mistakes });
    }
    const relevant = failures.filter(
      ({ plugin }) =>
        plugin.name ===
        mainPlugin(
          source,
          failures.map((f) => f.plugin.name),
        ),
    );
    for (const failure of relevant.length > 0 ? relevant : failures) this.tell(failure, shown);
    this.unparsed(path, failures.length > 0 ? undefined : hintFor(this.files, path, this.plugins));
    return false;
  }

  private tell({ plugin, mistakes }: Failure, shown: string): void {
    for (const m of mistakes) {
      if (m.code === 'not-supported') this.diagnostics.push(m);
      else this.warn(`Failed to parse ${shown} with ${plugin.name} plugin: ${m.message}`, m.hint, m);
    }
  }

  /** compat: the default source may be missing. */
  private unparsed(path: string, hint: string | undefined): void {
    if (path === '/etc/ansible/hosts' && this.files.exists(path) === undefined) return;
    if (this.settings.anyUnparsedIsFailed) this.fail(`Completely failed to parse inventory source ${path}`, hint);
    else this.warn(`Unable to parse ${path} as an inventory source`, hint);
  }

  private sourceOf(path: string, shown: string): InventorySource {
    const file = this.files.exists(path) === undefined ? path : resolve(path);
    const dir = this.files.exists(path) === undefined ? null : dirname(path);
    return {
      inventory: this.inventory,
      files: this.files,
      path,
      shown,
      origin: { file, dir },
      settings: this.settings,
      template: this.request.template,
      extraVars: this.request.extraVars ?? new Map<Value, Value>(),
      vault: this.request.vault,
      cachedFacts: this.request.cachedFacts ?? (() => undefined),
      dirsSoFar: this.dirs,
      run: (program: string, args: readonly string[]): ExecResult => runProgram(program, args),
    };
  }

  /** The vars files beside the sources as part of the inventory itself. */
  private readVars(dirs: readonly string[]): void {
    const store = new VarsStore({
      files: this.files,
      vault: this.request.vault,
      extensions: this.settings.varsExtensions,
    });
    for (const kind of ['group_vars', 'host_vars'] as const) {
      for (const owner of (kind === 'group_vars' ? this.inventory.groups : this.inventory.hosts).values()) {
        for (const { vars, locked } of dirs.flatMap((dir) => store.of(dir, kind, owner.name))) {
          if (locked) this.diagnostics.push(locked.toDiagnostic());
          for (const [name, value] of vars) owner.vars.set(name, value);
        }
      }
    }
    this.inventory.touch();
    this.diagnostics.push(...store.takeDiagnostics());
  }

  private warn(message: string, hint?: string, at?: Diagnostic): void {
    const { span, notes } = at ?? {};
    this.diagnostics.push({ code: 'bad-inventory', severity: 'warning', message, span, hint, notes });
  }

  private fail(message: string, hint: string | undefined): void {
    this.diagnostics.push({ code: 'inventory-unparsed', severity: 'error', message, hint });
  }
}

/** compat: a text with a comma is a list of hosts, unless a file has that name. */
function isHostList(files: Files, cwd: string, source: string): boolean {
  return source.includes(',') && files.exists(resolve(cwd, source)) === undefined;
}

async function attempt(plugin: InventoryPlugin, source: InventorySource): Promise<readonly Diagnostic[]> {
  try {
    return await plugin.parse(source);
  } catch (error) {
    if (error instanceof LoadErrors) return error.diagnostics.filter((d) => d.severity === 'error');
    if (error instanceof TsplayError) return [error.toDiagnostic()];
    throw error;
  }
}

/** Which of the plugins that failed is the one whose words help: the others only tried because they take any file. */
function mainPlugin(source: InventorySource, failed: readonly string[]): string | undefined {
  if (failed.includes('script')) return 'script';
  const extension = extensionOf(source);
  if (extension === '.toml') return 'toml';
  const text = Buffer.from(source.files.readBytes(source.path)).toString('utf8');
  if (YAML_EXTENSIONS.includes(extension)) {
    return failed.includes('auto') && /^["']?plugin["']?\s*:/m.test(text) ? 'auto' : 'yaml';
  }
  const readsAsYaml = extension === '' && /^(?:---|[\w"'-]+:\s*$)/m.test(text);
  const named = failed.find((name) => name === 'constructed' || name === 'generator');
  if (named !== undefined && /^plugin:/m.test(text)) return named;
  return readsAsYaml ? 'yaml' : 'ini';
}

function hintFor(files: Files, path: string, plugins: readonly InventoryPlugin[]): string {
  if (files.exists(path) === undefined)
    return `'${basename(path)}' does not exist; a list of hosts has a comma: -i ${basename(path)},`;
  return `none of the enabled inventory plugins (${plugins.map((p) => p.name).join(', ')}) reads such a file, or it may not be read by this user`;
}

/** compat: endings and patterns are looked for as regular expressions, as Ansible does. */
function ignoredNames({ ignoreExtensions, ignorePatterns }: InventorySettings): (name: string) => boolean {
  const patterns = ignorePatterns.map((p) => new RegExp(p));
  return (name) =>
    NEVER_READ.test(name) || ignoreExtensions.some((end) => name.endsWith(end)) || patterns.some((p) => p.test(name));
}
