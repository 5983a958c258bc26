// SSH client options under their ssh_config(5) names: which are understood, which mean nothing here, which are unknown.
import { TsplayError } from '../ground/index.js';

/** Options of one destination; undefined is "not said". The first value said wins, identity files add up. */
export interface SshOptions {
  hostName?: string;
  user?: string;
  port?: number;
  readonly identityFiles: string[];
  identitiesOnly?: boolean;
  /** Path of the agent's socket, a variable with its path (`$NAME`), `SSH_AUTH_SOCK`, or `none`. */
  identityAgent?: string;
  /** Comma-separated destinations, or `none`. */
  proxyJump?: string;
  proxyCommand?: string;
  userKnownHostsFiles?: readonly string[];
  globalKnownHostsFiles?: readonly string[];
  strictHostKeyChecking?: string;
  hostKeyAlias?: string;
  /** Seconds. */
  connectTimeout?: number;
  /** Seconds. */
  serverAliveInterval?: number;
  passwordAuthentication?: boolean;
}

export function noOptions(): SshOptions {
  return { identityFiles: [] };
}

/** Options that cannot make a difference here: connections are shared and no prompt, terminal or display is ever used. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  'addkeystoagent',
  'batchmode',
  'checkhostip',
  'compression',
  'controlmaster',
  'controlpath',
  'controlpersist',
  'hashknownhosts',
  'loglevel',
  'numberofpasswordprompts',
  'passwordprompts',
  'permitlocalcommand',
  'requesttty',
  'tcpkeepalive',
  'updatehostkeys',
  'visualhostkey',
]);

function bad(key: string, value: string, wanted: string): TsplayError {
  return new TsplayError('connection-setting', `the SSH option ${key} cannot be '${value}'`, {
    hint: `it takes ${wanted}`,
  });
}

function yesNo(key: string, value: string): boolean {
  const lower = value.toLowerCase();
  if (lower === 'yes' || lower === 'true') return true;
  if (lower === 'no' || lower === 'false') return false;
  throw bad(key, value, 'yes or no');
}

/** Seconds, also as OpenSSH's `1m30s`. */
function seconds(key: string, value: string): number {
  const units: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86400, w: 604800 };
  if (!/^(\d+[smhdw]?)+$/i.test(value)) throw bad(key, value, 'a time in seconds');
  return [...value.matchAll(/(\d+)([smhdw]?)/gi)].reduce(
    (sum, m) => sum + Number(m[1]) * (units[m[2]?.toLowerCase() ?? ''] ?? 1),
    0,
  );
}

/** @throws TsplayError connection-setting */
export function portNumber(value: string): number {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port < 1 || port > 65535) throw bad('Port', value, 'a number from 1 to 65535');
  return port;
}

/** Words of an option's value; a quoted word may hold spaces. */
export function optionWords(value: string): string[] {
  return [...value.matchAll(/"([^"]*)"|(\S+)/g)].map((m) => m[1] ?? m[2] ?? '');
}

/**
 * Takes one option over.
 * @returns whether the option is understood or cannot matter; `unknown` ones are the caller's to refuse or pass over
 * @throws TsplayError connection-setting for an impossible value
 */
export function takeOption(options: SshOptions, key: string, value: string): 'taken' | 'without-effect' | 'unknown' {
  const one = optionWords(value)[0] ?? '';
  switch (key.toLowerCase()) {
    case 'hostname':
      options.hostName ??= one;
      break;
    case 'user':
      options.user ??= one;
      break;
    case 'port':
      options.port ??= portNumber(one);
      break;
    case 'identityfile':
      if (!options.identityFiles.includes(one)) options.identityFiles.push(one);
      break;
    case 'identitiesonly':
      options.identitiesOnly ??= yesNo(key, one);
      break;
    case 'identityagent':
      options.identityAgent ??= one;
      break;
    // Whichever of the two is said first disables the other, as in OpenSSH.
    case 'proxyjump':
      if (options.proxyCommand === undefined) options.proxyJump ??= one;
      break;
    case 'proxycommand':
      if (options.proxyJump === undefined) options.proxyCommand ??= value;
      break;
    case 'userknownhostsfile':
      options.userKnownHostsFiles ??= optionWords(value);
      break;
    case 'globalknownhostsfile':
      options.globalKnownHostsFiles ??= optionWords(value);
      break;
    case 'stricthostkeychecking':
      if (!['yes', 'no', 'ask', 'accept-new', 'off', 'true', 'false'].includes(one.toLowerCase())) {
        throw bad(key, one, 'yes, ask, accept-new or no');
      }
      options.strictHostKeyChecking ??= one.toLowerCase();
      break;
    case 'hostkeyalias':
      options.hostKeyAlias ??= one;
      break;
    case 'connecttimeout':
      if (one.toLowerCase() !== 'none') options.connectTimeout ??= seconds(key, one);
      break;
    case 'serveraliveinterval':
      options.serverAliveInterval ??= seconds(key, one);
      break;
    case 'passwordauthentication':
    case 'kbdinteractiveauthentication':
    case 'challengeresponseauthentication':
      if (!yesNo(key, one)) options.passwordAuthentication ??= false;
      break;
    // What tsplay never does may be switched off, and what it always does may be switched on.
    case 'forwardagent':
    case 'forwardx11':
    case 'gssapiauthentication':
    case 'gssapidelegatecredentials':
    case 'hostbasedauthentication':
    case 'clearallforwardings':
      return one.toLowerCase() === 'no' || key.toLowerCase() === 'clearallforwardings' ? 'without-effect' : 'unknown';
    case 'pubkeyauthentication':
      return yesNo(key, one) ? 'without-effect' : 'unknown';
    default:
      return WITHOUT_EFFECT.has(key.toLowerCase()) ? 'without-effect' : 'unknown';
  }
  return 'taken';
}
