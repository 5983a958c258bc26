// Mounts file systems, and keeps the table of those that are mounted at boot.
import {
  alias,
  bool,
  choice,
  defineModule,
  ModuleFailure,
  path,
  str,
  z,
  type ModuleReturn,
  type RunContext,
} from '../../../src/kit/index.js';
import { contentDiff } from '../../_shared/text-diff.js';
import { fromLatin, toLatin } from '../../_shared/told.js';
import { mountIt, remountIt, removeDirectory, unmountIt, type Wanted } from './act.js';
import { withEntry, withoutEntry } from './fstab.js';
import { look, type Seen } from './look.js';

const args = z.strictObject({
  path: alias(path(), 'name').describe('The mount point.'),
  state: choice('absent', 'absent_from_fstab', 'mounted', 'present', 'unmounted', 'remounted', 'ephemeral').describe(
    'mounted: in the table and mounted; present: in the table; ephemeral: mounted only; absent: neither, and the directory gone; unmounted, absent_from_fstab: not the one, whatever the other; remounted: mounted anew.',
  ),
  src: path().optional().describe('What is mounted: a device, a directory, a server.'),
  fstype: str().optional().describe('Type of the file system.'),
  opts: str().optional().describe('Options of the mount.'),
  opts_no_log: bool().default(false).describe('Keep the options out of results.'),
  dump: str().default('0').describe('Fifth field of the entry, for dump(8).'),
  passno: str().default('0').describe('Sixth field of the entry: when it is checked at boot.'),
  boot: bool().default(true).describe('Whether it is mounted at boot; otherwise `noauto` is added to the options.'),
  fstab: str().optional().describe('The table; default /etc/fstab.'),
  backup: bool().default(false).describe('Keep a copy of the table before it is changed.'),
});
export type Args = z.output<typeof args>;

function rules(a: Args): string[] {
  const broken: string[] = [];
  if (['mounted', 'present', 'ephemeral'].includes(a.state)) {
    const missing = (['src', 'fstype'] as const).filter((name) => a[name] === undefined);
    if (missing.length > 0) {
      broken.push(`state is ${a.state} but all of the following are missing: ${missing.join(', ')}`);
    }
  }
  if ([a.path, a.src, a.fstype, a.opts, a.dump, a.passno].some((text) => text?.includes('\n'))) {
    broken.push('no field of the table may have a newline in it');
  }
  return broken;
}

/** The arguments as they are used and returned. */
function wantedOf(a: Args, warn: (message: string) => void): Wanted {
  const opts = a.opts ?? 'defaults';
  const manual = opts.split(',').includes('noauto');
  if (a.boot && manual) warn("Ignore the 'boot' due to 'opts' contains 'noauto'.");
  return {
    name: a.path,
    src: a.src,
    fstype: a.fstype,
    opts: a.boot ? opts : `${opts},noauto`,
    dump: a.dump,
    passno: a.passno,
    fstab: a.fstab ?? '/etc/fstab',
    boot: a.boot ? 'yes' : 'no',
  };
}

export default defineModule({
  name: 'ansible.posix.mount',
  summary: 'Mounts and unmounts file systems, and keeps their entries in fstab.',
  args,
  returns: z.object({
    name: z.string().describe('The mount point.'),
    src: z.string().optional().describe('What is mounted.'),
    fstype: z.string().optional().describe('Type of the file system.'),
    opts: z.string().describe('Options, with those that follow from `boot`.'),
    dump: z.string().describe('Fifth field of the entry.'),
    passno: z.string().describe('Sixth field of the entry.'),
    fstab: z.string().describe('The table.'),
    boot: z.string().describe('`yes` or `no`.'),
    backup_file: z.string().describe('The copy of the table; empty when there is none.'),
  }),
  requires: ['mount, umount'],
  check: 'full',
  diff: true,
  rules,
  examples: [
    {
      name: 'A disk, now and at boot',
      task: 'ansible.posix.mount:\n  path: /srv/data\n  src: UUID=0a1b2c3d\n  fstype: ext4\n  opts: noatime\n  state: mounted',
    },
  ],
  async run(context) {
    const { args: a } = context;
    const wanted = wantedOf(a, context.warn);
    const seen = await look(context.host, wanted);
    const backup = await carryOut(context, wanted, seen);
    const { src, fstype, ...rest } = wanted;
    const shown = a.opts_no_log && a.opts !== undefined ? { opts: HIDDEN } : {};
    return {
      ...rest,
      ...(src === undefined ? {} : { src }),
      ...(fstype === undefined ? {} : { fstype }),
      ...shown,
      backup_file: backup ?? '',
    } satisfies ModuleReturn;
  },
});

const HIDDEN = 'VALUE_SPECIFIED_IN_NO_LOG_PARAMETER';

/** @returns the path of the table's copy, when one was made */
async function carryOut(context: RunContext<Args>, wanted: Wanted, seen: Seen): Promise<string | undefined> {
  const { args: a, change } = context;
  switch (a.state) {
    case 'present':
      return writeTable(context, wanted, seen, added(wanted, seen));
    case 'absent_from_fstab':
      return writeTable(context, wanted, seen, removed(wanted, seen));
    case 'absent': {
      const table = removed(wanted, seen);
      if (table === seen.table) return undefined;
      const backup = await writeTable(context, wanted, seen, table);
      if (seen.mounted) await change({ summary: `unmount ${wanted.name}` }, (hands) => unmountIt(hands, wanted));
      if (seen.exists)
        await change({ summary: `remove ${wanted.name}` }, (hands) => removeDirectory(hands, wanted.name));
      return backup;
    }
    case 'unmounted':
      if (seen.mounted) await change({ summary: `unmount ${wanted.name}` }, (hands) => unmountIt(hands, wanted));
      return undefined;
    case 'remounted':
      await change({ summary: `remount ${wanted.name}` }, (hands) => remountIt(hands, wanted, a.state));
      return undefined;
    case 'ephemeral':
      if (seen.mounted && !seen.sameSource) {
        throw new ModuleFailure(
          'Ephemeral mount point is already mounted with a different source than the specified one: unmount it first (state: unmounted), or use another path',
        );
      }
      await change({ summary: `mount ${wanted.name}` }, (hands) => mountIt(hands, wanted, seen, a.state));
      return undefined;
    case 'mounted': {
      const table = added(wanted, seen);
      const differs = table !== seen.table;
      const backup = await writeTable(context, wanted, seen, table);
      if (!seen.mountedSo || differs) {
        const verb = seen.mountedSo ? 'remount' : 'mount';
        await change({ summary: `${verb} ${wanted.name}` }, async (hands) => {
          try {
            await mountIt(hands, wanted, seen, a.state);
          } catch (error) {
            // An entry that does not work may keep the host from booting.
            if (differs) await hands.write(seen.tablePath, Buffer.from(seen.table, 'latin1'));
            throw error;
          }
        });
      }
      return backup;
    }
  }
}

const latin = ({ src = '', name, fstype = '', opts, dump, passno }: Wanted) => ({
  src: toLatin(src),
  name: toLatin(name),
  fstype: toLatin(fstype),
  opts: toLatin(opts),
  dump: toLatin(dump),
  passno: toLatin(passno),
});

const added = (wanted: Wanted, seen: Seen): string => withEntry(seen.table, latin(wanted));
const removed = (wanted: Wanted, seen: Seen): string =>
  withoutEntry(seen.table, latin(wanted).name, wanted.src === undefined ? undefined : latin(wanted).src);

async function writeTable(
  { args: a, change }: RunContext<Args>,
  wanted: Wanted,
  seen: Seen,
  after: string,
): Promise<string | undefined> {
  if (after === seen.table) return undefined;
  const hide = (text: string): string =>
    a.opts_no_log && a.opts !== undefined ? text.replaceAll(a.opts, '********') : text;
  const side = (text: string) => ({ content: Buffer.from(hide(fromLatin(text))), header: wanted.fstab });
  const diff = contentDiff(side(seen.table), side(after));
  return change({ summary: `write ${wanted.fstab}`, diff }, async (hands) => {
    const bytes = Buffer.from(after, 'latin1');
    const { backupFile } = await hands.write(seen.tablePath, bytes, { backup: a.backup });
    return backupFile;
  });
}
