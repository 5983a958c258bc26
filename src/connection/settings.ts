// From variables, flags and the SSH configuration to the settings of one host's connection.
//
// Specified by the documentation of Ansible's ssh connection plugin and by ssh_config(5): variables win over flags,
// both over the arguments in ansible_ssh_common_args, these over ~/.ssh/config.
import { TsplayError } from '../ground/index.js';
import { parseJumps, type Jump } from './jumps.js';
import { parseSshArguments } from './ssh-args.js';
import { expandHome, expandTokens, type SshHostConfig } from './ssh-config.js';
import { portNumber, type SshOptions } from './ssh-options.js';
import type { ConnectionSettings, HostKeyPolicy, SshSettings } from './types.js';

/** What the command line, the environment and ansible.cfg say of all hosts. */
export interface ConnectionFlags {
  readonly connection?: string | undefined;
  readonly remoteUser?: string | undefined;
  readonly privateKey?: string | undefined;
  readonly connectionPassword?: string | undefined;
  readonly port?: number | undefined;
  /** Seconds. */
  readonly timeout?: number | undefined;
  readonly sshArgs?: string | undefined;
  readonly sshCommonArgs?: string | undefined;
  readonly sshExtraArgs?: string | undefined;
  readonly hostKeyChecking?: boolean | undefined;
  readonly retries?: number | undefined;
}

export interface DeriveInput {
  /** The inventory name. */
  readonly name: string;
  /** A variable of the host, templates resolved; undefined when it is not set. */
  readonly variables: (name: string) => unknown;
  readonly cli: ConnectionFlags;
  readonly sshConfig: (
    host: string,
    lookup?: { user?: string | undefined; file?: string | undefined },
  ) => SshHostConfig;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The controller's user: who logs in when nothing else says. */
  readonly localUser: string;
  /** The host is `localhost` without being in the inventory: the connection is local. */
  readonly implicitLocalhost?: boolean | undefined;
  /** Where processes of a local connection start: the playbook's directory, as in Ansible. */
  readonly baseDirectory?: string | undefined;
  /** Told what the SSH configuration says and tsplay leaves out. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

/** Seconds a connection attempt may take, Ansible's default. */
const DEFAULT_TIMEOUT = 10;
/** Seconds between keep-alives when nothing is said: a lost host is noticed within a minute. */
const DEFAULT_KEEP_ALIVE = 15;
const SSH_NAMES: ReadonlySet<string> = new Set([
  'ssh',
  'smart',
  'paramiko',
  'paramiko_ssh',
  'ansible.builtin.ssh',
  'ansible.builtin.paramiko_ssh',
]);
const LOCAL_NAMES: ReadonlySet<string> = new Set(['local', 'ansible.builtin.local']);
const OTHERS =
  'tsplay connects by ssh and local; a container is reached by delegating to its host, a Windows or network device not at all';

/** The host-key policy of a StrictHostKeyChecking value; `ask` cannot ask and so is strict. */
function policyOf(value: string | undefined): HostKeyPolicy {
  if (value === 'accept-new') return 'accept-new';
  return value === 'no' || value === 'off' || value === 'false' ? 'off' : 'strict';
}

function isTrue(value: unknown): boolean {
  return value === true || /^(1|true|yes|on|y|t)$/i.test(String(value));
}

class Derivation {
  constructor(private readonly input: DeriveInput) {}

  /** The first of the variables that is set, as text. */
  private text(...names: string[]): string | undefined {
    for (const name of names) {
      const value = this.input.variables(name);
      if (value === undefined || value === null || value === '') continue;
      if (
        typeof value === 'string' ||
        typeof value === 'number' ||
        typeof value === 'bigint' ||
        typeof value === 'boolean'
      ) {
        return String(value);
      }
      throw new TsplayError('connection-setting', `${this.input.name}: ${name} is not a text`, {
        hint: 'give one value, not a list or a dict',
      });
    }
    return undefined;
  }

  private hostKeyChecking(): boolean {
    for (const name of ['ansible_ssh_host_key_checking', 'ansible_host_key_checking']) {
      const value = this.input.variables(name);
      if (value !== undefined && value !== null) return isTrue(value);
    }
    return this.input.cli.hostKeyChecking ?? true;
  }

  private arguments(): { options: SshOptions; configFile: string | undefined; source: string } {
    const { cli } = this.input;
    const parts: [string | undefined, string][] = [
      [this.text('ansible_ssh_args') ?? cli.sshArgs, 'ansible_ssh_args'],
      [this.text('ansible_ssh_common_args') ?? cli.sshCommonArgs, 'ansible_ssh_common_args'],
      [this.text('ansible_ssh_extra_args') ?? cli.sshExtraArgs, 'ansible_ssh_extra_args'],
    ];
    const said = parts.filter((part): part is [string, string] => part[0] !== undefined && part[0].trim() !== '');
    const source = said.map(([, name]) => name).join(' and ');
    const parsed = parseSshArguments(said.map(([text]) => text).join(' '), `${this.input.name}'s ${source}`);
    if (parsed.rest.length > 0 || parsed.forward !== undefined) {
      const what = parsed.rest[0] ?? `-W ${parsed.forward}`;
      throw new TsplayError('connection-setting', `'${what}' in ${this.input.name}'s ${source} is not supported`, {
        hint: 'SSH arguments hold options only',
      });
    }
    return { options: parsed.options, configFile: parsed.configFile, source };
  }

  settings(): ConnectionSettings {
    const { input } = this;
    const connection =
      this.text('ansible_connection') ?? (input.implicitLocalhost === true ? 'local' : (input.cli.connection ?? 'ssh'));
    if (LOCAL_NAMES.has(connection)) return { transport: 'local', name: input.name, cwd: input.baseDirectory };
    if (!SSH_NAMES.has(connection)) {
      throw new TsplayError('connection-setting', `${input.name}: the connection '${connection}' is not supported`, {
        hint: OTHERS,
      });
    }
    const { options: said, configFile, source } = this.arguments();
    const { cli } = input;
    const port = this.text('ansible_port', 'ansible_ssh_port') ?? cli.port;
    const key = this.text('ansible_ssh_private_key_file', 'ansible_private_key_file') ?? cli.privateKey;
    const timeout = this.text('ansible_ssh_timeout', 'ansible_timeout') ?? cli.timeout;
    const user = this.text('ansible_user', 'ansible_ssh_user') ?? cli.remoteUser;
    const explicit: SshOptions = {
      ...said,
      identityFiles: [...(key === undefined ? [] : [key]), ...said.identityFiles],
    };
    if (port !== undefined) explicit.port = portNumber(String(port));
    if (user !== undefined) explicit.user = user;
    if (timeout !== undefined) {
      explicit.connectTimeout = Number(timeout);
      if (!(explicit.connectTimeout > 0)) {
        throw new TsplayError('connection-setting', `${input.name}: the connection timeout cannot be '${timeout}'`, {
          hint: 'give seconds',
        });
      }
    }
    if (!this.hostKeyChecking()) explicit.strictHostKeyChecking = 'no';
    return this.destination(
      {
        host: this.text('ansible_host', 'ansible_ssh_host') ?? input.name,
        options: explicit,
        configFile,
      },
      {
        password: this.text('ansible_password', 'ansible_ssh_pass', 'ansible_ssh_password') ?? cli.connectionPassword,
        source,
        ownJumps: true,
        via: [],
      },
    );
  }

  /** Settings for the host itself or for one on the way to it. */
  private destination(
    to: Jump,
    about: { password: string | undefined; source: string; ownJumps: boolean; via: readonly string[] },
  ): SshSettings {
    const { input } = this;
    const config = input.sshConfig(to.host, { user: to.options.user, file: to.configFile });
    for (const warning of config.warnings) input.onWarning?.(warning);
    const said = to.options;
    const user = said.user ?? config.user ?? input.localUser;
    const port = said.port ?? config.port ?? 22;
    const host = expandTokens(said.hostName ?? config.hostName ?? to.host, { h: to.host });
    const tokens = { h: host, n: to.host, p: String(port), r: user, u: input.localUser, d: input.home };
    const path = (text: string): string => expandHome(expandTokens(text, tokens), input.home);
    const identityFiles = [...said.identityFiles, ...config.identityFiles].filter((file) => file !== 'none').map(path);
    const passwords = said.passwordAuthentication ?? config.passwordAuthentication ?? true;
    const userFiles = said.userKnownHostsFiles ??
      config.userKnownHostsFiles ?? ['~/.ssh/known_hosts', '~/.ssh/known_hosts2'];
    const globalFiles = said.globalKnownHostsFiles ??
      config.globalKnownHostsFiles ?? ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2'];
    const jumpsSaid = said.proxyJump !== undefined || said.proxyCommand !== undefined;
    return {
      transport: 'ssh',
      name: input.name,
      host,
      port,
      user,
      identityFiles: [...new Set(identityFiles)],
      identitiesOnly: said.identitiesOnly ?? config.identitiesOnly ?? false,
      agent: this.agent(said.identityAgent ?? config.identityAgent, path),
      password: passwords ? about.password : undefined,
      hostKeyPolicy: policyOf(said.strictHostKeyChecking ?? config.strictHostKeyChecking),
      knownHostsFiles: [...userFiles, ...globalFiles].filter((file) => file !== 'none').map(path),
      hostKeyAlias: said.hostKeyAlias ?? config.hostKeyAlias,
      jumps: about.ownJumps
        ? this.jumps(jumpsSaid ? said : config, jumpsSaid ? about.source : 'the SSH configuration', [
            ...about.via,
            to.host,
          ])
        : [],
      connectTimeout: (said.connectTimeout ?? config.connectTimeout ?? DEFAULT_TIMEOUT) * 1000,
      keepAlive: (said.serverAliveInterval ?? config.serverAliveInterval ?? DEFAULT_KEEP_ALIVE) * 1000,
      ...(about.ownJumps ? this.retries() : {}),
    };
  }

  /** Of the host itself; a host on the way is tried again with it. */
  private retries(): { readonly retries?: number } {
    const said = this.text('ansible_ssh_retries') ?? this.input.cli.retries;
    if (said === undefined || Number(said) === 0) return {};
    const retries = Number(said);
    if (Number.isInteger(retries) && retries > 0) return { retries };
    throw new TsplayError('connection-setting', `${this.input.name}: ansible_ssh_retries cannot be '${said}'`, {
      hint: 'give a whole number',
    });
  }

  /** Outermost first. Only the first host's own configuration can add hosts before it, as in OpenSSH. */
  private jumps(options: SshOptions, source: string, via: readonly string[]): SshSettings[] {
    const jumps = parseJumps(options, source);
    return jumps.flatMap((jump, index) => {
      if (via.includes(jump.host)) {
        // compat: a `Host *` with ProxyJump applies to the jump host too; OpenSSH does not jump through a host to itself.
        if (via.at(-1) === jump.host) return [];
        throw new TsplayError(
          'connection-setting',
          `${this.input.name}: ProxyJump goes in a circle: ${[...via, jump.host].join(' → ')}`,
          {
            hint: 'give the jump host `ProxyJump none` in the SSH configuration',
          },
        );
      }
      const settings = this.destination(jump, { password: undefined, source, ownJumps: index === 0, via });
      return [...settings.jumps, { ...settings, jumps: [] }];
    });
  }

  private agent(identityAgent: string | undefined, path: (text: string) => string): string | undefined {
    const { env } = this.input;
    const usual = env['SSH_AUTH_SOCK'] === '' ? undefined : env['SSH_AUTH_SOCK'];
    if (identityAgent === undefined || identityAgent === 'SSH_AUTH_SOCK') return usual;
    if (identityAgent === 'none') return undefined;
    return identityAgent.startsWith('$') ? env[identityAgent.replace(/[${}]/g, '')] : path(identityAgent);
  }
}

/**
 * The settings a host's wire is opened with. Pure.
 * @throws TsplayError connection-setting for what is impossible or not supported, by name
 */
export function deriveSettings(input: DeriveInput): ConnectionSettings {
  return new Derivation(input).settings();
}
