// Hosts named on the command line: `web1,db1:2222,` and, for advanced_host_list, `web[01:20],`.
import type { Inventory } from './model.js';
import { expandHosts, parseAddress } from './ranges.js';

/**
 * Adds the hosts of a list that has at least one comma to `inventory`.
 * @param ranges whether `[a:b]` stands for several hosts
 * @throws TsplayError bad-inventory for a range that is none
 */
export function readHostList(inventory: Inventory, list: string, ranges = false): void {
  const group = inventory.addGroup('ungrouped');
  for (const part of list.split(',')) {
    const text = part.trim();
    if (text === '') continue;
    const { names, port } = ranges ? expandHosts(text, undefined) : plain(inventory, text);
    for (const name of names) {
      if (inventory.hosts.has(name)) continue;
      // compat: a list on the command line has no directory, which Ansible tells with this text.
      inventory.addHost(name, group, { ...(port === undefined ? {} : { port }), origin: { file: list, dir: 'None' } });
    }
  }
}

/** compat: a range is not expanded: it makes a host of that very name. */
function plain(inventory: Inventory, text: string): { names: string[]; port?: number | undefined } {
  const { host, port } = parseAddress(text) ?? { host: text };
  if (!/\[[^\]]*:[^\]]*\]/.test(host)) return { names: [host], port };
  inventory.note({
    message: `'${text}' holds a range, which a host list does not know: it is taken as the name of one host`,
    hint: 'name the hosts one by one, enable the inventory plugin advanced_host_list, or write an inventory file',
  });
  return { names: [text] };
}
