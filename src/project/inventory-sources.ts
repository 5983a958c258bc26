// Loads what `-i` names (files, directories, host lists) into one inventory.
import { basename, dirname, join, resolve } from 'node:path';
import type { Files } from '../controller/index.js';
import { TsplayError, type Diagnostic } from '../ground/index.js';
import { Inventory, readHostList, readInventoryText } from '../inventory/index.js';

export interface LoadedInventory {
  readonly inventory: Inventory;
  /** The directories whose group_vars and host_vars belong to the sources, in their order, each once. */
  readonly varsDirs: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** compat: what Ansible leaves out of an inventory directory; `.ini` files are among it. */
const IGNORED =
  /^\.|^(?:host_vars|group_vars|vars_plugins)$|(?:\.pyc|\.pyo|\.swp|\.bak|~|\.rpm|\.md|\.txt|\.rst|\.orig|\.ini|\.cfg|\.retry)$/;

/**
 * The inventory made of `sources`, later ones adding to and overriding earlier ones. A source with a comma is a list of
 * hosts, a directory stands for the files in it (and below it) in the order of their names.
 * Never throws for bad input: all mistakes of all sources are in the diagnostics.
 * @param cwd the directory relative paths start from; messages name files as the user wrote them.
 */
export function loadInventory(
  files: Files,
  sources: readonly string[],
  options: { readonly cwd: string },
): LoadedInventory {
  const inventory = new Inventory();
  const diagnostics: Diagnostic[] = [];
  const varsDirs = new Set<string>();
  for (const source of sources) {
    if (source.includes(',')) {
      diagnostics.push(...readHostList(inventory, source));
      continue;
    }
    const path = resolve(options.cwd, source);
    const isDirectory = files.exists(path) === 'directory';
    varsDirs.add(isDirectory ? path : dirname(path));
    const found = isDirectory ? inventoryFiles(files, path, source) : [{ path, shown: source }];
    if (found.length === 0) {
      diagnostics.push({
        code: 'bad-inventory',
        severity: 'warning',
        message: `the inventory directory '${source}' holds no inventory file`,
        hint: 'files ending in .ini, .cfg, .txt, .md and the like are left out of a directory; name the file itself',
      });
    }
    for (const { path: file, shown } of found) {
      try {
        diagnostics.push(...readFile(files, inventory, file, shown));
      } catch (error) {
        if (!(error instanceof TsplayError)) throw error;
        diagnostics.push(error.toDiagnostic());
      }
    }
  }
  inventory.reconcile();
  return { inventory, varsDirs: [...varsDirs], diagnostics };
}

function inventoryFiles(files: Files, dir: string, shown: string): { path: string; shown: string }[] {
  return files.list(dir).flatMap((name) => {
    if (IGNORED.test(name)) return [];
    const entry = { path: join(dir, name), shown: join(shown, name) };
    const kind = files.exists(entry.path);
    if (kind === 'directory') return inventoryFiles(files, entry.path, entry.shown);
    return kind === 'file' ? [entry] : [];
  });
}

function readFile(files: Files, inventory: Inventory, path: string, shown: string): readonly Diagnostic[] {
  const head = Buffer.from(files.readBytes(path).subarray(0, 1024)).toString('latin1');
  if (head.startsWith('#!') || head.includes('\0')) {
    throw new TsplayError(
      'not-supported',
      `the inventory '${shown}' is a program; script inventories are not supported`,
      {
        span: { file: shown, line: 1, col: 1 },
        hint: `use an INI or YAML file: save what \`ansible-inventory -i ${basename(shown)} --list --yaml --export\` prints`,
      },
    );
  }
  return readInventoryText(inventory, files.readText(path), shown, { file: path, dir: dirname(path) }, files.vault);
}
