// Gives a volume group of LVM another name.
import { defineModule, lines, ModuleFailure, script, str, z } from '../../../src/kit/index.js';
import { lvm, LVM_PACKAGE, lvmRows } from '../../_shared/lvm.js';
import { answerOf, demand, NEEDS, QUERY } from '../../_shared/query.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask } from '../../_shared/told.js';

const LOOK = lines([
  SBIN,
  QUERY,
  NEEDS,
  script(`needs vgs vgrename
query vgs vgs --noheadings --separator ';' -o vg_name,vg_uuid`),
]);

export default defineModule({
  name: 'community.general.lvg_rename',
  summary: 'Gives a volume group of LVM another name.',
  args: z.strictObject({
    vg: str().describe('The group, by its name or UUID.'),
    vg_new: str().describe('Its new name.'),
  }),
  returns: z.object({ msg: z.string().optional().describe('What was done.') }),
  requires: ["lvm's programs"],
  check: 'full',
  diff: true,
  oneDiff: true,
  examples: [{ name: 'Another name', task: 'community.general.lvg_rename:\n  vg: old\n  vg_new: new' }],
  async run({ args: { vg, vg_new: wanted }, host, change, checkMode }) {
    const told = await ask(host, LOOK);
    demand(told, LVM_PACKAGE);
    const { rc, out, err } = answerOf(told, 'vgs') ?? { rc: 1, out: '', err: '' };
    if (rc !== 0) throw new ModuleFailure(err.trim(), { rc });
    const known = lvmRows(out).flat();
    const there = (name: string): boolean => known.includes(name.replace(/^\/dev\//, ''));
    if (!there(vg)) {
      if (there(wanted)) return { msg: `The new VG (${wanted}) already exists, nothing to do.` };
      throw new ModuleFailure(`Both current (${vg}) and new (${wanted}) VG are missing.`);
    }
    if (there(wanted)) throw new ModuleFailure(`The new VG name (${wanted}) is already in use.`);
    const argv = ['vgrename', '--', vg, wanted];
    const diff = { before: { vg }, after: { vg: wanted } };
    const ran = await change({ summary: argv.join(' '), diff }, async (hands) => {
      const done = await lvm(hands, argv);
      if (done.rc !== 0) throw new ModuleFailure(done.stderr.trim(), { rc: done.rc });
      return done;
    });
    const dry = `Running in check mode. The module would rename VG ${vg} to ${wanted}.`;
    return { msg: checkMode ? dry : ran?.stdout };
  },
});
