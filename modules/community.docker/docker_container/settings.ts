// The options of a container that are more than one field: labels, logging, restarts, platform, networks.
import { ModuleFailure } from '../../../src/kit/index.js';
import type { DockerClient, Json } from '../../_shared/docker-client.js';
import { composePlatform, normalPlatform, samePlatform } from '../../_shared/docker-platform.js';
import { labelTexts, pythonStr } from '../../_shared/docker-values.js';
import { containerMode } from './fields.js';
import { hostConfig, type Container, type Group, type Preparing, type Values } from './options.js';

export const labels: Group = {
  options: [{ name: 'labels', kind: 'dict' }],
  prepare: ({ args }): Values => (args.labels === undefined ? {} : { labels: labelTexts(args.labels) }),
  has: ({ Config }) => ('Labels' in Config ? { labels: Config['Labels'] } : {}),
  expected(values, { args, image, comparison }) {
    if (!('labels' in values)) return {};
    const own = image?.Config?.Labels ?? {};
    const given = values['labels'] as Record<string, string>;
    if (args.image_label_mismatch === 'ignore') return { labels: { ...own, ...given } };
    const extra = Object.keys(own).filter((label) => !(label in given));
    if (comparison('labels') === 'strict' && extra.length > 0) {
      throw new ModuleFailure(
        'Some labels should be removed but are present in the base image. ' +
          "You can set image_label_mismatch to 'ignore' to ignore this error. " +
          `Labels: ${extra.map((label) => `"${label}"`).join(', ')}`,
      );
    }
    return { labels: given };
  },
  set(request, values) {
    if ('labels' in values) request['Labels'] = values['labels'];
  },
};

export const logging: Group = {
  options: [
    { name: 'log_driver', kind: 'value' },
    { name: 'log_options', kind: 'dict', aliases: ['log_opt'] },
  ],
  prepare({ args: { log_driver, log_options }, warn }): Values {
    if (log_driver === undefined) return {};
    if (log_options === undefined) return { log_driver };
    for (const [key, value] of Object.entries(log_options)) {
      if (typeof value === 'string') continue;
      warn(
        `Non-string value found for log_options option '${key}'. The value is automatically converted to '${pythonStr(value)}'. ` +
          'If this is not correct, or you want to avoid such warnings, please quote the value.',
      );
    }
    const texts = Object.entries(log_options).map(([key, value]) => [key, pythonStr(value)]);
    return { log_driver, log_options: Object.fromEntries(texts) };
  },
  has({ HostConfig }) {
    const config = (HostConfig['LogConfig'] ?? {}) as Json;
    return { log_driver: config['Type'] ?? null, log_options: config['Config'] ?? null };
  },
  set(request, values) {
    if (!('log_driver' in values)) return;
    hostConfig(request)['LogConfig'] = { Type: values['log_driver'], Config: values['log_options'] ?? {} };
  },
};

const restartPolicy = (values: Values): Json => ({
  Name: values['restart_policy'],
  MaximumRetryCount: values['restart_retries'] ?? null,
});

export const restarts: Group = {
  options: [
    { name: 'restart_policy', kind: 'value' },
    { name: 'restart_retries', kind: 'value' },
  ],
  prepare({ args: { restart_policy, restart_retries } }): Values {
    return {
      ...(restart_policy === undefined ? {} : { restart_policy }),
      ...(restart_retries === undefined ? {} : { restart_retries }),
    };
  },
  has({ HostConfig }) {
    const policy = (HostConfig['RestartPolicy'] ?? {}) as Json;
    return { restart_policy: policy['Name'] ?? null, restart_retries: policy['MaximumRetryCount'] ?? null };
  },
  set(request, values) {
    if ('restart_policy' in values) hostConfig(request)['RestartPolicy'] = restartPolicy(values);
  },
  update(request, values) {
    if ('restart_policy' in values) request['RestartPolicy'] = restartPolicy(values);
  },
};

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

export const platform: Group = {
  options: [{ name: 'platform', kind: 'value', equal: (a, b) => samePlatform(text(a), text(b)) }],
  since: '1.41',
  prepare: ({ args }): Values => (args.platform === undefined ? {} : { platform: args.platform }),
  has(container, { containerImage, info }) {
    const daemon = { os: text(info?.['OSType']), arch: text(info?.['Architecture']) };
    const [os, arch, variant] = ['Os', 'Architecture', 'Variant'].map((key) => text(containerImage?.[key]));
    if (os ?? arch ?? variant) return { platform: composePlatform({ os, arch, variant }, daemon) };
    return { platform: container.Platform ?? null };
  },
  expected(values, { info }) {
    if (!('platform' in values)) return {};
    const daemon = { os: text(info?.['OSType']), arch: text(info?.['Architecture']) };
    return { platform: normalPlatform(String(values['platform']), daemon) };
  },
  set(request, values) {
    if ('platform' in values) request.platform = String(values['platform']);
  },
  wantsImage: (values) => 'platform' in values,
  wantsInfo: (values) => 'platform' in values,
};

/** A network a container is to be in, ready to be compared and to be sent. */
export interface WantedNetwork {
  readonly name: string;
  readonly id: string;
  readonly ipv4_address: string | null;
  readonly ipv6_address: string | null;
  readonly aliases: readonly string[] | null;
  readonly links: readonly (readonly [string, string])[] | null;
  readonly mac_address: string | null;
}

async function networkId(client: DockerClient, name: string): Promise<string> {
  const filters = JSON.stringify({ name: [name] });
  const networks = await client.get<{ Name: string; Id: string }[]>('/networks', { filters });
  const found = networks.find((network) => network.Name === name);
  if (found) return found.Id;
  throw new ModuleFailure(`Parameter error: network named ${name} could not be found. Does it exist?`);
}

/** @throws ModuleFailure for a network that does not exist */
async function wantedNetworks({ args, client }: Preparing): Promise<WantedNetwork[] | undefined> {
  const result: WantedNetwork[] = [];
  for (const given of args.networks ?? []) {
    const links = given.links?.map((link): readonly [string, string] => {
      const colon = link.indexOf(':');
      return colon < 0 ? [link, link] : [link.slice(0, colon), link.slice(colon + 1)];
    });
    result.push({
      name: given.name,
      ipv4_address: given.ipv4_address ?? null,
      ipv6_address: given.ipv6_address ?? null,
      aliases: given.aliases ?? null,
      links: links ?? null,
      mac_address: given.mac_address?.replaceAll('-', ':') ?? null,
      id: await networkId(client, given.name),
    });
  }
  return args.networks === undefined ? undefined : result;
}

/** compat: newer daemons tell the mode `default` as what it stands for. */
const DEFAULT_MODES: readonly string[] = ['bridge linux', 'nat windows'];

export const networkMode: Group = {
  options: [
    { name: 'network_mode', kind: 'value' },
    { name: 'networks', kind: 'set(dict)', elsewhere: true },
  ],
  async prepare(preparing) {
    const { args } = preparing;
    const networks = await wantedNetworks(preparing);
    const given = networks === undefined ? {} : { networks };
    // As with `docker run --network`: the first network is the mode when nothing else is.
    const first = args.networks_cli_compatible ? networks?.[0]?.name : undefined;
    const mode = args.network_mode ?? first;
    return mode === undefined ? given : { ...given, network_mode: await containerMode(mode, preparing) };
  },
  has: ({ HostConfig }: Container) => ('NetworkMode' in HostConfig ? { network_mode: HostConfig['NetworkMode'] } : {}),
  set(request, values) {
    if ('network_mode' in values) hostConfig(request)['NetworkMode'] = values['network_mode'];
  },
  wantsInfo: (values) => values['network_mode'] === 'default',
};

/** Whether a network mode that differs is the same after all on this daemon. */
export const isDefaultMode = (wanted: unknown, has: unknown, info: Json | undefined): boolean =>
  wanted === 'default' && DEFAULT_MODES.includes(`${String(has)} ${String(info?.['OSType'])}`);
