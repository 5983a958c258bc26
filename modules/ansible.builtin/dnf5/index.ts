// Manages packages with dnf5 (Fedora 41 and later).
import { defineModule, z } from '../../../src/kit/index.js';
import { dnfArgs, dnfRules } from '../../_shared/dnf-args.js';
import { manageWithDnf } from '../../_shared/dnf.js';

export default defineModule({
  name: 'ansible.builtin.dnf5',
  summary: 'Manages packages with the dnf5 package manager.',
  args: z.strictObject(dnfArgs),
  returns: z.object({
    msg: z.string().describe('What came of it.'),
    results: z.array(z.string()).describe('What was installed and removed.'),
    failures: z.array(z.string()).describe('What went wrong.'),
    rc: z.int().describe('0 for success, 1 for failure.'),
  }),
  requires: ['dnf5'],
  check: 'full',
  diff: true,
  rules: dnfRules,
  examples: [{ name: 'A package', task: 'ansible.builtin.dnf5:\n  name: httpd\n  state: latest' }],
  run: (context) => manageWithDnf(context, ['dnf5']),
});
