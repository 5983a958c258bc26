// The parameters of community.docker.docker_image and the combinations it refuses.
import { bool, choice, dict, int, list, path, str, z } from '../../../src/kit/index.js';
import { debugArg, dockerArgs, dockerRules } from '../../_shared/docker-args.js';

const build = z.strictObject({
  path: path().describe('Directory of the host with the Dockerfile.'),
  args: dict(z.unknown()).optional().describe('Values for `ARG` in the Dockerfile.'),
  cache_from: list(str()).optional().describe('Images whose layers may be used again.'),
  container_limits: z
    .strictObject({
      memory: str().optional().describe('Memory, as `512M`.'),
      memswap: str().optional().describe('Memory and swap together, or `unlimited`.'),
      cpushares: int().optional().describe('Share of CPU time.'),
      cpusetcpus: str().optional().describe('CPUs, as `0-3`.'),
    })
    .optional()
    .describe('Limits of the containers that build.'),
  dockerfile: str().optional().describe('The Dockerfile in the directory, when it has another name.'),
  etc_hosts: dict(z.unknown()).optional().describe('Addresses by host name during the build.'),
  http_timeout: int().optional().describe('Seconds the build may be silent.'),
  labels: dict(z.unknown()).optional().describe('Labels of the image.'),
  network: str().optional().describe('Network of `RUN`.'),
  nocache: bool().default(false).describe('Build all anew.'),
  platform: str().optional().describe('Platform, as `linux/arm64`.'),
  pull: bool().default(false).describe('Pull newer versions of the images in `FROM`.'),
  rm: bool().default(true).describe('Remove containers of the build.'),
  shm_size: str().optional().describe('Size of /dev/shm.'),
  target: str().optional().describe('Build up to this stage.'),
  use_config_proxy: bool().optional().describe("Give the build the proxies of the host's Docker configuration."),
});

export const imageArgs = z.strictObject({
  ...dockerArgs,
  ...debugArg,
  name: str().describe('Name or id of the image; the name may end in `:tag`.'),
  tag: str().default('latest').describe('The tag, when the name has none.'),
  state: choice('absent', 'present').default('present').describe('Whether it exists.'),
  source: choice('build', 'load', 'pull', 'local')
    .optional()
    .describe('Where it comes from when it is missing; must be given with `state: present`.'),
  build: build.optional().describe('How it is built.'),
  pull: z
    .strictObject({ platform: str().optional().describe('Platform to pull for.') })
    .optional()
    .describe('How it is pulled.'),
  load_path: path().optional().describe('Archive of the host to load it from.'),
  archive_path: path().optional().describe('Archive of the host to save it to.'),
  force_source: bool().default(false).describe('Build, load or pull it also when it exists.'),
  force_tag: bool().default(false).describe('Tag it also when the new name exists.'),
  force_absent: bool().default(false).describe('Take all names off and remove it.'),
  repository: str().optional().describe('A further name to tag it as.'),
  push: bool().default(false).describe('Push it.'),
});

export type ImageArgs = z.output<typeof imageArgs>;

export function imageRules(args: ImageArgs): string[] {
  const broken = dockerRules(args);
  if (args.state === 'present' && args.source === undefined) {
    broken.push('state is present but all of the following are missing: source');
  }
  if (args.source === 'build' && args.build === undefined) {
    broken.push('source is build but all of the following are missing: build');
  }
  if (args.source === 'load' && args.load_path === undefined) {
    broken.push('source is load but all of the following are missing: load_path');
  }
  return broken;
}
