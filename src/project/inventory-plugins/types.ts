// What an inventory plugin is: it says whether it wants a source, and adds what the source says to the inventory.
import type { ExecResult, Files } from '../../controller/index.js';
import type { Diagnostic } from '../../ground/index.js';
import type { Inventory, SourceOrigin } from '../../inventory/index.js';
import type { TemplateEngine } from '../../template/types.js';
import type { ValueMap } from '../../value/index.js';
import type { LoadOptions } from '../../yaml/index.js';
import type { InventorySettings } from '../inventory-settings.js';

/** One source (a file, never a directory, or a host list) and all that a plugin may use to read it. */
export interface InventorySource {
  readonly inventory: Inventory;
  readonly files: Files;
  /** Its absolute path, or the host list. */
  readonly path: string;
  /** As the user wrote it, for messages. */
  readonly shown: string;
  readonly origin: SourceOrigin;
  readonly settings: InventorySettings;
  readonly template: TemplateEngine;
  readonly extraVars: ValueMap;
  readonly vault: LoadOptions['vault'];
  /** The facts of a host that a cache has kept from earlier runs. */
  readonly cachedFacts: (host: string) => ValueMap | undefined;
  /** The directories of the sources read so far, for `use_vars_plugins`. */
  readonly dirsSoFar: readonly string[];
  run(program: string, args: readonly string[]): ExecResult;
}

export interface InventoryPlugin {
  readonly name: string;
  /** Whether it would read such a source, by name and kind; it may still find that it cannot. */
  wants(source: InventorySource): boolean;
  /**
   * Adds the source to its inventory. @returns mistakes for which it cannot be read; none when it was
   * @throws TsplayError the same as one
   */
  parse(source: InventorySource): readonly Diagnostic[] | Promise<readonly Diagnostic[]>;
}
