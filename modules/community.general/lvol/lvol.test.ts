import { join } from 'node:path';
import { decideCases } from '../../../test/support/decide-cases.js';
import { runCases } from '../../../test/support/module-cases.js';
import { decide, parseSize, type VolumeWanted } from './decide.js';
import module from './index.js';

interface Seen {
  /** Size, free space and extent of the group. */
  readonly group?: readonly [number, number, number];
  /** By name: size and attributes as lvs prints them. */
  readonly volumes?: Readonly<Record<string, readonly [number, string]>>;
}

decideCases<Seen>(module, join(import.meta.dirname, 'decisions'), (args: VolumeWanted, seen) => {
  const [size, free, extent] = seen.group ?? [100, 60, 4];
  const volumes = Object.entries(seen.volumes ?? {}).map(([name, [bytes, attributes]]) => ({
    name,
    size: bytes,
    active: attributes[4] === 'a',
    isPool: attributes.startsWith('t'),
    isThin: attributes.startsWith('V'),
  }));
  const wanted = args.size ? parseSize(args.size, args.snapshot !== undefined) : undefined;
  const { step, activate } = decide(args, wanted, { size, free, extent }, volumes);
  return {
    steps: [...(step ? [step.argv.join(' ')] : []), ...(activate === undefined ? [] : [`activate ${activate}`])],
    more: { msg: step?.msg },
  };
});
runCases(module, join(import.meta.dirname, 'cases'));
