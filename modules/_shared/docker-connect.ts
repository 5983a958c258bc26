// Opens streams to a Docker daemon as the task's user on the host would: socket or address, with TLS where it is asked for.
import { readFile } from './docker-files.js';
import type { Duplex } from 'node:stream';
import { connect as tlsConnect, type ConnectionOptions } from 'node:tls';
import {
  isUnreachable,
  ModuleFailure,
  script,
  sh,
  TsplayError,
  type HostView,
  type Script,
} from '../../src/kit/index.js';
import { processStream } from './process-stream.js';
import type { DockerSettings } from './docker-args.js';

type Dial = () => Promise<Duplex>;

export interface Opening {
  /** What the collection calls the daemon in its messages. */
  readonly base: string;
  readonly open: Dial;
}

/** @throws ModuleFailure for addresses that cannot be spoken to */
export async function openingOf(host: HostView, settings: DockerSettings): Promise<Opening> {
  const { address } = settings;
  const unix = /^(?:http\+)?unix:\/\/(.*)$/.exec(address);
  if (unix) {
    const path = `/${(unix[1] ?? '').replace(/^\/+/, '')}`;
    return { base: 'http+docker://localhost', open: socketOpening(host, settings, path) };
  }
  if (address.startsWith('ssh://')) {
    throw new ModuleFailure(
      `docker_host ${address}${settings.sshClient ? ' with use_ssh_client' : ''} is not supported by tsplay: put that host into the inventory and delegate the task to it`,
    );
  }
  if (address.startsWith('npipe://')) {
    throw new ModuleFailure('Error connecting: The npipe:// protocol is only supported on Windows');
  }
  const url = urlOf(address, settings.tls !== 'none');
  const options = url.protocol === 'https:' ? await tlsOptions(host, settings, url) : undefined;
  const target = { host: bare(url.hostname), port: Number(url.port || (options ? 443 : 80)) };
  return {
    base: url.href.replace(/\/$/, ''),
    open: async () => {
      const stream = await host.dial(target);
      return options === undefined ? stream : secure(stream, options, url);
    },
  };
}

const bare = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, '$1');

function urlOf(address: string, tls: boolean): URL {
  const scheme = tls ? 'https' : 'http';
  const text = /^[a-z+]+:\/\//.test(address) ? address.replace(/^tcp:/, `${scheme}:`) : `${scheme}://${address}`;
  const port = /^tcp:\/\/|^[^/]+$/.test(address) && !/:\d+\/?$/.test(address);
  if (!/^https?:/.test(text) || !URL.canParse(text) || port) {
    throw new ModuleFailure(
      `Error connecting: Invalid bind address format: ${address}: write it as unix://PATH or tcp://ADDRESS:PORT`,
    );
  }
  return new URL(text);
}

async function tlsOptions(host: HostView, settings: DockerSettings, url: URL): Promise<ConnectionOptions> {
  const checked = settings.tls === 'checked' || (settings.tls === 'none' && url.protocol === 'https:');
  const read = async (path: string | undefined): Promise<Buffer | undefined> =>
    path === undefined ? undefined : readFile(host, path);
  const ca = checked ? await read(settings.caPath) : undefined;
  const both = settings.certPath !== undefined && settings.keyPath !== undefined;
  const cert = both ? await read(settings.certPath) : undefined;
  const key = both ? await read(settings.keyPath) : undefined;
  const name = settings.tlsHostname ?? bare(url.hostname);
  const isAddress = name.includes(':') || /^[\d.]+$/.test(name);
  return {
    host: name,
    ...(isAddress ? {} : { servername: name }),
    rejectUnauthorized: checked,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined || key === undefined ? {} : { cert, key }),
  };
}

function secure(stream: Duplex, options: ConnectionOptions, url: URL): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = tlsConnect({ ...options, socket: stream });
    const fail = (error: NodeJS.ErrnoException): void => {
      stream.destroy();
      const hint =
        error.code === 'ERR_TLS_CERT_ALTNAME_INVALID'
          ? ' (give the name it has as tls_hostname, or use tls instead of validate_certs)'
          : '';
      reject(new ModuleFailure(`Error connecting: TLS with ${url.host} failed: ${error.message}${hint}`));
    };
    socket.once('error', fail);
    socket.once('secureConnect', () => {
      socket.off('error', fail);
      resolve(socket);
    });
  });
}

/**
 * A unix socket. sshd forwards it as the login user; where that user may not use it, and the task's user may, a program
 * of the host passes the bytes on.
 */
function socketOpening(host: HostView, settings: DockerSettings, path: string): Dial {
  let relay = false;
  const failed = (why: string): ModuleFailure =>
    new ModuleFailure(`Error connecting: Error while fetching server API version: ${why}`);
  return async () => {
    if (settings.socket === 'missing') {
      throw failed(`there is no socket ${path} on the host: is the Docker daemon installed and running?`);
    }
    if (settings.socket === 'forbidden') {
      throw failed(
        `the user '${settings.user}' may not use ${path}: become root (become: true), or put the user into the group docker`,
      );
    }
    let refused: unknown;
    if (!relay) {
      try {
        return await host.dial({ socketPath: path });
      } catch (error) {
        if (isUnreachable(error) || !(error instanceof TsplayError)) throw error;
        refused = error;
        relay = true;
      }
    }
    const program = relayProgram(settings.relays, path);
    if (program === undefined) {
      const why = refused instanceof Error ? refused.message : 'the login user may not use it';
      throw failed(
        `'${settings.user}' may use ${path}, but it cannot be reached: ${why}. sshd forwards sockets as the login user only, ` +
          'and the host has no program that passes bytes on to it (docker, socat or an nc with -U): install one (docker-cli, socat), ' +
          'put the login user into the group docker, or log in as root',
      );
    }
    return processStream(host, program);
  };
}

function relayProgram(relays: readonly string[], path: string): Script | undefined {
  if (relays.includes('docker')) {
    const address = `unix://${path}`;
    return sh`unset DOCKER_CONTEXT DOCKER_TLS DOCKER_TLS_VERIFY; DOCKER_HOST=${address} exec docker system dial-stdio`;
  }
  if (relays.includes('socat') && !/[,:!]/.test(path))
    // Its half second after the end of the input would cut off what a command prints later.
    return script(`exec socat -t 86400 - ${sh`${`UNIX-CONNECT:${path}`}`.text}`);
  // Without -N the end of the input would not get through.
  if (relays.includes('nc-NU')) return sh`exec nc -N -U ${path}`;
  if (relays.includes('nc-U')) return sh`exec nc -U ${path}`;
  return undefined;
}
