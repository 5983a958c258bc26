// From the options of one destination, said and configured, to its settings; the way there is worked out elsewhere.
import { TsplayError } from '../ground/index.js';
import type { SshOptions } from './ssh-options.js';
import { globRegExp } from './ssh-options.js';
import { expandPath, expandTokens, tokensOf, type Controller, type TokenSubject } from './ssh-tokens.js';
import type { HostKeyPolicy, SshSettings } from './types.js';

/** Seconds a connection attempt may take, Ansible's default. */
const DEFAULT_TIMEOUT = 10;
/** Seconds between keep-alives when nothing is said: a lost host is noticed within a minute. */
const DEFAULT_KEEP_ALIVE = 15;

export interface Destination {
  /** The inventory name. */
  readonly name: string;
  /** The host as the user names it. */
  readonly original: string;
  readonly options: SshOptions;
  readonly controller: Controller;
  readonly password: string | undefined;
}

/** The host-key policy of a StrictHostKeyChecking value; `ask` is strict unless somebody can be asked. */
function policyOf(value: string | undefined): HostKeyPolicy {
  if (value === 'accept-new') return 'accept-new';
  return value === 'no' || value === 'off' || value === 'false' ? 'off' : 'strict';
}

/** What the tokens of its options stand for. */
export function subjectOf({ original, options, controller }: Destination): TokenSubject {
  const host = expandTokens(options.hostName ?? original, { h: original }).toLowerCase();
  return {
    original,
    host,
    port: options.port ?? 22,
    user: options.user ?? controller.user,
    keyAlias: options.hostKeyAlias ?? original,
    proxyJump: options.proxyJump === 'none' ? '' : (options.proxyJump ?? ''),
    controller,
  };
}

/** The settings of one destination without the hosts before it. @throws TsplayError connection-setting */
export function destinationSettings(destination: Destination): SshSettings {
  const { name, options, controller, password } = destination;
  const subject = subjectOf(destination);
  const paths = (texts: readonly string[]): string[] => [
    ...new Set(
      texts
        .filter((text) => text !== 'none')
        .map((text) => expandPath(text, subject))
        .filter((path): path is string => path !== undefined),
    ),
  ];
  const userFiles = options.userKnownHostsFiles ?? ['~/.ssh/known_hosts', '~/.ssh/known_hosts2'];
  const globalFiles = options.globalKnownHostsFiles ?? ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2'];
  const asks = options.batchMode !== true;
  const keyboard = options.kbdInteractiveAuthentication ?? true;
  const passwords = options.passwordAuthentication ?? options.kbdInteractiveAuthentication ?? true;
  const family = options.addressFamily;
  const command = options.knownHostsCommand;
  return {
    transport: 'ssh',
    name,
    host: subject.host,
    port: subject.port,
    user: subject.user,
    identityFiles: paths(options.identityFiles),
    identitiesOnly: options.identitiesOnly ?? false,
    agent: agentOf(options.identityAgent, subject),
    password: passwords || keyboard ? password : undefined,
    hostKeyPolicy: policyOf(options.strictHostKeyChecking),
    knownHostsFiles: paths([...userFiles, ...globalFiles]),
    hostKeyAlias: options.hostKeyAlias,
    jumps: [],
    connectTimeout: (options.connectTimeout ?? DEFAULT_TIMEOUT) * 1000,
    keepAlive: (options.serverAliveInterval ?? DEFAULT_KEEP_ALIVE) * 1000,
    ...set({
      attempts: options.connectionAttempts === 1 ? undefined : options.connectionAttempts,
      keepAliveCount: options.serverAliveCountMax,
      addressFamily: family === 'inet' ? 4 : family === 'inet6' ? 6 : undefined,
      bindAddress: options.bindAddress,
      compression: options.compression === true ? true : undefined,
      algorithms: algorithmsOf(options),
      methods: methodsOf(options),
      passwordPrompts: options.numberOfPasswordPrompts,
      asksAnswers: asks ? true : undefined,
      asksKeys: asks && (options.strictHostKeyChecking ?? 'ask') === 'ask' ? true : undefined,
      checkHostIp: options.checkHostIp === true ? true : undefined,
      hashKnownHosts: options.hashKnownHosts === true ? true : undefined,
      knownHostsCommand:
        command === undefined || command === 'none' ? undefined : expandTokens(command, tokensOf(subject)),
      certificateFiles: options.certificateFiles.length > 0 ? paths(options.certificateFiles) : undefined,
      forwardAgent: forwardedAgent(options, subject),
      environment: environmentOf(options, controller, name),
      requiredRsaSize: options.requiredRsaSize,
    }),
  };
}

/** Only what is said: settings that say nothing more are equal. */
function set(fields: Partial<SshSettings>): Partial<SshSettings> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function agentOf(said: string | undefined, subject: TokenSubject): string | undefined {
  const { env } = subject.controller;
  const usual = env['SSH_AUTH_SOCK'] === '' ? undefined : env['SSH_AUTH_SOCK'];
  if (said === undefined || said === 'SSH_AUTH_SOCK') return usual;
  if (said === 'none') return undefined;
  return /^\$[^{]/.test(said) ? env[said.slice(1)] : expandPath(said, subject);
}

function forwardedAgent(options: SshOptions, subject: TokenSubject): string | undefined {
  const said = options.forwardAgent ?? 'no';
  if (said === 'no') return undefined;
  return said === 'yes' ? agentOf(options.identityAgent, subject) : agentOf(said, subject);
}

function algorithmsOf(options: SshOptions): SshSettings['algorithms'] {
  const rules = {
    ciphers: options.ciphers,
    macs: options.macs,
    kex: options.kexAlgorithms,
    hostKeys: options.hostKeyAlgorithms,
    publicKeys: options.pubkeyAcceptedAlgorithms,
  };
  return Object.values(rules).some((rule) => rule !== undefined) ? rules : undefined;
}

/** In OpenSSH's order unless another is preferred; what is switched off is not there. */
function methodsOf(options: SshOptions): readonly string[] | undefined {
  const off = [
    ...(options.pubkeyAuthentication === false ? ['publickey'] : []),
    ...(options.passwordAuthentication === false ? ['password'] : []),
    ...(options.kbdInteractiveAuthentication === false ? ['keyboard-interactive'] : []),
  ];
  if (off.length === 0 && options.preferredAuthentications === undefined) return undefined;
  const preferred = options.preferredAuthentications?.split(',').map((method) => method.trim());
  return (preferred ?? ['publickey', 'keyboard-interactive', 'password']).filter((method) => !off.includes(method));
}

/** SetEnv, and what SendEnv lets through of the controller's. */
function environmentOf(options: SshOptions, controller: Controller, name: string): Record<string, string> | undefined {
  const said: Record<string, string> = {};
  for (const pattern of options.sendEnv) {
    const names = globRegExp(pattern);
    for (const [key, value] of Object.entries(controller.env)) {
      if (value !== undefined && names.test(key)) said[key] = value;
    }
  }
  for (const text of options.setEnv ?? []) {
    const at = text.indexOf('=');
    if (at < 1) {
      throw new TsplayError('connection-setting', `${name}: SetEnv cannot be '${text}'`, {
        hint: 'it takes NAME=VALUE',
      });
    }
    said[text.slice(0, at)] = text.slice(at + 1);
  }
  return Object.keys(said).length > 0 ? said : undefined;
}
