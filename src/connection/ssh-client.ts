// Makes an SSH connection over an open stream with ssh2: algorithms, the host's key, the login.
import ssh2 from 'ssh2';
import type { AuthHandlerMiddleware, Algorithms, Client as SshClient, ServerHostKeyAlgorithm } from 'ssh2';
import { TsplayError } from '../ground/index.js';
import { offered, USUAL_HOST_KEYS } from './algorithms.js';
import { Patience, type Asker } from './asking.js';
import { connectFailure, TurnedAway } from './failures.js';
import { wholeGreeting } from './greeting.js';
import { HostKeyCheck } from './host-key.js';
import { planLogin, type LoginPlan } from './identities.js';
import type { Transport } from './transport.js';
import type { SshSettings } from './types.js';

const { Client } = ssh2;

/** Keep-alives without an answer after which the connection counts as broken; ssh's ServerAliveCountMax. */
const KEEP_ALIVE_COUNT = 3;

export interface Login {
  readonly client: SshClient;
  /** The host's key is another than the known one, and was let pass. */
  readonly tainted: boolean;
}

/** @throws TsplayError connection-setting */
function algorithmsFor(settings: SshSettings, check: HostKeyCheck): Algorithms {
  const { algorithms = {}, name, compression } = settings;
  const said = offered('HostKeyAlgorithms', algorithms.hostKeys, name);
  const preferred = check.preferredAlgorithms().filter((one) => USUAL_HOST_KEYS.includes(one));
  const hostKeys = said ?? [...new Set([...preferred, ...USUAL_HOST_KEYS])];
  const wanted = {
    serverHostKey: hostKeys as ServerHostKeyAlgorithm[],
    kex: offered('KexAlgorithms', algorithms.kex, name),
    cipher: offered('Ciphers', algorithms.ciphers, name),
    hmac: offered('MACs', algorithms.macs, name),
    compress: compression === true ? ['zlib@openssh.com', 'none'] : undefined,
  };
  return Object.fromEntries(Object.entries(wanted).filter(([, list]) => list !== undefined));
}

/** Hands ssh2 one attempt after the other, leaving out what the server does not offer. */
function authenticator(plan: LoginPlan, allowed: (type: string) => boolean): AuthHandlerMiddleware {
  let index = 0;
  return (methodsLeft: readonly string[] | null, _partial, next) => {
    for (;;) {
      const planned = plan.methods[index++];
      if (planned === undefined) break;
      const { method, applies } = planned;
      const type = method.type === 'agent' ? 'publickey' : method.type;
      if ((methodsLeft && !methodsLeft.includes(type)) || !allowed(type) || applies?.() === false) continue;
      next(method);
      return;
    }
    // ssh2's types know no end of the list; its code takes false for it.
    next(false as unknown as 'none');
  };
}

function authFailure(settings: SshSettings, plan: LoginPlan, offers: readonly string[], error: Error): TsplayError {
  const tried = plan.tried.length === 0 ? 'there was nothing to try' : `tried ${plan.tried.join(', ')}`;
  const offer = offers.length === 0 ? '' : `; the host offers ${offers.join(', ')}`;
  return new TsplayError('auth-failed', `${settings.name}: login as '${settings.user}' was refused: ${tried}${offer}`, {
    hint: 'name the right key (--private-key, ansible_ssh_private_key_file), load it into an agent, or give a password (-k, ansible_password); check ansible_user',
    notes: plan.notes.map((message) => ({ message })),
    cause: error,
  });
}

/** Connects and logs in. @throws TsplayError unreachable, auth-failed, host-key-refused, connection-setting */
export async function connectClient(settings: SshSettings, transport: Transport, asker: Asker): Promise<Login> {
  const { stream } = transport;
  // Nothing listens to the stream while known_hosts is read.
  stream.on('error', () => undefined);
  try {
    const check = await HostKeyCheck.open(settings, asker);
    const algorithms = algorithmsFor(settings, check);
    return await new Handshake(settings, transport, asker, check).run(algorithms);
  } catch (error) {
    stream.destroy();
    throw error;
  }
}

class Handshake {
  private refusal: Error | undefined;
  private offers: readonly string[] = [];
  private partial = false;
  private isGreeted = false;
  private patience: Patience | undefined;

  constructor(
    private readonly settings: SshSettings,
    private readonly transport: Transport,
    asker: Asker,
    private readonly check: HostKeyCheck,
  ) {
    this.plan = planLogin(settings, {
      asker,
      meanwhile: (work) => this.meanwhile(work),
      isPartial: () => this.partial,
    });
  }

  private readonly plan: LoginPlan;

  private meanwhile<T>(work: Promise<T>): Promise<T> {
    return this.patience ? this.patience.during(work) : work;
  }

  run(algorithms: Algorithms): Promise<Login> {
    const { settings, transport, check, plan } = this;
    return new Promise((resolve, reject) => {
      const client = new Client();
      // A changed key that was let pass: no password for whoever answers.
      const next = authenticator(plan, (type) => type === 'publickey' || type === 'none' || !check.tainted);
      const settle = (error?: Error): void => {
        this.patience?.stop();
        client.removeAllListeners();
        if (error) {
          client.on('error', () => undefined);
          client.destroy();
          reject(error);
        } else resolve({ client, tainted: check.tainted });
      };
      this.patience = new Patience(settings.connectTimeout, () => {
        settle(connectFailure(settings, Object.assign(new Error('timed out'), { level: 'client-timeout' })));
      });
      client.on('ready', () => {
        client.setNoDelay(true);
        settle();
      });
      client.on('error', (error: Error & { level?: string }) => {
        if (error.level === 'agent') return; // ssh2 goes on with the next method.
        void this.failure(error).then(settle);
      });
      client.on('close', () => void this.failure(new Error('the host closed the connection')).then(settle));
      wholeGreeting(transport.stream, () => (this.isGreeted = true));
      client.connect({
        host: settings.host,
        port: settings.port,
        username: settings.user,
        sock: transport.stream,
        readyTimeout: 0,
        keepaliveInterval: settings.keepAlive,
        keepaliveCountMax: settings.keepAliveCount ?? KEEP_ALIVE_COUNT,
        algorithms,
        ...(settings.forwardAgent !== undefined && { agent: settings.forwardAgent }),
        authHandler: (methodsLeft, partial, done) => {
          if (Array.isArray(methodsLeft)) this.offers = methodsLeft;
          this.partial = partial === true;
          return next(methodsLeft, partial, done);
        },
        hostVerifier: (key: Buffer, verify: (valid: boolean) => void) => {
          this.meanwhile(check.accept(key, transport.address)).then(
            () => verify(true),
            (error: unknown) => {
              this.refusal = error as Error;
              verify(false);
            },
          );
        },
      });
    });
  }

  private async failure(error: Error & { level?: string }): Promise<Error> {
    if (this.refusal) return this.refusal;
    if (error.level === 'client-authentication' || /too many authentication failures/i.test(error.message)) {
      return authFailure(this.settings, this.plan, this.offers, error);
    }
    const complaint = await this.transport.complaint();
    if (complaint === '') {
      const failure = connectFailure(this.settings, error);
      const isTurnedAway = !this.isGreeted && error.level !== 'client-timeout';
      return isTurnedAway ? new TurnedAway(failure) : failure;
    }
    return new TsplayError(
      'unreachable',
      `${this.settings.name}: the ProxyCommand brought no connection: ${complaint}`,
      {
        hint: `it is: ${this.settings.proxyCommand}`,
        cause: error,
      },
    );
  }
}
