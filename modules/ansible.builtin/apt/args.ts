// The parameters of the module, and how its package specifications are read.
import { alias, bool, choice, int, list, ModuleFailure, path, str, z } from '../../../src/kit/index.js';
import { parseSpec, type PackageSpec } from './spec.js';

/** `compat:` an empty text is one package without a name, not an empty list: what a variable that is not set comes to. */
const packageList = z.preprocess((value) => (value === '' ? [value] : value), list(str()));

export const args = z.strictObject({
  name: alias(packageList, 'pkg', 'package')
    .optional()
    .describe(
      'Packages: `foo`, `foo=1.0`, `foo=1.*`, `foo>=1.0`, `foo/release`, patterns as `foo*`; `*` with state=latest.',
    ),
  state: choice('absent', 'build-dep', 'latest', 'present', 'fixed')
    .default('present')
    .describe(
      'What the packages shall be; build-dep installs what building them needs, fixed repairs broken dependencies.',
    ),
  update_cache: alias(bool(), 'update-cache').optional().describe('Fetch the package lists first (`apt-get update`).'),
  cache_valid_time: int().default(0).describe('Seconds for which fetched lists are good enough; implies update_cache.'),
  update_cache_retries: int().default(5).describe('How often fetching the lists is tried.'),
  update_cache_retry_max_delay: int()
    .default(12)
    .describe('Longest wait between two tries, in seconds; it doubles each time.'),
  purge: bool().default(false).describe('Remove configuration files too, with state=absent or autoremove.'),
  autoremove: bool()
    .default(false)
    .describe('Remove packages that were installed for others and are not needed any more.'),
  autoclean: bool().default(false).describe('Remove package files from the cache that cannot be downloaded any more.'),
  clean: bool().default(false).describe('Remove all package files from the cache; done first.'),
  upgrade: choice('dist', 'full', 'no', 'safe', 'yes')
    .or(z.boolean().transform((on): 'yes' | 'no' => (on ? 'yes' : 'no')))
    .default('no')
    .describe('Upgrade all packages: yes or safe without removing any, full or dist whatever it takes.'),
  dpkg_options: str()
    .default('force-confdef,force-confold')
    .describe('Options handed to dpkg, with commas between and without the leading dashes.'),
  force: bool()
    .default(false)
    .describe('Allow everything apt asks about: unsigned, downgrades, essential and held packages.'),
  force_apt_get: bool().default(false).describe('Use apt-get for upgrade also where aptitude is installed.'),
  allow_unauthenticated: alias(bool(), 'allow-unauthenticated')
    .default(false)
    .describe('Install unsigned packages too.'),
  allow_downgrade: alias(bool(), 'allow-downgrade', 'allow_downgrades', 'allow-downgrades')
    .default(false)
    .describe('Let an older version replace a newer one.'),
  allow_change_held_packages: bool().default(false).describe('Change packages that are on hold.'),
  install_recommends: alias(bool(), 'install-recommends')
    .optional()
    .describe('Install recommended packages too, or not; default as apt is configured on the host.'),
  only_upgrade: bool().default(false).describe('Only upgrade what is installed, install nothing new.'),
  default_release: alias(str(), 'default-release').optional().describe('The release to prefer, as `apt-get -t`.'),
  deb: path()
    .optional()
    .describe('A package file on the host, several with commas between, or a URL to fetch one from.'),
  policy_rc_d: int()
    .optional()
    .describe('Exit code of a policy-rc.d put in place meanwhile; 101 keeps services from starting.'),
  fail_on_autoremove: bool().default(false).describe('Fail instead of removing any package.'),
  lock_timeout: int().default(60).describe('Seconds to wait for another program that holds a lock of apt or dpkg.'),
});

export type Args = z.output<typeof args>;

/** What is not allowed together. */
export function rules(a: Args): string[] {
  const broken: string[] = [];
  const given = [a.deb !== undefined && 'deb', a.name !== undefined && 'name', a.upgrade !== 'no' && 'upgrade'].filter(
    (name) => name !== false,
  );
  if (given.length > 1) broken.push(`parameters are mutually exclusive: ${given.join('|')}`);
  if (a.deb !== undefined && a.state !== 'present') broken.push('deb only supports state=present');
  const names = a.name ?? [];
  if (names.includes('*')) {
    if (a.state !== 'latest') broken.push("name '*' means all installed packages and goes with state=latest only");
    else if (names.length > 1)
      broken.push('unable to install additional packages when upgrading all installed packages');
  }
  return broken;
}

export function wantsUpdate(a: Args): boolean {
  // compat: an explicit cache_valid_time updates even beside update_cache: no.
  return a.update_cache === true || a.cache_valid_time > 0;
}

/** Whether emptying the cache is all there is to do besides the lists; `compat:` then it always counts as a change. */
export function onlyCleans(a: Args): boolean {
  return a.clean && (a.name ?? []).length === 0 && a.deb === undefined && a.upgrade === 'no';
}

/** `name` without `*`. @throws ModuleFailure for what is no package specification */
export function specsOf(a: Args): PackageSpec[] {
  return (
    (a.name ?? [])
      .map((text) => text.trim())
      // compat: what has no name is not there.
      .filter((text) => text !== '*' && (text !== '' || a.state !== 'absent'))
      .map((text) => {
        const spec = parseSpec(text);
        if (spec) return spec;
        if (text === '') throw new ModuleFailure("No package matching '' is available");
        throw new ModuleFailure(`invalid package spec: ${text}`);
      })
  );
}

/** Package files: paths on the host, without the URL ones. */
export function debPaths(a: Args): string[] {
  return (a.deb ?? '')
    .split(',')
    .map((p) => p.trim())
    .filter((p) => p !== '');
}
