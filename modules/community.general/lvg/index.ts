// Makes, extends, reduces and removes volume groups of LVM.
import {
  bool,
  choice,
  defineModule,
  list,
  lines,
  ModuleFailure,
  sh,
  str,
  z,
  type HostHands,
} from '../../../src/kit/index.js';
import { lvm } from '../../_shared/lvm.js';
import { SBIN } from '../../_shared/sbin.js';
import { decide, type Step } from './decide.js';
import { look } from './look.js';

const args = z.strictObject({
  vg: str().describe('The volume group.'),
  pvs: list(str())
    .optional()
    .describe('Devices it is made of, made physical volumes where they are none; needed to make one.'),
  pesize: str().default('4').describe('Size of an extent with a unit (default m), when the group is made.'),
  pv_options: str().default('').describe('Further options of pvcreate.'),
  pvresize: bool().default(false).describe('Let physical volumes grow to the size of their devices.'),
  vg_options: str().default('').describe('Further options of vgcreate.'),
  state: choice('absent', 'present', 'active', 'inactive')
    .default('present')
    .describe('Whether it is there; active and inactive also say whether its volumes have devices, now and at boot.'),
  force: bool().default(false).describe('Allows to remove a group that has logical volumes.'),
  reset_vg_uuid: bool().default(false).describe('Give the group a new UUID, each time.'),
  reset_pv_uuid: bool().default(false).describe('Give its physical volumes new UUIDs, each time.'),
  remove_extra_pvs: bool().default(true).describe('Whether devices that are not in `pvs` leave the group.'),
});

export default defineModule({
  name: 'community.general.lvg',
  summary: 'Makes, extends, reduces and removes volume groups of LVM.',
  args,
  returns: z.object({}),
  requires: ["lvm's programs"],
  check: 'full',
  diff: false,
  rules: (a) =>
    a.reset_pv_uuid && a.pvs === undefined ? ['reset_pv_uuid is True but all of the following are missing: pvs'] : [],
  examples: [
    {
      name: 'A group of two disks',
      task: 'community.general.lvg:\n  vg: data\n  pvs: [/dev/sdb, /dev/sdc]\n  pesize: 32',
    },
  ],
  async run({ args: a, host, change }) {
    const seen = await look(host, a.vg, a.pvs ?? []);
    for (const step of decide(a, seen)) {
      await change({ summary: step.argv.join(' ') }, (hands) => carryOut(hands, step));
    }
    return {};
  },
});

async function carryOut(hands: HostHands, step: Step): Promise<void> {
  const before = await proofOf(hands, step);
  const { rc, stdout, stderr } = await lvm(hands, step.argv);
  const made = before === undefined ? rc === 0 : (await proofOf(hands, step)) !== before;
  if (!made) throw new ModuleFailure(step.failed ?? stderr.trim(), { rc, err: stderr, out: stdout });
}

/** A property of the device that the step is to change. */
async function proofOf(hands: HostHands, { proof, device }: Step): Promise<string | undefined> {
  if (proof === undefined || device === undefined) return undefined;
  const field = proof === 'size' ? 'pv_size' : 'pv_uuid';
  const asked = lines([SBIN, sh`LC_ALL=C pvs --noheadings --units b -o ${field} -- ${device} </dev/null`]);
  return (await hands.must(asked)).stdout.trim();
}
