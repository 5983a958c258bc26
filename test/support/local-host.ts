// This very machine as a host, over the real local wire and resident shell, for module cases.
import { createWirePool } from '../../src/connection/index.js';
import { createHost, type FactOptions, type Host } from '../../src/host/index.js';
import { Secrets, systemClock } from '../../src/ground/index.js';
import type {
  BatchStep,
  FileAttributes,
  FileStatus,
  HostHands,
  HostView,
  Platform,
  Script,
  ScriptOptions,
  ScriptResult,
  StatOptions,
  WriteOptions,
} from '../../src/kit/index.js';

export interface LocalHostOptions {
  /** Added to the environment of every script. */
  readonly env?: Readonly<Record<string, string>>;
  /** What `platform()` says where it should not be what this machine is. */
  readonly platform?: Partial<Platform>;
}

let shared: Host | undefined;

/** One host, and so one resident shell, for all tests of a worker. */
function sharedHost(): Host {
  shared ??= createHost({
    name: 'localhost',
    settings: { transport: 'local', name: 'localhost' },
    pool: createWirePool(),
    clock: systemClock,
    secrets: new Secrets(),
  });
  return shared;
}

/** Ends the shell; a LocalHost that is used afterwards starts a new one. */
export async function closeLocalHost(): Promise<void> {
  const host = shared;
  shared = undefined;
  await host?.close();
}

/** View and hands of the local machine, and how many round trips were made. */
export class LocalHost implements HostView, HostHands {
  readonly name = 'localhost';
  roundTrips = 0;
  private readonly view: HostView;
  private readonly hands: HostHands;

  constructor(private readonly options: LocalHostOptions = {}) {
    const made = sharedHost().view({ environment: options.env });
    this.view = made.view;
    this.hands = made.hands;
  }

  private counted<T>(work: Promise<T>): Promise<T> {
    this.roundTrips++;
    return work;
  }

  probe(script: Script, options?: ScriptOptions): Promise<ScriptResult> {
    return this.counted(this.view.probe(script, options));
  }
  stat(path: string, options?: StatOptions): Promise<FileStatus | null> {
    return this.counted(this.view.stat(path, options));
  }
  read(path: string): Promise<Buffer> {
    return this.counted(this.view.read(path));
  }
  dial(target: Parameters<HostView['dial']>[0]): ReturnType<HostView['dial']> {
    return this.view.dial(target);
  }
  open(...args: Parameters<HostView['open']>): ReturnType<HostView['open']> {
    return this.counted(this.view.open(...args));
  }
  async platform(): Promise<Platform> {
    return { ...(await this.view.platform()), ...this.options.platform };
  }
  expand(path: string): Promise<string> {
    return this.view.expand(path);
  }
  gatherFacts(options: FactOptions): Promise<Record<string, unknown>> {
    return this.counted(this.view.gatherFacts(options));
  }
  reconnect(): Promise<void> {
    return this.view.reconnect();
  }
  run(script: Script, options?: ScriptOptions): Promise<ScriptResult> {
    return this.counted(this.hands.run(script, options));
  }
  must(script: Script, options?: ScriptOptions): Promise<ScriptResult> {
    return this.counted(this.hands.must(script, options));
  }
  write(
    path: string,
    content: Parameters<HostHands['write']>[1],
    options?: WriteOptions,
  ): Promise<{ readonly backupFile?: string }> {
    return this.counted(this.hands.write(path, content, options));
  }
  batch(steps: readonly BatchStep[]): ReturnType<HostHands['batch']> {
    return this.counted(this.hands.batch(steps));
  }
  attributes(path: string, attributes: FileAttributes, options?: { readonly follow?: boolean }): Promise<void> {
    return this.counted(this.hands.attributes(path, attributes, options));
  }
}
