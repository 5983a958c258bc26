// Reads the controller's ssh_config files, with their includes.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { hostname, networkInterfaces, userInfo } from 'node:os';
import { BlockList, isIP } from 'node:net';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { TsplayError } from '../ground/index.js';
import { expandHome, sshConfigFor, type SshConfigFile, type SshHostConfig } from './ssh-config.js';
import { globRegExp } from './ssh-options.js';
import type { Controller } from './ssh-tokens.js';

const SYSTEM_CONFIG = '/etc/ssh/ssh_config';

interface SshConfigLookup {
  /** Asks for this user from outside. */
  readonly user?: string | undefined;
  readonly hostName?: string | undefined;
  readonly port?: number | undefined;
  /** Instead of the usual files (`ssh -F`); `none` is no file at all. */
  readonly file?: string | undefined;
}

export type SshConfigReader = (host: string, lookup?: SshConfigLookup) => SshHostConfig;

/** The machine this runs on, and its user. */
export function thisController(home: string, user: string): Controller {
  return {
    home,
    user,
    uid: userInfo().uid,
    hostName: hostname(),
    env: process.env,
    sha1: (text) => createHash('sha1').update(text).digest('hex'),
  };
}

/** With the user's shell, silent, its input empty. */
function succeeds(command: string): boolean {
  const shell = process.env['SHELL'];
  const done = spawnSync(shell === undefined || shell === '' ? '/bin/sh' : shell, ['-c', command], { stdio: 'ignore' });
  return done.status === 0;
}

/** By the resolver of the system, for its order of files and servers counts. */
function resolves(name: string): boolean {
  return spawnSync('getent', ['ahosts', name], { stdio: 'ignore' }).status === 0;
}

/** Whether an address of this machine is in one of the networks (`192.0.2.0/24,!10.0.0.0/8`). */
function inNetwork(list: string): boolean {
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const within = (network: string): boolean => {
    const [address = '', bits] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (isIP(address) === 0) return false;
    const block = new BlockList();
    block.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family);
    return own.some((one) => one.family.toLowerCase() === family && block.check(one.address, family));
  };
  let matched = false;
  for (const network of list.split(',')) {
    const negated = network.startsWith('!');
    if (!within(negated ? network.slice(1) : network)) continue;
    if (negated) return false;
    matched = true;
  }
  return matched;
}

function readOptional(path: string): SshConfigFile[] {
  try {
    return [{ path, text: readFileSync(path, 'utf8') }];
  } catch {
    return [];
  }
}

/** Paths that a pattern with `*` and `?` names, sorted. */
function glob(pattern: string): string[] {
  if (!/[*?]/.test(pattern)) return [pattern];
  const parent = dirname(pattern);
  const name = pattern.slice(parent === '/' ? 1 : parent.length + 1);
  return glob(parent).flatMap((directory) => {
    try {
      const entries = readdirSync(directory).sort();
      const visible = entries.filter((entry) => !entry.startsWith('.') || name.startsWith('.'));
      return visible.filter((entry) => globRegExp(name).test(entry)).map((entry) => join(directory, entry));
    } catch {
      return [];
    }
  });
}

/**
 * A reader that keeps what it has read and what it has answered: it is asked again for each task, and a thousand hosts
 * read ~/.ssh/config once.
 */
export function createSshConfigReader(home: string, localUser: string): SshConfigReader {
  const controller = thisController(home, localUser);
  const usual = join(home, '.ssh', 'config');
  const cache = new Map<string, readonly SshConfigFile[]>();
  const read = (path: string): readonly SshConfigFile[] => {
    let files = cache.get(path);
    if (!files) {
      files = readOptional(path);
      cache.set(path, files);
    }
    return files;
  };
  const configFor = (host: string, lookup: SshConfigLookup): SshHostConfig => {
    let files: readonly SshConfigFile[];
    if (lookup.file === undefined) files = [...read(usual), ...read(SYSTEM_CONFIG)];
    else if (lookup.file === 'none') files = [];
    else {
      files = read(resolve(expandHome(lookup.file, home)));
      if (files.length === 0) {
        throw new TsplayError('connection-setting', `the SSH configuration ${lookup.file} (-F) cannot be read`, {
          hint: 'correct the path in the SSH arguments',
        });
      }
    }
    return sshConfigFor(host, files, {
      controller,
      remoteUser: lookup.user,
      hostName: lookup.hostName,
      port: lookup.port,
      exec: succeeds,
      resolves,
      inNetwork,
      include: (pattern, from) => {
        const expanded = expandHome(pattern, home);
        const base = from.startsWith('/etc/') ? '/etc/ssh' : join(home, '.ssh');
        return glob(isAbsolute(expanded) ? expanded : join(base, expanded)).flatMap((path) => [...read(path)]);
      },
    });
  };
  const answers = new Map<string, SshHostConfig>();
  return (host, lookup = {}) => {
    const key = JSON.stringify([host, lookup.user, lookup.file, lookup.hostName, lookup.port]);
    let answer = answers.get(key);
    if (!answer) answers.set(key, (answer = configFor(host, lookup)));
    return answer;
  };
}
