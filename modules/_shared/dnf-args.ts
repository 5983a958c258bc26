// The parameters that dnf and dnf5 have in common.
import { alias, bool, choice, int, list, str } from '../../src/kit/index.js';

export const dnfArgs = {
  allow_downgrade: bool().default(false).describe('Whether a named version may replace a newer one.'),
  allowerasing: bool().default(false).describe('Remove installed packages where that solves a conflict.'),
  autoremove: bool().default(false).describe('Remove dependencies nobody needs any more.'),
  best: bool().optional().describe("The newest version or a failure; default the distribution's."),
  bugfix: bool().default(false).describe('With `latest`: only updates that fix bugs.'),
  cacheonly: bool().default(false).describe('Fetch no metadata.'),
  conf_file: str().optional().describe('Another configuration file of the host for dnf.'),
  disable_excludes: str().optional().describe('Ignore configured exclusions: of `all`, of `main`, of one repository.'),
  disable_gpg_check: bool().default(false).describe('Do not check signatures of packages.'),
  disable_plugin: list(str()).default([]).describe('Plugins of dnf that are left out.'),
  disablerepo: list(str()).default([]).describe('Repositories that are left out.'),
  download_dir: str().optional().describe('Directory for `download_only`.'),
  download_only: bool().default(false).describe('Fetch packages, install nothing.'),
  enable_plugin: list(str()).default([]).describe('Plugins of dnf that are added.'),
  enablerepo: list(str()).default([]).describe('Repositories that are added.'),
  exclude: list(str()).default([]).describe('Packages that are left alone.'),
  install_repoquery: bool().default(true).describe('Without meaning.'),
  install_weak_deps: bool().default(true).describe('Install what is recommended too.'),
  installroot: str().default('/').describe('Another root directory to install into.'),
  list: str().optional().describe('Tell packages instead: installed, updates, available, repos or a name.'),
  name: alias(list(str()).default([]), 'pkg').describe(
    'Packages: names, with version or comparison, patterns, `@groups`, files and URLs of rpms; `*` with `latest` for all.',
  ),
  nobest: bool().optional().describe('The opposite of `best`.'),
  releasever: str().optional().describe('Another release of the distribution.'),
  security: bool().default(false).describe('With `latest`: only updates that are about security.'),
  skip_broken: bool().default(false).describe('Leave out what is not there or cannot be installed.'),
  sslverify: bool().default(true).describe("Check the repositories' certificates."),
  state: choice('absent', 'present', 'installed', 'removed', 'latest')
    .optional()
    .describe('What shall be; default present, with `autoremove` absent.'),
  update_cache: alias(bool().default(false), 'expire-cache').describe('Fetch metadata that is out of date.'),
  update_only: bool().default(false).describe('Update what is installed, install nothing.'),
  validate_certs: bool().default(true).describe('Check the certificates of servers rpms are fetched from.'),
  lock_timeout: int().default(30).describe('Seconds to wait while another program works with packages.'),
};

export interface DnfArgs {
  readonly allow_downgrade: boolean;
  readonly allowerasing: boolean;
  readonly autoremove: boolean;
  readonly best?: boolean | undefined;
  readonly bugfix: boolean;
  readonly cacheonly: boolean;
  readonly conf_file?: string | undefined;
  readonly disable_excludes?: string | undefined;
  readonly disable_gpg_check: boolean;
  readonly disable_plugin: readonly string[];
  readonly disablerepo: readonly string[];
  readonly download_dir?: string | undefined;
  readonly download_only: boolean;
  readonly enable_plugin: readonly string[];
  readonly enablerepo: readonly string[];
  readonly exclude: readonly string[];
  readonly install_weak_deps: boolean;
  readonly installroot: string;
  readonly list?: string | undefined;
  readonly name: readonly string[];
  readonly nobest?: boolean | undefined;
  readonly releasever?: string | undefined;
  readonly security: boolean;
  readonly skip_broken: boolean;
  readonly sslverify: boolean;
  readonly state?: 'absent' | 'present' | 'installed' | 'removed' | 'latest' | undefined;
  readonly update_cache: boolean;
  readonly update_only: boolean;
  readonly validate_certs: boolean;
  readonly lock_timeout: number;
}

/** Names with commas in them were several all along. */
export const split = (names: readonly string[]): string[] =>
  names.flatMap((name) => name.split(',').map((part) => part.trim())).filter((part) => part !== '');

export type State = 'absent' | 'present' | 'latest';

export function stateOf(a: DnfArgs): State {
  if (a.state === undefined) return a.autoremove ? 'absent' : 'present';
  return a.state === 'installed' ? 'present' : a.state === 'removed' ? 'absent' : a.state;
}

export function dnfRules(a: DnfArgs): string[] {
  const broken: string[] = [];
  const names = split(a.name);
  if (names.length > 0 && a.list !== undefined) broken.push('parameters are mutually exclusive: name|list');
  if (a.best !== undefined && a.nobest !== undefined) broken.push('parameters are mutually exclusive: best|nobest');
  if (a.autoremove && stateOf(a) !== 'absent') broken.push('Autoremove should be used alone or with state=absent');
  if (names.some((name) => name.includes(' ') && !/[@<>=]/.test(name))) {
    broken.push(
      'It appears that a space separated string of packages was passed in as an argument. ' +
        'To operate on several packages, pass a comma separated string of packages or a list of packages.',
    );
  }
  if (stateOf(a) === 'absent' && names.some((name) => name.includes('://') || name.endsWith('.rpm'))) {
    broken.push('Cannot remove paths -- please specify package name.');
  }
  return broken;
}
