// Fetches a chart from a repository into a directory of the host.
import { alias, bool, defineModule, ModuleFailure, path, str, z } from '../../../src/kit/index.js';
import { isOlder, lookWithHelm, shownCommand, tryHelm, type HelmLook } from '../../_shared/helm.js';

const args = z.strictObject({
  chart_ref: str().describe('The chart: repository/name, its name in `repo_url`, or a URL.'),
  chart_version: str().optional().describe('Its version, or a range of versions; default the newest.'),
  verify_chart: bool().default(false).describe("Check the chart's signature."),
  verify_chart_keyring: path().optional().describe('A file of the host with the keys for that.'),
  provenance: bool().default(false).describe('Fetch the signature too, without checking it.'),
  repo_url: alias(str().optional(), 'url', 'chart_repo_url').describe('Address of the repository.'),
  pass_credentials: bool().default(false).describe('Send the credentials of the repository to all servers.'),
  skip_tls_certs_check: alias(bool().default(false), 'insecure_skip_tls_verify').describe('Do not check certificates.'),
  chart_devel: bool().optional().describe('Versions before a release will do.'),
  untar_chart: bool().default(false).describe('Unpack it.'),
  destination: path().describe('The directory of the host it is put into.'),
  chart_ca_cert: path().optional().describe('A file of the host with the certificate authorities.'),
  chart_ssl_cert_file: path().optional().describe("A file of the host with the client's certificate."),
  chart_ssl_key_file: path().optional().describe("A file of the host with that certificate's key."),
  binary_path: path().optional().describe('The helm to use; default that in PATH.'),
});
type Args = z.output<typeof args>;

// Helm takes a password on its command line only, where everybody on the host sees it.
const REFUSED = 'use kubernetes.core.helm_repository with the password, and `chart_ref: repository/chart` here';

export default defineModule({
  name: 'kubernetes.core.helm_pull',
  summary: 'Fetches a chart with helm.',
  args,
  returns: z.object({
    command: z.string().describe('The helm command.'),
    rc: z.number().describe('Its code.'),
    stdout: z.string().describe('What it printed.'),
    stderr: z.string().describe('What it printed as errors.'),
  }),
  requires: ['helm'],
  check: 'full',
  diff: false,
  refused: Object.fromEntries(
    ['repo_username', 'username', 'chart_repo_username', 'repo_password', 'password', 'chart_repo_password'].map(
      (name) => [name, REFUSED],
    ),
  ),
  rules: (a) =>
    a.chart_version !== undefined && a.chart_devel !== undefined
      ? ['parameters are mutually exclusive: chart_version|chart_devel']
      : [],
  examples: [
    {
      name: 'A chart, unpacked',
      task: 'kubernetes.core.helm_pull:\n  chart_ref: stable/web\n  destination: /srv/charts\n  untar_chart: true',
    },
  ],
  async run({ args: a, host, change }) {
    const login = { binary_path: a.binary_path, validate_certs: true };
    const look = await lookWithHelm(host, login, []);
    requireVersions(look, a);
    const words = pullWords(a);
    const command = shownCommand(look.helm, words);
    // `compat:` each run counts as a change.
    const ran = await change({ summary: `run ${command}` }, (hands) => tryHelm(host, hands, login, words));
    const { rc, stdout, stderr } = ran ?? { rc: 0, stdout: '', stderr: '' };
    if (rc !== 0) {
      throw new ModuleFailure('Failure when executing Helm command.', { command, rc, stdout, stderr, changed: false });
    }
    return { command, rc, stdout, stderr };
  },
});

/** @throws ModuleFailure when a parameter needs a newer helm */
function requireVersions({ version }: HelmLook, a: Args): void {
  const needed = {
    skip_tls_certs_check: '3.3.0',
    chart_ca_cert: '3.1.0',
    chart_ssl_cert_file: '3.1.0',
    chart_ssl_key_file: '3.1.0',
  } as const;
  if (isOlder(version, '3.0.0')) {
    throw new ModuleFailure(`This module requires helm >= 3.0.0, current version is ${version}`);
  }
  for (const [name, least] of Object.entries(needed)) {
    if (a[name as keyof typeof needed] && isOlder(version, least)) {
      throw new ModuleFailure(`Parameter ${name} requires helm >= ${least}, current version is ${version}`);
    }
  }
}

const VALUES = [
  ['chart_version', 'version'],
  ['verify_chart_keyring', 'keyring'],
  ['repo_url', 'repo'],
  ['destination', 'destination'],
  ['chart_ca_cert', 'ca-file'],
  ['chart_ssl_cert_file', 'cert-file'],
  ['chart_ssl_key_file', 'key-file'],
] as const;
const FLAGS = [
  ['verify_chart', 'verify'],
  ['provenance', 'prov'],
  ['pass_credentials', 'pass-credentials'],
  ['skip_tls_certs_check', 'insecure-skip-tls-verify'],
  ['chart_devel', 'devel'],
  ['untar_chart', 'untar'],
] as const;

/** @returns the words behind `helm` */
export function pullWords(a: Args): string[] {
  return [
    'pull',
    a.chart_ref,
    ...VALUES.flatMap(([name, word]) => (a[name] ? [`--${word}`, a[name]] : [])),
    ...FLAGS.flatMap(([name, word]) => (a[name] ? [`--${word}`] : [])),
  ];
}
