// rsync's command line for the arguments of a task, and what its output means. Pure.
import { ModuleFailure, quote, type z } from '../../../src/kit/index.js';
import { splitWords } from '../../_shared/words.js';
import type { args } from './index.js';

type Args = z.output<typeof args>;

/** In front of each line of output that tells of a file; no name can bring it to the front of a line by itself. */
const MARKER = '<<CHANGED>>';

export interface Ends {
  /** Where rsync reads and writes, as its command line names it. */
  readonly src: string;
  readonly dest: string;
}

export const isDaemon = (path: string): boolean => path.startsWith('rsync://');

/** Whether rsync starts a remote shell: one end is another machine that is no rsync daemon. */
export function needsShell({ src, dest }: Ends): boolean {
  return !isDaemon(src) && !isDaemon(dest) && (src.includes(':') || dest.includes(':'));
}

/** The user has given a remote shell of his own. */
export const hasShell = (a: Pick<Args, 'rsync_opts'>): boolean => a.rsync_opts.some((opt) => opt.includes('--rsh'));

/** What ssh is given when rsync logs in by itself. */
export function sshCommand(a: Args, port: number | undefined): string {
  const words = ['ssh'];
  if (!a.ssh_connection_multiplexing) words.push('-S', 'none');
  if (a.private_key !== undefined) words.push('-i', a.private_key);
  if (port !== undefined) words.push('-o', `Port=${port}`);
  if (!a.verify_host) words.push('-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null');
  return words.map(quote).join(' ');
}

/** @param shell the remote shell; undefined when none is needed or the user's own options name one */
export function rsyncWords(
  a: Args,
  ends: Ends,
  how: { readonly program: string; readonly dry: boolean; readonly shell: string | undefined },
): string[] {
  const words = [how.program];
  const flag = (wanted: boolean | undefined, ...options: string[]): void => {
    if (wanted === true) words.push(...options);
  };
  flag(a.delay_updates, '--delay-updates', '-F');
  flag(a.compress, '--compress');
  flag(a.rsync_timeout !== 0, `--timeout=${a.rsync_timeout}`);
  flag(how.dry, '--dry-run');
  flag(a.delete, '--delete-after');
  flag(a.existing_only, '--existing');
  flag(a.checksum, '--checksum');
  flag(a.copy_links, '--copy-links');
  flag(a.archive, '--archive');
  for (const part of ['recursive', 'links', 'perms', 'times', 'owner', 'group'] as const) {
    if (a.archive) flag(a[part] === false, `--no-${part}`);
    else flag(a[part] === true, `--${part}`);
  }
  flag(a.dirs, '--dirs');
  if (how.shell !== undefined) words.push(`--rsh=${how.shell}`);
  if (a.rsync_path !== undefined && a.rsync_path !== '') words.push(`--rsync-path=${a.rsync_path}`);
  // compat: the options are read as a shell would read them: their quotes go.
  words.push(...a.rsync_opts.flatMap((opt) => (opt === '' ? [] : splitWords(opt))));
  flag(a.partial, '--partial');
  if (a.link_dest !== undefined && a.link_dest.length > 0) {
    // -vv: a hard link alone is nothing rsync would tell of.
    words.push('-H', '-vv', ...a.link_dest.map((path) => `--link-dest=${checkedLink(path, ends.dest)}`));
  }
  words.push(`--out-format=${MARKER}%i %n%L`, ends.src, ends.dest);
  return words;
}

/** @throws ModuleFailure when the tree would be linked into itself */
function checkedLink(path: string, dest: string): string {
  const directory = dest.slice(0, Math.max(dest.lastIndexOf('/'), 0));
  if (directory.startsWith(path)) {
    throw new ModuleFailure(
      `Hardlinking into a subdirectory of the source would cause recursion. ${directory} and ${dest}`,
    );
  }
  return path;
}

/** The command line as `cmd` tells it. */
export function shownCommand(words: readonly string[]): string {
  return words
    .map((word) => {
      const option = /^(--(?:rsh|rsync-path|out-format)=)(.*)$/s.exec(word);
      return option ? `${option[1]}${quote(option[2] ?? '')}` : quote(word);
    })
    .join(' ');
}

export interface Outcome {
  readonly changed: boolean;
  /** The output without the markers. */
  readonly text: string;
  readonly lines: string[];
}

/** What rsync did, or in a dry run would do. */
export function readOutput(a: Pick<Args, 'link_dest'>, stdout: string): Outcome {
  const linking = a.link_dest !== undefined && a.link_dest.length > 0;
  // compat: with link_dest the list has unchanged files too; a full stop in front says so.
  const changed = linking ? !stdout.includes(`${MARKER}.`) : stdout.includes(MARKER);
  const text = stdout.replaceAll(MARKER, '');
  return { changed, text, lines: text.split('\n').filter((line) => line !== '') };
}

/** Why rsync ended badly, when it is that one of the machines has none. */
export function missingProgram(stderr: string, where: string): string | undefined {
  if (!/(?:rsync|sudo): (?:command )?not found|rsync: No such file/i.test(stderr)) return undefined;
  return `rsync is not installed on ${where}, and both machines need it: install the package rsync there first`;
}
