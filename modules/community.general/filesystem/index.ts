// Makes, grows and wipes file systems.
import {
  alias,
  bool,
  choice,
  defineModule,
  lines,
  ModuleFailure,
  path,
  script,
  sh,
  str,
  z,
  type RunContext,
} from '../../../src/kit/index.js';
import { outputOf } from '../../_shared/output.js';
import { answerOf, demand, NEEDS, QUERY } from '../../_shared/query.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask, type Told } from '../../_shared/told.js';
import { isKind, KINDS, titleOf, type FilesystemKind, type Grow } from './kinds.js';

const args = z.strictObject({
  dev: alias(path(), 'device').describe('The device, or a file that is an image of one.'),
  fstype: alias(
    choice(
      'bcachefs',
      'btrfs',
      'ext2',
      'ext3',
      'ext4',
      'ext4dev',
      'f2fs',
      'lvm',
      'ocfs2',
      'reiserfs',
      'xfs',
      'vfat',
      'swap',
      'ufs',
    ).optional(),
    'type',
  ).describe('Its kind; lvm is a physical volume.'),
  state: choice('present', 'absent')
    .default('present')
    .describe('absent wipes the signatures of whatever file system there is.'),
  opts: str().optional().describe('Further options of the mkfs program.'),
  force: bool().default(false).describe('Make it anew even where one is; what is on it is lost.'),
  resizefs: bool().default(false).describe('Let it grow to the size of the device.'),
  uuid: str().optional().describe('Give it this UUID, each time; also what tune2fs and xfs_admin take for one.'),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.general.filesystem',
  summary: 'Makes, grows and wipes file systems on devices and images.',
  args,
  returns: z.object({ msg: z.string().optional().describe('What the tool that changed it said.') }),
  requires: ['mkfs and kin of the type, blkid'],
  check: 'full',
  diff: false,
  rules: (a) => [
    ...(a.state === 'present' && a.fstype === undefined
      ? ['state is present but all of the following are missing: fstype']
      : []),
    ...(a.resizefs && a.uuid !== undefined ? ['parameters are mutually exclusive: resizefs|uuid'] : []),
  ],
  examples: [
    { name: 'On a partition', task: 'community.general.filesystem:\n  dev: /dev/sdb1\n  fstype: ext4' },
    {
      name: 'As large as the volume under it has become',
      task: 'community.general.filesystem:\n  dev: /dev/data/www\n  fstype: xfs\n  resizefs: true',
    },
  ],
  async run(context) {
    const { args: a, host } = context;
    const kind: FilesystemKind | undefined = a.fstype && KINDS[a.fstype];
    const told = await ask(host, lookScript(a, kind));
    if (told.value('exists') === undefined) {
      const msg = `Device ${a.dev} not found.`;
      if (a.state === 'absent') return { msg };
      throw new ModuleFailure(msg);
    }
    demand(told, PACKAGES);
    const blkid = answerOf(told, 'blkid') ?? { rc: 2, out: '', err: '' };
    const seen = blkid.out.trim();
    if (a.state === 'absent' || a.fstype === undefined || !kind) {
      if (seen !== '') await runTool(context, ['wipefs', '--all', a.dev]);
      return {};
    }
    if (a.uuid !== undefined && !kind.setUuid && !kind.uuidOptions) {
      throw new ModuleFailure(`module does not support UUID option for this filesystem (${a.fstype}) yet.`);
    }
    if (seen !== '' && isKind(seen, a.fstype)) {
      if (a.resizefs) return grow(context, kind, told);
      if (a.uuid !== undefined) {
        const said = await giveUuid(context, kind, a.uuid);
        return { msg: context.checkMode ? `Changing ${titleOf(a.fstype)} filesystem UUID on device ${a.dev}` : said };
      }
      if (!a.force) return {};
    } else if (seen !== '' && !a.force) {
      const { rc, err } = blkid;
      throw new ModuleFailure(`'${a.dev}' is already used as ${seen}, use force=true to overwrite`, { rc, err });
    }
    if (told.value('mkfs') === undefined) {
      throw new ModuleFailure(`Failed to find required executable "${kind.mkfs}" on the host: ${PACKAGES}`);
    }
    await create(context, kind);
    return {};
  },
});

const PACKAGES = 'install the package that has it (util-linux, e2fsprogs, xfsprogs, dosfstools ...)';

/** The path as an operand: one that begins with a dash would be an option. */
const operand = (dev: string): string => (dev.startsWith('-') ? `./${dev}` : dev);

function lookScript(a: Args, kind: FilesystemKind | undefined) {
  const { grow: growing } = kind ?? {};
  const dev = operand(a.dev);
  const programs = ['blkid', ...(a.state === 'absent' ? ['wipefs'] : [])];
  return lines([
    SBIN,
    QUERY,
    NEEDS,
    sh`d=${dev}; [ -e "$d" ] || exit 0; say exists yes
needs ${programs}; if command -v ${kind?.mkfs ?? ''} >/dev/null 2>&1; then say mkfs yes; fi
query blkid blkid -c /dev/null -o value -s TYPE "$d"`,
    ...(a.resizefs && growing
      ? [
          sh`if [ -b "$d" ]; then say size "$(blockdev --getsize64 "$d")"; elif [ -f "$d" ]; then say size "$(($(wc -c < "$d")))"; fi
m=$(findmnt --mtab --noheadings --output TARGET --source "$d" 2>/dev/null | head -n 1)
say mount "$m"; needs ${growing.measure[0] ?? ''}`,
          growing.measureAt === undefined
            ? script('at=$d')
            : growing.measureAt === 'mounted'
              ? script('at=$m; [ -n "$m" ] || exit 0')
              : script('at=${m:-$d}'),
          sh`query measured ${growing.measure} "$at"`,
        ]
      : []),
  ]);
}

/** Runs a program that changes something. @returns what it printed */
async function runTool({ change }: RunContext<Args>, argv: readonly string[]): Promise<string> {
  const ran = await change({ summary: argv.join(' ') }, async (hands) => {
    const done = await hands.run(lines([SBIN, sh`LC_ALL=C ${argv} </dev/null`]));
    const { rc, stdout, stderr } = done;
    if (rc !== 0) {
      const msg = stderr.trim() || stdout.trim() || `${argv[0]} ended with ${rc}`;
      throw new ModuleFailure(msg, { rc, ...outputOf(stdout, stderr), cmd: argv.join(' ') });
    }
    return done;
  });
  return ran?.stdout ?? '';
}

async function create(context: RunContext<Args>, kind: FilesystemKind): Promise<void> {
  const { opts, uuid, dev } = context.args;
  const words = (opts ?? '').split(/\s+/).filter((word) => word !== '');
  const { uuidOptions, uuidExtra = [] } = kind;
  if (uuid !== undefined && uuidOptions && !uuidOptions.some((option) => words.includes(option))) {
    words.push(uuidOptions[0] ?? '', uuid, ...uuidExtra);
  }
  await runTool(context, [kind.mkfs, ...kind.force, ...words, operand(dev)]);
  if (uuid !== undefined && kind.setUuid && !uuidOptions) await giveUuid(context, kind, uuid);
}

function giveUuid(context: RunContext<Args>, kind: FilesystemKind, uuid: string): Promise<string> {
  const words = (kind.setUuid ?? []).map((word) => (word === 'UUID' ? uuid : word));
  return runTool(context, [...words, operand(context.args.dev)]);
}

async function grow(context: RunContext<Args>, kind: FilesystemKind, told: Told): Promise<Record<string, unknown>> {
  const { dev, fstype } = context.args;
  if (!kind.grow) throw new ModuleFailure(`module does not support resizing ${fstype} filesystem yet.`);
  const growing: Grow = kind.grow;
  const title = titleOf(fstype ?? '');
  const mountPoint = told.value('mount') ?? '';
  const size = told.value('size');
  if (size === undefined) throw new ModuleFailure(`Target device not supported: ${dev}`);
  const unmounted = new ModuleFailure(`${dev} needs to be mounted for ${title} operations`);
  if (growing.measureAt === 'mounted' && mountPoint === '') throw unmounted;
  const measured = answerOf(told, 'measured');
  if (measured && measured.rc !== 0) {
    throw new ModuleFailure(measured.err.trim() || `${growing.info} ended with ${measured.rc}`, { rc: measured.rc });
  }
  const now = growing.sizeOf(measured?.out ?? '');
  if (now === undefined) throw new ModuleFailure(`unable to process ${growing.info} output for ${dev}`);
  if (now >= Number(size)) return { msg: `${title} filesystem is using the whole device ${dev}` };
  if (growing.mountedOnly && mountPoint === '') throw unmounted;
  const said = await runTool(context, [...growing.command, growing.mountedOnly ? mountPoint : operand(dev)]);
  return { msg: context.checkMode ? `resizing filesystem ${title} on device ${dev}` : said };
}
