// Makes, mounts and removes volumes of podman.
import {
  bool,
  choice,
  defineModule,
  dict,
  list,
  ModuleFailure,
  script,
  str,
  z,
  type ModuleReturn,
} from '../../../src/kit/index.js';
import { outputOf } from '../../_shared/output.js';
import {
  lookPodman,
  podmanArgs,
  podmanDebug,
  PodmanDifferences,
  runSteps,
  textMap,
  type Json,
  type PodmanStep,
} from '../../_shared/podman.js';
import { quadletArgs, quadletText, writeQuadlet, type QuadletLine } from '../../_shared/quadlet.js';

const args = z.strictObject({
  ...podmanArgs,
  ...podmanDebug,
  ...quadletArgs,
  name: str().describe('Name of the volume.'),
  state: choice('present', 'absent', 'mounted', 'unmounted', 'quadlet')
    .default('present')
    .describe('Whether there is one, it is mounted, or only its Quadlet file is written.'),
  driver: str().optional().describe('Its driver; without it a volume is expected to be `local`.'),
  label: dict(str()).optional().describe('Its labels: these and no others.'),
  options: list(str())
    .optional()
    .describe('Options of the driver, as `key=value`. Those of owner and group (`o=uid=…`) are not compared.'),
  recreate: bool().default(false).describe('Remove it, with its data, and make it anew each time.'),
});
export type Args = z.output<typeof args>;

/** What of a volume is not as asked for. */
export function volumeDifferences(a: Pick<Args, 'driver' | 'label' | 'options'>, volume: Json): PodmanDifferences {
  const found = new PodmanDifferences();
  found.compare('driver', volume['Driver'], a.driver ?? 'local');
  found.compare('label', textMap(volume['Labels']), a.label ?? {});
  const has = Object.entries(textMap(volume['Options'])).filter(([key]) => !/^[ug]id$/i.test(key));
  const options = (all: readonly string[]): string[] => [...new Set(all)].sort();
  found.compare('options', options(has.map(([key, value]) => `${key}=${value}`)), options(a.options ?? []));
  return found;
}

export const createWords = (a: Args): string[] => [
  'volume',
  'create',
  a.name,
  ...Object.entries(a.label ?? {}).flatMap(([key, value]) => ['--label', `${key}=${value}`]),
  ...(a.driver === undefined ? [] : ['--driver', a.driver]),
  ...(a.options ?? []).flatMap((option) => ['--opt', option]),
];

/** @returns the commands, and what is told of them @throws ModuleFailure when there is none to be unmounted */
export function decide(
  a: Args,
  volume: Json | undefined,
  root: boolean,
): {
  readonly steps: readonly PodmanStep[];
  readonly told: readonly string[];
  readonly differences: PodmanDifferences;
} {
  const create: PodmanStep = { action: 'create', words: createWords(a) };
  const remove: PodmanStep = { action: 'delete', words: ['volume', 'rm', '-f', a.name] };
  const none = new PodmanDifferences();
  switch (a.state) {
    case 'absent':
      return { steps: volume ? [remove] : [], told: volume ? [`deleted ${a.name}`] : [], differences: none };
    case 'mounted': {
      const words = [...(root ? [] : ['unshare', a.executable]), 'volume', 'mount', a.name];
      const mount: PodmanStep = { action: 'mount', words };
      return {
        steps: volume ? [mount] : [create, mount],
        told: [...(volume ? [] : [`created ${a.name}`]), `mounted ${a.name}`],
        differences: none,
      };
    }
    case 'unmounted': {
      if (!volume) throw new ModuleFailure(`Volume ${a.name} does not exist!`);
      const words = ['volume', 'unmount', a.name];
      return { steps: [{ action: 'unmount', words }], told: [`unmounted ${a.name}`], differences: none };
    }
    default: {
      if (!volume) return { steps: [create], told: [`created ${a.name}`], differences: none };
      const differences = volumeDifferences(a, volume);
      const anew = a.recreate || !differences.empty;
      return { steps: anew ? [remove, create] : [], told: anew ? [`recreated ${a.name}`] : [], differences };
    }
  }
}

export function quadlet(a: Args): string {
  const entries: QuadletLine[] = [['VolumeName', a.name]];
  if (a.driver !== undefined) entries.push(['Driver', a.driver]);
  for (const [key, value] of Object.entries(a.label ?? {})) entries.push(['Label', `${key}=${value}`]);
  if (a.debug) entries.push(['GlobalArgs', '--log-level debug']);
  for (const option of a.options ?? []) entries.push(['PodmanArgs', `--opt ${option}`]);
  return quadletText('Volume', entries, a.quadlet_options);
}

const WHO = script('say uid "$(id -u)"');

export default defineModule({
  name: 'containers.podman.podman_volume',
  summary: 'Makes, mounts and removes volumes of podman.',
  args,
  returns: z.object({
    volume: z.looseObject({}).describe('The volume as podman inspects it; empty when there is none.'),
    actions: z.array(z.string()).describe('What was done.'),
    podman_actions: z.array(z.string()).optional().describe('The commands that were run.'),
    podman_version: z.string().optional().describe('Version of podman, with `debug`.'),
    mount_point: z.string().optional().describe('Where it is mounted, of `mounted`.'),
  }),
  requires: ['podman'],
  check: 'none',
  diff: true,
  examples: [
    { name: 'A volume', task: 'containers.podman.podman_volume:\n  name: data\n  label:\n    app: shop' },
    {
      name: 'A volume in memory',
      task: 'containers.podman.podman_volume:\n  name: fast\n  options:\n    - device=tmpfs\n    - type=tmpfs',
    },
    {
      name: 'A Quadlet file for a volume',
      task: 'containers.podman.podman_volume:\n  name: data\n  state: quadlet\n  quadlet_dir: /tmp/quadlets',
    },
  ],
  async run(context) {
    const { args: a, host, diffMode } = context;
    if (a.state === 'quadlet')
      return { actions: [], volume: {}, ...(await writeQuadlet(context, 'volume', a.name, quadlet(a))) };
    const inspect = async () => lookPodman(host, a.executable, { volume: ['volume', 'inspect', a.name] }, WHO);
    const look = await inspect();
    // An ID or the beginning of a name may stand for another one.
    const named = (volume: Json | undefined): Json | undefined => (volume?.['Name'] === a.name ? volume : undefined);
    const volume = named(look.first('volume'));
    const { steps, told, differences } = decide(a, volume, look.told.value('uid') === '0');
    const { commands, stdout, stderr } = await runSteps(context, `volume ${a.name}`, steps);
    const result: ModuleReturn = { changed: steps.length > 0, actions: told, podman_actions: commands };
    if (a.state === 'absent') return { ...result, volume: {} };
    const now = steps.length > 0 ? named((await inspect()).first('volume')) : volume;
    if (a.state === 'mounted') result['mount_point'] = stdout.trim();
    if (diffMode && !differences.empty) result['diff'] = differences.sides();
    if (a.debug) result['podman_version'] = look.version;
    return { ...result, volume: now ?? {}, ...outputOf(stdout, stderr) };
  },
});
