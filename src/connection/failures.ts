// The errors a connection ends with, and which of them mean "this host is unreachable".
import { TsplayError } from '../ground/index.js';

const UNREACHABLE: ReadonlySet<string> = new Set(['unreachable', 'auth-failed', 'host-key-refused']);

/** Whether an error makes a host unreachable (as opposed to making its task fail). */
export function isUnreachable(error: unknown): boolean {
  return error instanceof TsplayError && UNREACHABLE.has(error.code);
}

interface Address {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly connectTimeout: number;
}

function hintFor(code: string | undefined): string {
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'the name does not resolve: correct ansible_host or the HostName in the SSH configuration';
    case 'ECONNREFUSED':
      return 'nothing listens there: is sshd running, and is ansible_port right?';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'there is no route to the address: is the host up and the network (VPN) connected?';
    case 'ETIMEDOUT':
      return 'no answer: is the host up, and does a firewall let the port through?';
    default:
      return 'check by hand with: ssh -v to the same user, host and port';
  }
}

/** An error of a socket or of ssh2 while connecting, as one the user can act on. */
export function connectFailure(to: Address, error: Error): TsplayError {
  const code = (error as NodeJS.ErrnoException).code;
  const level = (error as { level?: string }).level;
  const where = `${to.host} port ${to.port}`;
  if (level === 'client-timeout') {
    return new TsplayError('unreachable', `${to.name}: no answer from ${where} within ${to.connectTimeout / 1000} s`, {
      hint: `${hintFor('ETIMEDOUT')} More time to connect and log in: --timeout, ansible_timeout or ConnectTimeout`,
      cause: error,
    });
  }
  const text = error.message === '' ? (code ?? 'connection failed') : error.message;
  return new TsplayError('unreachable', `${to.name}: cannot connect to ${where}: ${text}`, {
    hint: hintFor(typeof code === 'string' ? code : undefined),
    cause: error,
  });
}

/** What the OpenSSH client said as it gave up, as an error the user can act on. */
export function clientFailure(to: Address, said: string, need: string, cause: Error | undefined): TsplayError {
  const text = said.trim();
  const why = need === 'asked' ? 'ansible_connection is ssh_cli' : `ssh2 lacks what is needed for ${need}`;
  if ((cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') {
    return new TsplayError('unreachable', `${to.name}: the OpenSSH client is not on the controller`, {
      hint: `install ssh there (openssh-client): ${why}`,
      cause,
    });
  }
  const notes = [{ message: `the connection was made by the OpenSSH client: ${why}` }];
  const last = text === '' ? `no answer within ${to.connectTimeout / 1000} s` : (text.split('\n').at(-1) ?? text);
  if (/host key verification failed|remote host identification has changed|REVOKED HOST KEY/i.test(text)) {
    const line = /no .* host key is known.*|host key for .* has changed.*|.*revoked.*/i.exec(text)?.[0] ?? last;
    return new TsplayError('host-key-refused', `${to.name}: the OpenSSH client refused the host's key: ${line}`, {
      hint: `check by hand with: ssh -p ${to.port} ${to.host}`,
      notes: [...notes, { message: text.slice(-1500) }],
    });
  }
  if (/permission denied|too many authentication failures/i.test(text)) {
    return new TsplayError('auth-failed', `${to.name}: the OpenSSH client could not log in: ${last}`, {
      hint: 'check by hand with ssh -v to the same user, host and port; name the right key or give a password',
      notes,
    });
  }
  return new TsplayError(
    'unreachable',
    `${to.name}: the OpenSSH client cannot connect to ${to.host} port ${to.port}: ${last}`,
    {
      hint: 'check by hand with: ssh -v to the same user, host and port',
      notes,
      cause,
    },
  );
}

/** The error for work that was under way when the connection broke. */
export function brokenWire(name: string, reason: string, cause?: unknown): TsplayError {
  if (/keepalive timeout/i.test(reason)) {
    return new TsplayError('unreachable', `${name}: the connection broke: the host answered no keep-alive any more`, {
      hint: 'is it hung, or the network down? How often it is asked: ServerAliveInterval, in ssh_config or ansible_ssh_common_args',
      cause,
    });
  }
  return new TsplayError('unreachable', `${name}: the connection broke: ${reason}`, {
    hint: 'the host may have rebooted or lost its network; what was running there may or may not have finished',
    cause,
  });
}

export function dialFailure(name: string, where: string, error: Error): TsplayError {
  return new TsplayError('dial-failed', `${name}: the host could not connect to ${where}: ${error.message}`, {
    hint: 'does the service listen there, and does the sshd allow forwarding (AllowTcpForwarding, AllowStreamLocalForwarding)?',
    cause: error,
  });
}

/** The server has no room for another channel on this connection (sshd's MaxSessions): another connection may. */
export class ChannelRefused extends TsplayError {}

/**
 * The connection was taken and ended before a word of SSH. An sshd on which many log in at once does that by chance
 * (MaxStartups), so that it is worth to come again.
 */
export class TurnedAway extends TsplayError {
  constructor({ message, notes, cause }: TsplayError) {
    const hint =
      'sshd turns away some when many log in at once (MaxStartups): fewer forks, or a higher limit; else, does SSH listen there?';
    super('unreachable', message, { hint, notes, cause });
  }
}
