// Reaches hosts for the engine: connection settings are derived, hosts and their shells are kept for the whole run.
import type { ConnectionFlags } from '../connection/index.js';
import type { Clock, Secrets } from '../ground/index.js';
import type { Host } from '../host/index.js';
import type { Reach, Reacher, ReachRequest } from './types.js';

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
}

export interface ClosableReacher extends Reacher {
  close(): Promise<void>;
}

/** The rooms that talk to hosts are loaded with the first host that is reached: many runs (checks, lists) reach none. */
export function createReacher(options: ReacherOptions): ClosableReacher {
  let opened: Promise<ClosableReacher> | undefined;
  return {
    async reach(request) {
      opened ??= openReacher(options);
      return (await opened).reach(request);
    },
    async close() {
      await (await opened)?.close();
    },
  };
}

async function openReacher(options: ReacherOptions): Promise<ClosableReacher> {
  const [connection, { createHost }] = await Promise.all([
    import('../connection/index.js'),
    import('../host/index.js'),
  ]);
  const pool = connection.createWirePool();
  const sshConfig = connection.createSshConfigReader(options.home, options.localUser);
  const hosts = new Map<string, Host>();
  return {
    async reach(request: ReachRequest): Promise<Reach> {
      const settings = connection.deriveSettings({
        name: request.host,
        variables: request.variable,
        cli: options.flags,
        sshConfig,
        home: options.home,
        env: options.env,
        localUser: options.localUser,
        implicitLocalhost: options.isImplicitLocalhost(request.host),
        baseDirectory: options.baseDirectory,
        onWarning: options.onWarning,
      });
      const key = `${request.host}\0${connection.poolKey(settings)}`;
      let host = hosts.get(key);
      if (!host) {
        const { clock, secrets, localUser, becomeSameUser } = options;
        const made = { name: request.host, settings, pool, clock, secrets, localUser, becomeSameUser };
        hosts.set(key, (host = createHost(made)));
      }
      const found = host;
      const { become, environment, deadline, shell, onOutput } = request;
      const named = request.variable('ansible_shell_executable');
      const executable = typeof named === 'string' && named !== '' ? named : options.executable;
      const seen = found.view({ become, environment, deadline, shell, executable, onOutput });
      return { ...seen, settings, connect: () => found.connect() };
    },
    async close() {
      await Promise.all([...hosts.values()].map((host) => host.close()));
      await pool.close();
    },
  };
}
