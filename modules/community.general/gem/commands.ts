// The words that install and remove a gem, and what `gem query` tells.
import type { GemArgs, Seen } from './index.js';

/** Versions of `name (1.2.3, default: 1.0 ruby)`. */
export function versionsOf(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const inside = /^\S+\s+\((.+)\)/.exec(line)?.[1];
    if (inside === undefined) return [];
    return inside.split(', ').flatMap((one) => one.replace(/^default: /, '').split(' ')[0] ?? []);
  });
}

const isBefore = (seen: Seen, ...least: readonly number[]): boolean => {
  for (const [i, n] of least.entries()) if ((seen.version[i] ?? 0) !== n) return (seen.version[i] ?? 0) < n;
  return false;
};

const norc = (a: GemArgs, seen: Seen): string[] => (a.norc && !isBefore(seen, 2, 5, 2) ? ['--norc'] : []);
const option = (given: unknown, ...words: string[]): string[] => (given ? words : []);

export function installWords(a: GemArgs, version: string | undefined, seen: Seen): string[] {
  const old = isBefore(seen, 2, 0, 0);
  return [
    'install',
    ...norc(a, seen),
    ...(version === undefined ? [] : ['--version', version]),
    ...(a.repository === undefined ? [] : ['--source', a.repository]),
    ...(a.include_dependencies ? option(old, '--include-dependencies') : ['--ignore-dependencies']),
    a.user_install ? '--user-install' : '--no-user-install',
    ...(a.install_dir === undefined ? [] : ['--install-dir', a.install_dir]),
    ...(a.bindir === undefined ? [] : ['--bindir', a.bindir]),
    ...option(a.pre_release, '--pre'),
    ...(a.include_doc ? [] : old ? ['--no-rdoc', '--no-ri'] : ['--no-document']),
    ...option(a.env_shebang, '--env-shebang'),
    // Before the flags for the compiler: what stands behind them is no option of gem any more.
    ...option(a.force, '--force'),
    a.gem_source ?? a.name,
    ...(a.build_flags === undefined ? [] : ['--', a.build_flags]),
  ];
}

export const removeWords = (a: GemArgs, version: string | undefined, seen: Seen): string[] => [
  'uninstall',
  ...norc(a, seen),
  ...(a.install_dir === undefined ? [] : ['--install-dir', a.install_dir]),
  ...(a.bindir === undefined ? [] : ['--bindir', a.bindir]),
  ...(version === undefined ? ['--all'] : ['--version', version]),
  '--executable',
  ...option(a.force, '--force'),
  a.name,
];
