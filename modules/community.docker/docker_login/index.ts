// Logs in to a registry and keeps the login in the host's Docker configuration or its credential helper.
import {
  alias,
  bool,
  choice,
  defineModule,
  ModuleFailure,
  path,
  script,
  secret,
  sh,
  str,
  z,
  type HostView,
  type ModuleReturn,
} from '../../../src/kit/index.js';
import { debugArg, dockerArgs, dockerRules } from '../../_shared/docker-args.js';
import { decodeAuth } from '../../_shared/docker-auth.js';
import { withDocker, type Json } from '../../_shared/docker-client.js';
import { DOCKER_HUB, HUB_URL, registryHost } from '../../_shared/docker-names.js';
import { ask } from '../../_shared/told.js';

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The configuration file; one that is missing or no JSON is empty. */
async function readConfig(host: HostView, file: string): Promise<Json> {
  const told = await ask(host, sh`tell ${file}`);
  try {
    const config: unknown = JSON.parse(told.file(file)?.bytes.toString('utf8') ?? '{}');
    return isObject(config) ? config : {};
  } catch {
    return {};
  }
}

/** The credential helper for a registry, by its own entry or the one for all. */
export function helperFor(config: Json, registry: string): string | undefined {
  const helpers = isObject(config['credHelpers']) ? config['credHelpers'] : {};
  const name = helpers[registry === '' || registry === DOCKER_HUB ? HUB_URL : registry] ?? config['credsStore'];
  return typeof name === 'string' && name !== '' ? name : undefined;
}

interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Where credentials are kept. */
interface Store {
  get(): Promise<Credentials | undefined>;
  /** The script that keeps or forgets them, and what it reads on its standard input. */
  put(credentials: Credentials): Promise<void>;
  erase(): Promise<void>;
}

type Write = (what: string, file: string, content: string) => Promise<void>;
type Tell = (what: string, command: string, stdin: string) => Promise<void>;

function fileStore(config: Json, file: string, registry: string, write: Write): Store {
  const auths = isObject(config['auths']) ? config['auths'] : {};
  const save = (what: string, changed: Json): Promise<void> =>
    write(what, file, JSON.stringify(sorted({ ...config, auths: changed }), undefined, 4));
  return {
    get() {
      const entry = auths[registry];
      const auth = isObject(entry) && typeof entry['auth'] === 'string' ? decodeAuth(entry['auth']) : undefined;
      return Promise.resolve(auth);
    },
    put({ username, password }) {
      const auth = Buffer.from(`${username}:${password}`).toString('base64');
      return save(`keep the login to ${registry}`, { ...auths, [registry]: { auth } });
    },
    erase() {
      const rest = Object.entries(auths).filter(([name]) => name !== registry);
      return save(`forget the login to ${registry}`, Object.fromEntries(rest));
    },
  };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

function helperStore(host: HostView, helper: string, registry: string, tell: Tell): Store {
  const program = `docker-credential-${helper}`;
  return {
    async get() {
      const ran = await host.probe(sh`${program} get`, { stdin: registry });
      if (ran.rc !== 0) {
        const said = `${ran.stdout}${ran.stderr}`.trim();
        if (/credentials not found/i.test(said)) return undefined;
        throw new ModuleFailure(`Credentials store error: ${program} failed: ${said}`);
      }
      const data = JSON.parse(ran.stdout) as { Username: string; Secret: string };
      return { username: data.Username, password: data.Secret };
    },
    put: ({ username, password }) =>
      tell('store', program, JSON.stringify({ ServerURL: registry, Username: username, Secret: password })),
    erase: () => tell('erase', program, registry),
  };
}

/** The login the file has for the registry, as the collection tells it. */
function knownLogin(config: Json, registry: string): Json | undefined {
  const auths = isObject(config['auths']) ? config['auths'] : {};
  const wanted = registryHost(registry);
  const key = Object.hasOwn(auths, wanted) ? wanted : Object.keys(auths).find((name) => registryHost(name) === wanted);
  const entry = key === undefined ? undefined : auths[key];
  if (key === undefined || !isObject(entry) || typeof entry['auth'] !== 'string') return undefined;
  const login = decodeAuth(entry['auth']);
  return login && { ...login, email: entry['email'] ?? null, serveraddress: key };
}

export default defineModule({
  name: 'community.docker.docker_login',
  summary: 'Logs in to registries of Docker images, and out.',
  args: z.strictObject({
    ...dockerArgs,
    ...debugArg,
    registry_url: alias(str(), 'registry', 'url').default(HUB_URL).describe('The registry.'),
    username: str().optional().describe('Who logs in.'),
    password: secret(str()).optional().describe('The password; it is in no command line.'),
    reauthorize: alias(bool(), 'reauth').default(false).describe('Log in also when the login is known.'),
    config_path: alias(path(), 'dockercfg_path')
      .default('~/.docker/config.json')
      .describe('The Docker configuration file of the host.'),
    state: choice('present', 'absent').default('present').describe('Whether there is a login.'),
  }),
  returns: z.object({
    login_result: z.looseObject({}).describe('What the daemon says of the login.'),
  }),
  requires: ['the Docker daemon'],
  check: 'full',
  diff: false,
  rules(args) {
    const missing = (['username', 'password'] as const).filter((name) => args[name] === undefined);
    const broken = args.state === 'present' && missing.length > 0;
    return [
      ...dockerRules(args),
      ...(broken ? [`state is present but all of the following are missing: ${missing.join(', ')}`] : []),
    ];
  },
  examples: [
    {
      name: 'Log in',
      task: 'community.docker.docker_login:\n  registry_url: registry.example.com\n  username: robot\n  password: "{{ registry_password }}"',
    },
    {
      name: 'Log out',
      task: 'community.docker.docker_login:\n  registry_url: registry.example.com\n  state: absent',
    },
  ],
  async run(context) {
    const { args, host } = context;
    const { registry_url: registry, username = '', password = '' } = args;
    const file = args.config_path.startsWith('~') ? await host.expand(args.config_path) : args.config_path;
    return withDocker(context, async (client): Promise<ModuleReturn> => {
      await client.version();
      const config = await readConfig(host, file);
      let changed = false;
      const write: Write = async (summary, to, content) => {
        changed = true;
        await context.change({ summary }, async (hands) => {
          const directory = to.replace(/\/[^/]*$/, '') || '/';
          await hands.must(sh`mkdir -p -- ${directory}`);
          await hands.write(to, content, { mode: 0o600 });
        });
      };
      const tell: Tell = async (what, program, stdin) => {
        changed = true;
        await context.change({ summary: `${program} ${what} ${registry}` }, (hands) =>
          hands.must(script(`${sh`${program} ${what}`.text} >/dev/null`), { stdin }),
        );
      };
      const helper = helperFor(config, registry);
      const store =
        helper === undefined ? fileStore(config, file, registry, write) : helperStore(host, helper, registry, tell);
      if (args.state === 'absent') {
        if (await store.get()) await store.erase();
        return { changed, login_result: {} };
      }
      const ask = async (): Promise<Json> => {
        // Asking whether a login is right changes nothing; a dry run asks, too.
        try {
          return await client.read('/auth', { username, password, email: null, serveraddress: registry });
        } catch (error) {
          if (!(error instanceof ModuleFailure)) throw error;
          throw new ModuleFailure(`Logging into ${registry} for user ${username} failed - ${error.message}`);
        }
      };
      const known = knownLogin(config, registry);
      const isKnown = known?.['username'] === username && !args.reauthorize;
      const answer = isKnown && known['password'] === password ? known : await ask();
      const { password: _hidden, ...login_result } = answer;
      const current = await store.get();
      if (current?.username !== username || current.password !== password || args.reauthorize) {
        await store.put({ username, password });
      }
      return { changed, login_result };
    });
  },
});
