// Which credentials the host has for a registry: its Docker configuration file and the credential helpers named there.
import { ModuleFailure, script, sh, type HostView } from '../../src/kit/index.js';
import { DOCKER_HUB, HUB_URL, registryHost } from './docker-names.js';
import { ask } from './told.js';

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What the daemon is sent of a login. */
type Login = Readonly<Record<string, string>>;

const FIND =
  script(`for f in "\${DOCKER_CONFIG:-$HOME/.docker}/config.json" "$HOME/.docker/config.json" "$HOME/.dockercfg"; do
  if [ -f "$f" ]; then say path "$f"; tell "$f"; break; fi
done`);

/** The configuration of the task's user on the host; empty when there is none. @throws ModuleFailure when it is no JSON */
async function dockerConfig(host: HostView): Promise<Json> {
  const told = await ask(host, FIND);
  const path = told.value('path');
  const file = path === undefined ? undefined : told.file(path);
  if (!file) return {};
  try {
    const parsed: unknown = JSON.parse(file.bytes.toString('utf8'));
    if (isObject(parsed)) return parsed;
  } catch {
    return {};
  }
  return {};
}

/** `user:password` of an `auth` entry. */
export function decodeAuth(auth: string): { readonly username: string; readonly password: string } | undefined {
  const text = Buffer.from(auth, 'base64').toString('utf8').replace(/\0+$/, '');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

function loginOf(registry: string, entry: unknown): Login | undefined {
  if (!isObject(entry)) throw new ModuleFailure(`Invalid configuration for registry ${registry}`);
  if (typeof entry['identitytoken'] === 'string') return { IdentityToken: entry['identitytoken'] };
  const login = typeof entry['auth'] === 'string' ? decodeAuth(entry['auth']) : undefined;
  return login === undefined ? undefined : { ...login, serveraddress: registry };
}

const helperName = (config: Json, registry: string): string | undefined => {
  const helpers = isObject(config['credHelpers']) ? config['credHelpers'] : {};
  const key = registry === DOCKER_HUB ? HUB_URL : registry;
  const name = helpers[key] ?? config['credsStore'];
  return typeof name === 'string' && name !== '' ? name : undefined;
};

/** Asks a credential helper on the host; its password comes back on the wire, in no command line. */
async function fromHelper(host: HostView, helper: string, registry: string): Promise<Login | undefined> {
  const server = registry === DOCKER_HUB ? HUB_URL : registry;
  const ran = await host.probe(sh`${`docker-credential-${helper}`} get`, { stdin: server });
  if (ran.rc !== 0) {
    const said = `${ran.stdout}${ran.stderr}`.trim();
    if (/credentials not found/i.test(said)) return undefined;
    throw new ModuleFailure(`Credentials store error: docker-credential-${helper} failed: ${said}`);
  }
  const data = JSON.parse(ran.stdout) as { Username: string; Secret: string };
  if (data.Username === '<token>') return { ServerAddress: server, IdentityToken: data.Secret };
  return { ServerAddress: server, Username: data.Username, Password: data.Secret };
}

/** The login for a registry, or undefined: reading without one may do. */
async function loginFor(host: HostView, registry: string): Promise<Login | undefined> {
  const config = await dockerConfig(host);
  const helper = helperName(config, registry);
  if (helper !== undefined) {
    const login = await fromHelper(host, helper, registry);
    if (login) return login;
  }
  const auths = authsOf(config);
  const wanted = registryHost(registry);
  const key = Object.hasOwn(auths, wanted) ? wanted : Object.keys(auths).find((name) => registryHost(name) === wanted);
  return key === undefined ? undefined : loginOf(key, auths[key]);
}

/** compat: a file without any section is read as the section of logins itself. */
function authsOf(config: Json): Json {
  if (isObject(config['auths'])) return config['auths'];
  const sections = ['auths', 'credsStore', 'credHelpers', 'HttpHeaders', 'proxies'].some((name) => name in config);
  return sections || !Object.values(config).every(isObject) ? {} : config;
}

const header = (value: unknown): string =>
  Buffer.from(JSON.stringify(value)).toString('base64').replaceAll('+', '-').replaceAll('/', '_');

/** The header by which the daemon logs in to the registry; none when the host has no login for it. */
export async function authHeader(host: HostView, registry: string): Promise<Record<string, string>> {
  const login = await loginFor(host, registry);
  return login === undefined ? {} : { 'X-Registry-Auth': header(login) };
}

/** Pushing wants the header, even an empty one. */
export async function pushHeader(host: HostView, registry: string): Promise<Record<string, string>> {
  return { 'X-Registry-Auth': header((await loginFor(host, registry)) ?? {}) };
}

/** All logins in the file, for a build that pulls from anywhere. */
export async function configHeader(host: HostView): Promise<Record<string, string>> {
  const config = await dockerConfig(host);
  const all: Record<string, Login> = {};
  for (const [registry, entry] of Object.entries(authsOf(config))) {
    const login = loginOf(registry, entry);
    if (login) all[registry] = login;
  }
  const helpers = isObject(config['credHelpers']) ? Object.keys(config['credHelpers']) : [];
  for (const registry of helpers) {
    const login = await fromHelper(host, helperName(config, registry) ?? '', registry);
    if (login) all[registry] = login;
  }
  return Object.keys(all).length === 0 ? {} : { 'X-Registry-Config': header(all) };
}

/** Build arguments by which the file's proxies reach into builds. */
export async function proxyArguments(host: HostView): Promise<Record<string, string>> {
  const config = await dockerConfig(host);
  const proxies =
    isObject(config['proxies']) && isObject(config['proxies']['default']) ? config['proxies']['default'] : {};
  const names = { httpProxy: 'http_proxy', httpsProxy: 'https_proxy', ftpProxy: 'ftp_proxy', noProxy: 'no_proxy' };
  return Object.fromEntries(
    Object.entries(names).flatMap(([key, name]) => {
      const value = proxies[key];
      return typeof value === 'string' && value !== ''
        ? [
            [name, value],
            [name.toUpperCase(), value],
          ]
        : [];
    }),
  );
}
