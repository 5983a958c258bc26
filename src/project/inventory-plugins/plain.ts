// The plugins that read what stands in a file or on the command line: host_list, advanced_host_list, yaml, ini, toml.
import { TsplayError } from '../../ground/index.js';
import { readHostList, readIniInventory, readYamlInventory } from '../../inventory/index.js';
import { extensionOf, isReadable, readYaml } from './files.js';
import type { InventoryPlugin, InventorySource } from './types.js';

function isHostList({ files, path }: InventorySource): boolean {
  return path.includes(',') && files.exists(path) === undefined;
}

export const hostList: InventoryPlugin = {
  name: 'host_list',
  wants: isHostList,
  parse({ inventory, path }) {
    readHostList(inventory, path);
    return [];
  },
};

export const advancedHostList: InventoryPlugin = {
  name: 'advanced_host_list',
  wants: isHostList,
  parse({ inventory, path }) {
    readHostList(inventory, path, true);
    return [];
  },
};

export const yaml: InventoryPlugin = {
  name: 'yaml',
  wants: (source) => isReadable(source) && ['', ...source.settings.yamlExtensions].includes(extensionOf(source)),
  parse(source) {
    const { value, diagnostics } = readYaml(source);
    const errors = diagnostics.filter((d) => d.severity === 'error');
    if (errors.length > 0) return errors;
    for (const { message, span, hint } of diagnostics) source.inventory.note({ message, span, hint });
    return readYamlInventory(source.inventory, value, source.shown, source.origin);
  },
};

export const ini: InventoryPlugin = {
  name: 'ini',
  wants: isReadable,
  parse: (source) => readIniInventory(source.inventory, textOf(source), source.shown, source.origin),
};

export const toml: InventoryPlugin = {
  name: 'toml',
  wants: (source) => isReadable(source) && extensionOf(source) === '.toml',
  async parse({ inventory, files, path, shown, origin }) {
    const { readTomlInventory } = await import('../../inventory/toml-inventory.js');
    readTomlInventory(inventory, files.readText(path), shown, origin);
    return [];
  },
};

/** `compat:` comments of an INI inventory may be in any encoding. */
function textOf({ files, path }: InventorySource): string {
  try {
    return files.readText(path);
  } catch (error) {
    if (!(error instanceof TsplayError) || error.code !== 'file-unreadable') throw error;
    const lines = Buffer.from(files.readBytes(path)).toString('latin1').split('\n');
    const kept = lines.map((line) => (/^[#;]/.test(line) ? '' : line)).join('\n');
    const bytes = Buffer.from(kept, 'latin1');
    if (bytes.toString('utf8').includes('\uFFFD')) throw error;
    return bytes.toString('utf8');
  }
}
