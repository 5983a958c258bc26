// Manages packages with dnf (Fedora, Red Hat and their kin).
import { choice, defineModule, z } from '../../../src/kit/index.js';
import { dnfArgs, dnfRules } from '../../_shared/dnf-args.js';
import { manageWithDnf } from '../../_shared/dnf.js';

const args = z.strictObject({
  ...dnfArgs,
  use_backend: choice('auto', 'dnf', 'yum', 'yum4', 'dnf4', 'dnf5')
    .default('auto')
    .describe('Which dnf is used; `auto` takes what the host has.'),
});

export default defineModule({
  name: 'ansible.builtin.dnf',
  aliases: ['ansible.builtin.yum'],
  summary: 'Manages packages with the dnf package manager; yum is the same.',
  args,
  returns: z.object({}),
  requires: ['dnf'],
  check: 'full',
  diff: true,
  rules: dnfRules,
  examples: [
    { name: 'A package and a group', task: "ansible.builtin.dnf:\n  name: [httpd, '@development-tools']" },
    {
      name: 'Everything that is about security',
      task: "ansible.builtin.dnf:\n  name: '*'\n  state: latest\n  security: true",
    },
  ],
  run: (context) => manageWithDnf(context, programs(context.args.use_backend)),
});

/** Programs to look for, in turn. */
function programs(backend: z.output<typeof args>['use_backend']): string[] {
  if (backend === 'dnf5') return ['dnf5'];
  if (backend === 'dnf' || backend === 'dnf4' || backend === 'yum4') return ['dnf-3', 'dnf4', 'dnf'];
  return ['dnf', 'dnf5', 'dnf-3'];
}
