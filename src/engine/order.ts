// In which order a play takes its hosts, and in which batches.
import { TsplayError } from '../ground/index.js';

const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0;

/** `order`: the hosts as the play takes them; `hosts` come in inventory order. @throws TsplayError bad-keyword */
export function ordered<T extends { readonly name: string }>(
  hosts: readonly T[],
  order: string | undefined,
  span: TsplayError['span'],
): T[] {
  switch (order) {
    case undefined:
    case 'inventory':
      return [...hosts];
    case 'reverse_inventory':
      return [...hosts].reverse();
    case 'sorted':
      return [...hosts].sort(byName);
    case 'reverse_sorted':
      return [...hosts].sort(byName).reverse();
    case 'shuffle':
      return shuffled(hosts);
    default:
      throw new TsplayError('bad-keyword', `'order' cannot be '${order}'`, {
        span,
        hint: 'it is one of inventory, reverse_inventory, sorted, reverse_sorted, shuffle',
      });
  }
}

function shuffled<T>(hosts: readonly T[]): T[] {
  const left = [...hosts];
  const taken: T[] = [];
  while (left.length > 0) taken.push(...left.splice(Math.floor(Math.random() * left.length), 1));
  return taken;
}

/** `serial`: numbers or percentages of the hosts; the last size goes on until no host is left. @throws TsplayError bad-keyword */
export function batchSizes(serial: readonly (number | string)[], hosts: number): number[] {
  const sizes: number[] = [];
  let left = hosts;
  for (let i = 0; left > 0; i++) {
    const wanted = serial[Math.min(i, serial.length - 1)] ?? hosts;
    const size =
      typeof wanted === 'string' && wanted.trim().endsWith('%')
        ? Math.max(1, Math.floor((parseFloat(wanted) / 100) * hosts))
        : Number(wanted);
    if (Number.isNaN(size)) {
      throw new TsplayError('bad-keyword', `'serial' must be a number or a percentage of hosts, not '${wanted}'`);
    }
    const taken = size <= 0 ? left : Math.min(size, left);
    sizes.push(taken);
    left -= taken;
  }
  return sizes;
}
