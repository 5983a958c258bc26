// What options of a container are sent as: ports, mounts, environment files, health checks, comparisons, networks.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { closeLocalHost, LocalHost } from '../../../test/support/local-host.js';
import type { DockerClient } from '../../_shared/docker-client.js';
import type { ContainerArgs } from './args.js';
import { comparisonsOf } from './comparisons.js';
import { extraNetworks, networkDifferences } from './decide.js';
import { mounts } from './mounts.js';
import type { Container, CreateRequest, Group, Values } from './options.js';
import { defaultHostIp, ports } from './ports.js';
import { command, environment, healthcheck } from './process.js';

const directory = mkdtempSync(join(tmpdir(), 'tsplay-options-'));
afterAll(async () => {
  rmSync(directory, { recursive: true, force: true });
  await closeLocalHost();
});

/** The only networks there are: `own` binds to an address of its own, `plain` does not. */
const client = {
  host: new LocalHost(),
  find: async (path: string) => {
    const Options = path.endsWith('/own') ? { 'com.docker.network.bridge.host_binding_ipv4': '10.9.8.7' } : {};
    return path.endsWith('/none') ? undefined : { Driver: 'bridge', Options };
  },
} as unknown as DockerClient;

async function prepared(group: Group, args: Partial<ContainerArgs>): Promise<Values> {
  return group.prepare({ args: args as ContainerArgs, client, warn: () => undefined });
}

async function sent(group: Group, args: Partial<ContainerArgs>): Promise<CreateRequest> {
  const request: CreateRequest = {};
  group.set(request, await prepared(group, args));
  return request;
}

const any = (port: string): unknown => [{ HostIp: '0.0.0.0', HostPort: port }];

it.each([
  [['80'], { '80/tcp': any('') }],
  [['8080:80'], { '80/tcp': any('8080') }],
  [['53:53/udp', '53:53/tcp'], { '53/udp': any('53'), '53/tcp': any('53') }],
  [['127.0.0.1:1:2'], { '2/tcp': [{ HostIp: '127.0.0.1', HostPort: '1' }] }],
  [['[::1]:1:2'], { '2/tcp': [{ HostIp: '::1', HostPort: '1' }] }],
  [['127.0.0.1::2'], { '2/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] }],
  [['10-11:20-21'], { '20/tcp': any('10'), '21/tcp': any('11') }],
  [['9000-9010:80'], { '80/tcp': any('9000-9010') }],
  [['1:80', '2:80'], { '80/tcp': [...(any('1') as object[]), ...(any('2') as object[])] }],
])('publishes %j', async (published_ports, bindings) =>
  expect((await sent(ports, { published_ports })).HostConfig?.['PortBindings']).toEqual(bindings),
);

it.each([
  ['all', /"all" in published_ports is no longer allowed/],
  ['1:2:3:4', /expected 1 to 3 colon-separated parts, but got 4/],
  ['here:1:2', /not hostnames.*here/],
  ['[::1:2:3', /Cannot find closing "\]"/],
  ['9-8', /Invalid port range: "9-8"/],
  ['a', /Invalid port: "a"/],
])('does not publish %s', async (text, message) =>
  expect(prepared(ports, { published_ports: [text] })).rejects.toThrow(message),
);

it('exposes ranges, and what is published, once', async () => {
  const args = { exposed_ports: ['8000-8001', '9/udp', '80'], published_ports: ['1:80'] };
  expect(Object.keys((await sent(ports, args))['ExposedPorts'] as object)).toEqual(
    '9/udp 80/tcp 8000/tcp 8001/tcp'.split(' '),
  );
});

it('binds to the address of the first network that has one', async () => {
  const on = async (...names: string[]): Promise<unknown> => {
    const networks = names.map((name) => ({ name })) as ContainerArgs['networks'];
    return (await prepared(ports, { published_ports: ['1:2'], networks }))['published_ports'];
  };
  expect(await on('plain', 'own')).toEqual({ '2/tcp': [{ HostIp: '10.9.8.7', HostPort: '1' }] });
  expect(await on('plain')).toEqual({ '2/tcp': any('1') });
  await expect(on('none')).rejects.toThrow("Cannot inspect the network 'none' to determine the default IP");
});

it('checks the default address', () => {
  expect(['', '1.2.3.4', '::1', '[::1]'].map(defaultHostIp)).toEqual(['', '1.2.3.4', '[::1]', '[::1]']);
  expect(() => defaultHostIp('here')).toThrow(/must be an empty string, an IPv4 address, or an IPv6 address/);
});

it.each([
  [['a:/x'], ['a:/x:rw'], {}],
  [['/a:/x:ro,z'], ['/a:/x:ro,z'], {}],
  [['/x'], [], { '/x': {} }],
  [['/x:ro'], [], { '/x:ro': {} }],
])('mounts the volumes %j', async (volumes, binds, anonymous) => {
  const request = await sent(mounts, { volumes });
  expect([request.HostConfig?.['Binds'], request['Volumes']]).toEqual([binds, anonymous]);
});

it.each([
  [{ volumes: ['a:/x:quick'] }, /Found invalid volumes mode: quick/],
  [{ volumes: ['a:/x', 'b:/x'] }, /"\/x" appears twice in the volumes option/],
  [{ mounts: [{ target: '/x', type: 'bind' }] }, /source must be specified for mount "\/x" of type "bind"/],
  [{ mounts: [{ target: '/x', type: 'tmpfs', tmpfs_mode: '9' }] }, /is not an octal string/],
  [
    { mounts: [{ target: '/x', type: 'tmpfs', tmpfs_options: [{ a: 'b', c: 'd' }] }] },
    /must be a one-element dictionary/,
  ],
] as [Partial<ContainerArgs>, RegExp][])('does not mount %j', async (args, message) =>
  expect(prepared(mounts, args)).rejects.toThrow(message),
);

it('sends mounts under the names of the API', async () => {
  const given = [
    { target: '/t', type: 'tmpfs', tmpfs_size: '1M', tmpfs_mode: '1770' },
    { target: '/v', type: 'volume', source: 'v', no_copy: true, labels: { a: 1 }, read_only: true },
  ] as ContainerArgs['mounts'];
  expect((await sent(mounts, { mounts: given })).HostConfig?.['Mounts']).toMatchObject([
    { Target: '/t', Type: 'tmpfs', TmpfsOptions: { SizeBytes: 1_048_576, Mode: 0o1770 } },
    { Target: '/v', Source: 'v', ReadOnly: true, VolumeOptions: { NoCopy: true, Labels: { a: '1' } } },
  ]);
});

it('reads files of variables; those of the task win', async () => {
  const file = join(directory, 'a b.env');
  writeFileSync(file, '# notes\nA=1=2\n\n  B = x \r\nC=\n');
  expect(await prepared(environment, { env_file: file, env: { C: '3' } })).toEqual({ env: ['A=1=2', 'B = x', 'C=3'] });
  writeFileSync(file, 'A=1\nnothing\n');
  await expect(prepared(environment, { env_file: file })).rejects.toThrow(
    /Invalid line in environment file .*:\nnothing$/,
  );
});

it.each([
  [
    { test: 'true', interval: '1m30s', retries: 2 },
    { Test: ['CMD-SHELL', 'true'], Interval: 9e10, Retries: 2 },
  ],
  [{ test: ['CMD', 'a'], timeout: '0s', retries: 0 }, { Test: ['CMD', 'a'] }],
  [{ test: [], interval: '1s' }, { Test: ['NONE'] }],
  [{ test_cli_compatible: true, interval: '1s' }, { Interval: 1e9 }],
])('checks health by %j', async (given, check) => {
  const args = { healthcheck: given as ContainerArgs['healthcheck'] };
  expect(await prepared(healthcheck, args)).toEqual({ healthcheck: check });
});

it.each([
  ['correct', `sh -c 'a b'`, ['sh', '-c', 'a b']],
  ['correct', ['sh', 'a b'], ['sh', 'a b']],
  ['correct', [], []],
  ['compatibility', ['sh', 'a b'], ['sh', 'a', 'b']],
  ['compatibility', [], undefined],
] as const)('takes a command (%s) %j', async (command_handling, given, words) =>
  expect((await prepared(command, { command: given, command_handling }))['command']).toEqual(words),
);

it('compares as the task says', () => {
  const of = (comparisons: Record<string, string>, networks?: unknown): ((option: string) => string) =>
    comparisonsOf({ comparisons, networks } as never);
  expect(['env', 'command', 'labels', 'volumes', 'volume_binds', 'memory'].map(of({}))).toEqual(
    'allow_more_present strict allow_more_present allow_more_present allow_more_present strict'.split(' '),
  );
  expect(['env', 'networks', 'image'].map(of({ '*': 'ignore' })).join(' ')).toBe('ignore allow_more_present ignore');
  expect(of({ '*': 'strict' }, [])('networks')).toBe('strict');
  expect(of({ volumes: 'strict' })('volume_binds')).toBe('strict');
  expect(of({ ports: 'strict' })('published_ports')).toBe('strict');
  expect(() => of({ '*': 'allow_more_present' })).toThrow(/wildcard can only be used/);
  expect(() => of({ nonsense: 'strict' })).toThrow("Unknown module option 'nonsense' in comparisons dict!");
  expect(() => of({ memory: 'allow_more_present' })).toThrow(/is a value and not a set\/list\/dict/);
  expect(() => of({ ports: 'strict', published_ports: 'strict' })).toThrow(/are specified in comparisons dict/);
});

it('tells networks apart by addresses, aliases and links', () => {
  const Networks = {
    a: {
      NetworkID: '1',
      Aliases: ['x', 'id'],
      Links: null,
      IPAMConfig: { IPv4Address: '10.0.0.2', IPv6Address: 'fd00::2' },
    },
  };
  const container = { NetworkSettings: { Networks } } as unknown as Container;
  const nothing = { ipv4_address: null, ipv6_address: null, aliases: null, links: null, mac_address: null };
  const differs = (more: object, name = 'a'): boolean =>
    networkDifferences(container, [{ name, id: '1', ...nothing, ...more }]).length > 0;
  expect(
    [{}, { ipv6_address: 'FD00:0::2' }, { aliases: ['x'] }, { aliases: [] }].map((more) => differs(more)),
  ).not.toContain(true);
  expect(
    [{ ipv4_address: '10.0.0.3' }, { aliases: ['y'] }, { links: [['b', 'c']] }].map((more) => differs(more)),
  ).not.toContain(false);
  expect(differs({}, 'b')).toBe(true);
  expect(extraNetworks(container, [])).toEqual([{ name: 'a', id: '1' }]);
});
