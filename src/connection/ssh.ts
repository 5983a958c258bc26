// The wire over SSH: one ssh2 client, through jump hosts where there are any.
import type { Duplex } from 'node:stream';
import ssh2 from 'ssh2';
import type { AuthHandlerMiddleware, Client as SshClient, ClientChannel, ServerHostKeyAlgorithm } from 'ssh2';
import { TsplayError } from '../ground/index.js';
import { ChannelRefused, brokenWire, connectFailure, dialFailure } from './failures.js';
import { HostKeyCheck } from './host-key.js';
import { planLogin, type LoginPlan } from './identities.js';
import type { DialTarget, ExecOptions, RemoteProcess, SshSettings, Wire } from './types.js';

const { Client } = ssh2;

/** Keep-alives without an answer after which the connection counts as broken; ssh's ServerAliveCountMax. */
const KEEP_ALIVE_COUNT = 3;
/** After the exit status, how long the server may hold the channel open for a process left behind, in milliseconds. */
const HELD_OUTPUT_GRACE = 500;
const HOST_KEY_ALGORITHMS: readonly string[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
  'ssh-rsa',
];

function orderedAlgorithms(check: HostKeyCheck): ServerHostKeyAlgorithm[] {
  const preferred = check.preferredAlgorithms().filter((name) => HOST_KEY_ALGORITHMS.includes(name));
  return [...new Set([...preferred, ...HOST_KEY_ALGORITHMS])] as ServerHostKeyAlgorithm[];
}

/** Hands ssh2 one attempt after the other, leaving out what the server does not offer. */
function authenticator(plan: LoginPlan): AuthHandlerMiddleware {
  let index = 0;
  return (methodsLeft: readonly string[] | null, _partial, next) => {
    let method = plan.methods[index++];
    while (method !== undefined && methodsLeft) {
      const type = method.type === 'agent' ? 'publickey' : method.type;
      if (methodsLeft.includes(type)) break;
      method = plan.methods[index++];
    }
    // ssh2's types know no end of the list; its code takes false for it.
    next(method ?? (false as unknown as 'none'));
  };
}

function authFailure(settings: SshSettings, plan: LoginPlan, offered: readonly string[], error: Error): TsplayError {
  const tried = plan.tried.length === 0 ? 'there was nothing to try' : `tried ${plan.tried.join(', ')}`;
  const offer = offered.length === 0 ? '' : `; the host offers ${offered.join(', ')}`;
  return new TsplayError('auth-failed', `${settings.name}: login as '${settings.user}' was refused: ${tried}${offer}`, {
    hint: 'name the right key (--private-key, ansible_ssh_private_key_file), load it into an agent, or give a password (-k, ansible_password); check ansible_user',
    notes: plan.notes.map((message) => ({ message })),
    cause: error,
  });
}

/** Connects and logs in; `sock` is the stream through a jump host. */
function connectClient(settings: SshSettings, sock: Duplex | undefined): Promise<SshClient> {
  return new Promise((resolve, reject) => {
    const client = new Client();
    const plan = planLogin(settings);
    const check = new HostKeyCheck(settings);
    let refusal: Error | undefined;
    let offered: readonly string[] = [];
    const next = authenticator(plan);
    const fail = (error: Error): void => {
      client.removeAllListeners();
      client.on('error', () => undefined);
      client.destroy();
      reject(error);
    };
    client.on('ready', () => {
      client.removeAllListeners();
      client.setNoDelay(true);
      resolve(client);
    });
    client.on('error', (error: Error & { level?: string }) => {
      if (error.level === 'agent') return; // ssh2 goes on with the next method.
      if (refusal) fail(refusal);
      else if (error.level === 'client-authentication' || /too many authentication failures/i.test(error.message)) {
        fail(authFailure(settings, plan, offered, error));
      } else fail(connectFailure(settings, error));
    });
    client.on('close', () => fail(refusal ?? connectFailure(settings, new Error('the host closed the connection'))));
    client.connect({
      host: settings.host,
      port: settings.port,
      username: settings.user,
      ...(sock === undefined ? {} : { sock: sock }),
      readyTimeout: settings.connectTimeout,
      keepaliveInterval: settings.keepAlive,
      keepaliveCountMax: KEEP_ALIVE_COUNT,
      algorithms: { serverHostKey: orderedAlgorithms(check) },
      authHandler: (methodsLeft, partial, done) => {
        if (Array.isArray(methodsLeft)) offered = methodsLeft;
        return next(methodsLeft, partial, done);
      },
      hostVerifier: (key: Buffer) => {
        try {
          check.accept(key);
          return true;
        } catch (error) {
          refusal = error as Error;
          return false;
        }
      },
    });
  });
}

class SshWire implements Wire {
  private broken: TsplayError | undefined;
  private closed = false;
  private readonly listeners: ((reason: Error) => void)[] = [];

  constructor(
    private readonly settings: SshSettings,
    private readonly client: SshClient,
    private readonly jump: Wire | undefined,
  ) {
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
        else {
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
        this.client.exec(command, terminal ? { pty: { cols: 80, rows: 24, term: 'dumb' } } : {}, onChannel);
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

/** @throws TsplayError unreachable, auth-failed, host-key-refused */
export async function openSshWire(settings: SshSettings): Promise<Wire> {
  const [last, ...before] = [...settings.jumps].reverse();
  if (last === undefined) return new SshWire(settings, await connectClient(settings, undefined), undefined);
  const jump = await openSshWire({ ...last, jumps: [...before].reverse() });
  try {
    const sock = await jump.dial({ host: settings.host, port: settings.port }).catch((error: unknown) => {
      if (!(error instanceof TsplayError) || error.code !== 'dial-failed') throw error;
      throw new TsplayError('unreachable', `${settings.name}: ${error.message}`, { hint: error.hint, cause: error });
    });
    return new SshWire(settings, await connectClient(settings, sock), jump);
  } catch (error) {
    await jump.close();
    throw error;
  }
}
