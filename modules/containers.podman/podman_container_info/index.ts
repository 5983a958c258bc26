// Tells of containers of podman.
import { defineModule, list, str, z } from '../../../src/kit/index.js';
import { splitLines } from '../../_shared/output.js';
import { podmanArgs } from '../../_shared/podman.js';
import { podmanInfo } from '../../_shared/podman-info.js';

export default defineModule({
  name: 'containers.podman.podman_container_info',
  summary: 'Tells of containers of podman.',
  args: z.strictObject({
    ...podmanArgs,
    name: list(str())
      .optional()
      .describe('Names or IDs; those that are not there are left out. All containers without it.'),
  }),
  returns: z.object({ containers: z.array(z.looseObject({})).describe('The containers as podman inspects them.') }),
  requires: ['podman'],
  check: 'full',
  diff: false,
  examples: [
    { name: 'All containers', task: 'containers.podman.podman_container_info:' },
    { name: 'One of them', task: 'containers.podman.podman_container_info:\n  name: web' },
  ],
  async run({ args: a, host }) {
    const kind = { kind: 'container', all: ['container', 'ls', '-q', '-a'], mustBe: false } as const;
    const { found, stderr } = await podmanInfo(host, a.executable, kind, a.name ?? []);
    return { containers: found, stderr, stderr_lines: splitLines(stderr) };
  },
});
