// The services of a host and their states as facts.
import { defineModule, z } from '../../../src/kit/index.js';
import { LOOK, parseLook } from './look.js';
import { servicesOf } from './services.js';

export default defineModule({
  name: 'ansible.builtin.service_facts',
  summary: 'Returns the services of the host and their states as facts.',
  args: z.strictObject({}),
  returns: z.object({
    ansible_facts: z
      .object({
        services: z
          .record(z.string(), z.unknown())
          .describe('By name: name, state, source; with systemd status, with OpenRC runlevels.'),
      })
      .describe('The facts.'),
    msg: z.string().optional().describe('That there are no services.'),
  }),
  requires: ['systemctl, rc-status or service, whichever is there'],
  check: 'full',
  diff: false,
  examples: [{ name: 'What runs?', task: 'ansible.builtin.service_facts:' }],
  async run({ host, warn }) {
    const { stdout } = await host.probe(LOOK);
    const services = servicesOf(parseLook(stdout), warn);
    if (Object.keys(services).length > 0) return { changed: false, ansible_facts: { services } };
    const msg = 'Failed to find any services. This can be due to privileges or some other configuration issue.';
    return { changed: false, skipped: true, msg };
  },
});
