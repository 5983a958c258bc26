// The wire over SSH: one ssh2 client, through jump hosts where there are any.
import type { Duplex } from 'node:stream';
import type { ClientChannel, Client as SshClient, ExecOptions as ClientOptions } from 'ssh2';
import { TsplayError } from '../ground/index.js';
import type { Asker } from './asking.js';
import { ChannelRefused, brokenWire, dialFailure } from './failures.js';
import { connectClient, type Login } from './ssh-client.js';
import { openTransport } from './transport.js';
import type { DialTarget, ExecOptions, RemoteProcess, SshSettings, Wire } from './types.js';

/** After the exit status, how long the server may hold the channel open for a process left behind, in milliseconds. */
const HELD_OUTPUT_GRACE = 500;

class SshWire implements Wire {
  private broken: TsplayError | undefined;
  private closed = false;
  private readonly listeners: ((reason: Error) => void)[] = [];

  private readonly client: SshClient;
  /** Whether sessions ask for the agent to be forwarded; a server that refuses is not asked again. */
  private forwards: boolean;

  constructor(
    private readonly settings: SshSettings,
    login: Login,
    private readonly jump: Wire | undefined,
  ) {
    const { client } = login;
    this.client = client;
    this.forwards = settings.forwardAgent !== undefined && !login.tainted;
    let reason: Error | undefined;
    client.on('error', (error) => {
      reason = error;
    });
    client.on('close', () => {
      if (this.closed) return;
      this.broken = brokenWire(settings.name, reason?.message ?? 'the host closed it', reason);
      void this.jump?.close();
      for (const listener of this.listeners) listener(this.broken);
    });
  }

  private get gone(): TsplayError | undefined {
    return this.closed
      ? new TsplayError('unreachable', `${this.settings.name}: the connection is closed`)
      : this.broken;
  }

  exec(command: string, { terminal = false }: ExecOptions = {}): Promise<RemoteProcess> {
    return new Promise((resolve, reject) => {
      if (this.gone) {
        reject(this.gone);
        return;
      }
      const onChannel = (error: Error | undefined, channel: ClientChannel): void => {
        if (error === undefined) resolve(processOn(channel));
        else if (this.gone) reject(this.gone);
        else if (this.forwards && /agent forwarding/i.test(error.message)) {
          this.forwards = false;
          resolve(this.exec(command, { terminal }));
        } else {
          const name = this.settings.name;
          reject(
            new ChannelRefused('unreachable', `${name}: the host opens no further session: ${error.message}`, {
              hint: 'sshd limits sessions per connection (MaxSessions) or allows this user no commands (ForceCommand, nologin shell)',
              cause: error,
            }),
          );
        }
      };
      try {
        const { environment } = this.settings;
        const options: ClientOptions & { agentForward?: boolean } = {
          ...(terminal && { pty: { cols: 80, rows: 24, term: 'dumb' } }),
          ...(environment && { env: { ...environment } }),
          ...(this.forwards && { agentForward: true }),
        };
        this.client.exec(command, options, onChannel);
      } catch (error) {
        reject(brokenWire(this.settings.name, (error as Error).message, error));
      }
    });
  }

  dial(target: DialTarget): Promise<Duplex> {
    return new Promise((resolve, reject) => {
      if (this.gone) {
        reject(this.gone);
        return;
      }
      const where = 'socketPath' in target ? target.socketPath : `${target.host}:${target.port}`;
      const onChannel = (error: Error | undefined, channel: ClientChannel): void => {
        if (error === undefined) resolve(channel);
        else reject(this.gone ?? dialFailure(this.settings.name, where, error));
      };
      try {
        if ('socketPath' in target) this.client.openssh_forwardOutStreamLocal(target.socketPath, onChannel);
        else this.client.forwardOut('127.0.0.1', 0, target.host, target.port, onChannel);
      } catch (error) {
        reject(dialFailure(this.settings.name, where, error as Error));
      }
    });
  }

  onBroken(listener: (reason: Error) => void): void {
    if (this.broken) listener(this.broken);
    else this.listeners.push(listener);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await new Promise<void>((done) => {
      if (this.broken) {
        done();
        return;
      }
      const timer = setTimeout(() => {
        this.client.destroy();
        done();
      }, 1000);
      this.client.once('close', () => {
        clearTimeout(timer);
        done();
      });
      this.client.end();
    });
    await this.jump?.close();
  }
}

function processOn(channel: ClientChannel): RemoteProcess {
  channel.on('error', () => undefined);
  let settle: (exit: { code: number | null; signal: string | null }) => void = () => undefined;
  const exit = new Promise<{ code: number | null; signal: string | null }>((done) => {
    settle = done;
  });
  let ended: { code: number | null; signal: string | null } = { code: null, signal: null };
  channel.on('exit', (code: number | null, signal?: string) => {
    ended = { code, signal: signal ?? null };
    setTimeout(() => settle(ended), HELD_OUTPUT_GRACE).unref();
  });
  channel.on('close', () => settle(ended));
  return {
    stdin: channel,
    stdout: channel,
    stderr: channel.stderr,
    exit,
    kill: () => {
      try {
        channel.signal('KILL');
      } catch {
        // The channel is closing already.
      }
      channel.close();
      // sshd passes no signals on in a session of root, and closes a channel only when its process has ended.
      setTimeout(() => settle({ code: null, signal: 'KILL' }), HELD_OUTPUT_GRACE).unref();
    },
  };
}

/** @throws TsplayError unreachable, auth-failed, host-key-refused, connection-setting */
export async function openSshWire(settings: SshSettings, asker: Asker): Promise<Wire> {
  const [last, ...before] = [...settings.jumps].reverse();
  if (last === undefined) {
    return new SshWire(settings, await connectClient(settings, await openTransport(settings), asker), undefined);
  }
  const jump = await openSshWire({ ...last, jumps: [...before].reverse() }, asker);
  try {
    const stream = await jump.dial({ host: settings.host, port: settings.port }).catch((error: unknown) => {
      if (!(error instanceof TsplayError) || error.code !== 'dial-failed') throw error;
      throw new TsplayError('unreachable', `${settings.name}: ${error.message}`, { hint: error.hint, cause: error });
    });
    const transport = { stream, address: undefined, complaint: () => Promise.resolve('') };
    return new SshWire(settings, await connectClient(settings, transport, asker), jump);
  } catch (error) {
    await jump.close();
    throw error;
  }
}
