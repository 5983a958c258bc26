// Opens the inventory of a command line: its sources, the limit, and what a host pattern selects.
import { resolve } from 'node:path';
import { nodeFiles, type Files } from '../controller/index.js';
import { TsplayError, type Diagnostic, type Span } from '../ground/index.js';
import {
  limitPatterns,
  matchHosts,
  replayAdditions,
  type Inventory,
  type Matched,
  type MatchOptions,
} from '../inventory/index.js';
import { loadInventory, type InventorySettings } from '../project/index.js';
import type { TemplateEngine } from '../template/index.js';
import type { ValueMap } from '../value/index.js';

export interface InventoryCommandLine {
  /** What `-i` or the configuration names. */
  readonly sources: readonly string[];
  readonly cwd: string;
  readonly limit: string | undefined;
  readonly template: TemplateEngine;
  readonly extraVars: ValueMap;
  readonly settings?: InventorySettings | undefined;
  /** Those that decrypt; the ones on the disk as they are when not given. */
  readonly files?: Files | undefined;
  /** The facts of a host that a cache has kept from earlier runs. */
  readonly cachedFacts?: ((host: string) => ValueMap | undefined) | undefined;
  /** HOST_PATTERN_MISMATCH. */
  readonly mismatch?: MatchOptions['mismatch'];
}

export interface OpenedInventory {
  readonly inventory: Inventory;
  /** The sources as absolute paths, host lists as they are. */
  readonly sources: readonly string[];
  readonly varsDirs: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** The hosts of patterns within the limit; a warning about the limit is told once. @throws TsplayError host-pattern */
  match(patterns: string | readonly string[], span?: Span): Matched;
  /** Reads the sources anew into the same inventory; back come the mistakes. */
  refresh(): Promise<readonly Diagnostic[]>;
}

/** Never throws for a source that cannot be read; the limit and its file may be wrong. @throws TsplayError */
export async function openInventory(line: InventoryCommandLine): Promise<OpenedInventory> {
  const { cwd, template, settings, extraVars, files = nodeFiles } = line;
  const request = { cwd, template, settings, extraVars, vault: files.vault, cachedFacts: line.cachedFacts };
  const loaded = await loadInventory(files, line.sources, request);
  const { inventory } = loaded;
  const limit = line.limit === undefined ? undefined : limitPatterns(line.limit, (path) => limitFile(path, cwd));
  const told = new Set<string>();
  return {
    ...loaded,
    match(patterns, span) {
      const { hosts, diagnostics } = matchHosts(inventory, patterns, { limit, span, mismatch: line.mismatch });
      // What is wrong with the pattern is told by who runs or lists it; checks ask before.
      if (limit === undefined) return { hosts, diagnostics };
      const ofLimit = new Set(
        matchHosts(inventory, limit, { mismatch: line.mismatch }).diagnostics.map((d) => d.message),
      );
      const fresh = diagnostics.filter((d) => !ofLimit.has(d.message) || !told.has(d.message));
      for (const { message } of fresh) told.add(message);
      return { hosts, diagnostics: fresh };
    },
    async refresh() {
      const { diagnostics } = await loadInventory(files, line.sources, { ...request, into: inventory });
      replayAdditions(inventory);
      return diagnostics;
    },
  };
}

/** The text of `--limit @file`. `compat:` the words are Ansible's. @throws TsplayError */
function limitFile(path: string, cwd: string): string {
  const absolute = resolve(cwd, path);
  const kind = nodeFiles.exists(absolute);
  if (kind === undefined) {
    throw new TsplayError('file-missing', `Unable to find limit file ${path}`, {
      hint: 'a retry file is written only when RETRY_FILES_ENABLED is set',
    });
  }
  if (kind === 'directory') {
    throw new TsplayError('file-unreadable', `Limit starting with "@" must be a file, not a directory: ${path}`);
  }
  return nodeFiles.readText(absolute);
}

/**
 * What is to be said before hosts are worked on: that nobody is listed.
 * @throws TsplayError host-pattern when the limit leaves none of the hosts there are
 */
export function assertHosts(
  opened: OpenedInventory,
  options: { readonly pattern?: string; readonly localhostWarning?: boolean } = {},
): Diagnostic[] {
  const pattern = options.pattern ?? 'all';
  const diagnostics: Diagnostic[] = [];
  if (opened.inventory.hosts.size === 0 && options.localhostWarning !== false) {
    if (!['localhost', '127.0.0.1', '::1'].includes(pattern)) {
      const message =
        "provided hosts list is empty, only localhost is available. Note that the implicit localhost does not match 'all'";
      diagnostics.push({ code: 'bad-inventory', severity: 'warning', message });
    }
  }
  const matched = opened.match(pattern);
  diagnostics.push(...matched.diagnostics);
  if (matched.hosts.length > 0 || opened.inventory.hosts.size === 0) return diagnostics;
  const message = 'Specified inventory, host pattern and/or --limit leaves us with no hosts to target.';
  throw new TsplayError('host-pattern', message, {
    hint: 'the names are those of the inventory; --list-hosts shows what a play selects',
    notes: diagnostics.map((d) => ({ message: d.message })),
  });
}
