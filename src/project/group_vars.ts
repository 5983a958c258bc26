// Loads the variables that group_vars and host_vars hold beside inventories and playbooks.
import { extname, join } from 'node:path';
import type { Files } from '../controller/index.js';
import { TsplayError, type Diagnostic } from '../ground/index.js';
import type { Inventory } from '../inventory/index.js';
import { spansOf, type ValueMap } from '../value/index.js';
import { loadYamlDocument } from '../yaml/index.js';

/** The variables of one file. */
export interface VarsFile {
  readonly file: string;
  readonly vars: ValueMap;
  /** Why it could not be decrypted: that matters only to a run in which a host wants its variables. */
  readonly locked?: TsplayError;
}

/** What one directory's group_vars and host_vars say; per name the files in load order, later ones win. */
export interface DirectoryVars {
  readonly dir: string;
  readonly groups: ReadonlyMap<string, readonly VarsFile[]>;
  readonly hosts: ReadonlyMap<string, readonly VarsFile[]>;
}

type Kind = 'group_vars' | 'host_vars';

const EXTENSIONS = ['', '.yml', '.yaml', '.json'];

/**
 * The variables of all groups and hosts of `inventory`, one entry per directory in the order given. Files of groups and
 * hosts that do not exist are not read. Never throws for bad input: all mistakes are in the diagnostics.
 */
export function loadGroupVars(
  files: Files,
  baseDirs: readonly string[],
  inventory: Inventory,
): { readonly dirs: readonly DirectoryVars[]; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const load = (dir: string, kind: Kind, names: Iterable<string>): Map<string, readonly VarsFile[]> => {
    const found = new Map<string, readonly VarsFile[]>();
    const folder = join(dir, kind);
    const present = entries(files, folder, kind, diagnostics);
    for (const name of present.size > 0 ? names : []) {
      const loaded = loadEntity(files, folder, name, present, diagnostics);
      if (loaded.length > 0) found.set(name, loaded);
    }
    return found;
  };
  const dirs = [...new Set(baseDirs)].map((dir) => ({
    dir,
    groups: load(dir, 'group_vars', inventory.groups.keys()),
    hosts: load(dir, 'host_vars', inventory.hosts.keys()),
  }));
  return { dirs, diagnostics };
}

/** The names in group_vars or host_vars; none when it is not there. */
function entries(files: Files, folder: string, kind: Kind, diagnostics: Diagnostic[]): Set<string> {
  const found = files.exists(folder);
  if (found === undefined) return new Set();
  if (found !== 'directory') {
    const message = `'${folder}' is not a directory; it is skipped`;
    diagnostics.push({ code: 'file-unreadable', severity: 'warning', message, hint: `make ${kind} a directory` });
    return new Set();
  }
  try {
    return new Set(files.list(folder));
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
    diagnostics.push(error.toDiagnostic());
    return new Set();
  }
}

/** compat: of `name`, `name.yml`, `name.yaml`, `name.json` only the first that exists is read. */
function loadEntity(
  files: Files,
  folder: string,
  name: string,
  present: ReadonlySet<string>,
  diagnostics: Diagnostic[],
): VarsFile[] {
  if (name.startsWith('/')) return [];
  const entry = name.includes('/')
    ? EXTENSIONS.map((ext) => name + ext).find((n) => files.exists(join(folder, n)) !== undefined)
    : EXTENSIONS.map((ext) => name + ext).find((n) => present.has(n) && files.exists(join(folder, n)) !== undefined);
  if (entry === undefined) return [];
  const path = join(folder, entry);
  return varsPaths(files, path).flatMap((file) => {
    try {
      return loadVarsFile(files, file, diagnostics);
    } catch (error) {
      if (!(error instanceof TsplayError)) throw error;
      if (error.code === 'vault-failed') return [{ file, vars: new Map(), locked: lockedVars(error) }];
      diagnostics.push(error.toDiagnostic());
      return [];
    }
  });
}

function varsPaths(files: Files, path: string): string[] {
  if (files.exists(path) !== 'directory') return [path];
  return files.list(path).flatMap((name) => {
    if (name.startsWith('.') || name.endsWith('~')) return [];
    const extension = extname(name);
    const child = join(path, name);
    const kind = files.exists(child);
    if (kind === 'directory') return extension === '' ? varsPaths(files, child) : [];
    return kind === 'file' && EXTENSIONS.includes(extension) ? [child] : [];
  });
}

function lockedVars({ message, span, hint, cause }: TsplayError): TsplayError {
  return new TsplayError('vault-variables', message, { span, hint, cause });
}

function loadVarsFile(files: Files, file: string, diagnostics: Diagnostic[]): VarsFile[] {
  const { vault } = files;
  const { value, diagnostics: found } = loadYamlDocument(files.readText(file), file, { trust: 'templates', vault });
  diagnostics.push(...found);
  if (value === null || found.some((d) => d.severity === 'error')) return [];
  if (!(value instanceof Map)) {
    throw new TsplayError('yaml-value', 'a file of variables must be a mapping', {
      span: spansOf(value)?.self ?? { file, line: 1, col: 1 },
      hint: "write 'name: value' lines",
    });
  }
  for (const key of value.keys()) {
    if (typeof key === 'string') continue;
    diagnostics.push({
      code: 'yaml-value',
      severity: 'warning',
      message: 'this key is not text and cannot be used as a variable',
      span: spansOf(value)?.keys?.get(key) ?? { file, line: 1, col: 1 },
      hint: 'quote the name; a name cannot be a template',
    });
  }
  return [{ file, vars: value }];
}
