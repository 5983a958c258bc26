// What npm has to do, from what it lists.
import { ModuleFailure } from '../../../src/kit/index.js';
import type { NpmArgs } from './index.js';

export type Verb = 'ci' | 'install' | 'list' | 'outdated' | 'uninstall' | 'update';

/** What stands after the words that start npm. */
export function npmArguments(a: NpmArgs, verb: Verb): string[] {
  const option = (given: boolean, name: string): string[] => (given ? [name] : []);
  const installs = verb === 'install' || verb === 'update' || verb === 'ci';
  const named = verb !== 'list' && a.name !== undefined;
  return [
    verb,
    ...(verb === 'list' ? ['--json', '--long'] : []),
    ...option(a.global, '--global'),
    ...option(a.production && installs, '--production'),
    ...option(a.ignore_scripts, '--ignore-scripts'),
    ...option(a.unsafe_perm, '--unsafe-perm'),
    ...(named ? [withVersion(a)] : []),
    ...(a.registry === undefined ? [] : ['--registry', a.registry]),
    ...option(a.no_optional, '--no-optional'),
    ...option(a.no_bin_links, '--no-bin-links'),
    ...option(a.force, '--force'),
  ];
}

const withVersion = (a: NpmArgs): string =>
  a.version !== undefined && a.state !== 'absent' ? `${a.name}@${a.version}` : (a.name ?? '');

interface Listed {
  readonly version?: string;
  readonly missing?: unknown;
  readonly invalid?: unknown;
}

/**
 * @param list what `npm list --json` printed; undefined when the directory is not there yet
 * @param outdated what `npm outdated` printed
 */
export function compare(a: NpmArgs, list: string | undefined, outdated: string | undefined): Verb[] {
  if (a.ci) return ['ci'];
  const dependencies = parseList(list ?? '');
  const installed = new Set<string>();
  let missing = false;
  for (const [name, { version, missing: lacks, invalid }] of Object.entries(dependencies ?? {})) {
    if (lacks || invalid) missing = true;
    else {
      installed.add(name);
      if (version) installed.add(`${name}@${version}`);
    }
  }
  if (dependencies === undefined || (a.name !== undefined && !installed.has(withVersion(a)))) missing = true;
  if (a.state === 'absent') return installed.has(a.name ?? '') ? ['uninstall'] : [];
  const stale = a.state === 'latest' && (outdated ?? '').trim() !== '';
  return [...(missing ? ['install' as const] : []), ...(stale ? ['update' as const] : [])];
}

/** Undefined when npm knows of no dependencies at all. */
function parseList(text: string): Readonly<Record<string, Listed>> | undefined {
  try {
    const data = JSON.parse(text.trim() === '' ? '{}' : text) as { readonly dependencies?: Record<string, Listed> };
    return data.dependencies;
  } catch (cause) {
    const failure = new ModuleFailure(`Failed to parse NPM output with error ${(cause as Error).message}`);
    failure.cause = cause;
    throw failure;
  }
}
