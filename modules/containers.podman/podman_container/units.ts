// systemd's units of a container, as `podman generate systemd` prints them: which files they become, and what differs.
import { lines, ModuleFailure, sh, type Script } from '../../../src/kit/index.js';
import type { PodmanLook } from '../../_shared/podman.js';
import { unitDiff } from '../../_shared/quadlet.js';
import type { Args } from './args.js';

export interface Units {
  /** Text by name, without `.service`. */
  readonly texts: Readonly<Record<string, string>>;
  /** What is to be written: the path and the text. */
  readonly writes: readonly { readonly path: string; readonly text: string }[];
  /** The directory, when it is to be made. */
  readonly directory: string | undefined;
  readonly diff: { readonly before: string; readonly after: string } | undefined;
}

/** Whether a task asks for units at all: all else has defaults. */
const wanted = (a: Args): boolean =>
  Object.entries(a.generate_systemd).some(([name, value]) => !['names', 'new', 'no_header'].includes(name) && value !== undefined) ||
  a.generate_systemd.new ||
  a.generate_systemd.no_header;

/** Part of a look: the files that are there already. */
export function unitFiles(a: Args): Script {
  const path = a.generate_systemd.path;
  if (path === undefined) return sh`:`;
  return lines([
    sh`d=${path}`,
    sh`[ ! -e "$d" ] || if [ -d "$d" ]; then say place directory; else say place other; fi
for f in "$d"/*.service; do [ ! -f "$f" ] || tell "$f"; done`,
  ]);
}

/**
 * @param look has asked `units`
 * @throws ModuleFailure when units are asked for and podman makes none, or their place is no directory
 */
export function unitsOf(a: Args, look: PodmanLook): Units {
  const { rc, out, err } = look.answer('units');
  const none: Units = { texts: {}, writes: [], directory: undefined, diff: undefined };
  if (rc !== 0 && wanted(a)) throw new ModuleFailure(`Error generating systemd: ${err}`);
  if (rc !== 0 || out.trim() === '') return none;
  const texts = JSON.parse(out) as Record<string, string>;
  const directory = a.generate_systemd.path;
  if (directory === undefined) return { ...none, texts };
  const there = look.told.value('place');
  if (there === 'other')
    throw new ModuleFailure(`Path ${directory} is not a directory! Can not save systemd unit files there!`);
  const writes: { path: string; text: string }[] = [];
  const [before, after]: [string[], string[]] = [[], []];
  for (const [name, text] of Object.entries(texts)) {
    const path = unitPath(directory, name);
    const old = look.told.file(path)?.bytes.toString('utf8');
    const diff = unitDiff(old, text);
    if (!diff) continue;
    writes.push({ path, text });
    const side = (words: string): string => `systemd_${name}.service - ${words}`;
    if (!(old === undefined ? '' : diff.before).includes('PIDFile')) before.push(side(old === undefined ? '' : diff.before));
    if (!(old === undefined ? text : diff.after).includes('PIDFile')) after.push(side(old === undefined ? text : diff.after));
  }
  const join = (all: readonly string[]): string => `${all.join('\n').trim()}\n`;
  return {
    texts,
    writes,
    directory: there === undefined ? directory : undefined,
    diff: before.length + after.length === 0 ? undefined : { before: join(before), after: join(after) },
  };
}

/** Where a unit's file is. */
export const unitPath = (directory: string, name: string): string => `${directory.replace(/(?<=.)\/+$/, '')}/${name}.service`;
