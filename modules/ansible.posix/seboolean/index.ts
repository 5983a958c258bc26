// Switches booleans of SELinux.
import { bool, defineModule, ModuleFailure, sh, str, z } from '../../../src/kit/index.js';
import { answerOf } from '../../_shared/query.js';
import { askSelinux, selinuxStep } from '../../_shared/selinux.js';

export default defineModule({
  name: 'ansible.posix.seboolean',
  summary: 'Switches booleans of SELinux, now and for good.',
  args: z.strictObject({
    name: str().describe('The boolean.'),
    state: bool().describe('What it shall be.'),
    persistent: bool().default(false).describe('Also after a reboot.'),
    ignore_selinux_state: bool().default(false).describe('Work where SELinux is off as well.'),
  }),
  returns: z.object({
    name: z.string().describe('The boolean.'),
    persistent: z.boolean().describe('As asked for.'),
    state: z.boolean().describe('As asked for.'),
  }),
  requires: ['getsebool, setsebool'],
  check: 'full',
  diff: false,
  examples: [
    {
      name: 'The web server may connect',
      task: 'ansible.posix.seboolean:\n  name: httpd_can_network_connect\n  state: true\n  persistent: true',
    },
  ],
  async run(context) {
    const { args: a } = context;
    const { name, persistent, state } = a;
    const result = { name, persistent, state };
    const query = sh`query now getsebool -- ${name}
${persistent ? sh`query kept semanage boolean -l -n` : sh`:`}`;
    const tools = persistent ? ['getsebool', 'setsebool', 'semanage'] : ['getsebool', 'setsebool'];
    const told = await askSelinux(context.host, tools, query, a.ignore_selinux_state);
    const enabled = told.value('enabled') !== undefined;
    if (!persistent && !enabled) return { ...result, changed: false };
    const now = / --> (on|off)/.exec(answerOf(told, 'now')?.out ?? '')?.[1];
    let is = now;
    if (persistent) {
      const { rc, out, err } = answerOf(told, 'kept') ?? { rc: 1, out: '', err: '' };
      if (rc !== 0) throw new ModuleFailure(`Failed to manage policy for boolean ${name}: ${err.trim()}`);
      is = keptValue(out, name);
      if (is === undefined) throw new ModuleFailure(`SELinux boolean ${name} is not defined in persistent policy`);
    } else if (now === undefined) {
      throw new ModuleFailure(`Failed to determine current state for boolean ${name}`);
    }
    const wanted = state ? 'on' : 'off';
    if (is !== wanted) await selinuxStep(context, ['setsebool', ...(persistent ? ['-P'] : []), name, wanted], { name });
    return result;
  },
});

/** Of `name (on , off) text` the second: what the policy on the disk says; the first is what the kernel does. */
function keptValue(output: string, name: string): string | undefined {
  for (const line of output.split('\n')) {
    const [, found, kept] = /^(\S+)\s+\(\s*(?:on|off)\s*,\s*(on|off)\s*\)/.exec(line) ?? [];
    if (found === name) return kept;
  }
  return undefined;
}
