// Reads the controller's ssh_config files, with their includes.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { TsplayError } from '../ground/index.js';
import { matchesPatterns } from './known-hosts.js';
import { expandHome, sshConfigFor, type SshConfigFile, type SshHostConfig } from './ssh-config.js';

const SYSTEM_CONFIG = '/etc/ssh/ssh_config';

interface SshConfigLookup {
  /** Asks for this user from outside. */
  readonly user?: string | undefined;
  /** Instead of the usual files (`ssh -F`); `none` is no file at all. */
  readonly file?: string | undefined;
}

export type SshConfigReader = (host: string, lookup?: SshConfigLookup) => SshHostConfig;

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
      return visible
        .filter((entry) => matchesPatterns([name], entry.toLowerCase()))
        .map((entry) => join(directory, entry));
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
      home,
      localUser,
      remoteUser: lookup.user,
      include: (pattern, from) => {
        const expanded = expandHome(pattern, home);
        const base = from.startsWith('/etc/') ? '/etc/ssh' : join(home, '.ssh');
        return glob(isAbsolute(expanded) ? expanded : join(base, expanded)).flatMap((path) => [...read(path)]);
      },
    });
  };
  const answers = new Map<string, SshHostConfig>();
  return (host, lookup = {}) => {
    const key = JSON.stringify([host, lookup.user, lookup.file]);
    let answer = answers.get(key);
    if (!answer) answers.set(key, (answer = configFor(host, lookup)));
    return answer;
  };
}
