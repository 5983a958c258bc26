// Open wires shared by settings: equal settings share a connection, attempts at the same time share one attempt.
import type { Duplex } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { TsplayError } from '../ground/index.js';
import { createAsker, type Asker } from './asking.js';
import { openLocalWire } from './local.js';
import { ChannelRefused, TurnedAway } from './failures.js';
import type {
  ConnectionSettings,
  DialTarget,
  ExecOptions,
  RemoteProcess,
  SshSettings,
  Wire,
  WirePorts,
} from './types.js';

/** The last pause before a host that turns us away is believed, in milliseconds. */
const LONGEST_PAUSE = 1000;
/** sshd's default MaxSessions. */
const MAX_SESSIONS = 10;

/**
 * Opens a wire for its caller alone.
 * @param asker answers what the connection asks; nobody when left out
 * @throws TsplayError unreachable, auth-failed, host-key-refused
 */
export async function openWire(settings: ConnectionSettings, asker: Asker = createAsker({})): Promise<Wire> {
  if (settings.transport === 'local') return openLocalWire(settings);
  if (settings.transport === 'container') {
    const { openContainerWire } = await import('./container.js');
    return openContainerWire(settings);
  }
  const open = await sshOpener(settings);
  for (let tries = 0; ; tries++) {
    try {
      return await admitted(() => open(settings, asker));
    } catch (error) {
      const again = error instanceof TsplayError && error.code === 'unreachable' && tries < (settings.retries ?? 0);
      if (!again) throw error;
      // compat: the pauses of Ansible's ssh plugin: 0, 1, 3, 7 … seconds, never more than 30.
      await setTimeout(Math.min(2 ** tries - 1, 30) * 1000);
    }
  }
}

/** Comes again when the host turned us away unheard; others come again too, so each after another time. */
async function admitted(open: () => Promise<Wire>): Promise<Wire> {
  for (let pause = 100; ; pause *= 2) {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof TurnedAway) || pause > LONGEST_PAUSE) throw error;
      await setTimeout(pause * (0.5 + Math.random()));
    }
  }
}

/** ssh2 takes a third of the start-up time: only those who connect with it pay it. */
async function sshOpener(settings: SshSettings): Promise<(settings: SshSettings, asker: Asker) => Promise<Wire>> {
  const { clientNeed } = await import('./client-need.js');
  const need = clientNeed(settings);
  if (need === undefined) return (await import('./ssh.js')).openSshWire;
  const { openClientWire } = await import('./client.js');
  return (one, asker) => openClientWire(one, asker, need);
}

export interface WirePool {
  /** The wire for these settings, opened when there is none. Callers do not close it. @throws as openWire */
  open(settings: ConnectionSettings): Promise<Wire>;
  /** Closes the wire for these settings, so that the next `open` connects anew. */
  drop(settings: ConnectionSettings): Promise<void>;
  /** Closes all wires; the pool opens no more. */
  close(): Promise<void>;
}

/** What makes two settings the same connection: everything but the inventory name. */
export function poolKey(settings: ConnectionSettings): string {
  return JSON.stringify(settings, (key, value: unknown) => (key === 'name' ? undefined : value));
}

interface Connection {
  readonly wire: Wire;
  sessions: number;
  capacity: number;
}

/** A wire that opens further connections to the same host when one has no room for another session. */
class SharedWire implements Wire {
  private readonly connections: Connection[] = [];
  private opening: Promise<Connection> | undefined;
  private readonly listeners: ((reason: Error) => void)[] = [];
  private ended = false;

  constructor(
    private readonly settings: ConnectionSettings,
    private readonly asker: Asker,
    private readonly capacity: number,
    private readonly onEmpty: () => void,
  ) {}

  /** Opens another connection; callers at the same time share it. */
  connect(): Promise<Connection> {
    this.opening ??= this.openConnection().finally(() => {
      this.opening = undefined;
    });
    return this.opening;
  }

  private async openConnection(): Promise<Connection> {
    if (this.ended) throw new TsplayError('unreachable', `${this.settings.name}: the connection is closed`);
    const wire = await openWire(this.settings, this.asker);
    if (this.ended) {
      await wire.close();
      throw new TsplayError('unreachable', `${this.settings.name}: the connection is closed`);
    }
    const connection: Connection = { wire, sessions: 0, capacity: this.capacity };
    this.connections.push(connection);
    wire.onBroken((reason) => {
      this.connections.splice(this.connections.indexOf(connection), 1);
      if (this.connections.length > 0 || this.ended) return;
      this.ended = true;
      this.onEmpty();
      for (const listener of this.listeners) listener(reason);
    });
    return connection;
  }

  async exec(command: string, options?: ExecOptions): Promise<RemoteProcess> {
    for (;;) {
      const connection = this.connections.find((c) => c.sessions < c.capacity) ?? (await this.connect());
      if (connection.sessions >= connection.capacity) continue; // Others were faster on the shared new connection.
      connection.sessions++;
      try {
        const started = await connection.wire.exec(command, options);
        void started.exit.then(() => connection.sessions--);
        return started;
      } catch (error) {
        connection.sessions--;
        if (!(error instanceof ChannelRefused) || connection.sessions === 0) throw error;
        // This sshd allows fewer sessions than the default: remember, and use another connection.
        connection.capacity = connection.sessions;
      }
    }
  }

  async dial(target: DialTarget): Promise<Duplex> {
    const connection = this.connections[0] ?? (await this.connect());
    return connection.wire.dial(target);
  }

  onBroken(listener: (reason: Error) => void): void {
    this.listeners.push(listener);
  }

  async close(): Promise<void> {
    this.ended = true;
    await Promise.all(this.connections.splice(0).map((c) => c.wire.close()));
  }
}

/** A failure of a shared attempt as that of the host which waited for it. */
function toldTo(name: string, owner: string | undefined, error: unknown): unknown {
  if (!(error instanceof TsplayError) || owner === undefined || owner === name) return error;
  if (!error.message.startsWith(`${owner}: `)) return error;
  const { span, hint, notes } = error;
  return new TsplayError(error.code, name + error.message.slice(owner.length), { span, hint, notes, cause: error });
}

export function createWirePool(ports: WirePorts = {}): WirePool {
  const asker = createAsker(ports);
  const wires = new Map<string, Promise<SharedWire>>();
  /** Under whose name the attempt was made. */
  const owners = new Map<string, string>();
  let closed = false;

  const connect = async (settings: ConnectionSettings, key: string): Promise<SharedWire> => {
    const wire = new SharedWire(settings, asker, settings.transport === 'ssh' ? MAX_SESSIONS : Infinity, () => {
      wires.delete(key);
    });
    // A local wire connects to nothing; an SSH wire is only handed out when its login has succeeded.
    await wire.connect();
    return wire;
  };

  return {
    async open(settings) {
      if (closed) throw new TsplayError('unreachable', `${settings.name}: the run is over, no connection is opened`);
      const key = poolKey(settings);
      const known = wires.get(key);
      const owner = owners.get(key);
      if (known) {
        return known.catch((error: unknown) => {
          throw toldTo(settings.name, owner, error);
        });
      }
      owners.set(key, settings.name);
      const attempt = connect(settings, key);
      wires.set(key, attempt);
      attempt.catch(() => {
        if (wires.get(key) === attempt) wires.delete(key);
      });
      return attempt;
    },
    async drop(settings) {
      const key = poolKey(settings);
      const known = wires.get(key);
      wires.delete(key);
      await known?.then(
        (wire) => wire.close(),
        () => undefined,
      );
    },
    async close() {
      closed = true;
      const all = [...wires.values()];
      wires.clear();
      await Promise.all(
        all.map((attempt) =>
          attempt.then(
            (wire) => wire.close(),
            () => undefined,
          ),
        ),
      );
    },
  };
}
