// The parameters of containers.podman.podman_image.
import { alias, bool, choice, dict, list, path, secret, str, z } from '../../../src/kit/index.js';
import { podmanArgs } from '../../_shared/podman.js';
import { quadletArgs } from '../../_shared/quadlet.js';

const build = z.strictObject({
  annotation: dict(str()).optional().describe('Annotations of the image.'),
  cache: bool().default(true).describe('Use layers of earlier builds.'),
  container_file: str().optional().describe('The text of the Containerfile.'),
  extra_args: str().optional().describe('Further arguments of the build, split as a shell would. Not compared.'),
  file: path().optional().describe('Path of the Containerfile, when it is not in the context.'),
  force_rm: bool().default(false).describe('Remove intermediate containers of a build that fails, too.'),
  format: choice('docker', 'oci').default('oci').describe('Format of the image.'),
  rm: bool().default(true).describe('Remove intermediate containers.'),
  target: str().optional().describe('The stage that is built.'),
  volume: list(str()).optional().describe('Mounts while building.'),
});

const push = z.strictObject({
  compress: bool().optional().describe('Compress layers for the transport `dir`.'),
  dest: alias(str(), 'destination').optional().describe('Where it is pushed to.'),
  extra_args: str().optional().describe('Further arguments, split as a shell would.'),
  format: choice('oci', 'v2s1', 'v2s2').optional().describe('Type of the manifest.'),
  remove_signatures: bool().optional().describe('Leave signatures out.'),
  sign_by: str().optional().describe('Key it is signed with.'),
  ssh: str().optional().describe('How the transport `scp` runs ssh: golang or native.'),
  transport: choice('dir', 'docker-archive', 'docker-daemon', 'oci-archive', 'ostree', 'docker', 'scp')
    .optional()
    .describe('How it is pushed; by default to a registry.'),
});

export const args = z.strictObject({
  ...podmanArgs,
  ...quadletArgs,
  name: str().describe('Name of the image; may end in `:tag` or `@digest`.'),
  tag: str().default('latest').describe('Tag, where the name has none.'),
  state: choice('present', 'absent', 'build', 'quadlet')
    .default('present')
    .describe('Whether there is one, it is built, or only its Quadlet file is written.'),
  arch: str().optional().describe('Its architecture.'),
  pull: bool().default(true).describe('Whether it may be pulled when it is not there.'),
  pull_extra_args: str().optional().describe('Further arguments of the pull, split as a shell would.'),
  force: bool().default(false).describe('Pull or build it each time; remove it even if it is used.'),
  path: path().optional().describe('Directory of the host that it is built from.'),
  build: alias(build.prefault({}), 'build_args', 'buildargs').describe('How it is built.'),
  push: bool().default(false).describe('Push it, each time.'),
  push_args: push.prefault({}).describe('How it is pushed.'),
  auth_file: alias(path().optional(), 'authfile').describe('File with credentials for registries.'),
  ca_cert_dir: path().optional().describe('Directory with certificates for registries.'),
  username: str().optional().describe('User name for the registry.'),
  password: secret(str().optional()).describe('Password for the registry.'),
  validate_certs: alias(bool().optional(), 'tlsverify', 'tls_verify').describe('Check certificates of registries.'),
});
export type Args = z.output<typeof args>;

export function rules(a: Args): string[] {
  const both = (one: keyof Args, other: keyof Args): string[] =>
    a[one] !== undefined && a[other] !== undefined ? [`parameters are mutually exclusive: ${one}|${other}`] : [];
  return [
    ...((a.username === undefined) !== (a.password === undefined)
      ? ['parameters are required together: username, password']
      : []),
    ...both('auth_file', 'username'),
    ...both('auth_file', 'password'),
  ];
}
