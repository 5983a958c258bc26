// What is to be done so that packages are as they shall be, from what is installed.
import { isSatisfied, normalName, type Requirement } from './requirement.js';

export type State = 'absent' | 'forcereinstall' | 'latest' | 'present';

export interface Wanted {
  readonly state: State;
  readonly requirements: readonly Requirement[];
  /** A requirements file. */
  readonly file: string | undefined;
  readonly editable: boolean;
  readonly extraArgs: readonly string[];
}

/** `nothing`: all is as it shall be. `change`: something is not. `ask`: only pip itself can tell. */
export type Verdict = 'nothing' | 'change' | 'ask';

export function judge(
  wanted: Wanted,
  installed: readonly { readonly name: string; readonly version: string }[],
): Verdict {
  const versions = new Map(installed.map(({ name, version }) => [normalName(name), version]));
  if (wanted.state === 'absent') {
    if (wanted.file !== undefined) return 'ask';
    const names = wanted.requirements.map((r) => r.name);
    if (names.some((name) => name !== undefined && versions.has(normalName(name)))) return 'change';
    return names.includes(undefined) ? 'ask' : 'nothing';
  }
  if (wanted.state === 'forcereinstall') return 'change';
  const verdicts = wanted.requirements.map((r) => (wanted.editable ? undefined : isSatisfied(r, versions)));
  if (verdicts.includes(false)) return 'change';
  // Options such as --target or --root may mean another place than the one that was listed.
  const elsewhere = wanted.extraArgs.some((arg) => /^(?:-t|--target|--root|--prefix)(?:=|$)/.test(arg));
  if (wanted.state === 'latest' || wanted.file !== undefined || elsewhere || verdicts.includes(undefined)) return 'ask';
  return 'nothing';
}

/** What stands after the words that start pip. */
export function pipArguments(wanted: Wanted): string[] {
  const verb = {
    present: ['install'],
    latest: ['install', '-U'],
    forcereinstall: ['install', '-U', '--force-reinstall'],
    absent: ['uninstall', '-y'],
  }[wanted.state];
  const absent = wanted.state === 'absent';
  const names = wanted.requirements.flatMap((r) => {
    if (absent) return [r.name ?? r.text];
    return wanted.editable ? ['-e', r.text] : [r.text];
  });
  return [...verb, ...wanted.extraArgs, ...names, ...(wanted.file === undefined ? [] : ['-r', wanted.file])];
}

/** Whether pip has changed something, by what it printed (under LC_ALL=C). */
export function hasChanged(state: State, stdout: string): boolean {
  return (state === 'absent' ? /Successfully uninstalled/ : /Successfully installed/).test(stdout);
}
