// Makes, resizes, activates and removes logical volumes of LVM.
import {
  bool,
  choice,
  defineModule,
  float,
  lines,
  list,
  ModuleFailure,
  script,
  sh,
  str,
  z,
  type ModuleReturn,
  type RunContext,
  type ScriptResult,
} from '../../../src/kit/index.js';
import { lvm, LVM_PACKAGE, lvmRows, lvmStep, lvmTest } from '../../_shared/lvm.js';
import { answerOf, demand, NEEDS, QUERY } from '../../_shared/query.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask, type Told } from '../../_shared/told.js';
import { decide, parseSize, unitOf, type Step, type Volume } from './decide.js';

const args = z.strictObject({
  vg: str().describe('The volume group it is in.'),
  lv: str().optional().describe('The logical volume; with `snapshot` the one the snapshot is of.'),
  size: str()
    .optional()
    .describe(
      'A number with a unit (default m), or a percentage of VG, PVS, FREE or ORIGIN; with + or - in front it is added or taken away.',
    ),
  opts: str().optional().describe('Further options of lvcreate.'),
  state: choice('absent', 'present').default('present').describe('Whether it shall be there.'),
  force: bool().default(false).describe('Allows to shrink and to remove.'),
  shrink: bool().default(true).describe('Whether a volume that is larger than asked for is made smaller.'),
  active: bool().default(true).describe('Whether it is active, that is: has a device.'),
  snapshot: str().optional().describe('A snapshot of `lv`, by this name.'),
  pvs: list(str()).optional().describe('Physical volumes the space is taken from.'),
  resizefs: bool().default(false).describe('Resize the file system on it as well.'),
  thinpool: str().optional().describe('A thin pool; with `lv` a thin volume in it.'),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.general.lvol',
  summary: 'Makes, resizes, activates and removes logical volumes of LVM.',
  args,
  returns: z.object({
    msg: z.string().optional().describe('What was resized, or why nothing was.'),
    vg: z.string().optional().describe('The volume group, of a volume that was there before.'),
    lv: z.string().optional().describe('The volume, when it was there before.'),
    size: z.number().optional().describe('Its size before the task, in the unit of `size`.'),
  }),
  requires: ["lvm's programs"],
  check: 'full',
  diff: false,
  rules: (a) =>
    a.lv === undefined && a.thinpool === undefined ? ['one of the following is required: lv, thinpool'] : [],
  examples: [
    { name: 'Half a gigabyte', task: 'community.general.lvol:\n  vg: data\n  lv: www\n  size: 512m' },
    {
      name: 'All the space there is, with its file system',
      task: 'community.general.lvol:\n  vg: data\n  lv: www\n  size: 100%PVS\n  resizefs: true',
    },
  ],
  async run(context) {
    const { args: a } = context;
    const size = a.size ? parseSize(a.size, a.snapshot !== undefined) : undefined;
    const told = await ask(context.host, lookScript(a.vg, unitOf(size)));
    demand(told, LVM_PACKAGE);
    const [group] = rowsOf(told, 'vgs').map(([, all, free, extent]) => ({
      size: Number(all),
      free: Number(free),
      extent: Number(extent),
    }));
    if (!group) {
      const none = `Volume group ${a.vg} does not exist.`;
      if (a.state === 'absent') return { stdout: none, stdout_lines: [none] };
      const { rc, err } = answerOf(told, 'vgs') ?? { rc: 5, err: '' };
      throw new ModuleFailure(none, { rc, err });
    }
    const { there, step, activate } = decide(a, size, group, rowsOf(told, 'lvs').map(volumeOf));
    let msg = '';
    if (step) {
      const unchanged = await carryOut(context, step, there);
      if (unchanged) return unchanged;
      msg = step.msg ?? '';
    }
    if (step?.kind === 'remove') return {};
    if (!there) return { msg };
    if (activate !== undefined) {
      const failed = `Failed to ${activate === 'y' ? 'activate' : 'deactivate'} logical volume ${a.lv ?? 'None'}`;
      await lvmStep(context, ['lvchange', `-a${activate}`, '--', `${a.vg}/${there.name}`], failed);
    }
    return known(a, there);
  },
});

const lookScript = (vg: string, unit: string) =>
  lines([
    SBIN,
    QUERY,
    NEEDS,
    script('needs lvm vgs lvs'),
    sh`query vgs vgs --noheadings --nosuffix -o vg_name,size,free,vg_extent_size --units ${unit} --separator ';' -- ${vg}
query lvs lvs -a --noheadings --nosuffix -o lv_name,size,lv_attr --units ${unit} --separator ';' -- ${vg}`,
  ]);

function rowsOf(told: Told, name: string): string[][] {
  const answer = answerOf(told, name);
  return answer?.rc === 0 ? lvmRows(answer.out) : [];
}

/** Hidden parts of others stand in brackets. */
const volumeOf = ([name = '', size, attributes = '']: string[]): Volume => ({
  name: name.replace(/[[\]]/g, ''),
  size: Number(size),
  active: attributes[4] === 'a',
  isPool: attributes.startsWith('t'),
  isThin: attributes.startsWith('V'),
});

const known = (a: Args, { name, size }: Volume) => ({ vg: a.vg, lv: name, size: float(size) });

/** @returns the result when the tool found that there is nothing to do */
async function carryOut(
  { args: a, change, checkMode, host }: RunContext<Args>,
  step: Step,
  there: Volume | undefined,
): Promise<ModuleReturn | undefined> {
  const judge = ({ rc, stdout, stderr }: ScriptResult): ModuleReturn | undefined => {
    const said = stdout + stderr;
    const full = step.kind === 'resize' && stdout.includes('Reached maximum COW size');
    if (rc === 0 && !full) return undefined;
    if (step.kind === 'resize' && !full && there) {
      if (said.includes('matches existing size')) return { changed: false, ...known(a, there) };
      if (said.includes('not larger than existing size')) {
        const msg = 'Original size is larger than requested size';
        return { changed: false, ...known(a, there), msg, err: stderr };
      }
    }
    throw new ModuleFailure(step.failed, { rc, err: stderr, ...(full ? { out: stdout } : {}) });
  };
  // What cannot be done is found out by a dry run as well.
  const dry = checkMode ? judge(await lvmTest(host, step.argv)) : undefined;
  if (dry) return dry;
  return change({ summary: step.argv.join(' ') }, async (hands) => judge(await lvm(hands, step.argv)));
}
