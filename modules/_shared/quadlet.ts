// Writes Quadlet files, from which systemd makes services of podman: what the podman modules do with `state: quadlet`.
import {
  list,
  mode,
  path,
  sh,
  str,
  type Mode,
  type ModuleReturn,
  type RunContext,
} from '../../src/kit/index.js';
import { symbolicMode } from './symbolic-mode.js';
import { ask } from './told.js';

export const quadletArgs = {
  quadlet_dir: path()
    .optional()
    .describe(
      'Directory of the Quadlet file. By default `/etc/containers/systemd/` for root, `~/.config/containers/systemd/` for others.',
    ),
  quadlet_filename: str().optional().describe('Name of the Quadlet file; its ending may be left out.'),
  quadlet_file_mode: mode()
    .optional()
    .describe("Permissions of the Quadlet file; a new one has '0640' unless this says otherwise."),
  quadlet_options: list(str()).optional().describe('Further lines of the Quadlet file, as they are.'),
};

interface QuadletArgs {
  readonly quadlet_dir?: string | undefined;
  readonly quadlet_filename?: string | undefined;
  readonly quadlet_file_mode?: Mode | undefined;
  readonly quadlet_options?: readonly string[] | undefined;
}

export type QuadletLine = readonly [key: string, value: string];

/** The text of a Quadlet file. Specified by podman-systemd.unit(5). */
export function quadletText(section: string, entries: readonly QuadletLine[], more: readonly string[] = []): string {
  return [`[${section}]`, ...entries.map(([key, value]) => `${key}=${value}`), ...more].join('\n') + '\n';
}

/** The lines that count: comments do not. */
const counted = (text: string): string[] => text.split('\n').filter((line) => !line.startsWith('#'));

/** What of a unit's text differs, line by line; undefined when only comments do. @param old undefined: there is no file */
export function unitDiff(
  old: string | undefined,
  text: string,
): { readonly before: string; readonly after: string } | undefined {
  if (old === undefined) return { before: '\n', after: `${text}\n` };
  const [before, after] = [counted(old), counted(text)];
  // An empty line at the end is none.
  if (before.join('\n').trimEnd() === after.join('\n').trimEnd()) return undefined;
  return {
    before: before.filter((line) => !after.includes(line)).join('\n'),
    after: after.filter((line) => !before.includes(line)).join('\n'),
  };
}

/**
 * Brings a Quadlet file to its place. One round trip when nothing differs.
 * @param kind the ending: `container`, `network` …
 * @param name the file's name where the task gives none
 * @returns changed and diff, when something differs
 */
export async function writeQuadlet(
  { host, change, args }: Pick<RunContext<QuadletArgs>, 'host' | 'change' | 'args'>,
  kind: string,
  name: string,
  text: string,
): Promise<ModuleReturn> {
  const given = args.quadlet_filename ?? '';
  const file = given === '' ? `${name}.${kind}` : given.endsWith(`.${kind}`) ? given : `${given}.${kind}`;
  const told = await ask(
    host,
    sh`d=${args.quadlet_dir ?? ''}
[ -n "$d" ] || if [ "$(id -u)" = 0 ]; then d=/etc/containers/systemd; else d=$HOME/.config/containers/systemd; fi
d=$(printf '%s' "$d" | sed '$s,\(.\)/*$,\1,')
say directory "$d"; say umask "$(umask)"; tell "$d"/${file}`,
  );
  const directory = told.value('directory') ?? '';
  const target = `${directory}/${file}`;
  const there = told.file(target);
  const umask = parseInt(told.value('umask') ?? '22', 8);
  const bits = bitsOf(args.quadlet_file_mode, there?.mode, umask);
  const diff = unitDiff(there?.bytes.toString('utf8'), text);
  if (diff) {
    await change({ summary: `write ${target}` }, async (hands) => {
      await hands.must(sh`mkdir -p -- ${directory}`);
      await hands.write(target, text, { mode: bits ?? (there ? undefined : 0o640) });
    });
    return { changed: true, diff };
  }
  if (bits === undefined || bits === there?.mode) return { changed: false };
  await change({ summary: `set the mode of ${target}` }, (hands) => hands.attributes(target, { mode: bits }));
  return { changed: true, diff: { before: { mode: octal(there?.mode ?? 0) }, after: { mode: octal(bits) } } };
}

const octal = (bits: number): string => bits.toString(8).padStart(4, '0');

function bitsOf(wanted: Mode | undefined, present: number | undefined, umask: number): number | undefined {
  if (wanted?.kind === 'bits') return wanted.bits;
  if (wanted?.kind !== 'symbolic') return undefined;
  return symbolicMode(wanted.text, { mode: present ?? 0o666 & ~umask, directory: false, umask });
}

