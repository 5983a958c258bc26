// From Ansible's variables to the command line of the program that reaches a container, a directory or a pod.
//
// Specified by the documentation of the connection plugins community.docker.docker, containers.podman.podman,
// community.general.chroot and kubernetes.core.kubectl; `nspawn` is systemd-nspawn for a directory (a name with a slash)
// and systemd-run for a machine that runs.
import { TsplayError } from '../ground/index.js';
import { splitWords } from './ssh-args.js';
import type { ContainerSettings } from './types.js';

/** What is known about the host. */
export interface ContainerInput {
  readonly name: string;
  /** A variable of the host as text; the first that is set. */
  readonly text: (...names: string[]) => string | undefined;
  readonly variable: (name: string) => unknown;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `-u` on the command line. */
  readonly remoteUser: string | undefined;
  /** Seconds, from the command line and the settings. */
  readonly timeout: number | undefined;
}

type Made = Omit<ContainerSettings, 'transport' | 'kind' | 'name' | 'connectTimeout'>;

const KINDS: Readonly<Record<string, (input: ContainerInput) => Made>> = { docker, podman, chroot, nspawn, kubectl };
const FULL_NAMES: Readonly<Record<string, string>> = {
  'community.docker.docker': 'docker',
  'containers.podman.podman': 'podman',
  'community.general.chroot': 'chroot',
  'kubernetes.core.kubectl': 'kubectl',
};
const DEFAULT_TIMEOUT = 10;

/** @returns undefined when the connection is none of these */
export function containerSettings(connection: string, input: ContainerInput): ContainerSettings | undefined {
  const kind = Object.hasOwn(FULL_NAMES, connection) ? (FULL_NAMES[connection] ?? connection) : connection;
  const make = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (!make) return undefined;
  const said = input.text(`ansible_${kind}_timeout`, 'ansible_timeout') ?? input.timeout;
  const timeout = Number(said ?? DEFAULT_TIMEOUT);
  if (!(timeout > 0)) throw impossible(input, `the connection timeout cannot be '${said}'`, 'give seconds');
  return { transport: 'container', kind, name: input.name, ...make(input), connectTimeout: timeout * 1000 };
}

function impossible(input: ContainerInput, message: string, hint: string): TsplayError {
  return new TsplayError('connection-setting', `${input.name}: ${message}`, { hint });
}

/** A name that is no option and no path to another place of the program's language. */
function plainName(input: ContainerInput, what: string, value: string): string {
  if (value !== '' && !value.startsWith('-') && !value.includes('\0')) return value;
  throw impossible(input, `'${value}' is no ${what}`, 'correct ansible_host');
}

function truth(value: string | undefined): boolean {
  return value !== undefined && /^(1|true|yes|on|y|t)$/i.test(value);
}

function dictOf(input: ContainerInput, name: string): [string, string][] {
  const value = input.variable(name);
  if (value === undefined || value === null) return [];
  if (typeof value !== 'object' || Array.isArray(value)) throw impossible(input, `${name} is no dict`, 'give a dict');
  return Object.entries(value as Record<string, unknown>).map(([key, one]) => [key, String(one)]);
}

function docker(input: ContainerInput): Made {
  const { text, env } = input;
  const container = plainName(input, 'container', text('ansible_host', 'ansible_docker_host') ?? input.name);
  const user = text('ansible_user', 'ansible_docker_user') ?? input.remoteUser;
  const directory = text('ansible_docker_working_dir') ?? env['ANSIBLE_DOCKER_WORKING_DIR'];
  const argv = (terminal: boolean): string[] => [
    'docker',
    ...splitWords(text('ansible_docker_extra_args') ?? ''),
    'exec',
    ...(user === undefined ? [] : ['-u', user]),
    ...dictOf(input, 'ansible_docker_extra_env').flatMap(([key, value]) => ['-e', `${key}=${value}`]),
    ...(directory === undefined ? [] : ['-w', directory]),
    ...(truth(text('ansible_docker_privileged') ?? env['ANSIBLE_DOCKER_PRIVILEGED']) ? ['--privileged'] : []),
    terminal ? '-it' : '-i',
    container,
  ];
  return { user, argv: argv(false), terminalArgv: argv(true) };
}

function podman(input: ContainerInput): Made {
  const { text, env } = input;
  const container = plainName(input, 'container', text('ansible_host', 'ansible_podman_host') ?? input.name);
  const user = text('ansible_user') ?? input.remoteUser;
  const argv = (terminal: boolean): string[] => [
    text('ansible_podman_executable') ?? env['ANSIBLE_PODMAN_EXECUTABLE'] ?? 'podman',
    ...splitWords(text('ansible_podman_extra_args') ?? env['ANSIBLE_PODMAN_EXTRA_ARGS'] ?? ''),
    'exec',
    ...(user === undefined ? [] : ['--user', user]),
    terminal ? '-it' : '-i',
    container,
  ];
  return { user, argv: argv(false), terminalArgv: argv(true) };
}

function chroot(input: ContainerInput): Made {
  const { text, env } = input;
  const directory = plainName(input, 'directory', text('ansible_host') ?? input.name);
  const argv = [text('ansible_chroot_exe') ?? env['ANSIBLE_CHROOT_EXE'] ?? 'chroot', directory];
  const unchecked = truth(text('ansible_chroot_disable_root_check') ?? env['ANSIBLE_CHROOT_DISABLE_ROOT_CHECK']);
  return { user: undefined, argv, terminalArgv: argv, needsRoot: !unchecked };
}

function nspawn(input: ContainerInput): Made {
  const { text } = input;
  const place = plainName(input, 'machine or directory', text('ansible_host') ?? input.name);
  const user = text('ansible_user') ?? input.remoteUser;
  const extra = splitWords(text('ansible_nspawn_extra_args') ?? '');
  const argv = (terminal: boolean): string[] =>
    place.includes('/')
      ? [
          'systemd-nspawn',
          ...extra,
          '--quiet',
          `--console=${terminal ? 'interactive' : 'pipe'}`,
          `--directory=${place}`,
          ...(user === undefined ? [] : [`--user=${user}`]),
        ]
      : [
          'systemd-run',
          ...extra,
          '--quiet',
          '--wait',
          terminal ? '--pty' : '--pipe',
          `--machine=${place}`,
          ...(user === undefined ? [] : [`--uid=${user}`]),
        ];
  return { user, argv: [...argv(false), '--'], terminalArgv: [...argv(true), '--'], needsRoot: place.includes('/') };
}

/** The program's options, the variables and environment variables they come from. */
const KUBECTL: readonly (readonly [option: string, variables: readonly string[], environment: readonly string[]])[] = [
  ['--namespace', ['ansible_kubectl_namespace'], ['K8S_AUTH_NAMESPACE']],
  ['--context', ['ansible_kubectl_context'], ['K8S_AUTH_CONTEXT']],
  ['--server', ['ansible_kubectl_host', 'ansible_kubectl_server'], ['K8S_AUTH_HOST', 'K8S_AUTH_SERVER']],
  ['--client-certificate', ['ansible_kubectl_cert_file', 'ansible_kubectl_client_cert'], ['K8S_AUTH_CERT_FILE']],
  ['--client-key', ['ansible_kubectl_key_file', 'ansible_kubectl_client_key'], ['K8S_AUTH_KEY_FILE']],
  ['--certificate-authority', ['ansible_kubectl_ssl_ca_cert', 'ansible_kubectl_ca_cert'], ['K8S_AUTH_SSL_CA_CERT']],
];

function kubectl(input: ContainerInput): Made {
  const { text, env } = input;
  const said = (variables: readonly string[], environment: readonly string[]): string | undefined =>
    text(...variables) ?? environment.map((name) => env[name]).find((value) => value !== undefined && value !== '');
  const pod = plainName(
    input,
    'pod',
    said(['ansible_kubectl_pod'], ['K8S_AUTH_POD']) ?? text('ansible_host') ?? input.name,
  );
  const container = said(['ansible_kubectl_container'], ['K8S_AUTH_CONTAINER']);
  const verify = said(['ansible_kubectl_verify_ssl', 'ansible_kubectl_validate_certs'], ['K8S_AUTH_VERIFY_SSL']);
  const file = said(['ansible_kubectl_kubeconfig', 'ansible_kubectl_config'], ['K8S_AUTH_KUBECONFIG']);
  const token = said(['ansible_kubectl_token', 'ansible_kubectl_api_key'], ['K8S_AUTH_TOKEN', 'K8S_AUTH_API_KEY']);
  const userName = said(['ansible_kubectl_username', 'ansible_kubectl_user'], ['K8S_AUTH_USERNAME']);
  const password = said(['ansible_kubectl_password'], ['K8S_AUTH_PASSWORD']);
  const secret =
    token !== undefined ? { token } : password !== undefined ? { username: userName, password } : undefined;
  const own = Object.fromEntries(dictOf(input, 'ansible_kubectl_local_env_vars'));
  const usual =
    file ?? own['KUBECONFIG'] ?? env['KUBECONFIG'] ?? (env['HOME'] === undefined ? '' : `${env['HOME']}/.kube/config`);
  const argv = (terminal: boolean): string[] => [
    'kubectl',
    ...(verify === undefined ? [] : [`--insecure-skip-tls-verify=${String(!truth(verify))}`]),
    ...(file === undefined || secret ? [] : ['--kubeconfig', file]),
    ...KUBECTL.flatMap(([option, variables, environment]) => {
      const value = said(variables, environment);
      return value === undefined ? [] : [option, value];
    }),
    // Not in the arguments, which everybody on this machine can see: a user of a kubeconfig that only we can read.
    ...(secret ? ['--user', 'tsplay'] : []),
    ...splitWords(said(['ansible_kubectl_extra_args'], ['K8S_AUTH_EXTRA_ARGS']) ?? ''),
    'exec',
    terminal ? '-it' : '-i',
    pod,
    ...(container === undefined ? [] : ['-c', container]),
    '--',
  ];
  return {
    user: undefined,
    argv: argv(false),
    terminalArgv: argv(true),
    environment: secret ? { ...own, KUBECONFIG: `{}:${usual}` } : own,
    ...(secret && {
      secretFile: JSON.stringify({ apiVersion: 'v1', kind: 'Config', users: [{ name: 'tsplay', user: secret }] }),
    }),
  };
}
