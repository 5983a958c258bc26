// The parameters of community.docker.docker_image_build and the combinations it refuses.
import { bool, choice, dict, list, path, secret, str, z } from '../../../src/kit/index.js';
import { dockerCliArgs, dockerCliRules } from '../../_shared/docker-cli.js';

const output = z.strictObject({
  type: choice('local', 'tar', 'oci', 'docker', 'image').describe(
    'local: files in a directory; tar, oci, docker: an archive; image: the image itself.',
  ),
  dest: path().optional().describe('The directory or archive on the host.'),
  context: str().optional().describe('Context that the archive is loaded into, of `docker`.'),
  name: list(str()).optional().describe('Names of the image, of `image`.'),
  push: bool().default(false).describe('Push it to its registry, of `image`.'),
});
export type Output = z.output<typeof output>;

const hidden = z.strictObject({
  id: str().describe('Its name: it is in `/run/secrets` while building.'),
  type: choice('file', 'env', 'value').describe('Where it comes from.'),
  src: path().optional().describe('File of the host, of `file`.'),
  env: str().optional().describe("Variable of the task's environment, of `env`."),
  value: secret(str().optional()).describe('The secret itself, of `value`.'),
});

export const args = z.strictObject({
  ...dockerCliArgs,
  name: str().describe('Name of the image; may end in `:tag`.'),
  tag: str().default('latest').describe('Tag, where the name has none.'),
  path: path().describe('Directory of the host that it is built from.'),
  dockerfile: str().optional().describe('Name of the Dockerfile, relative to the directory.'),
  args: dict(z.unknown()).optional().describe('Build arguments.'),
  cache_from: list(str()).optional().describe('Images whose layers may be used.'),
  etc_hosts: dict(z.unknown()).optional().describe('Names and addresses for /etc/hosts while building.'),
  labels: dict(z.unknown()).optional().describe('Labels.'),
  network: str().optional().describe('Network of RUN instructions.'),
  nocache: bool().default(false).describe('Use no layers of earlier builds.'),
  outputs: list(output).optional().describe('What becomes of it, when it is not only an image of the daemon.'),
  platform: list(str()).optional().describe('Platforms it is built for.'),
  pull: bool().default(false).describe('Look for newer images that it is based on.'),
  rebuild: choice('never', 'always').default('never').describe('Whether an image that is there is built again.'),
  secrets: list(hidden).optional().describe('Secrets for the build.'),
  shm_size: str().optional().describe('Size of /dev/shm: a number with an optional unit B, K, M, G, T or P.'),
  target: str().optional().describe('The stage that is built.'),
});
export type Args = z.output<typeof args>;

export function rules(a: Args): string[] {
  const broken = dockerCliRules(a);
  for (const { type, ...one } of a.secrets ?? []) {
    const needed = type === 'file' ? 'src' : type;
    if (one[needed] === undefined)
      broken.push(`type is ${type} but all of the following are missing: ${needed} found in secrets`);
    const given = (['src', 'env', 'value'] as const).filter((name) => one[name] !== undefined);
    if (given.length > 1) broken.push(`parameters are mutually exclusive: ${given.join('|')} found in secrets`);
  }
  for (const { type, dest, context, name, push } of a.outputs ?? []) {
    if (/^(?:local|tar|oci)$/.test(type) && dest === undefined)
      broken.push(`type is ${type} but all of the following are missing: dest found in outputs`);
    for (const [one, value] of Object.entries({ dest, context })) {
      if (value !== undefined && name !== undefined)
        broken.push(`parameters are mutually exclusive: ${one}|name found in outputs`);
      if (value !== undefined && push) broken.push(`parameters are mutually exclusive: ${one}|push found in outputs`);
    }
  }
  return broken;
}
