// Makes domains of SELinux permissive.
import { alias, bool, defineModule, lines, ModuleFailure, sh, str, z } from '../../../src/kit/index.js';
import { answerOf } from '../../_shared/query.js';
import { askSelinux, selinuxStep } from '../../_shared/selinux.js';

export default defineModule({
  name: 'community.general.selinux_permissive',
  summary: 'Makes domains of SELinux permissive, or not.',
  args: z.strictObject({
    domain: alias(str(), 'name').describe('The domain.'),
    permissive: bool().describe('Whether it shall be permissive.'),
    no_reload: bool().default(false).describe('Do not make the kernel use the policy at once.'),
    store: str().default('').describe('The store of the policy; default the one in use.'),
  }),
  returns: z.object({
    domain: z.string().describe('As asked for.'),
    permissive: z.boolean().describe('As asked for.'),
    store: z.string().describe('As asked for.'),
  }),
  requires: ['semanage'],
  check: 'full',
  diff: false,
  examples: [
    {
      name: 'See what it would forbid',
      task: 'community.general.selinux_permissive:\n  name: httpd_t\n  permissive: true',
    },
  ],
  async run(context) {
    const { domain, permissive, store, no_reload: still } = context.args;
    const where = store === '' ? [] : ['-S', store];
    const query = lines([sh`query all semanage permissive -l -n ${where}`]);
    const told = await askSelinux(context.host, ['semanage'], query, true);
    const { rc, out, err } = answerOf(told, 'all') ?? { rc: 1, out: '', err: '' };
    if (rc !== 0) throw new ModuleFailure(err.trim(), { domain, rc });
    const is = out.split('\n').some((line) => line.trim() === domain);
    if (is !== permissive) {
      const argv = ['semanage', 'permissive', permissive ? '-a' : '-d', ...(still ? ['-N'] : []), ...where, domain];
      await selinuxStep(context, argv, { domain });
    }
    return { store, permissive, domain };
  },
});
