// What of a container is not as asked for, by what podman inspects and by the words it was made with.
import { objectOf, PodmanDifferences, textMap, textsOf as textList, type Json } from '../../_shared/podman.js';
import type { Args } from './args.js';
import { ownCommand } from './commands.js';
import { OPTIONS, OTHER_FLAGS, textsOf, type Option } from './options.js';

/** Flags that may stand alone, without a value after them. */
const ALONE = new Set([
  '--detach',
  '--env-host',
  '--http-proxy',
  '--init',
  '--interactive',
  '--no-healthcheck',
  '--no-hosts',
  '--oom-kill-disable',
  '--passwd',
  '--privileged',
  '--publish-all',
  '--quiet',
  '--read-only',
  '--read-only-tmpfs',
  '--replace',
  '--rm',
  '--rmi',
  '--rootfs',
  '--sig-proxy',
  '--tls-verify',
  '--tty',
  '--unsetenv-all',
]);

/** The values each flag was given, by its long name; a flag that stands alone was given `True`. */
export function madeWith(command: readonly string[], own: readonly string[]): Map<string, string[]> {
  const tail = own.length > 0 && own.every((word, i) => command[command.length - own.length + i] === word);
  const words = (tail ? command.slice(0, command.length - own.length) : command).flatMap((word) =>
    /^-[ditPq]{2,}$/.test(word) ? [...word.slice(1)].map((letter) => `-${letter}`) : [word],
  );
  const found = new Map<string, string[]>();
  for (let i = 0; i < words.length; i++) {
    const [, given = '', value] = /^(--?[a-zA-Z][\w-]*)(?:=(.*))?$/s.exec(words[i] ?? '') ?? [];
    if (given === '') continue;
    const flag = OTHER_FLAGS[given] ?? given;
    const values = found.get(flag) ?? [];
    found.set(flag, values);
    if (value !== undefined) values.push(value);
    else if (ALONE.has(flag)) values.push('True');
    else values.push(words[++i] ?? '');
  }
  return found;
}

const sorted = (texts: readonly string[]): string => texts.map((text) => text.toLowerCase()).sort().join(',');
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();

/** Both sides of an option that is compared with what the container was made by. */
function sidesOf(option: Option, before: readonly string[], given: unknown): readonly [unknown, unknown] {
  if (given === undefined) return [before.length === 0 ? undefined : sorted(before), undefined];
  const after = textsOf(option, given);
  if (typeof given === 'boolean') {
    const unset = option.form === 'switch' ? 'False' : undefined;
    return [before[0] === undefined ? unset : capital(before[0]), capital(after[0] ?? '')];
  }
  if (typeof given === 'object')
    return [sorted(option.form === 'commas' ? before.flatMap((one) => one.split(',')) : before), sorted(after)];
  return [before[0], after[0]];
}

const cleanVolume = (volume: string): string =>
  volume
    .split(':')
    .slice(0, 3)
    .map((part) => part.replaceAll('//', '/').replace(/(?<=.)\/+$/, ''))
    .join(':');

const capability = (name: string): string => {
  const lower = name.toLowerCase();
  return lower.startsWith('cap_') ? lower : `cap_${lower}`;
};

/**
 * @param container as inspected
 * @param image as inspected; empty when it is not there
 */
export function containerDifferences(a: Args, container: Json, image: Json): PodmanDifferences {
  const found = new PodmanDifferences();
  const config = objectOf(container['Config']);
  const hostConfig = objectOf(container['HostConfig']);
  const own = textList(config['Cmd']);
  const made = madeWith(textList(config['CreateCommand']), own);
  for (const option of OPTIONS) {
    if (option.compared !== 'told') continue;
    const [before, after] = sidesOf(option, made.get(option.flag) ?? [], a[option.name]);
    found.compare(option.name, before, after);
  }

  const annotations = textMap(config['Annotations']);
  found.compare('annotation', annotations, { ...annotations, ...a.annotation });
  const caps = textList(container['EffectiveCaps'])
    .map((cap) => cap.toLowerCase())
    .sort();
  const added = (a.cap_add ?? []).map(capability);
  const dropped = (a.cap_drop ?? []).map(capability);
  found.compare('cap_add', caps, [...new Set([...caps, ...added])].sort());
  found.compare('cap_drop', caps, caps.filter((cap) => !dropped.includes(cap)));
  const command = ownCommand(a.command);
  if (command !== undefined && command.length > 0) found.compare('command', own, command);
  const hosts = textList(hostConfig['ExtraHosts']).map((line) => {
    const at = line.indexOf(':');
    return [line.slice(0, at), line.slice(at + 1)];
  });
  found.compare('etc_hosts', Object.fromEntries(hosts), a.etc_hosts ?? {});
  const check = textList(objectOf(config['Healthcheck'])['Test'])[1] ?? '';
  found.compare('healthcheck', check, a.healthcheck === undefined || a.healthcheck === '' ? check : a.healthcheck);
  const onFailure = textOf(config['HealthcheckOnFailureAction']);
  found.compare('healthcheckonfailureaction', onFailure, a.healthcheck_failure_action ?? onFailure);
  compareImage(found, a, container, config, image);
  compareLabels(found, a, config, image);
  if (a.rm !== undefined) found.compare('rm', hostConfig['AutoRemove'] === true, a.rm);
  found.compare('tty', config['Tty'] === true, a.tty ?? false);
  const volumes = (all: readonly string[]): string => sorted(all.map(cleanVolume));
  found.compare('volume', volumes(made.get('--volume') ?? []), volumes((a.volume ?? []).filter((one) => one !== '')));
  return found;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** `compat:` without `image_strict` only the last part of the name counts, so a new image of the same name is no difference. */
function compareImage(found: PodmanDifferences, a: Args, container: Json, config: Json, image: Json): void {
  const rootfs = textOf(container['Rootfs']);
  const before = textOf(container['Image']) || rootfs;
  const after = a.rootfs === true ? (a.image ?? '') : textOf(image['Id']);
  if (before === after) return;
  if (a.image_strict || rootfs !== '' || a.rootfs === true) return found.compare('image', before, after);
  const short = (name: string): string => name.replace(':latest', '').split('/').at(-1) ?? '';
  found.compare('image', short(textOf(config['Image']) || before), short(a.image ?? ''));
}

/** Labels of systemd's units are not looked at; those of a file cannot be known. */
function compareLabels(found: PodmanDifferences, a: Args, config: Json, image: Json): void {
  const before = textMap(config['Labels']);
  const after: Record<string, string> = { ...textMap(image['Labels']), ...a.label };
  if ('PODMAN_SYSTEMD_UNIT' in before) {
    delete before['PODMAN_SYSTEMD_UNIT'];
    delete after['PODMAN_SYSTEMD_UNIT'];
  }
  if (a.label_file === undefined) return found.compare('label', before, after);
  found.compare('label', before, { ...before, ...after });
}
