// Builds an image by the daemon from a directory of the host, which goes by as an archive.
import { pipeline, type Readable } from 'node:stream';
import { ModuleFailure, script, sh, lines, type HostHands, type HostView } from '../../src/kit/index.js';
import { configHeader, proxyArguments } from './docker-auth.js';
import type { DockerClient, Json } from './docker-client.js';
import { streamTar } from './docker-files.js';
import { ignoring } from './docker-ignore.js';
import { jsonLines, progressText } from './docker-stream.js';
import { apiTexts, bytesOf, bytesOrUnlimited, pythonStr } from './docker-values.js';
import { TarFilter } from './tar-filter.js';
import { ask } from './told.js';

type Dict = Readonly<Record<string, unknown>>;

export interface BuildOptions {
  readonly path: string;
  readonly args?: Dict | undefined;
  readonly cache_from?: readonly string[] | undefined;
  readonly container_limits?:
    | {
        readonly memory?: string | undefined;
        readonly memswap?: string | undefined;
        readonly cpushares?: number | undefined;
        readonly cpusetcpus?: string | undefined;
      }
    | undefined;
  readonly dockerfile?: string | undefined;
  readonly etc_hosts?: Dict | undefined;
  readonly http_timeout?: number | undefined;
  readonly labels?: Dict | undefined;
  readonly network?: string | undefined;
  readonly nocache: boolean;
  readonly platform?: string | undefined;
  readonly pull: boolean;
  readonly rm: boolean;
  readonly shm_size?: string | undefined;
  readonly target?: string | undefined;
  readonly use_config_proxy?: boolean | undefined;
}

/** Whether the host has the directory. */
export async function hasDirectory(host: HostView, path: string): Promise<boolean> {
  return (await host.probe(sh`[ -d ${path} ]`)).rc === 0;
}

const filled = (dict: Dict | undefined): boolean => dict !== undefined && Object.keys(dict).length > 0;

/** The query of the request. @throws ModuleFailure for sizes that are none */
function buildQuery(
  build: BuildOptions,
  image: string,
  dockerfile: string,
  proxies: Readonly<Record<string, string>>,
): Record<string, string | number | boolean | undefined> {
  const limits = build.container_limits ?? {};
  const buildargs = { ...proxies, ...texts(build.args) };
  const size = build.shm_size === undefined ? undefined : bytesOf('build.shm_size', build.shm_size);
  return {
    t: image,
    q: false,
    nocache: build.nocache,
    rm: build.rm,
    forcerm: build.rm,
    pull: build.pull,
    dockerfile,
    memory: limits.memory === undefined ? undefined : bytesOf('build.container_limits.memory', limits.memory),
    memswap:
      limits.memswap === undefined ? undefined : bytesOrUnlimited('build.container_limits.memswap', limits.memswap),
    cpushares: limits.cpushares,
    cpusetcpus: limits.cpusetcpus,
    buildargs: filled(buildargs) ? JSON.stringify(buildargs) : undefined,
    cachefrom: build.cache_from && build.cache_from.length > 0 ? JSON.stringify(build.cache_from) : undefined,
    target: build.target || undefined,
    networkmode: build.network || undefined,
    extrahosts: filled(build.etc_hosts) ? hostsOf(build.etc_hosts) : undefined,
    platform: build.platform,
    shmsize: size,
    labels: filled(build.labels) ? JSON.stringify(apiTexts(build.labels)) : undefined,
  };
}

const texts = (dict: Dict | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(dict ?? {}).map(([key, value]) => [key, pythonStr(value)]));

const hostsOf = (hosts: Dict | undefined): string =>
  Object.entries(apiTexts(hosts))
    .map(([name, ip]) => `${name}:${String(ip)}`)
    .sort()
    .join(',');

/** The context as an archive, without what its .dockerignore names. @throws ModuleFailure */
async function contextOf(host: HostView, path: string, dockerfile: string): Promise<Readable> {
  const told = await ask(
    host,
    lines([
      sh`cd -- ${path} || exit 1; f=${dockerfile}`,
      script('[ -e "$f" ] && say dockerfile yes; tell .dockerignore'),
    ]),
  );
  if (told.value('dockerfile') === undefined) {
    throw new ModuleFailure(`there is no ${dockerfile} in ${path}`);
  }
  const archive = await streamTar(host, path);
  const ignore = told.text('.dockerignore');
  if (ignore === '') return archive;
  const text = Buffer.from(ignore, 'latin1').toString('utf8');
  return pipeline(archive, new TarFilter(ignoring(text, [dockerfile, '.dockerignore'])), () => undefined);
}

/** The Dockerfile's path in the context. @throws ModuleFailure when it is outside */
function dockerfileIn(path: string, dockerfile: string | undefined): string {
  if (dockerfile === undefined || dockerfile === '') return 'Dockerfile';
  const base = path.replace(/\/+$/, '');
  const inside = dockerfile.startsWith(`${base}/`) ? dockerfile.slice(base.length + 1) : dockerfile;
  if (inside.startsWith('/') || inside.split('/').includes('..')) {
    throw new ModuleFailure(`the Dockerfile ${dockerfile} is outside of the directory ${path}: put it there`);
  }
  return inside.replace(/^(?:\.\/)+/, '');
}

/** @returns what the build printed @throws ModuleFailure with it */
export async function buildImage(
  client: DockerClient,
  hands: HostHands,
  build: BuildOptions,
  name: string,
  tag: string,
): Promise<string> {
  const { host } = client;
  const dockerfile = dockerfileIn(build.path, build.dockerfile);
  const proxies = build.use_config_proxy === true ? await proxyArguments(host) : {};
  const query = buildQuery(build, tag === '' ? name : `${name}:${tag}`, dockerfile, proxies);
  const answer = await client.stream(hands, {
    method: 'POST',
    path: '/build',
    query,
    headers: { 'Content-Type': 'application/tar', ...(await configHeader(host)) },
    body: await contextOf(host, build.path, dockerfile),
    timeout: build.http_timeout ?? client.timeout,
  });
  const output: string[] = [];
  for await (const line of jsonLines(answer)) {
    output.push(...progressText(line));
    if (!line['error']) continue;
    const detail = line['errorDetail'] as Json | undefined;
    const logs = `logs: ${JSON.stringify(output)}`;
    throw new ModuleFailure(
      detail
        ? `Error building ${name} - code: ${pythonStr(detail['code'])}, message: ${pythonStr(detail['message'])}, ${logs}`
        : `Error building ${name} - message: ${pythonStr(line['error'])}, ${logs}`,
    );
  }
  return output.join('\n');
}
