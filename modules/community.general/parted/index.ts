// Makes, resizes and removes partitions, and tells which there are.
import {
  bool,
  choice,
  defineModule,
  int,
  lines,
  list,
  ModuleFailure,
  script,
  sh,
  str,
  z,
  type RunContext,
} from '../../../src/kit/index.js';
import { answerOf, demand, NEEDS, QUERY } from '../../_shared/query.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask } from '../../_shared/told.js';
import { layout, shownCommands, traits, type Commands } from './decide.js';
import { parsePrint, shownDisk, shownPartition, type Printed } from './print.js';
import { isPlace } from './units.js';

const args = z.strictObject({
  device: str().describe('The disk, or a file that is an image of one.'),
  number: int().optional().describe('Number of the partition; needed unless state is info.'),
  state: choice('absent', 'present', 'info').default('info').describe('info only tells what there is.'),
  label: choice('aix', 'amiga', 'bsd', 'dvh', 'gpt', 'loop', 'mac', 'msdos', 'pc98', 'sun')
    .default('msdos')
    .describe('Kind of the partition table. A disk with another one gets a new table, and all partitions are lost.'),
  part_type: choice('extended', 'logical', 'primary').default('primary').describe('Kind of the partition.'),
  part_start: str().default('0%').describe('Where it begins, with a unit; negative from the end of the disk.'),
  part_end: str().default('100%').describe('Where it ends.'),
  fs_type: str().optional().describe('The kind of file system a new partition is marked for.'),
  name: str().optional().describe('Its name, where the table has names (gpt).'),
  flags: list(str()).optional().describe('Flags it shall have, and no others.'),
  resize: bool().default(false).describe('Whether a partition that is there is made to end at `part_end`.'),
  align: choice('cylinder', 'minimal', 'none', 'optimal', 'undefined')
    .default('optimal')
    .describe("Alignment of new partitions; undefined is parted's own."),
  unit: choice('s', 'B', 'KB', 'KiB', 'MB', 'MiB', 'GB', 'GiB', 'TB', 'TiB', '%', 'cyl', 'chs', 'compact')
    .default('KiB')
    .describe('The unit of numbers that have none, and of those in the result.'),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.general.parted',
  summary: 'Makes, resizes and removes partitions, and tells which there are.',
  args,
  returns: z.object({
    disk: z.record(z.string(), z.unknown()).describe('The disk: dev, size, unit, table, model, block sizes.'),
    partitions: z.array(z.record(z.string(), z.unknown())).describe('Each with num, begin, end, size, flags ...'),
    script: z.string().describe('The commands parted was given.'),
  }),
  requires: ['parted 3.1 or later'],
  check: 'full',
  diff: false,
  rules: (a) => [
    ...(a.state !== 'info' && a.number === undefined
      ? [`state is ${a.state} but all of the following are missing: number`]
      : []),
    ...(a.number !== undefined && a.number < 1 ? ['The partition number must be greater then 0.'] : []),
    ...(['part_start', 'part_end'] as const).flatMap((name) =>
      isPlace(a[name])
        ? []
        : [`The argument '${name}' doesn't respect required format. The size unit is case sensitive.`],
    ),
  ],
  examples: [
    {
      name: 'One partition on the whole disk',
      task: 'community.general.parted:\n  device: /dev/sdb\n  number: 1\n  label: gpt\n  state: present',
    },
    { name: 'What there is', task: 'community.general.parted:\n  device: /dev/sdb\n  unit: MiB' },
  ],
  async run(context) {
    const { args: a, checkMode } = context;
    const { number } = a;
    let { printed, fixes } = await look(context);
    const given: Commands[] = [];
    const run = async (commands: Commands): Promise<void> => {
      if (commands.length === 0) return;
      given.push(commands);
      await runParted(context, commands, fixes);
      if (!checkMode) ({ printed, fixes } = await look(context));
    };
    const there = (): boolean => printed.partitions.some(({ num }) => num === number);
    if (a.state === 'info' || number === undefined) given.push(['unit', `'${a.unit}'`, 'print']);
    else if (a.state === 'absent') await run(there() ? ['rm', String(number)] : []);
    else {
      const wanted = { ...a, number };
      await run(layout(wanted, printed));
      const made = printed.partitions.find(({ num }) => num === number);
      // In a dry run there is only what will be made.
      if (made && !(checkMode && given.length > 0)) await run(traits(wanted, made));
      else if (checkMode) await run(traits(wanted, { flags: [] }));
    }
    return {
      disk: shownDisk(printed.disk),
      partitions: printed.partitions.map(shownPartition),
      script: given.map(shownCommands).join(' '),
    };
  },
});

/** The path as an operand: one that begins with a dash would be an option. */
const operand = (device: string): string => (device.startsWith('-') ? `./${device}` : device);

async function look({ args: a, host }: RunContext<Args>): Promise<{ printed: Printed; fixes: boolean }> {
  const told = await ask(
    host,
    lines([
      SBIN,
      QUERY,
      NEEDS,
      script('needs parted\nquery version parted --version'),
      sh`query print parted -s -m ${operand(a.device)} -- unit ${a.unit} print`,
    ]),
  );
  demand(told, 'on Debian it is in the package parted');
  const version = /^parted.+\s(\d+)\.(\d+)(?:\.(\d+))?/.exec(answerOf(told, 'version')?.out ?? '');
  if (!version) throw new ModuleFailure('Failed to get parted version.', { rc: 0 });
  const [major = 0, minor = 0, revision = 0] = version.slice(1).map((digits) => Number(digits ?? 0));
  const since = (...[x = 0, y = 0, z = 0]: number[]): boolean =>
    major !== x ? major > x : minor !== y ? minor > y : revision >= z;
  if (!since(3, 1))
    throw new ModuleFailure('parted 3.1 or newer is needed on the host: older ones tell nothing of new disks');
  const { rc, out, err } = answerOf(told, 'print') ?? { rc: 1, out: '', err: '' };
  if (rc !== 0 && !err.includes('unrecognised disk label')) {
    const command = `parted -s -m ${a.device} -- unit ${a.unit} print`;
    const msg = `Error while getting device information with parted script: '${command}'`;
    throw new ModuleFailure(msg, { rc, out, err });
  }
  return { printed: parsePrint(out, a.unit), fixes: since(3, 4, 64) };
}

async function runParted({ args: a, change }: RunContext<Args>, commands: Commands, fixes: boolean): Promise<void> {
  const options = ['-s', ...(fixes ? ['-f'] : []), '-m', ...(a.align === 'undefined' ? [] : ['-a', a.align])];
  const argv = ['parted', ...options, operand(a.device), '--', ...commands];
  await change({ summary: `parted ${a.device} ${commands.join(' ')}` }, async (hands) => {
    const { rc, stdout, stderr } = await hands.run(lines([SBIN, sh`LC_ALL=C ${argv} </dev/null`]));
    if (rc === 0) return;
    throw new ModuleFailure(`Error while running parted script: ${argv.join(' ')}`, { rc, out: stdout, err: stderr });
  });
}
