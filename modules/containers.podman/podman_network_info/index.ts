// Tells of networks of podman.
import { defineModule, str, z } from '../../../src/kit/index.js';
import { splitLines } from '../../_shared/output.js';
import { podmanArgs } from '../../_shared/podman.js';
import { podmanInfo } from '../../_shared/podman-info.js';

export default defineModule({
  name: 'containers.podman.podman_network_info',
  summary: 'Tells of networks of podman.',
  args: z.strictObject({
    ...podmanArgs,
    name: str().optional().describe('Name of one, which must be there. All networks without it.'),
  }),
  returns: z.object({ networks: z.array(z.looseObject({})).describe('The networks as podman inspects them.') }),
  requires: ['podman'],
  check: 'full',
  diff: false,
  examples: [
    { name: 'All networks', task: 'containers.podman.podman_network_info:' },
    { name: 'One of them', task: 'containers.podman.podman_network_info:\n  name: web' },
  ],
  async run({ args: a, host }) {
    const kind = { kind: 'network', all: ['network', 'ls', '-q'], mustBe: true } as const;
    const { found, stderr } = await podmanInfo(
      host,
      a.executable,
      kind,
      a.name === undefined || a.name === '' ? [] : [a.name],
    );
    return { networks: found, stderr, stderr_lines: splitLines(stderr) };
  },
});
