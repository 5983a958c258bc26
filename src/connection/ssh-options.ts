// SSH client options under their ssh_config(5) names: which are understood, which mean nothing here, which cannot be had.
import { TsplayError } from '../ground/index.js';
import { optionWords } from './ssh-words.js';

/** Options of one destination; undefined is "not said". The first value said wins, lists of files and names add up. */
export interface SshOptions {
  hostName?: string;
  user?: string;
  port?: number;
  readonly identityFiles: string[];
  readonly certificateFiles: string[];
  identitiesOnly?: boolean;
  /** Path of the agent's socket, a variable with its path (`$NAME`), `SSH_AUTH_SOCK`, or `none`. */
  identityAgent?: string;
  /** `yes`, `no`, or another agent's socket as in identityAgent. */
  forwardAgent?: string;
  /** Comma-separated destinations, or `none`. */
  proxyJump?: string;
  proxyCommand?: string;
  userKnownHostsFiles?: readonly string[];
  globalKnownHostsFiles?: readonly string[];
  /** A program with arguments that prints known_hosts lines; tokens stay as they are. */
  knownHostsCommand?: string;
  strictHostKeyChecking?: string;
  hostKeyAlias?: string;
  checkHostIp?: boolean;
  hashKnownHosts?: boolean;
  /** Seconds. */
  connectTimeout?: number;
  connectionAttempts?: number;
  /** Seconds. */
  serverAliveInterval?: number;
  serverAliveCountMax?: number;
  passwordAuthentication?: boolean;
  kbdInteractiveAuthentication?: boolean;
  pubkeyAuthentication?: boolean;
  preferredAuthentications?: string;
  numberOfPasswordPrompts?: number;
  batchMode?: boolean;
  addressFamily?: string;
  bindAddress?: string;
  compression?: boolean;
  readonly sendEnv: string[];
  setEnv?: readonly string[];
  ciphers?: string;
  macs?: string;
  kexAlgorithms?: string;
  hostKeyAlgorithms?: string;
  pubkeyAcceptedAlgorithms?: string;
  canonicalizeHostname?: string;
  canonicalDomains?: readonly string[];
  canonicalizeMaxDots?: number;
  canonicalizeFallbackLocal?: boolean;
  /** Bits an RSA key has at least. */
  requiredRsaSize?: number;
  /** Patterns of options that may be unknown. */
  ignoreUnknown?: string;
  /** What only the OpenSSH client can do, by option: its value. */
  readonly clientOnly: Record<string, string>;
}

export function noOptions(): SshOptions {
  return { identityFiles: [], certificateFiles: [], sendEnv: [], clientOnly: {} };
}

/** What comes first wins; what adds up is added up. */
export function mergedOptions(first: SshOptions, second: SshOptions): SshOptions {
  const said = Object.fromEntries(Object.entries(first).filter(([, value]) => value !== undefined));
  const merged: SshOptions = {
    ...second,
    ...said,
    identityFiles: [...new Set([...first.identityFiles, ...second.identityFiles])],
    certificateFiles: [...new Set([...first.certificateFiles, ...second.certificateFiles])],
    sendEnv: [...first.sendEnv, ...second.sendEnv],
    clientOnly: { ...second.clientOnly, ...first.clientOnly },
  };
  // Whichever of the two is said first disables the other, as in OpenSSH.
  if (first.proxyJump !== undefined) delete merged.proxyCommand;
  else if (first.proxyCommand !== undefined) delete merged.proxyJump;
  return merged;
}

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Options that cannot make a difference here: connections are shared, no command but ours runs, no display is used. */
const WITHOUT_EFFECT = words(`
  addkeystoagent casignaturealgorithms clearallforwardings controlmaster controlpath controlpersist
  enableescapecommandline escapechar exitonforwardfailure fingerprinthash forkafterauthentication forwardx11timeout
  forwardx11trusted gatewayports localcommand loglevel logverbose nohostauthenticationforlocalhost passwordprompts
  permitremoteopen requesttty streamlocalbindmask streamlocalbindunlink syslogfacility tag tcpkeepalive tunneldevice
  updatehostkeys visualhostkey xauthlocation canonicalizepermittedcnames hostbasedacceptedalgorithms
  hostbasedkeytypes channeltimeout obscurekeystroketiming gssapikexalgorithms gssapirenewalforcesrekey gssapitrustdns
  gssapiserveridentity gssapiclientidentity enablesshkeysign stdinnull sessiontype cipher protocol useprivilegedport
  compressionlevel dsaauthentication rhostsauthentication rsaauthentication rhostsrsaauthentication fallbacktorsh usersh
  useroaming keepalive remotecommand refuseconnection`);

/** Left out, which is told: the run may miss it, and nobody trusts more for it. The value that says nothing is beside. */
const LEFT_OUT: Readonly<Record<string, string | undefined>> = {
  localforward: undefined,
  remoteforward: undefined,
  dynamicforward: undefined,
  forwardx11: 'no',
  tunnel: 'no',
  permitlocalcommand: 'no',
  verifyhostkeydns: 'no',
  bindinterface: undefined,
  rekeylimit: 'default',
  ipqos: undefined,
};

/** What ssh2 lacks and the OpenSSH client has, ways to log in and whom to trust: the connection is made with it. */
const CLIENT_ONLY: Readonly<Record<string, string>> = {
  pkcs11provider: 'none',
  smartcarddevice: 'none',
  securitykeyprovider: 'internal',
  hostbasedauthentication: 'no',
  revokedhostkeys: 'none',
  proxyusefdpass: 'no',
};

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

function count(key: string, value: string): number {
  if (!/^\d+$/.test(value)) throw bad(key, value, 'a whole number');
  return Number(value);
}

/** @throws TsplayError connection-setting */
export function portNumber(value: string): number {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port < 1 || port > 65535) throw bad('Port', value, 'a number from 1 to 65535');
  return port;
}

/** One of several words, in lower case. */
function oneOf(...known: string[]): (key: string, value: string) => string {
  return (key, value) => {
    const lower = value.toLowerCase();
    if (!known.includes(lower)) throw bad(key, value, known.join(', '));
    return lower;
  };
}

const asIs = (_key: string, value: string): string => value;

/** Options of one word: the field, and how the word is read. */
const ONE_WORD: Readonly<Record<string, readonly [keyof SshOptions, (key: string, value: string) => unknown]>> = {
  hostname: ['hostName', asIs],
  user: ['user', asIs],
  port: ['port', (_key, value) => portNumber(value)],
  identitiesonly: ['identitiesOnly', yesNo],
  identityagent: ['identityAgent', asIs],
  forwardagent: [
    'forwardAgent',
    (_key, value) =>
      ({ true: 'yes', false: 'no' })[value.toLowerCase()] ?? (/^(yes|no)$/i.test(value) ? value.toLowerCase() : value),
  ],
  stricthostkeychecking: ['strictHostKeyChecking', oneOf('yes', 'no', 'ask', 'accept-new', 'off', 'true', 'false')],
  hostkeyalias: ['hostKeyAlias', asIs],
  checkhostip: ['checkHostIp', yesNo],
  hashknownhosts: ['hashKnownHosts', yesNo],
  connectionattempts: ['connectionAttempts', count],
  serveraliveinterval: ['serverAliveInterval', seconds],
  serveralivecountmax: ['serverAliveCountMax', count],
  passwordauthentication: ['passwordAuthentication', yesNo],
  kbdinteractiveauthentication: ['kbdInteractiveAuthentication', yesNo],
  challengeresponseauthentication: ['kbdInteractiveAuthentication', yesNo],
  skeyauthentication: ['kbdInteractiveAuthentication', yesNo],
  tisauthentication: ['kbdInteractiveAuthentication', yesNo],
  pubkeyauthentication: [
    'pubkeyAuthentication',
    (key, value) => /^(unbound|host-bound)$/i.test(value) || yesNo(key, value),
  ],
  preferredauthentications: ['preferredAuthentications', asIs],
  numberofpasswordprompts: ['numberOfPasswordPrompts', count],
  batchmode: ['batchMode', yesNo],
  addressfamily: ['addressFamily', oneOf('any', 'inet', 'inet6')],
  bindaddress: ['bindAddress', asIs],
  compression: ['compression', yesNo],
  ciphers: ['ciphers', asIs],
  macs: ['macs', asIs],
  kexalgorithms: ['kexAlgorithms', asIs],
  hostkeyalgorithms: ['hostKeyAlgorithms', asIs],
  pubkeyacceptedalgorithms: ['pubkeyAcceptedAlgorithms', asIs],
  pubkeyacceptedkeytypes: ['pubkeyAcceptedAlgorithms', asIs],
  canonicalizehostname: ['canonicalizeHostname', oneOf('yes', 'no', 'always', 'none', 'true', 'false')],
  canonicalizemaxdots: ['canonicalizeMaxDots', count],
  canonicalizefallbacklocal: ['canonicalizeFallbackLocal', yesNo],
  ignoreunknown: ['ignoreUnknown', asIs],
  requiredrsasize: ['requiredRsaSize', count],
};

/** Options of several words, all of which are said at once. */
const WORD_LISTS: Readonly<
  Record<string, 'userKnownHostsFiles' | 'globalKnownHostsFiles' | 'canonicalDomains' | 'setEnv'>
> = {
  userknownhostsfile: 'userKnownHostsFiles',
  globalknownhostsfile: 'globalKnownHostsFiles',
  canonicaldomains: 'canonicalDomains',
  setenv: 'setEnv',
};

/** What became of an option: `left-out` is a difference that is told, `unknown` is none of OpenSSH's options. */
export type Taken = 'taken' | 'without-effect' | 'left-out' | 'unknown';

/**
 * Takes one option over.
 * @throws TsplayError connection-setting for an impossible value, and for what trust rests on and cannot be honoured
 */
export function takeOption(options: SshOptions, name: string, value: string): Taken {
  const key = name.toLowerCase();
  const all = optionWords(value);
  const one = all[0] ?? '';
  const single = Object.hasOwn(ONE_WORD, key) ? ONE_WORD[key] : undefined;
  if (single) {
    const [field, read] = single;
    const worth = read(name, one);
    if (one === '') throw bad(name, value, 'a value');
    if (options[field] === undefined) Object.assign(options, { [field]: worth });
    return 'taken';
  }
  const list = Object.hasOwn(WORD_LISTS, key) ? WORD_LISTS[key] : undefined;
  if (list) {
    if (all.length === 0) throw bad(name, value, 'a value');
    options[list] ??= all;
    return 'taken';
  }
  switch (key) {
    case 'identityfile':
      if (!options.identityFiles.includes(one)) options.identityFiles.push(one);
      return 'taken';
    case 'certificatefile':
      if (!options.certificateFiles.includes(one)) options.certificateFiles.push(one);
      return 'taken';
    case 'sendenv':
      takeSendEnv(options, all);
      return 'taken';
    case 'proxyjump':
      if (options.proxyCommand === undefined) options.proxyJump ??= one;
      return 'taken';
    case 'proxycommand':
      if (options.proxyJump === undefined) options.proxyCommand ??= value;
      return 'taken';
    case 'knownhostscommand':
      options.knownHostsCommand ??= value;
      return 'taken';
    case 'connecttimeout':
      if (one.toLowerCase() !== 'none') options.connectTimeout ??= seconds(name, one);
      return 'taken';
  }
  return untaken(options, name, one);
}

/** `-pattern` takes back what was said before. */
function takeSendEnv(options: SshOptions, names: readonly string[]): void {
  for (const name of names) {
    if (!name.startsWith('-')) options.sendEnv.push(name);
    else {
      const pattern = globRegExp(name.slice(1));
      const kept = options.sendEnv.filter((one) => !pattern.test(one));
      options.sendEnv.splice(0, options.sendEnv.length, ...kept);
    }
  }
}

/** `*` and `?` as in a shell, nothing else special. */
export function globRegExp(pattern: string): RegExp {
  const source = pattern
    .split('')
    .map((c) => (c === '*' ? '.*' : c === '?' ? '.' : c.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&')))
    .join('');
  return new RegExp(`^${source}$`, 's');
}

function untaken(options: SshOptions, name: string, one: string): Taken {
  const key = name.toLowerCase();
  const lower = one.toLowerCase();
  if (key === 'gssapiauthentication' || key === 'gssapikeyexchange' || key === 'gssapidelegatecredentials') {
    // Distributions switch it on for everybody; who has no ticket logs in with a key as ever.
    return 'without-effect';
  }
  if (Object.hasOwn(CLIENT_ONLY, key)) {
    if (lower !== CLIENT_ONLY[key] && !(key in options.clientOnly)) options.clientOnly[name] = one;
    return 'taken';
  }
  if (Object.hasOwn(LEFT_OUT, key)) return lower === LEFT_OUT[key] ? 'without-effect' : 'left-out';
  return WITHOUT_EFFECT.has(key) ? 'without-effect' : 'unknown';
}
