// The parameters of yum_repository: options of a repository, and the file they are in.
import { alias, bool, choice, list, path, secret, str, z } from '../../../src/kit/index.js';
import { fileArguments } from '../../_shared/file-attributes.js';

const text = (meaning: string) => str().optional().describe(meaning);
const flag = (meaning: string) => bool().optional().describe(meaning);
const several = (meaning: string) => list(str()).optional().describe(meaning);

/** Options written into the file under their own names. */
const options = {
  async: flag('Fetch packages in parallel; deprecated.'),
  bandwidth: text('Bytes in a second that may be used, with `throttle`.'),
  baseurl: several('Addresses of the repository.'),
  cost: text('How dear it is, compared with others.'),
  countme: flag('Let it be counted as used.'),
  deltarpm_metadata_percentage: text('When metadata of deltas is too large; deprecated.'),
  deltarpm_percentage: text('When a delta is too large to be used.'),
  enabled: flag('Whether it is used.'),
  enablegroups: flag('Whether its groups are used.'),
  exclude: alias(list(str()).optional(), 'excludepkgs').describe('Packages it has and that are left alone.'),
  failovermethod: choice('roundrobin', 'priority').optional().describe('In which order its addresses are tried.'),
  gpgcakey: text('Address of the authority of its keys; deprecated.'),
  gpgcheck: flag('Whether signatures of packages are checked.'),
  gpgkey: several('Addresses of its keys.'),
  http_caching: choice('all', 'packages', 'none').optional().describe('What caches on the way may keep; deprecated.'),
  include: text('Another configuration file to read here.'),
  includepkgs: several('The only packages used of it.'),
  ip_resolve: choice('4', '6', 'IPv4', 'IPv6', 'whatever')
    .optional()
    .describe('Which addresses names are resolved to.'),
  keepalive: flag('Whether connections are used again; deprecated.'),
  keepcache: choice('0', '1').optional().describe('Whether packages are kept; deprecated.'),
  metadata_expire: text('Seconds metadata is good for.'),
  metadata_expire_filter: choice('never', 'read-only:past', 'read-only:present', 'read-only:future')
    .optional()
    .describe('Which commands heed that; deprecated.'),
  metalink: text('Address of a metalink file.'),
  mirrorlist: text('Address of a list of mirrors.'),
  mirrorlist_expire: text('Seconds that list is good for; deprecated.'),
  module_hotfixes: flag('Make packages of modules available too.'),
  password: secret(text('Password for the server.')),
  priority: text('Its rank among repositories, from 1 to 99.'),
  protect: flag('Protect its packages from others; deprecated.'),
  proxy: text('A proxy, `_none_` for none.'),
  proxy_password: secret(text('Password for the proxy.')),
  proxy_username: text('User for the proxy.'),
  repo_gpgcheck: flag('Whether the signature of its metadata is checked.'),
  retries: text('How often something is tried, 0 for ever.'),
  s3_enabled: flag('Whether it is in S3.'),
  skip_if_unavailable: flag('Go on without it when it does not answer.'),
  ssl_check_cert_permissions: flag('Check permissions of certificates; deprecated.'),
  sslcacert: alias(str().optional(), 'ca_cert').describe('Directory or file of certificate authorities.'),
  sslclientcert: alias(str().optional(), 'client_cert').describe("The client's certificate."),
  sslclientkey: alias(str().optional(), 'client_key').describe("The key of the client's certificate."),
  sslverify: alias(bool().optional(), 'validate_certs').describe("Whether the server's certificate is checked."),
  throttle: text('Limit for downloads.'),
  timeout: text('Seconds to wait for a connection.'),
  ui_repoid_vars: text('Variables shown with its name; deprecated.'),
  username: text('User for the server.'),
};

/** All of them, by name. */
export const OPTIONS = [
  'async',
  'bandwidth',
  'baseurl',
  'cost',
  'countme',
  'deltarpm_metadata_percentage',
  'deltarpm_percentage',
  'enabled',
  'enablegroups',
  'exclude',
  'failovermethod',
  'gpgcakey',
  'gpgcheck',
  'gpgkey',
  'http_caching',
  'include',
  'includepkgs',
  'ip_resolve',
  'keepalive',
  'keepcache',
  'metadata_expire',
  'metadata_expire_filter',
  'metalink',
  'mirrorlist',
  'mirrorlist_expire',
  'module_hotfixes',
  'password',
  'priority',
  'protect',
  'proxy',
  'proxy_password',
  'proxy_username',
  'repo_gpgcheck',
  'retries',
  's3_enabled',
  'skip_if_unavailable',
  'ssl_check_cert_permissions',
  'sslcacert',
  'sslclientcert',
  'sslclientkey',
  'sslverify',
  'throttle',
  'timeout',
  'ui_repoid_vars',
  'username',
] as const satisfies readonly (keyof typeof options)[];

export const args = z.strictObject({
  name: str().describe("The repository's name: that of its section."),
  description: text('What it is, for people; needed for `present`.'),
  file: text('Name of the file without `.repo`; default `name`.'),
  reposdir: path().default('/etc/yum.repos.d').describe('Directory of the file.'),
  state: choice('absent', 'present').default('present').describe('Whether it shall be there.'),
  ...options,
  ...fileArguments,
});
export type RepoArgs = z.output<typeof args>;

export function rules(a: RepoArgs): string[] {
  const broken: string[] = [];
  if (a.state === 'present') {
    if (a.baseurl === undefined && a.mirrorlist === undefined && a.metalink === undefined) {
      broken.push('state is present but any of the following are missing: baseurl, mirrorlist, metalink');
    }
    if (a.description === undefined) {
      broken.push('state is present but all of the following are missing: description');
    }
  }
  if (a.mode?.kind === 'preserve') broken.push("mode 'preserve' has no meaning here: give the mode itself");
  return broken;
}

/** Options Ansible warns of, with what it says after their name. */
export const DEPRECATED: Readonly<Record<string, string>> = {
  keepcache: 'it is only valid in the main configuration',
  async: 'it has been removed on systems supported by ansible-core',
  ...Object.fromEntries(
    [
      'deltarpm_metadata_percentage',
      'gpgcakey',
      'http_caching',
      'keepalive',
      'metadata_expire_filter',
      'mirrorlist_expire',
      'protect',
      'ssl_check_cert_permissions',
      'ui_repoid_vars',
    ].map((name) => [name, 'it has no effect with dnf as an underlying package manager']),
  ),
};
