// The parameters of zypper.
import { alias, bool, choice, list, str, z } from '../../../src/kit/index.js';

export const args = z.strictObject({
  name: alias(list(str()), 'pkg').describe(
    'Packages: names, with version or comparison, `+`/`-` in front, files and URLs; `*` for all.',
  ),
  state: choice('present', 'latest', 'absent', 'dist-upgrade', 'installed', 'removed')
    .default('present')
    .describe('What shall be.'),
  type: choice('package', 'patch', 'pattern', 'product', 'srcpackage', 'application')
    .default('package')
    .describe('What the names are names of.'),
  extra_args_precommand: str().optional().describe('Further options before the command.'),
  disable_gpg_check: bool().default(false).describe('Do not check signatures.'),
  disable_recommends: bool().default(true).describe('Do not install what is only recommended.'),
  force: bool().default(false).describe('Install whatever is there, older versions and other vendors too.'),
  force_resolution: bool().default(false).describe('Let zypper choose among solutions of a conflict.'),
  update_cache: alias(bool().default(false), 'refresh').describe('Refresh the repositories first; not in check mode.'),
  oldpackage: bool().default(false).describe('Older versions may replace newer ones; meant when a name has a version.'),
  extra_args: str().optional().describe('Further options after the command.'),
  allow_vendor_change: bool().default(false).describe('With dist-upgrade: packages may change their vendor.'),
  replacefiles: bool().default(false).describe('Files of other packages may be replaced.'),
  clean_deps: bool().default(false).describe('Remove dependencies nobody needs any more too.'),
  simple_errors: bool().default(false).describe('Return messages instead of XML.'),
  quiet: bool().default(true).describe('Run zypper with --quiet.'),
  skip_post_errors: bool().default(false).describe('Errors of scripts after an installation do not matter.'),
});
export type ZypperArgs = z.output<typeof args>;

const blanks = (text: string | undefined): string[] => (text ?? '').split(/\s+/).filter((word) => word !== '');

/** The words of a zypper command up to what it is about. @param dry only what it would do */
export function commandWords(
  a: ZypperArgs,
  program: readonly string[],
  verb: string,
  dry: boolean,
  old = a.oldpackage,
): string[] {
  const installs = ['install', 'update', 'patch', 'dist-upgrade'].includes(verb);
  const option = (given: boolean, name: string): string[] => (given ? [name] : []);
  return [
    ...program,
    '--non-interactive',
    '--xmlout',
    ...option(a.quiet, '--quiet'),
    ...blanks(a.extra_args_precommand),
    ...option((installs || verb === 'refresh') && a.disable_gpg_check, '--no-gpg-checks'),
    ...option(verb === 'search', '--disable-repositories'),
    verb,
    ...(['patch', 'dist-upgrade', 'refresh'].includes(verb) ? [] : ['--type', a.type]),
    ...option(dry && verb !== 'search', '--dry-run'),
    ...option(installs, '--auto-agree-with-licenses'),
    ...option(installs && a.disable_recommends, '--no-recommends'),
    ...option(installs && a.force, '--force'),
    ...option(installs && a.force_resolution, '--force-resolution'),
    ...option(installs && old, '--oldpackage'),
    ...option(installs && a.replacefiles, '--replacefiles'),
    ...option(verb === 'remove' && a.clean_deps, '--clean-deps'),
    ...option(verb === 'dist-upgrade' && a.allow_vendor_change, '--allow-vendor-change'),
    ...blanks(a.extra_args),
  ];
}

export interface Wanted {
  readonly name: string;
  /** `=1.0`, `>=2`, or nothing. */
  readonly version: string;
  readonly prefix: '' | '+' | '-';
}

/** `-name`, `+name`, `name>=1.0` taken apart. */
export function parseName(text: string): Wanted {
  const prefix = /^[-~+]/.test(text) ? (text.startsWith('+') ? '+' : '-') : '';
  const rest = prefix === '' ? text : text.slice(1);
  const [, name = rest, version = ''] = /^(.*?)((?:<=|>=|=|<|>)[0-9.-]*)?$/.exec(rest) ?? [];
  return { name, version, prefix };
}

export const isFile = (name: string): boolean => name.includes('://') || name.endsWith('.rpm');
