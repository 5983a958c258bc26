// What dnf is to be asked for, from what rpm says is installed; and what its answer means.
import { split, stateOf, type DnfArgs, type State } from './dnf-args.js';
import {
  compareEvr,
  fromTable,
  isGlob,
  matchesSpec,
  nevra,
  parseComparison,
  satisfies,
  versionAsked,
  type RpmPackage,
} from './rpm.js';

export interface Seen {
  readonly installed: readonly RpmPackage[];
  /** By a name, path or capability of the task: names of installed packages that provide it. */
  readonly providers: ReadonlyMap<string, readonly string[]>;
  /** By a file of the task: what is in it. */
  readonly files: ReadonlyMap<string, RpmPackage>;
}

/** One run of dnf: its command with what it is about. */
export interface Request {
  readonly verb: 'autoremove' | 'install' | 'remove' | 'upgrade' | 'upgrade-minimal';
  readonly specs: readonly string[];
}

export interface Plan {
  readonly requests: readonly Request[];
  /** Told whatever dnf does. */
  readonly notes: readonly string[];
}

export const isFile = (name: string): boolean => name.includes('://') || name.endsWith('.rpm');
const isGroup = (name: string): boolean => name.startsWith('@');

/** What of a task's names rpm is asked about: all that no list of packages can answer. */
export const namesToAsk = (a: DnfArgs): string[] =>
  split(a.name).filter((name) => !isFile(name) && !isGroup(name) && !isGlob(name) && !/[<>=]/.test(name));

/** Installed packages a specification means. */
function meant(spec: string, seen: Seen): RpmPackage[] {
  const comparison = parseComparison(spec);
  if (comparison) {
    const { name, operator, version } = comparison;
    return seen.installed.filter((p) => p.name === name && satisfies(p, operator, version));
  }
  const providers = seen.providers.get(spec) ?? [];
  return seen.installed.filter((p) => matchesSpec(spec, p) || providers.includes(p.name));
}

/** Whether a newer version than the one that is asked for is installed. */
function isNewer(spec: string, seen: Seen): boolean {
  const comparison = parseComparison(spec);
  if (comparison) {
    const { name, operator, version } = comparison;
    if (operator === '>' || operator === '>=') return false;
    return seen.installed.some((p) => p.name === name && compareEvr(p, version) > 0);
  }
  return seen.installed.some((p) => {
    const asked = versionAsked(spec, p);
    return asked !== undefined && compareEvr(p, asked) > 0;
  });
}

/** The package a URL names, when it is called as packages are. */
function packageOfUrl(url: string): RpmPackage | undefined {
  const [, name, version, release, arch] =
    /([^/]+)-([^-/]+)-([^-/]+)\.([^.-/]+)\.rpm(?:[?#].*)?$/.exec(decodeURI(url)) ?? [];
  if (name === undefined || arch === undefined) return undefined;
  return fromTable(name, arch, `${version}-${release}`);
}

/** @returns undefined when the file's package, or a newer one that must stay, is there */
function fileRequest(file: string, a: DnfArgs, seen: Seen): string | undefined {
  const p = seen.files.get(file) ?? (file.includes('://') ? packageOfUrl(file) : undefined);
  if (!p) return file;
  const same = seen.installed.filter((one) => one.name === p.name && one.arch === p.arch);
  const order = same.map((one) => compareEvr(one, p));
  if (order.includes(0)) return undefined;
  if (a.update_only && same.length === 0) return undefined;
  return order.some((o) => o > 0) && !a.allow_downgrade ? undefined : file;
}

export function decide(a: DnfArgs, seen: Seen): Plan {
  const names = split(a.name);
  const state = stateOf(a);
  if (state === 'absent') return decideAbsent(a, names, seen);
  const verb = a.bugfix || a.security ? 'upgrade-minimal' : 'upgrade';
  if (names.length === 1 && names[0] === '*' && state === 'latest')
    return { requests: [{ verb, specs: [] }], notes: [] };
  const install: string[] = [];
  const upgrade: string[] = [];
  const notes: string[] = [];
  for (const name of names) {
    if (isFile(name)) {
      const file = fileRequest(name, a, seen);
      if (file !== undefined) install.push(file);
      // `compat:` a file is told of as installed even when there was nothing to do.
      notes.push(`Installed ${name}`);
    } else if (isGroup(name)) {
      if (!a.update_only || state === 'present') install.push(name);
      // `compat:` so is a group.
      if (state === 'present') notes.push(`Group ${name.slice(1)} installed.`);
      if (state === 'latest') upgrade.push(name);
    } else placeSpec(name, a, state, seen, install, upgrade, notes);
  }
  const requests: Request[] = [];
  if (upgrade.length > 0) requests.push({ verb, specs: upgrade });
  if (install.length > 0) requests.push({ verb: 'install', specs: install });
  return { requests, notes };
}

function placeSpec(
  name: string,
  a: DnfArgs,
  state: State,
  seen: Seen,
  install: string[],
  upgrade: string[],
  notes: string[],
): void {
  const there = meant(name, seen).length > 0;
  if (a.update_only) {
    if (there) upgrade.push(name);
    else notes.push(`Packages providing ${name} not installed due to update_only specified`);
  } else if (isNewer(name, seen)) {
    if (a.allow_downgrade && !there) install.push(name);
  } else if (there && !isGlob(name)) {
    if (state === 'latest') upgrade.push(providedBy(name, seen));
  } else {
    // A pattern may mean packages that are not installed: only dnf knows.
    if (there && state === 'latest') upgrade.push(name);
    install.push(name);
  }
}

/** `compat:` a path is replaced by the package that has it: dnf upgrades by name. */
const providedBy = (name: string, seen: Seen): string =>
  name.startsWith('/') ? (seen.providers.get(name)?.[0] ?? name) : name;

function decideAbsent(a: DnfArgs, names: readonly string[], seen: Seen): Plan {
  const remove: string[] = [];
  const notes: string[] = [];
  for (const name of names) {
    if (isGroup(name) || meant(name, seen).length > 0) remove.push(name);
    else notes.push(`No match for argument: ${name}`);
  }
  const requests: Request[] = [];
  if (remove.length > 0) requests.push({ verb: 'remove', specs: remove });
  // Removing with its dependencies is one transaction; what nobody needs otherwise is another command.
  if (a.autoremove) requests.push({ verb: 'autoremove', specs: [] });
  return { requests, notes };
}

export interface Transaction {
  readonly installed: readonly RpmPackage[];
  readonly removed: readonly RpmPackage[];
}

const SECTION = /^(Installing|Upgrading|Downgrading|Reinstalling|Removing)\b.*:$/;

/** Reads the table of packages that dnf and dnf5 print before they begin. */
export function parseTable(stdout: string, before: readonly RpmPackage[]): Transaction {
  const installed: RpmPackage[] = [];
  const removed: RpmPackage[] = [];
  let section: string | undefined;
  let words: string[] = [];
  const finish = (): void => {
    const [name, arch, evr] = words;
    words = [];
    if (section === undefined || name === undefined || arch === undefined || evr === undefined) return;
    const p = fromTable(name, arch, evr);
    if (section === 'Removing') removed.push(p);
    else {
      installed.push(p);
      if (section === 'Installing') return;
      removed.push(...before.filter((one) => one.name === name && one.arch === arch));
    }
  };
  for (const line of stdout.split('\n')) {
    const head = SECTION.exec(line.trim());
    if (head) {
      finish();
      section = head[1];
    } else if (section === undefined) continue;
    else if (/^ +replacing /.test(line)) finishReplaced(line, removed, before);
    else if (/^ \S/.test(line)) {
      finish();
      words = line.trim().split(/\s+/);
    } else if (/^ {2,}\S/.test(line) && words.length > 0) {
      // A long name has the line for itself; the rest follows.
      words.push(...line.trim().split(/\s+/));
    } else {
      finish();
      section = undefined;
    }
  }
  finish();
  return { installed, removed: [...new Map(removed.map((p) => [nevra(p), p])).values()] };
}

/** dnf: `replacing  name.arch evr`; dnf5: `replacing name arch evr repository size`. */
function finishReplaced(line: string, removed: RpmPackage[], before: readonly RpmPackage[]): void {
  const [, first = '', second = '', third] = line.trim().split(/\s+/);
  const dot = first.lastIndexOf('.');
  const known = before.some((p) => p.name === first && p.arch === second);
  if (known && third !== undefined) removed.push(fromTable(first, second, third));
  else if (dot > 0) removed.push(fromTable(first.slice(0, dot), first.slice(dot + 1), second));
}
