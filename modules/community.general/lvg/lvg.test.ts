import { join } from 'node:path';
import { decideCases } from '../../../test/support/decide-cases.js';
import { decide, type GroupWanted } from './decide.js';
import module from './index.js';

interface Seen {
  /** Number of logical volumes of the group v; without it the group is not there. */
  readonly volumes?: number;
  /** Physical volumes: the group each is in, or that and sizes of device, volume, start and extent. */
  readonly physical?: Readonly<Record<string, string | readonly [string, number, number, number, number]>>;
  readonly missing?: readonly string[];
  readonly auto?: boolean;
  readonly active?: number;
  readonly inactive?: number;
}

decideCases<Seen>(module, join(import.meta.dirname, 'decisions'), (args: GroupWanted, seen, watch) => {
  const steps = decide(
    args,
    watch({
      group: seen.volumes === undefined ? undefined : { volumes: seen.volumes },
      devices: (args.pvs ?? []).map((path) => ({ path, exists: !(seen.missing ?? []).includes(path) })),
      physical: Object.entries(seen.physical ?? {}).map(([name, told]) => {
        const [group, deviceSize, size, start, extent] =
          typeof told === 'string' ? ([told, 9, 8, 1, 4] as const) : told;
        return { name, real: name, group, deviceSize, size, start, extent };
      }),
      canAutoactivate: seen.auto !== undefined,
      autoactivation: seen.auto === true,
      active: seen.active ?? 0,
      inactive: seen.inactive ?? 0,
    }),
  );
  return { steps: steps.map(({ argv }) => argv.join(' ')) };
});
