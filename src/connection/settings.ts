// From variables, flags and the SSH configuration to the settings of one host's connection.
//
// Specified by the documentation of Ansible's ssh connection plugin and by ssh_config(5): variables win over flags,
// both over the arguments in ansible_ssh_common_args, these over ~/.ssh/config.
import { TsplayError } from '../ground/index.js';
import { clientCall } from './client-call.js';
import { containerSettings } from './container-settings.js';
import { destinationSettings, subjectOf, type Destination } from './destination.js';
import { parseJumps, type Jump } from './jumps.js';
import { parseSshArguments } from './ssh-args.js';
import type { SshHostConfig } from './ssh-config.js';
import { mergedOptions, portNumber, type SshOptions } from './ssh-options.js';
import { expandTokens, type Controller } from './ssh-tokens.js';
import type { ConnectionSettings, SshSettings } from './types.js';

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
    lookup?: {
      user?: string | undefined;
      file?: string | undefined;
      hostName?: string | undefined;
      port?: number | undefined;
    },
  ) => SshHostConfig;
  /** The machine this runs on; its user logs in when nothing else says who. */
  readonly controller: Controller;
  /** The host is `localhost` without being in the inventory: the connection is local. */
  readonly implicitLocalhost?: boolean | undefined;
  /** Where processes of a local connection start: the playbook's directory, as in Ansible. */
  readonly baseDirectory?: string | undefined;
  /** Told what the SSH configuration says and tsplay leaves out. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

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
  'tsplay connects by ssh, ssh_cli, local, docker, podman, chroot, nspawn and kubectl; a Windows or network device is not reached at all';

function isTrue(value: unknown): boolean {
  return value === true || /^(1|true|yes|on|y|t)$/i.test(String(value));
}

class Derivation {
  constructor(private readonly input: DeriveInput) {}

  private get connection(): string {
    const { input } = this;
    const usual = input.implicitLocalhost === true ? 'local' : (input.cli.connection ?? 'ssh');
    return this.text('ansible_connection') ?? usual;
  }

  /** The OpenSSH client reads the same options itself and leaves none out. */
  private warn(message: string): void {
    if (this.connection !== 'ssh_cli') this.input.onWarning?.(message);
  }

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

  private arguments(): { options: SshOptions; configFile: string | undefined; source: string; text: string } {
    const { cli } = this.input;
    const parts: [string | undefined, string][] = [
      [this.text('ansible_ssh_args') ?? cli.sshArgs, 'ansible_ssh_args'],
      [this.text('ansible_ssh_common_args') ?? cli.sshCommonArgs, 'ansible_ssh_common_args'],
      [this.text('ansible_ssh_extra_args') ?? cli.sshExtraArgs, 'ansible_ssh_extra_args'],
    ];
    const said = parts.filter((part): part is [string, string] => part[0] !== undefined && part[0].trim() !== '');
    const source = said.map(([, name]) => name).join(' and ');
    const text = said.map(([one]) => one).join(' ');
    const parsed = parseSshArguments(text, `${this.input.name}'s ${source}`, (argument) =>
      this.warn(`'${argument}' in ${source} is left out: tsplay does not do it`),
    );
    if (parsed.rest.length > 0 || parsed.forward !== undefined) {
      const what = parsed.rest[0] ?? `-W ${parsed.forward}`;
      throw new TsplayError('connection-setting', `'${what}' in ${this.input.name}'s ${source} is not supported`, {
        hint: 'SSH arguments hold options only',
      });
    }
    return { options: parsed.options, configFile: parsed.configFile, source, text };
  }

  settings(): ConnectionSettings {
    const { input, connection } = this;
    if (LOCAL_NAMES.has(connection)) return { transport: 'local', name: input.name, cwd: input.baseDirectory };
    const container = containerSettings(connection, {
      name: input.name,
      text: (...names) => this.text(...names),
      variable: input.variables,
      env: input.controller.env,
      remoteUser: input.cli.remoteUser,
      timeout: input.cli.timeout,
    });
    if (container) return container;
    if (!SSH_NAMES.has(connection) && connection !== 'ssh_cli') {
      throw new TsplayError('connection-setting', `${input.name}: the connection '${connection}' is not supported`, {
        hint: OTHERS,
      });
    }
    const { options: said, configFile, source, text } = this.arguments();
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
    const to: Jump = {
      host: this.text('ansible_host', 'ansible_ssh_host') ?? input.name,
      options: explicit,
      configFile,
    };
    const password =
      this.text('ansible_password', 'ansible_ssh_pass', 'ansible_ssh_password') ?? cli.connectionPassword;
    const settings = this.destination(to, { password, source, ownJumps: true, via: [] });
    const asked = connection === 'ssh_cli';
    return { ...settings, client: clientCall({ to, text, asked, clientOnly: this.clientOnly, settings }) };
  }

  /** Options of the destination and of hosts on the way that only the OpenSSH client knows. */
  private clientOnly: Readonly<Record<string, string>> = {};

  /** Settings for the host itself or for one on the way to it. */
  private destination(
    to: Jump,
    about: { password: string | undefined; source: string; ownJumps: boolean; via: readonly string[] },
  ): SshSettings {
    const { input } = this;
    const { user, port, hostName } = to.options;
    const config = input.sshConfig(to.host, { user, port, hostName, file: to.configFile });
    for (const warning of config.warnings) this.warn(warning);
    const options = mergedOptions(to.options, config);
    const { controller } = input;
    const destination: Destination = {
      name: input.name,
      original: to.host,
      options,
      controller,
      password: about.password,
    };
    // What a host on the way needs, the whole way needs.
    this.clientOnly = { ...options.clientOnly, ...this.clientOnly };
    const settings = destinationSettings(destination);
    if (!about.ownJumps) return settings;
    const jumpsSaid = to.options.proxyJump !== undefined || to.options.proxyCommand !== undefined;
    const where = jumpsSaid ? about.source : 'the SSH configuration';
    const { jumps, command } = this.jumps(options, where, [...about.via, to.host]);
    const { host, original, port: toPort, user: toUser } = subjectOf(destination);
    const tokens = { h: host, n: original, p: String(toPort), r: toUser };
    return {
      ...settings,
      jumps,
      ...(command === undefined ? {} : { proxyCommand: expandTokens(command, tokens) }),
      ...this.retries(),
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
  private jumps(
    options: SshOptions,
    source: string,
    via: readonly string[],
  ): { readonly jumps: SshSettings[]; readonly command: string | undefined } {
    const { jumps, command } = parseJumps(options, source);
    const settings = jumps.flatMap((jump, index) => {
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
      const one = this.destination(jump, { password: undefined, source, ownJumps: index === 0, via });
      return [...one.jumps, { ...one, jumps: [] }];
    });
    return { jumps: settings, command };
  }
}

/**
 * The settings a host's wire is opened with. Pure.
 * @throws TsplayError connection-setting for what is impossible or not supported, by name
 */
export function deriveSettings(input: DeriveInput): ConnectionSettings {
  return new Derivation(input).settings();
}
