// Reaches hosts for the engine: connection settings are derived, hosts and their shells are kept for the whole run.
import type { ConnectionFlags, ConnectionSettings } from '../connection/index.js';
import type { Clock, Secrets } from '../ground/index.js';
import type { Host, ViewOptions } from '../host/index.js';
import { Stillness } from '../host/stillness.js';
import type { Heard, Reach, Reacher, ReachRequest } from './types.js';

export interface ReacherOptions {
  readonly flags: ConnectionFlags;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly localUser: string;
  /** The settings `become_allow_same_user` and `executable`. */
  readonly becomeSameUser: boolean;
  readonly executable: string | undefined;
  /** Where local processes start: the playbook's directory. */
  readonly baseDirectory: string;
  readonly isImplicitLocalhost: (host: string) => boolean;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly onWarning: (message: string) => void;
  /** Answers what a connection asks while it is made: a passphrase, a code, whether an unknown key is right. */
  readonly ask?: ((question: string, secret: boolean) => Promise<string | undefined>) | undefined;
}

export interface ClosableReacher extends Reacher {
  close(): Promise<void>;
}

/** The rooms that talk to hosts are loaded with the first host that is reached: many runs (checks, lists) reach none. */
export function createReacher(options: ReacherOptions): ClosableReacher {
  let opened: Promise<Opened> | undefined;
  const stillness = new Stillness();
  return {
    async reach(request) {
      opened ??= openReacher(options, stillness);
      return (await opened).reach(request);
    },
    async rehearse(request, heard) {
      opened ??= openReacher(options, stillness);
      return (await opened).rehearse(request, heard);
    },
    disturb: () => stillness.disturb(),
    async close() {
      await (await opened)?.close();
    },
  };
}

interface Opened extends ClosableReacher {
  rehearse(request: ReachRequest, heard: Heard): Promise<Reach>;
}

/** Stands where nothing is to be touched; to ask it for anything is a bug. */
const NOTHING = new Proxy({} as never, {
  get(_, property) {
    throw new Error(`a rehearsal asked for '${String(property)}'`);
  },
});

async function openReacher(options: ReacherOptions, stillness: Stillness): Promise<Opened> {
  const [connection, { createHost }] = await Promise.all([
    import('../connection/index.js'),
    import('../host/index.js'),
  ]);
  const pool = connection.createWirePool({ ask: options.ask });
  const controller = { ...connection.thisController(options.home, options.localUser), env: options.env };
  const sshConfig = connection.createSshConfigReader(options.home, options.localUser);
  const hosts = new Map<string, Host>();
  const { baseDirectory, flags: cli } = options;
  const remembered = connection.rememberSettings({ cli, sshConfig, controller, baseDirectory });
  const keys = new WeakMap<ConnectionSettings, string>();
  const keyOf = (request: ReachRequest, of: ConnectionSettings): string => {
    const known = keys.get(of);
    if (known !== undefined) return known;
    const key = `${request.host}\0${connection.poolKey(of)}`;
    keys.set(of, key);
    return key;
  };
  const viewOptions = (request: ReachRequest): ViewOptions => {
    const { become, environment, deadline, shell, coming, onOutput } = request;
    const named = request.variable('ansible_shell_executable');
    const executable = typeof named === 'string' && named !== '' ? named : options.executable;
    return { become, environment, deadline, shell, executable, coming, onOutput };
  };
  return {
    async reach(request: ReachRequest): Promise<Reach> {
      const settings = remembered.of({
        name: request.host,
        variables: request.variable,
        implicitLocalhost: options.isImplicitLocalhost(request.host),
        onWarning: options.onWarning,
      });
      const key = keyOf(request, settings);
      let host = hosts.get(key);
      if (!host) {
        const { clock, secrets, localUser, becomeSameUser } = options;
        const made = { name: request.host, settings, pool, clock, secrets, localUser, becomeSameUser, stillness };
        hosts.set(key, (host = createHost(made)));
      }
      const found = host;
      return { ...found.view(viewOptions(request)), settings, connect: () => found.connect() };
    },
    async rehearse(request, heard) {
      const settings = remembered.known({ name: request.host, variables: request.variable });
      const host = settings && hosts.get(keyOf(request, settings));
      // Nobody has been there: what is asked of it is not known ahead.
      if (!host) {
        heard();
        return new Promise(() => undefined);
      }
      const view = host.rehearsal(viewOptions(request), heard);
      return { view, hands: NOTHING, jobs: NOTHING, settings, connect: () => Promise.resolve() };
    },
    async close() {
      await Promise.all([...hosts.values()].map((host) => host.close()));
      await pool.close();
    },
  };
}
