// Owner, group, mode and chattr flags of a file: the arguments, what differs, and how it is set.
//
// For modules that manage files (file, copy, template, get_url, unarchive, lineinfile, …):
//   args: z.strictObject({ ...fileArguments, … })          the common parameters, described
//   const look = await lookAtOne(host, path, { ...lookFor(args), checksum: 'sha1' })        one round trip
//   const plan = planAttributes(args, look, look.file.self)   pure; undefined when nothing differs
//   if (plan) await change({ summary, diff: plan.diff }, (hands) => applyAttributes(hands, path, plan))
//   hands.write(path, bytes, { ...newAttributes(args, look, look.file.target, 'file') })    for new content
//   return { dest, ...fileReturns(status) }                  uid gid owner group mode size state
// `requireAttributes(args, look, checkMode, warn)` refuses unknown owners and SELinux contexts; call it after the look.
import {
  alias,
  bool,
  lines,
  mode,
  ModuleFailure,
  script,
  sh,
  str,
  z,
  type DiffNote,
  type FileAttributes,
  type FileStatus,
  type HostHands,
  type Mode,
  type Script,
} from '../../src/kit/index.js';
import type { HostLook, LookOptions } from './file-look.js';
import { symbolicMode } from './symbolic-mode.js';

export { lookAt, lookAtOne, type Digest, type HostLook, type PathLook } from './file-look.js';

/** The parameters all file modules have in common. */
export const fileArguments = {
  mode: mode().optional().describe("Permissions: octal in quotes ('0644') or symbolic (u=rwX,g-w)."),
  owner: str().optional().describe('Name or number of the user that shall own the file.'),
  group: str().optional().describe('Name or number of the group that shall own the file.'),
  attributes: alias(str().optional(), 'attr').describe("File flags as chattr takes them: '+i', '-a', '=i'."),
  seuser: str()
    .optional()
    .describe('SELinux user; has no effect on a host without SELinux, is refused on one with it.'),
  serole: str()
    .optional()
    .describe('SELinux role; has no effect on a host without SELinux, is refused on one with it.'),
  setype: str()
    .optional()
    .describe('SELinux type; has no effect on a host without SELinux, is refused on one with it.'),
  selevel: str()
    .optional()
    .describe('SELinux level; has no effect on a host without SELinux, is refused on one with it.'),
  unsafe_writes: bool()
    .default(false)
    .describe('Write the file in place where it cannot be replaced atomically (bind mounts).'),
};

/** The documented return values every file module has (`fileReturns` gives them). */
export const fileReturnFields = {
  mode: z.string().optional().describe("Permissions, e.g. '0644'."),
  owner: z.string().optional().describe('Name of the owner.'),
  group: z.string().optional().describe('Name of the group.'),
  uid: z.number().optional().describe('Number of the owner.'),
  gid: z.number().optional().describe('Number of the group.'),
  size: z.number().optional().describe('Size in bytes.'),
  state: z.string().optional().describe('absent, directory, file, hard or link.'),
};

export interface FileArguments {
  readonly mode?: Mode | undefined;
  readonly owner?: string | undefined;
  readonly group?: string | undefined;
  readonly attributes?: string | undefined;
  readonly seuser?: string | undefined;
  readonly serole?: string | undefined;
  readonly setype?: string | undefined;
  readonly selevel?: string | undefined;
}

/** What `lookAt` must be asked for so that the plan can be made. */
export function lookFor(args: FileArguments): Pick<LookOptions, 'owner' | 'group' | 'flags'> {
  return { owner: args.owner, group: args.group, flags: args.attributes !== undefined };
}

/**
 * Refuses what cannot be carried out: names the host does not know (in check mode an earlier task may be going to
 * make them, so only a warning) and SELinux contexts on a host that has SELinux.
 */
export function requireAttributes(
  args: FileArguments,
  look: HostLook,
  checkMode: boolean,
  warn: (message: string) => void,
): void {
  const refuse = (message: string): void => {
    if (!checkMode) throw new ModuleFailure(message);
    warn(`${message}; perhaps an earlier task makes it`);
  };
  if (look.uid === null) refuse(`chown failed: failed to look up user ${args.owner}`);
  if (look.gid === null) refuse(`chgrp failed: failed to look up group ${args.group}`);
  const context = (['seuser', 'serole', 'setype', 'selevel'] as const).filter((name) => args[name] !== undefined);
  if (look.selinux && context.length > 0) {
    throw new ModuleFailure(
      `${context.join(', ')}: tsplay does not set SELinux contexts; use a command task with chcon or restorecon`,
    );
  }
}

export interface AttributePlan {
  readonly attributes: FileAttributes;
  /** chattr's argument. */
  readonly flags?: string | undefined;
  readonly diff: DiffNote;
  /** What the file will be like. */
  readonly after: FileStatus;
}

/** The bits a mode argument means for a file that is `kind` and now has `current` (null: is to be made). */
export function modeBits(
  wanted: Mode | undefined,
  current: Pick<FileStatus, 'mode'> | null,
  kind: 'file' | 'directory',
  umask: number,
): number | undefined {
  if (wanted === undefined || wanted.kind === 'preserve') return undefined;
  if (wanted.kind === 'bits') return wanted.bits;
  const directory = kind === 'directory';
  return symbolicMode(wanted.text, {
    mode: current?.mode ?? (directory ? 0o777 : 0o666) & ~umask,
    directory,
    umask,
  });
}

/** Attributes for `hands.write` or a new directory: what was asked for, a symbolic mode worked out. */
export function newAttributes(
  args: FileArguments,
  look: HostLook,
  current: Pick<FileStatus, 'mode'> | null,
  kind: 'file' | 'directory',
): FileAttributes {
  return { owner: args.owner, group: args.group, mode: modeBits(args.mode, current, kind, look.umask) };
}

/**
 * What differs between the wanted attributes and `status`. A link's own mode is never changed (Linux has none).
 * @param flags the file's present chattr flags
 */
export function planAttributes(
  args: FileArguments,
  look: HostLook,
  status: FileStatus,
  flags?: string,
): AttributePlan | undefined {
  const before: Record<string, unknown> = {};
  const after: Record<string, unknown> = {};
  const attributes: { owner?: string; group?: string; mode?: number } = {};
  const next: { -readonly [K in keyof FileStatus]: FileStatus[K] } = { ...status };
  if (args.owner !== undefined && look.uid !== status.uid) {
    attributes.owner = args.owner;
    before['owner'] = status.uid;
    after['owner'] = look.uid ?? args.owner;
    next.uid = look.uid ?? status.uid;
    next.owner = args.owner;
  }
  if (args.group !== undefined && look.gid !== status.gid) {
    attributes.group = args.group;
    before['group'] = status.gid;
    after['group'] = look.gid ?? args.group;
    next.gid = look.gid ?? status.gid;
    next.group = args.group;
  }
  if (status.kind !== 'link') {
    const bits = modeBits(args.mode, status, status.kind === 'directory' ? 'directory' : 'file', look.umask);
    // chown takes set-id bits away: with a new owner a wanted mode is always set again.
    if (bits !== undefined && bits !== status.mode) {
      attributes.mode = bits;
      before['mode'] = octal(status.mode);
      after['mode'] = octal(bits);
      next.mode = bits;
    } else if (bits !== undefined && (bits & 0o6000) !== 0 && Object.keys(attributes).length > 0) {
      attributes.mode = bits;
    }
  }
  const chattr = args.attributes === undefined ? undefined : planFlags(args.attributes, flags ?? '');
  if (chattr !== undefined) {
    before['attributes'] = flags ?? '';
    after['attributes'] = args.attributes;
  }
  if (Object.keys(after).length === 0) return undefined;
  return { attributes, flags: chattr, diff: stateDiff(status.path, before, after), after: next };
}

/** chattr's argument, or undefined when the flags are as wanted. The extents flag `e` cannot be changed and is not compared. */
export function planFlags(wanted: string, present: string): string | undefined {
  const operator = /^[-+=]/.exec(wanted)?.[0] ?? '=';
  const letters = [...wanted.replace(/^[-+=]/, '')];
  const has = (letter: string): boolean => present.includes(letter);
  const fits =
    operator === '+'
      ? letters.every(has)
      : operator === '-'
        ? !letters.some(has)
        : [...new Set([...letters, ...present])].every((l) => l === 'e' || (letters.includes(l) && has(l)));
  return fits ? undefined : `${operator}${letters.join('')}`;
}

/** A `diff` of properties. */
export function stateDiff(path: string, before: Record<string, unknown>, after: Record<string, unknown>): DiffNote {
  return { before: { ...before, path }, after: { ...after, path } };
}

/**
 * The script that carries out a plan; it ends with the code of the first command that fails.
 * @param path not followed when it is a link: name what it leads to instead
 */
export function attributesScript(path: string, plan: Pick<AttributePlan, 'attributes' | 'flags'>): Script {
  const { owner, group, mode: bits } = plan.attributes;
  return lines([
    ...(owner === undefined ? [] : [sh`chown -h -- ${owner} ${path} || exit`]),
    ...(group === undefined ? [] : [sh`chgrp -h -- ${group} ${path} || exit`]),
    ...(bits === undefined ? [] : [sh`chmod -- ${octal(bits).padStart(5, '0')} ${path} || exit`]),
    ...(plan.flags === undefined ? [] : [sh`chattr ${plan.flags} -- ${path} || exit`]),
  ]);
}

/** @throws ModuleFailure with what the host said */
export async function applyAttributes(
  hands: HostHands,
  path: string,
  plan: Pick<AttributePlan, 'attributes' | 'flags'>,
): Promise<void> {
  const { rc, stderr } = await hands.run(lines([script('export LC_ALL=C'), attributesScript(path, plan)]));
  if (rc !== 0)
    throw new ModuleFailure(`could not set owner, group or mode of ${path}: ${stderr.trim()}`, { path, rc });
}

/** Sets chattr flags, as `planFlags` gives them. @throws ModuleFailure where the file system has none */
export async function setFlags(hands: HostHands, path: string, flags: string): Promise<void> {
  await applyAttributes(hands, path, { attributes: {}, flags });
}

/** What is known of a file or directory before it is made: attributes as asked for, else those of the host's user. */
export function newStatus(
  args: FileArguments,
  look: HostLook,
  made: { readonly path: string; readonly kind: FileStatus['kind']; readonly mode: number; readonly size: number },
): FileStatus {
  return {
    ...made,
    uid: look.uid ?? look.me?.uid ?? 0,
    gid: look.gid ?? look.me?.gid ?? 0,
    owner: args.owner ?? look.me?.owner ?? 'root',
    group: args.group ?? look.me?.group ?? 'root',
    mtime: 0,
    atime: 0,
    ctime: 0,
    inode: 0,
    device: 0,
    links: 1,
    blocks: 0,
    blockSize: 0,
    deviceType: 0,
    readable: true,
    writable: true,
    executable: made.kind === 'directory',
  };
}

/** `0644` as Ansible returns modes: four octal digits. */
export function octal(bits: number): string {
  return bits.toString(8).padStart(4, '0');
}

/** What Ansible's file modules call the state of a path. */
export function stateOf(status: FileStatus | null): 'absent' | 'link' | 'directory' | 'hard' | 'file' {
  if (!status) return 'absent';
  if (status.kind === 'link') return 'link';
  if (status.kind === 'directory') return 'directory';
  return status.links > 1 ? 'hard' : 'file';
}

/** The return values every file module adds: uid, gid, owner, group, mode, size, state. */
export function fileReturns(status: FileStatus | null): Record<string, unknown> {
  if (!status) return { state: 'absent' };
  const { uid, gid, owner, group, size } = status;
  return { uid, gid, owner, group, mode: octal(status.mode), size, state: stateOf(status) };
}
