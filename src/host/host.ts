// One inventory host during a run: which shells it has, and the views that modules get of it.
import type { BecomeSpec } from '../become/index.js';
import type { ConnectionSettings, RemoteProcess, Wire, WirePool } from '../connection/index.js';
import type { Clock, Secrets } from '../ground/index.js';
import { runAside } from './end-script.js';
import { createHands } from './hands.js';
import { createJobs } from './jobs.js';
import { platformProbe, type PlatformFacts } from './platform.js';
import { ResidentShell } from './resident-shell.js';
import { Session, type Job, type JobResult, type SessionOptions } from './session.js';
import { LookAhead, type Coming } from './look-ahead.js';
import { Stillness } from './stillness.js';
import type { HostHands, HostJobs, HostView, Platform } from './types.js';
import { createView } from './view.js';

/** For how many times the time for connecting a host that was lost in the middle of a script is tried to be reached. */
const PATIENCE = 3;

export interface HostOptions {
  /** The inventory name. */
  readonly name: string;
  readonly settings: ConnectionSettings;
  readonly pool: WirePool;
  readonly clock: Clock;
  /** Login and become passwords are added, so that nothing shows them. */
  readonly secrets: Secrets;
  /** The user a local connection runs as, when it is known; a become to the same user is then left out. */
  readonly localUser?: string | undefined;
  /** The setting `become_allow_same_user`: the become method is used for the same user too. */
  readonly becomeSameUser?: boolean | undefined;
  /** How long what a script came to waits on the host for somebody who comes back, in seconds; ten minutes when left out. */
  readonly keptSeconds?: number | undefined;
  /** What the hosts of a run share to know whether anything has changed; its own when left out. */
  readonly stillness?: Stillness | undefined;
}

export interface ViewOptions {
  /** Whom scripts run as; the login user when left out or when it is the same user. */
  readonly become?: BecomeSpec | undefined;
  /** The task's `environment`. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** The shell of command lines that name none; /bin/sh when left out. */
  readonly executable?: string | undefined;
  /** Milliseconds since the epoch: a script that still runs then is killed. */
  readonly deadline?: number | undefined;
  /** A shell of its own for work beside the tasks, by a name; all else shares one per user and waits its turn. */
  readonly shell?: string | undefined;
  /** Output of running scripts as it comes. */
  readonly onOutput?: ((stream: 'stdout' | 'stderr', bytes: Buffer) => void) | undefined;
  /** What may be looked at in the same round trip as what this view looks at. */
  readonly coming?: Foreseen | undefined;
}

/** As `Coming`, of one shell of a host. @param shell as told to a rehearsal */
type Foreseen = (most: number, shell: object) => ReturnType<Coming>;

export interface Host {
  readonly name: string;
  /** The host as one task sees it. Costs nothing: connections and shells are opened when first used. */
  view(options: ViewOptions): { readonly view: HostView; readonly hands: HostHands; readonly jobs: HostJobs };
  /**
   * The host for a rehearsal: nothing is run or opened, and nothing answered but what is known already. `heard` is told of
   * what is asked: the script and its shell, when it is a look in a shell that is there.
   */
  rehearsal(options: ViewOptions, heard: (script?: string, shell?: object) => void): HostView;
  /** Opens the connection when there is none. @throws TsplayError unreachable and its kin */
  connect(): Promise<void>;
  /** Ends the host's shells; the wire stays with the pool. */
  close(): Promise<void>;
}

interface Awaited {
  readonly become: BecomeSpec | undefined;
  readonly script: string;
}

/** What views and hands need of their host. */
export interface HostCore {
  readonly name: string;
  /** Jobs that somebody waits for, by their ids: what ends them when the run is given up. */
  readonly awaited: Map<string, Awaited>;
  run(become: BecomeSpec | undefined, job: Job): Promise<JobResult>;
  /** Whether its connection may break while the host goes on. */
  readonly canLoseWire: boolean;
  /** Runs a script that only reads, or gives the answer it gave a moment ago. */
  look(become: BecomeSpec | undefined, job: Job, coming: Foreseen): Promise<JobResult>;
  readonly stillness: Stillness;
  wire(): Promise<Wire>;
  platform(): Promise<Platform>;
  /** The home of a user's shell, which does not change while the shell lives. @param ask asks the shell */
  home(become: BecomeSpec | undefined, ask: () => Promise<string>): Promise<string>;
  reconnect(): Promise<void>;
  /** A process with streams of its own. @throws TsplayError become-failed, unreachable */
  open(become: BecomeSpec | undefined, command: string, terminal: boolean): Promise<RemoteProcess>;
}

/** Programs of containers that talk to a server, which may be far away: what they started goes on without them. */
const SERVED: ReadonlySet<string> = new Set(['docker', 'podman', 'kubectl']);

function canLose(settings: ConnectionSettings): boolean {
  return settings.transport === 'ssh' || (settings.transport === 'container' && SERVED.has(settings.kind));
}

export function createHost(options: HostOptions): Host {
  const { name, settings, pool, secrets, clock } = options;
  if (settings.transport === 'ssh' && settings.password !== undefined) secrets.add(settings.password);
  const shells = new Map<string, ResidentShell>();
  const looks = new WeakMap<ResidentShell, LookAhead>();
  const homes = new Map<string, Promise<string>>();
  const stillness = options.stillness ?? new Stillness();
  const awaited = new Map<string, Awaited>();
  const broken = new WeakMap<Wire, Error>();
  const known = new WeakSet<Wire>();
  let isReached = false;
  let platform: Promise<PlatformFacts> | undefined;
  const connectTimeout = 'connectTimeout' in settings ? settings.connectTimeout : 10_000;
  const loginUser = settings.transport === 'local' ? (options.localUser ?? '') : (settings.user ?? '');

  const wire = async (): Promise<Wire> => {
    const opened = await pool.open(settings);
    if (!known.has(opened)) {
      known.add(opened);
      isReached = true;
      opened.onBroken((reason) => {
        broken.set(opened, reason);
        stillness.disturb();
        for (const shell of shells.values()) shell.abort(reason);
      });
    }
    return opened;
  };

  const optionsOver = (over: Wire, become: BecomeSpec | undefined): SessionOptions => ({
    hostName: name,
    loginUser,
    become,
    clock,
    startTimeout: connectTimeout + 2000,
    keptSeconds: options.keptSeconds,
    brokenBy: () => broken.get(over),
  });

  const openSession = async (become: BecomeSpec | undefined): Promise<Session> => {
    const over = await wire();
    return Session.start(over, optionsOver(over, become));
  };

  // compat: as with become_allow_same_user=False, nobody becomes who he is already; the login needs no sudo then.
  const withoutNeed = (become: BecomeSpec | undefined): BecomeSpec | undefined =>
    become?.user === loginUser && options.becomeSameUser !== true ? undefined : become;
  const neededBecome = (become: BecomeSpec | undefined): BecomeSpec | undefined => {
    const needed = withoutNeed(become);
    if (needed?.password !== undefined) secrets.add(needed.password);
    return needed;
  };

  const shellKey = (needed: BecomeSpec | undefined, own: string): string => JSON.stringify([own, needed ?? null]);

  const shellFor = (become: BecomeSpec | undefined, own: string): ResidentShell => {
    const needed = neededBecome(become);
    const key = shellKey(needed, own);
    let shell = shells.get(key);
    if (!shell) {
      const patience = PATIENCE * connectTimeout;
      const wasReached = (): boolean => isReached;
      shell = new ResidentShell({ open: () => openSession(needed), hostName: name, clock, wasReached, patience });
      shells.set(key, shell);
    }
    return shell;
  };

  const closeShells = async (tidy = true): Promise<void> => {
    const all = [...shells.values()];
    shells.clear();
    homes.clear();
    await Promise.all(all.map((shell) => shell.close(tidy)));
  };

  const coreFor = (own: string): HostCore => ({
    name,
    stillness,
    run: (become, job) => shellFor(become, own).run(job),
    look(become, job, coming) {
      const shell = shellFor(become, own);
      let ahead = looks.get(shell);
      if (!ahead) looks.set(shell, (ahead = new LookAhead((one) => shell.run(one), stillness, clock)));
      return ahead.look(job, (most) => coming(most, shell));
    },
    wire,
    platform() {
      platform ??= platformProbe((job) => shellFor(undefined, own).run(job));
      platform.catch(() => {
        platform = undefined;
      });
      return platform;
    },
    awaited,
    home(become, ask) {
      const key = shellKey(withoutNeed(become), own);
      const asked = homes.get(key) ?? ask();
      homes.set(key, asked);
      asked.catch(() => homes.delete(key));
      return asked;
    },
    canLoseWire: canLose(settings),
    async reconnect() {
      stillness.disturb();
      // Nothing is waited for: the host may be away, and what is left there goes away by itself.
      void closeShells(false);
      await pool.drop(settings);
      await wire();
    },
    async open(become, command, terminal) {
      const needed = neededBecome(become);
      if (needed?.password !== undefined) secrets.add(needed.password);
      const { openProcess } = await import('./open.js');
      return openProcess(await wire(), { hostName: name, loginUser, become: needed, clock, command, terminal });
    },
  });

  return {
    name,
    view: (viewOptions) => {
      const core = coreFor(viewOptions.shell ?? '');
      return {
        view: createView(core, viewOptions),
        hands: createHands(core, viewOptions),
        jobs: createJobs(core, viewOptions),
      };
    },
    rehearsal(viewOptions, heard) {
      const unanswered = (): Promise<never> => {
        heard();
        return new Promise(() => undefined);
      };
      const hear = (become: BecomeSpec | undefined, job: Job): Promise<never> => {
        const shell = shells.get(shellKey(withoutNeed(become), viewOptions.shell ?? ''));
        heard(shell && job.script, shell);
        return new Promise(() => undefined);
      };
      return createView(
        {
          name,
          awaited: new Map(),
          stillness: new Stillness(),
          canLoseWire: false,
          run: unanswered,
          look: hear,
          wire: unanswered,
          platform: () => platform ?? unanswered(),
          home: (become, ask) => homes.get(shellKey(withoutNeed(become), viewOptions.shell ?? '')) ?? ask(),
          reconnect: unanswered,
          open: unanswered,
        },
        { ...viewOptions, coming: () => Promise.resolve([]) },
      );
    },
    async connect() {
      await wire();
    },
    async close() {
      const jobs = [...awaited.values()].map(({ become, script }) =>
        runAside(() => openSession(neededBecome(become)), script, clock),
      );
      await Promise.all([...jobs, ...[...shells.values()].map((shell) => shell.end())]);
      await closeShells();
    },
  };
}
