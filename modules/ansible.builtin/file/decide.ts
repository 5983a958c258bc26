// From what a path is to the steps that make it what the task wants. Pure.
import { lines, ModuleFailure, script, sh, type FileStatus, type Mode, type Script } from '../../../src/kit/index.js';
import {
  attributesScript,
  newAttributes,
  newStatus,
  planAttributes,
  planFlags,
  fileReturns,
  stateOf,
  type FileArguments,
  type HostLook,
  type PathLook,
} from '../../_shared/file-attributes.js';
import { madeDiff, properties } from './diff.js';
import type { Times } from './times.js';

export type State = 'absent' | 'directory' | 'file' | 'hard' | 'link' | 'touch';

export interface FileArgs extends FileArguments {
  readonly path: string;
  readonly state?: State | undefined;
  readonly src?: string | undefined;
  readonly recurse: boolean;
  readonly force: boolean;
  readonly follow: boolean;
  readonly mode?: Mode | undefined;
}

export interface Parent {
  readonly path: string;
  readonly kind: 'missing' | 'directory' | 'other';
}

export interface Situation {
  readonly look: HostLook;
  readonly file: PathLook;
  /** The source of a link. */
  readonly src: PathLook | undefined;
  readonly times: Times;
  /** Looked at only for a directory that is not there yet. */
  readonly parents: readonly Parent[];
  readonly checkMode: boolean;
}

export interface Step {
  readonly summary: string;
  /** Properties before and after it. */
  readonly diff?: { readonly before: Record<string, unknown>; readonly after: Record<string, unknown> } | undefined;
  readonly script: Script;
  /** What is said when the script fails, before what the host says. */
  readonly failure: string;
}

export interface Decision {
  readonly steps: readonly Step[];
  /** What the return values describe. */
  readonly path: string;
  /** What is there afterwards if all steps succeed; where it is not known exactly, what is known. */
  readonly after: FileStatus | null;
  /** The directory `recurse` goes through. */
  readonly tree?: string | undefined;
  readonly returns: Record<string, unknown>;
  readonly warnings: readonly string[];
}

export function withoutTrailingSlash(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') || '/' : path;
}

/** Where a link's source is, seen from the link. */
export function sourcePath(path: string, src: string): string {
  if (src.startsWith('/')) return src;
  const slash = path.lastIndexOf('/');
  return slash < 0 ? src : `${path.slice(0, slash + 1)}${src}`;
}

/** The state to reach: as given, else what is there, else directory with recurse, else file. */
export function wantedState(args: FileArgs, file: PathLook): State {
  if (args.state !== undefined) return args.state;
  const present = stateOf(file.self);
  if (present !== 'absent') return present;
  return args.recurse ? 'directory' : 'file';
}

export function decide(args: FileArgs, state: State, situation: Situation): Decision {
  switch (state) {
    case 'absent':
      return absent(args, situation);
    case 'directory':
      return directory(args, situation);
    case 'file':
      return existing(args, situation);
    case 'touch':
      return touch(args, situation);
    case 'link':
      return symbolicLink(args, situation);
    case 'hard':
      return hardLink(args, situation);
  }
}

function absent(args: FileArgs, { file }: Situation): Decision {
  const returns = { path: args.path };
  const present = stateOf(file.self);
  const steps =
    present === 'absent'
      ? []
      : [
          {
            summary: `remove ${args.path}`,
            script: sh`rm -rf -- ${args.path}`,
            failure: `could not remove ${args.path}`,
          },
        ];
  return { steps, path: args.path, after: null, returns, warnings: [] };
}

/** What the attributes and times are to be set on: what a link leads to when links are followed. */
function subject(args: FileArgs, file: PathLook): FileStatus | null {
  return args.follow && file.target ? file.target : file.self;
}

function directory(args: FileArgs, situation: Situation): Decision {
  const { file, look, parents } = situation;
  const there = subject(args, file);
  const returns = { path: args.path };
  if (there?.kind === 'directory') {
    const steps = attributeSteps(args, situation, there);
    // `compat:` what a link leads to is named.
    return { ...settled(args, there, steps, { path: there.path }), tree: args.recurse ? there.path : undefined };
  }
  if (there) {
    throw new ModuleFailure(`${args.path} already exists as a ${stateOf(there)}`, {
      path: args.path,
      ...fileReturns(there),
    });
  }
  const blocked = parents.find((parent) => parent.kind === 'other');
  if (blocked) {
    throw new ModuleFailure(
      `There was an issue creating ${args.path} as requested: ${blocked.path} exists and is not a directory`,
      { path: args.path },
    );
  }
  const attributes = newAttributes(args, look, null, 'directory');
  const made = [...parents.filter((parent) => parent.kind === 'missing').map((parent) => parent.path), args.path];
  const flags = args.attributes === undefined ? undefined : planFlags(args.attributes, '');
  const step = {
    summary: `make directory ${args.path}`,
    diff: madeDiff(args, situation, 'directory', 0o777),
    script: lines(
      // compat: that somebody else has made it in the meantime is no failure.
      made.flatMap((path) => [
        sh`mkdir -- ${path} 2>/dev/null || [ -d ${path} ] || mkdir -- ${path} || exit`,
        attributesScript(path, { attributes, flags }),
      ]),
    ),
    failure: `There was an issue creating ${args.path} as requested`,
  };
  const after = newStatus(args, look, {
    path: args.path,
    kind: 'directory',
    mode: attributes.mode ?? 0o777 & ~look.umask,
    size: 0,
  });
  return { steps: [step], path: args.path, after, returns, warnings: [] };
}

function existing(args: FileArgs, situation: Situation): Decision {
  const there = subject(args, situation.file);
  const state = stateOf(there);
  if (!there) {
    throw new ModuleFailure(`file (${args.path}) is absent, cannot continue`, { path: args.path, state: 'absent' });
  }
  if (state !== 'file' && state !== 'hard') {
    throw new ModuleFailure(`file (${args.path}) is ${state}, cannot continue`, {
      path: args.path,
      ...fileReturns(there),
    });
  }
  return settled(args, there, attributeSteps(args, situation, there), { path: args.path });
}

function touch(args: FileArgs, situation: Situation): Decision {
  const { file, look } = situation;
  const returns = { dest: args.path };
  const there = subject(args, file);
  if (there && !(there.kind === 'link' && args.follow)) {
    if (there.kind === 'link') {
      throw new ModuleFailure(
        `Cannot touch other than files, directories, and hardlinks (${args.path} is ${stateOf(there)})`,
        { path: args.path, state: stateOf(there) },
      );
    }
    return settled(args, there, attributeSteps(args, situation, there), returns);
  }
  const path = file.self ? file.realPath : args.path;
  const attributes = newAttributes(args, look, null, 'file');
  const flags = args.attributes === undefined ? undefined : planFlags(args.attributes, '');
  const step = {
    summary: `make an empty file ${path}`,
    diff: madeDiff(args, situation, 'file', 0o666),
    script: lines([
      sh`( : >> ${path} ) || exit`,
      situation.times.script(path),
      attributesScript(path, { attributes, flags }),
    ]),
    failure: 'Error, could not touch target',
  };
  const after = newStatus(args, look, { path, kind: 'file', mode: attributes.mode ?? 0o666 & ~look.umask, size: 0 });
  return { steps: [step], path, after, returns, warnings: [] };
}

function symbolicLink(args: FileArgs, situation: Situation): Decision {
  const { file, src } = situation;
  const now = stateOf(file.self);
  if (args.src === undefined) {
    if (now !== 'link') {
      throw new ModuleFailure('src is required for creating new symlinks', { path: args.path, dest: args.path });
    }
    // `compat:` a link that is not followed is not read.
    return linked(args, situation, [], { dest: args.path, src: args.follow ? file.self?.linkTarget : null });
  }
  const returns = { dest: args.path, src: args.src };
  const refuse = (message: string): never => {
    throw new ModuleFailure(message, { path: args.path, ...returns });
  };
  if (!src?.target && !args.force) {
    refuse(
      `src file does not exist, use "force=yes" if you really want to create the link: ${sourcePath(args.path, args.src)}`,
    );
  }
  if (now === 'link' && file.self?.linkTarget === args.src) return linked(args, situation, [], returns);
  if (!args.force && (now === 'directory' || now === 'file' || now === 'hard')) {
    refuse(`refusing to convert from ${now} to symlink for ${args.path}`);
  }
  const step = {
    summary: `link ${args.path} to ${args.src}`,
    diff: now === 'link' ? { before: { src: file.self?.linkTarget }, after: { src: args.src } } : undefined,
    // An empty directory may be replaced; rmdir refuses one that has been filled in the meantime.
    script: lines([
      ...(now === 'directory' ? [sh`rmdir -- ${args.path} || exit`] : []),
      sh`ln -sfn -- ${args.src} ${args.path}`,
    ]),
    failure:
      now === 'directory' ? `the directory ${args.path} is not empty, refusing to convert it` : 'Error while linking',
  };
  return linked(args, situation, [step], returns);
}

/** A link that is there or about to be: attributes go to what it leads to when links are followed. */
function linked(
  args: FileArgs,
  situation: Situation,
  steps: readonly Step[],
  returns: Record<string, unknown>,
): Decision {
  const { file, src, look } = situation;
  const making = steps.length > 0;
  const leadsTo = making ? (src?.target ?? null) : file.target;
  const link = making
    ? newStatus({}, look, { path: args.path, kind: 'link', mode: 0o777, size: (args.src ?? '').length })
    : file.self;
  const wants =
    args.mode !== undefined || args.owner !== undefined || args.group !== undefined || args.attributes !== undefined;
  const warnings: string[] = [];
  let more: Step[] = [];
  if (wants && args.follow && !leadsTo) {
    warnings.push(
      'Cannot set fs attributes on a non-existent symlink target. follow should be set to False to avoid this.',
    );
  } else if (wants) {
    const target = args.follow ? leadsTo : making ? link : file.self;
    if (target) more = attributeSteps(args, situation, args.follow ? target : { ...target, path: args.path });
  }
  return { steps: [...steps, ...more], path: args.path, after: link, returns, warnings };
}

function hardLink(args: FileArgs, situation: Situation): Decision {
  const { file, src } = situation;
  const now = stateOf(file.self);
  if (args.src === undefined) {
    if (now !== 'hard') throw new ModuleFailure('src is required for creating new hardlinks', { path: args.path });
    return settled(args, file.self, attributeSteps(args, situation, file.self), { dest: args.path, src: null });
  }
  const returns = { dest: args.path, src: args.src };
  if (!src?.self) throw new ModuleFailure('src does not exist', { ...returns, path: args.path });
  if (file.self && file.self.inode === src.self.inode && file.self.device === src.self.device) {
    return settled(args, file.self, attributeSteps(args, situation, file.self), returns);
  }
  if (now === 'directory') {
    throw new ModuleFailure(`refusing to convert from directory to hard link for ${args.path}`, returns);
  }
  if (now === 'hard' && !args.force) {
    throw new ModuleFailure('Cannot link, different hard link exists at destination', returns);
  }
  if (now === 'file' && !args.force) {
    throw new ModuleFailure(`Cannot link, ${args.path} exists at destination`, returns);
  }
  const step = {
    summary: `hard link ${args.path} to ${args.src}`,
    diff: now === 'link' ? { before: { src: file.self?.linkTarget }, after: { src: args.src } } : undefined,
    script: sh`ln -f -- ${src.path} ${args.path}`,
    failure: 'Error while linking',
  };
  const after = { ...src.self, path: args.path, links: src.self.links + 1 };
  return { steps: [step, ...attributeSteps(args, situation, after)], path: args.path, after, returns, warnings: [] };
}

/** The step that sets owner, group, mode and times of what is there, if anything differs. */
function attributeSteps(args: FileArgs, { look, file, times }: Situation, status: FileStatus | null): Step[] {
  if (!status) return [];
  const steps: Step[] = [];
  const plan = planAttributes(args, look, status, file.flags);
  if (plan) {
    steps.push({
      summary: `set attributes of ${status.path}`,
      diff: properties(plan),
      script: attributesScript(status.path, plan),
      failure: `could not set owner, group or mode of ${status.path}`,
    });
  }
  const due = times.differ(status);
  if (due) {
    steps.push({
      summary: `set times of ${status.path}`,
      diff: due,
      script: lines([times.script(status.path), script('exit 0')]),
      failure: `could not set the times of ${status.path}`,
    });
  }
  return steps;
}

function settled(
  args: FileArgs,
  there: FileStatus | null,
  steps: readonly Step[],
  returns: Record<string, unknown>,
): Decision {
  return { steps, path: there?.path ?? args.path, after: there, returns, warnings: [] };
}
