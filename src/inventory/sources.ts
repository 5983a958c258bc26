// From an inventory text, in whichever notation it is, to hosts and groups in an Inventory.
import type { Diagnostic } from '../ground/index.js';
import { loadYamlDocument, type LoadOptions } from '../yaml/index.js';
import { readIniInventory } from './ini.js';
import type { Inventory, SourceOrigin } from './model.js';
import { parseAddress } from './ranges.js';
import { readYamlInventory } from './yaml-inventory.js';

/**
 * Adds the inventory file `file` with content `text` to `inventory`, without reconciling it. By its name a file is YAML
 * (`.yml`, `.yaml`, `.json`) or INI (any other extension); without an extension it is YAML when it reads as a mapping.
 * Never throws for bad input: all mistakes are returned.
 */
export function readInventoryText(
  inventory: Inventory,
  text: string,
  file: string,
  origin: SourceOrigin,
  vault?: LoadOptions['vault'],
): readonly Diagnostic[] {
  const options: LoadOptions = { trust: 'templates', vault };
  const extension = /[^/](\.[^./]*)$/.exec(file)?.[1];
  if (extension === '.toml') {
    const message = 'inventories in TOML are not supported';
    return [
      {
        code: 'not-supported',
        severity: 'error',
        message,
        span: { file, line: 1, col: 1 },
        hint: 'write it as INI or YAML',
      },
    ];
  }
  if (extension !== undefined && !['.yml', '.yaml', '.json'].includes(extension)) {
    return readIniInventory(inventory, text, file, origin);
  }
  const loaded = loadYamlDocument(text, file, options);
  const broken = loaded.diagnostics.some((d) => d.severity === 'error');
  if (extension === undefined && !(loaded.value instanceof Map && !broken) && !/^---\s*$/m.test(text)) {
    return readIniInventory(inventory, text, file, origin);
  }
  if (broken) return loaded.diagnostics;
  return [...loaded.diagnostics, ...readYamlInventory(inventory, loaded.value, file, origin)];
}

/** Adds the hosts of a list like `web1,db1:2222,` (it has at least one comma) to `inventory`. */
export function readHostList(inventory: Inventory, list: string): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const group = inventory.addGroup('ungrouped');
  for (const part of list.split(',')) {
    const text = part.trim();
    if (text === '') continue;
    const { host, port } = parseAddress(text) ?? { host: text };
    if (host.includes('[')) {
      diagnostics.push({
        code: 'bad-inventory',
        severity: 'error',
        message: `'${text}' in the host list '${list}' holds a range; a host list has plain names only`,
        hint: 'write the names one by one, or the range into an inventory file',
      });
      continue;
    }
    inventory.addHost(host, group, { ...(port === undefined ? {} : { port }), origin: { file: list, dir: null } });
  }
  return diagnostics;
}
