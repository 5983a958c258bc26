// Tells of volumes of podman.
import { defineModule, str, z } from '../../../src/kit/index.js';
import { splitLines } from '../../_shared/output.js';
import { podmanArgs } from '../../_shared/podman.js';
import { podmanInfo } from '../../_shared/podman-info.js';

export default defineModule({
  name: 'containers.podman.podman_volume_info',
  summary: 'Tells of volumes of podman.',
  args: z.strictObject({
    ...podmanArgs,
    name: str().optional().describe('Name of one, which must be there. All volumes without it.'),
  }),
  returns: z.object({ volumes: z.array(z.looseObject({})).describe('The volumes as podman inspects them.') }),
  requires: ['podman'],
  check: 'full',
  diff: false,
  examples: [
    { name: 'All volumes', task: 'containers.podman.podman_volume_info:' },
    { name: 'One of them', task: 'containers.podman.podman_volume_info:\n  name: web' },
  ],
  async run({ args: a, host }) {
    const kind = { kind: 'volume', all: ['volume', 'ls', '-q'], mustBe: true } as const;
    const { found, stderr } = await podmanInfo(
      host,
      a.executable,
      kind,
      a.name === undefined || a.name === '' ? [] : [a.name],
    );
    return { volumes: found, stderr, stderr_lines: splitLines(stderr) };
  },
});
