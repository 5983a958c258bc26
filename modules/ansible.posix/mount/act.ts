// Carries out mounts: the commands, and what happens when they fail.
import { lines, ModuleFailure, sh, type HostHands } from '../../../src/kit/index.js';
import { SBIN } from '../../_shared/sbin.js';
import type { Seen } from './look.js';

export interface Wanted {
  /** The mount point. */
  readonly name: string;
  readonly src: string | undefined;
  readonly fstype: string | undefined;
  readonly opts: string;
  readonly dump: string;
  readonly passno: string;
  readonly fstab: string;
  readonly boot: string;
}

interface Said {
  readonly rc: number;
  readonly text: string;
}

async function run(hands: HostHands, argv: readonly string[]): Promise<Said> {
  const { rc, stdout, stderr } = await hands.run(lines([SBIN, sh`LC_ALL=C ${argv}`]));
  return { rc, text: stdout + stderr };
}

/** An own table is named; what is mounted without the table is described. */
function where(wanted: Wanted, state: string): string[] {
  if (state !== 'ephemeral') {
    return [...(wanted.fstab === '/etc/fstab' ? [] : ['-T', wanted.fstab]), '--', wanted.name];
  }
  const options = wanted.opts === 'defaults' ? [] : ['-o', wanted.opts];
  return ['-t', wanted.fstype ?? '', ...options, '--', wanted.src ?? '', wanted.name];
}

async function remount(hands: HostHands, wanted: Wanted, state: string): Promise<Said> {
  const withOptions = state === 'remounted' && wanted.opts !== 'defaults';
  const options = withOptions ? `remount,${wanted.opts}` : 'remount';
  const said = await run(hands, ['mount', '-o', options, ...where(wanted, state)]);
  if (said.rc === 0) return said;
  if (withOptions) {
    throw new ModuleFailure(
      `the remount with these options failed, and nothing else was tried: ${said.text.trim()}. Use state: unmounted and then state: mounted with all options`,
    );
  }
  const unmounted = await run(hands, ['umount', '--', wanted.name]);
  return unmounted.rc === 0 ? run(hands, ['mount', ...where(wanted, state)]) : unmounted;
}

export async function remountIt(hands: HostHands, wanted: Wanted, state: string): Promise<void> {
  const { rc, text } = await remount(hands, wanted, state);
  if (rc !== 0) throw new ModuleFailure(`Error remounting ${wanted.name}: ${text.trim()}`);
}

export async function unmountIt(hands: HostHands, { name }: Wanted): Promise<void> {
  const { rc, text } = await run(hands, ['umount', '--', name]);
  if (rc !== 0) throw new ModuleFailure(`Error unmounting ${name}: ${text.trim()}`);
}

/** Makes the mount point when it is missing; when the mount fails, the directories made for it are taken away. */
export async function mountIt(hands: HostHands, wanted: Wanted, seen: Seen, state: string): Promise<void> {
  const { name } = wanted;
  const missing = seen.exists ? [] : await makeDirectories(hands, name);
  const present = state === 'ephemeral' ? seen.mounted : seen.mountedSo;
  const { rc, text } = present
    ? await remount(hands, wanted, state)
    : await run(hands, ['mount', ...where(wanted, state)]);
  if (rc === 0) return;
  if (missing.length > 0) await hands.run(sh`rmdir -- ${[...missing].reverse()}`);
  throw new ModuleFailure(`Error mounting ${name}: ${text.trim()}`);
}

/** @returns those that were made, parents first */
async function makeDirectories(hands: HostHands, path: string): Promise<string[]> {
  const trimmed = path.replace(/(?<=.)\/+$/, '');
  const parents: string[] = [];
  for (let at = trimmed.length; at > 0; at = trimmed.lastIndexOf('/', at - 1)) parents.unshift(trimmed.slice(0, at));
  const { rc, stdout, stderr } = await hands.run(
    sh`for d in ${parents}; do [ -d "$d" ] && continue; mkdir -- "$d" || exit; printf '%s\0' "$d"; done`,
  );
  if (rc !== 0) throw new ModuleFailure(`Error making dir ${path}: ${stderr.trim()}`);
  return stdout.split('\0').slice(0, -1);
}

export async function removeDirectory(hands: HostHands, path: string): Promise<void> {
  const { rc, stderr } = await hands.run(sh`LC_ALL=C rmdir -- ${path}`);
  if (rc !== 0) throw new ModuleFailure(`Error rmdir ${path}: ${stderr.trim()}`);
}
