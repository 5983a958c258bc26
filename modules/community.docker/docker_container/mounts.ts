// Mounts, volumes and binds of a container: checked, sent and read back.
import { ModuleFailure } from '../../../src/kit/index.js';
import type { Json } from '../../_shared/docker-client.js';
import { apiTexts, bytesOf } from '../../_shared/docker-values.js';
import type { ContainerArgs } from './args.js';
import { hostConfig, type Group, type Values } from './options.js';

type Mount = NonNullable<ContainerArgs['mounts']>[number];

/** Which types of mount an option belongs to. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  create_mountpoint: ['bind'],
  labels: ['volume'],
  no_copy: ['volume'],
  non_recursive: ['bind'],
  propagation: ['bind'],
  read_only_force_recursive: ['bind'],
  read_only_non_recursive: ['bind'],
  subpath: ['volume', 'image'],
  tmpfs_size: ['tmpfs'],
  tmpfs_mode: ['tmpfs'],
  tmpfs_options: ['tmpfs'],
  volume_driver: ['volume'],
  volume_options: ['volume'],
};

const MODES = new Set(
  'rw ro z Z consistent delegated cached rprivate private rshared shared rslave slave nocopy'.split(' '),
);
const isMode = (text: string): boolean => text.split(',').every((part) => MODES.has(part));

/** One mount with what was given, in the form it is compared in. @throws ModuleFailure */
function prepareMount(mount: Mount): Values {
  const { target, type } = mount;
  if (mount.source === undefined && !['tmpfs', 'volume', 'image', 'cluster'].includes(type)) {
    throw new ModuleFailure(`source must be specified for mount "${target}" of type "${type}"`);
  }
  for (const [option, types] of Object.entries(TYPES)) {
    if (mount[option as keyof Mount] === undefined || types.includes(type)) continue;
    const needs = `needs type${types.length === 1 ? '' : 's'} "${types.join('", "')}"`;
    throw new ModuleFailure(`${option} cannot be specified for mount "${target}" of type "${type}" (${needs})`);
  }
  const { volume_options, labels, tmpfs_size, tmpfs_mode, tmpfs_options, ...plain } = mount;
  const filled = (dict: object | undefined): boolean => dict !== undefined && Object.keys(dict).length > 0;
  const all: Values = {
    ...plain,
    volume_options: mount.volume_driver && filled(volume_options) ? apiTexts(volume_options) : undefined,
    labels: filled(labels) ? apiTexts(labels) : labels,
    tmpfs_size: tmpfs_size === undefined ? undefined : bytesOf(`tmpfs_size of mount "${target}"`, tmpfs_size),
    tmpfs_mode: tmpfs_mode === undefined ? undefined : octal(tmpfs_mode, target),
    tmpfs_options: tmpfs_options?.map((option, i) => tmpfsOption(option, i, target)),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function octal(text: string, target: string): number {
  if (!/^\s*(?:0o)?[0-7]+\s*$/.test(text)) {
    throw new ModuleFailure(`tmp_fs mode of mount "${target}" is not an octal string!`);
  }
  return parseInt(text.trim().replace(/^0o/, ''), 8);
}

function tmpfsOption(option: Readonly<Record<string, unknown>>, i: number, target: string): string[] {
  const entries = Object.entries(option);
  const where = `tmpfs_options[${i + 1}] of mount "${target}"`;
  const [first] = entries;
  if (!first || entries.length !== 1) throw new ModuleFailure(`${where} must be a one-element dictionary!`);
  const [key, value] = first;
  if (value === null || value === undefined) return [key];
  if (typeof value !== 'string') throw new ModuleFailure(`the value in ${where} must be a string or null/none!`);
  return [key, value];
}

/** `source:target:mode` in parts; a volume without a source has none. @throws ModuleFailure for a mode that is none */
function parseVolume(volume: string): { bind: string | undefined; anonymous: boolean } {
  const parts = volume.split(':');
  if (parts.length === 3) {
    if (!isMode(parts[2] ?? '')) throw new ModuleFailure(`Found invalid volumes mode: ${parts[2]}`);
    return { bind: volume, anonymous: false };
  }
  if (parts.length === 2 && !isMode(parts[1] ?? '')) return { bind: `${volume}:rw`, anonymous: false };
  return { bind: undefined, anonymous: true };
}

function prepareMounts({ mounts, volumes }: ContainerArgs): Values {
  const last = new Map<string, string>();
  const taken = (target: string, by: string): void => {
    const other = last.get(target);
    if (other === by) throw new ModuleFailure(`The mount point "${target}" appears twice in the ${by} option`);
    if (other !== undefined) {
      throw new ModuleFailure(`The mount point "${target}" appears both in the ${by} and ${other} option`);
    }
    last.set(target, by);
  };
  const values: Values = {};
  if (mounts !== undefined) {
    values['mounts'] = mounts.map((mount) => {
      taken(mount.target, 'mounts');
      return prepareMount(mount);
    });
  }
  if (volumes !== undefined) {
    const parsed = volumes.map((volume) => {
      const parts = volume.split(':');
      taken(parts[Math.min(1, parts.length - 1)] ?? '', 'volumes');
      return { volume, ...parseVolume(volume) };
    });
    values['volumes'] = parsed.map(({ volume, bind }) => (volume.split(':').length === 2 ? (bind ?? volume) : volume));
    values['volume_binds'] = parsed.flatMap(({ bind }) => bind ?? []);
  }
  return values;
}

const anonymous = (volumes: unknown): Record<string, object> =>
  Object.fromEntries(((volumes ?? []) as string[]).filter((v) => parseVolume(v).anonymous).map((v) => [v, {}]));

const at = (value: unknown, ...keys: string[]): unknown =>
  keys.reduce<unknown>((inner, key) => (inner as Json | null | undefined)?.[key], value) ?? undefined;

/** A mount as the daemon has it, under the names of the parameters. */
const hasMount = (mount: Json): Values => ({
  type: mount['Type'] ?? null,
  source: mount['Source'] ?? null,
  target: mount['Target'] ?? null,
  read_only: mount['ReadOnly'] ?? false,
  consistency: mount['Consistency'] ?? null,
  propagation: at(mount, 'BindOptions', 'Propagation') ?? null,
  no_copy: at(mount, 'VolumeOptions', 'NoCopy') ?? false,
  labels: at(mount, 'VolumeOptions', 'Labels') ?? {},
  volume_driver: at(mount, 'VolumeOptions', 'DriverConfig', 'Name') ?? null,
  volume_options: at(mount, 'VolumeOptions', 'DriverConfig', 'Options') ?? {},
  tmpfs_size: at(mount, 'TmpfsOptions', 'SizeBytes') ?? null,
  tmpfs_mode: at(mount, 'TmpfsOptions', 'Mode') ?? null,
  non_recursive: at(mount, 'BindOptions', 'NonRecursive') ?? null,
  create_mountpoint: at(mount, 'BindOptions', 'CreateMountpoint') ?? null,
  read_only_non_recursive: at(mount, 'BindOptions', 'ReadOnlyNonRecursive') ?? null,
  read_only_force_recursive: at(mount, 'BindOptions', 'ReadOnlyForceRecursive') ?? null,
  subpath: at(mount, 'VolumeOptions', 'Subpath') ?? at(mount, 'ImageOptions', 'Subpath') ?? null,
  tmpfs_options: at(mount, 'TmpfsOptions', 'Options') ?? null,
});

/** Fields of the API below one heading, by the parameter each comes from. */
const BELOW: readonly (readonly [type: string, heading: string, fields: Readonly<Record<string, string>>])[] = [
  [
    'bind',
    'BindOptions',
    {
      propagation: 'Propagation',
      non_recursive: 'NonRecursive',
      create_mountpoint: 'CreateMountpoint',
      read_only_non_recursive: 'ReadOnlyNonRecursive',
      read_only_force_recursive: 'ReadOnlyForceRecursive',
    },
  ],
  ['volume', 'VolumeOptions', { labels: 'Labels', subpath: 'Subpath' }],
  ['tmpfs', 'TmpfsOptions', { tmpfs_mode: 'Mode', tmpfs_size: 'SizeBytes', tmpfs_options: 'Options' }],
  ['image', 'ImageOptions', { subpath: 'Subpath' }],
];

function sentMount(mount: Values): Json {
  const sent: Json = {
    Target: mount['target'],
    Source: mount['source'] ?? null,
    Type: mount['type'],
    ReadOnly: mount['read_only'] ?? null,
    ...('consistency' in mount ? { Consistency: mount['consistency'] } : {}),
  };
  for (const [type, heading, fields] of BELOW) {
    if (mount['type'] !== type) continue;
    const options: Json = {};
    for (const [name, key] of Object.entries(fields)) if (name in mount) options[key] = mount[name];
    if (type === 'volume') {
      if (mount['no_copy'] === true) options['NoCopy'] = true;
      if (mount['volume_driver']) {
        const driver = { Name: mount['volume_driver'] };
        options['DriverConfig'] = 'volume_options' in mount ? { ...driver, Options: mount['volume_options'] } : driver;
      }
    }
    if (Object.keys(options).length > 0) sent[heading] = options;
  }
  return sent;
}

export const mounts: Group = {
  options: [
    { name: 'mounts', kind: 'set(dict)' },
    { name: 'volumes', kind: 'set' },
    { name: 'volume_binds', kind: 'set', derivedFrom: 'volumes' },
  ],
  prepare: ({ args }) => prepareMounts(args),
  has({ Config, HostConfig }) {
    const [volumes, binds, all] = [Config['Volumes'], HostConfig['Binds'], HostConfig['Mounts']];
    return {
      // As with Python's set of a dict, the keys count.
      ...(volumes === null || volumes === undefined ? {} : { volumes: Object.keys(volumes) }),
      ...(binds === null || binds === undefined ? {} : { volume_binds: binds }),
      ...(Array.isArray(all) ? { mounts: (all as Json[]).map(hasMount) } : {}),
    };
  },
  expected(values, { image }) {
    const volumes = { ...(image?.Config?.['Volumes'] as Json | null | undefined), ...anonymous(values['volumes']) };
    return {
      ...('mounts' in values ? { mounts: values['mounts'] } : {}),
      ...(Object.keys(volumes).length > 0 ? { volumes: Object.keys(volumes) } : {}),
      volume_binds: [...new Set((values['volume_binds'] as string[] | undefined) ?? [])],
    };
  },
  set(request, values) {
    if ('mounts' in values) hostConfig(request)['Mounts'] = (values['mounts'] as Values[]).map(sentMount);
    if ('volumes' in values) request['Volumes'] = anonymous(values['volumes']);
    if ('volume_binds' in values) hostConfig(request)['Binds'] = values['volume_binds'];
  },
};
