// The podman commands that make, start, stop and remove a container.
import { olderThan } from '../../_shared/podman.js';
import type { Args } from './args.js';
import { OPTIONS, wordsOf } from './options.js';

export type Action = 'run' | 'create' | 'start' | 'stop' | 'restart' | 'delete';

/** The command of the container itself. `compat:` text is split at blanks; quotes are not looked at. */
export function ownCommand(command: Args['command']): string[] | undefined {
  if (Array.isArray(command)) return command.map((word) => (typeof word === 'string' ? word : spelled(word)));
  if (command === undefined || command === null) return undefined;
  return spelled(command).split(/\s+/).filter((word) => word !== '');
}

/** As Python prints what YAML read as no text. */
const spelled = (value: unknown): string =>
  value === true ? 'True' : value === false ? 'False' : String(value as string | number);

/** The arguments as they are used: units that make their containers anew need containers that remove themselves. */
export const effective = (a: Args): Args => (a.generate_systemd.new ? { ...a, rm: true } : a);

/** The words after `podman container`. */
export function wordsFor(action: Action, a: Args, version: string): string[] {
  const timed = (time: string | undefined): string[] => (time === undefined || time === '' ? [] : ['--time', time]);
  switch (action) {
    case 'start': {
      const attach = (a.attach !== undefined && a.attach.length > 0) || !a.detach;
      return [
        'start',
        ...(attach ? ['--attach'] : []),
        ...(a.detach_keys === undefined || a.detach_keys === '' ? [] : ['--detach-keys', a.detach_keys]),
        ...(a.sig_proxy === true ? ['--sig-proxy'] : []),
        a.name,
      ];
    }
    case 'stop':
      return ['stop', ...timed(a.stop_time), a.name];
    case 'restart':
      return ['restart', ...timed(a.restart_time), a.name];
    case 'delete':
      return [
        'rm',
        ...(a.delete_depend === true ? ['--depend'] : []),
        ...timed(a.delete_time),
        ...(a.delete_volumes === true ? ['--volumes'] : []),
        ...(a.force_delete ? ['--force'] : []),
        a.name,
      ];
    default:
      return [action, '--name', a.name, ...optionWords(action, a, version), a.image ?? '', ...(ownCommand(a.command) ?? [])];
  }
}

function optionWords(action: 'run' | 'create', a: Args, version: string): string[] {
  const words: string[] = [];
  for (const option of OPTIONS) {
    const { name } = option;
    if (name === 'detach' && (action === 'create' || (a.attach !== undefined && a.attach.length > 0))) continue;
    if (name === 'network' && a.network !== undefined && olderThan(version, '4.0.0'))
      words.push('--network', a.network.join(','));
    else words.push(...wordsOf(option, a[name]));
  }
  return [...words, ...(a.cmd_args ?? [])];
}

/** The words after `podman` that pull the image of a container that shall be made. */
export const pullWords = (a: Args, image: string): string[] => [
  'image',
  'pull',
  image,
  ...(a.tls_verify === false ? ['--tls-verify=false'] : []),
  ...(a.authfile === undefined || a.authfile === '' ? [] : ['--authfile', a.authfile]),
  ...(['arch', 'decryption_key', 'platform', 'os', 'variant'] as const).flatMap((name) => {
    const value = a[name];
    return value === undefined || value === '' ? [] : [`--${name.replace('_', '-')}=${value}`];
  }),
];

/** The words after `podman` that print the systemd units of a container. */
export function unitWords(a: Args, version: string): string[] {
  const g = a.generate_systemd;
  const joined = (flag: string, value: string | number | undefined): string[] =>
    value === undefined ? [] : [`--${flag}=${value}`];
  const each = (flag: string, values: readonly string[] | undefined): string[] =>
    (values ?? []).map((value) => `--${flag}=${value}`);
  return [
    'generate',
    'systemd',
    a.name,
    '--format',
    'json',
    ...(g.restart_policy === undefined ? [] : ['--restart-policy', g.restart_policy]),
    ...joined('restart-sec', g.restart_sec),
    ...joined(olderThan(version, '4.0.0') ? 'time' : 'stop-timeout', g.stop_timeout),
    ...joined('start-timeout', g.start_timeout),
    ...(g.no_header ? ['--no-header'] : []),
    ...(g.names ? ['--name'] : []),
    ...(g.new ? ['--new'] : []),
    ...joined('container-prefix', g.container_prefix),
    ...joined('pod-prefix', g.pod_prefix),
    ...joined('separator', g.separator),
    ...each('after', g.after),
    ...each('wants', g.wants),
    ...each('requires', g.requires),
  ];
}
