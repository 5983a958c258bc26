// Which calls of apt bring the packages to where they shall be.
import { fnmatch } from '../../_shared/fnmatch.js';
import { debPaths, onlyCleans, specsOf, type Args } from './args.js';
import { compareVersions } from './debian-version.js';
import type { KnownPackage, Seen } from './look.js';
import type { PackageSpec } from './spec.js';

export interface Step {
  /** `install`, `remove`, `upgrade --with-new-pkgs` …, or `mark` for apt-mark manual. */
  readonly command: string;
  readonly targets: readonly string[];
  readonly tool: 'apt-get' | 'aptitude' | 'apt-mark';
  /** `yes`: it does change something; `simulate`: apt itself has to be asked; `never` counts as a change. */
  readonly changes: 'yes' | 'simulate' | 'never';
}

export type Decision = { readonly steps: readonly Step[] } | { readonly failure: string };

const step = (command: string, targets: readonly string[], changes: Step['changes']): Step => ({
  tool: 'apt-get',
  command,
  targets,
  changes,
});

/** Everything but fetching the lists, in the order it is to be done. */
export function decide(args: Args, seen: Seen): Decision {
  const alone = onlyCleans(args);
  // compat: beside other work it is no change.
  const steps: Step[] = alone || (args.clean && seen.cleanable) ? [step('clean', [], alone ? 'yes' : 'never')] : [];
  const upgrade = args.upgrade === 'no' && args.name?.includes('*') === true ? 'yes' : args.upgrade;
  if (upgrade !== 'no') return { steps: [...steps, upgradeStep(upgrade, args, seen)] };
  if (args.deb !== undefined) {
    const decided = decideDebs(args, seen);
    return 'failure' in decided ? decided : { steps: [...steps, ...decided.steps] };
  }
  const specs = specsOf(args);
  if (specs.length === 0) {
    if (args.state === 'fixed') steps.push(step('install', [], 'simulate'));
    if (args.autoclean) steps.push(step('autoclean', [], 'simulate'));
    if (args.autoremove) steps.push(step('autoremove', [], 'simulate'));
    return { steps };
  }
  const decided = args.state === 'absent' ? decideAbsent(args, specs, seen) : decideInstall(args, specs, seen);
  return 'failure' in decided ? decided : { steps: [...steps, ...decided.steps] };
}

function upgradeStep(mode: 'yes' | 'safe' | 'full' | 'dist', args: Args, seen: Seen): Step {
  const aptitude = seen.aptitude && !args.force_apt_get;
  const commands = {
    yes: aptitude ? 'safe-upgrade' : 'upgrade --with-new-pkgs',
    safe: aptitude ? 'safe-upgrade' : 'upgrade --with-new-pkgs',
    full: aptitude ? 'full-upgrade' : 'dist-upgrade',
    dist: 'dist-upgrade',
  };
  const chosen = step(commands[mode], [], 'simulate');
  return aptitude && mode !== 'dist' ? { ...chosen, tool: 'aptitude' } : chosen;
}

/** Patterns replaced by the names they match. */
function expand(specs: readonly PackageSpec[], seen: Seen, needed: boolean): PackageSpec[] | { failure: string } {
  const all: PackageSpec[] = [];
  for (const spec of specs) {
    if (!spec.pattern) {
      all.push(spec);
      continue;
    }
    const pattern = fnmatch(spec.name);
    const names = seen.matched.filter((name) => pattern.test(name));
    if (names.length === 0 && needed) return { failure: `No package(s) matching '${spec.name}' available` };
    all.push(...names.map((name) => ({ ...spec, name, pattern: false })));
  }
  return all;
}

function decideAbsent(args: Args, specs: readonly PackageSpec[], seen: Seen): Decision {
  const expanded = expand(specs, seen, true);
  if ('failure' in expanded) return expanded;
  const targets = expanded.flatMap((spec): string[] => {
    const found = packagesOf(spec.name, seen);
    const installed = found.filter((p) => p.installed || !p.configFiles);
    const fits = installed.some((p) => satisfies(p.version, spec));
    return fits || (args.purge && found.some((p) => p.configFiles)) ? [spec.name] : [];
  });
  return { steps: targets.length === 0 ? [] : [step('remove', unique(targets), 'yes')] };
}

function decideInstall(args: Args, specs: readonly PackageSpec[], seen: Seen): Decision {
  if (args.state === 'build-dep')
    return {
      steps: [
        step(
          'build-dep',
          specs.map((s) => s.text),
          'simulate',
        ),
      ],
    };
  const expanded = expand(specs, seen, true);
  if ('failure' in expanded) return expanded;
  const targets: string[] = [];
  const manual: string[] = [];
  for (const spec of expanded) {
    const target = targetOf(spec, args, seen);
    if (typeof target === 'object') return target;
    if (target !== undefined) targets.push(target);
    // Removing what is not needed any more must never take what a task names.
    else if (seen.auto.has(spec.name) && installedOf(spec.name, seen)) manual.push(spec.name);
  }
  const steps: Step[] = [];
  if (targets.length > 0) steps.push(step('install', unique(targets), 'yes'));
  else if (args.state === 'fixed') steps.push(step('install', [], 'simulate'));
  if (manual.length > 0) steps.push({ tool: 'apt-mark', command: 'manual', targets: unique(manual), changes: 'never' });
  return { steps };
}

/** What to hand to `apt-get install` for one package; undefined when it is as it shall be. */
function targetOf(spec: PackageSpec, args: Args, seen: Seen): string | undefined | { failure: string } {
  const { name } = spec;
  const installed = installedOf(name, seen)?.version;
  const policy = seen.policies.get(name);
  if (installed === undefined && providedByInstalled(name, policy?.candidate, seen)) return undefined;
  const known = installed !== undefined || (policy && policy.versions.length > 0);
  if (!known) {
    // Which of several providers it is to be is for apt to say.
    if ((seen.providers.get(name)?.length ?? 0) > 0) return args.only_upgrade ? undefined : name;
    const noLists =
      seen.cacheTime === 0 || seen.policies.size === 0
        ? '; the lists may never have been fetched: set update_cache: true'
        : '';
    return { failure: `No package matching '${name}' is available${noLists}` };
  }
  if (installed === undefined && args.only_upgrade) return undefined;
  if (spec.release !== undefined) return releaseTarget(spec, spec.release, installed, seen);
  const best = bestVersion(spec, seen);
  const fits = installed !== undefined && satisfies(installed, spec);
  if (!fits && best === undefined) return { failure: `no available installation candidate for ${spec.text}` };
  if (best === undefined || best === installed) return undefined;
  // compat: an installed version that fits a pattern is replaced by a later one that fits as well.
  const wildcard = fits && spec.version?.relation === '=';
  return !fits || args.state === 'latest' || wildcard ? `${name}=${best}` : undefined;
}

function releaseTarget(
  spec: PackageSpec,
  release: string,
  installed: string | undefined,
  seen: Seen,
): string | undefined {
  const versions = seen.policies.get(spec.name)?.versions ?? [];
  const there = versions.some((v) => v.version === installed && v.releases.includes(release));
  return there ? undefined : `${spec.name}/${release}`;
}

function satisfies(version: string, spec: PackageSpec): boolean {
  if (!spec.version) return true;
  const { relation, value } = spec.version;
  return relation === '=' ? fnmatch(value).test(version) : compareVersions(version, value) >= 0;
}

/** The version that apt would install, or the latest one that fits when that one does not. */
function bestVersion(spec: PackageSpec, seen: Seen): string | undefined {
  const policy = seen.policies.get(spec.name);
  if (!policy) return undefined;
  if (policy.candidate !== undefined && satisfies(policy.candidate, spec)) return policy.candidate;
  if (!spec.version) return undefined;
  return policy.versions
    .filter((v) => (v.releases.length > 0 || v.version === policy.installed) && satisfies(v.version, spec))
    .map((v) => v.version)
    .sort(compareVersions)
    .at(-1);
}

function packagesOf(name: string, seen: Seen): KnownPackage[] {
  const [bare = name, arch] = name.split(':');
  return seen.packages.filter((p) => {
    if (p.name !== bare) return false;
    if (arch === undefined) return p.architecture === seen.architecture || p.architecture === 'all';
    return arch === 'any' || p.architecture === arch || (arch === 'native' && p.architecture === seen.architecture);
  });
}

function installedOf(name: string, seen: Seen): KnownPackage | undefined {
  return packagesOf(name, seen).find((p) => p.installed);
}

/** A name that no package has itself is there when something installed provides it. */
function providedByInstalled(name: string, candidate: string | undefined, seen: Seen): boolean {
  return candidate === undefined && seen.packages.some((p) => p.installed && p.provides.includes(name));
}

function decideDebs(args: Args, seen: Seen): Decision {
  const targets: string[] = [];
  for (const path of debPaths(args)) {
    const deb = seen.debs.find((d) => d.path === path);
    if (!deb || deb.error !== undefined) {
      return { failure: `Unable to install package: ${path}: ${deb?.error ?? 'it was not looked at'}` };
    }
    const there = seen.packages.filter(
      (p) =>
        p.name === deb.name &&
        p.installed &&
        (p.architecture === deb.architecture || p.architecture === 'all' || deb.architecture === 'all'),
    );
    const same = there.some((p) => compareVersions(p.version, deb.version) === 0);
    if (same) continue;
    const later = there.find((p) => compareVersions(p.version, deb.version) > 0);
    if (later && !args.allow_downgrade && !args.force) {
      return {
        failure: `A later version is already installed: ${deb.name} ${later.version}, ${path} has ${deb.version}; set allow_downgrade: true to replace it`,
      };
    }
    targets.push(path);
  }
  return { steps: targets.length === 0 ? [] : [step('install', unique(targets), 'yes')] };
}

const unique = (names: readonly string[]): string[] => [...new Set(names)];
