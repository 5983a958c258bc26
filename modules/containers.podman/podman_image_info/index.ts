// Tells of images of podman.
import { defineModule, list, str, z } from '../../../src/kit/index.js';
import { podmanArgs } from '../../_shared/podman.js';
import { podmanInfo } from '../../_shared/podman-info.js';

export default defineModule({
  name: 'containers.podman.podman_image_info',
  summary: 'Tells of images of podman.',
  args: z.strictObject({
    ...podmanArgs,
    name: list(str())
      .optional()
      .describe('Names or IDs; those that are not there are left out. All images without it.'),
  }),
  returns: z.object({ images: z.array(z.looseObject({})).describe('The images as podman inspects them.') }),
  requires: ['podman'],
  check: 'full',
  diff: false,
  examples: [
    { name: 'All images', task: 'containers.podman.podman_image_info:' },
    { name: 'One of them', task: 'containers.podman.podman_image_info:\n  name: web' },
  ],
  async run({ args: a, host }) {
    const kind = { kind: 'image', all: ['image', 'ls', '-q'], mustBe: false } as const;
    return { images: (await podmanInfo(host, a.executable, kind, a.name ?? [])).found };
  },
});
