// Tells packages and repositories as `list` of dnf asks for them.
import { argvScript, lines, ModuleFailure, type ModuleReturn, type RunContext } from '../../src/kit/index.js';
import type { DnfArgs } from './dnf-args.js';
import type { Dnf } from './dnf.js';
import { PLAIN } from './program.js';
import { SBIN } from './sbin.js';

const FORMAT = '%{name}\t%{epoch}\t%{version}\t%{release}\t%{arch}\t%{repoid}';

/** One round trip. @throws ModuleFailure when dnf fails */
export async function listPackages(
  { host }: RunContext<DnfArgs>,
  dnf: Dnf,
  options: readonly string[],
  what: string,
): Promise<ModuleReturn> {
  const query = (...words: string[]): string[] => ['repoquery', '--qf', dnf.five ? `${FORMAT}\n` : FORMAT, ...words];
  const repositories = what === 'repos' || what === 'repositories';
  const command =
    {
      installed: query('--installed'),
      updates: query('--upgrades'),
      upgrades: query('--upgrades'),
      available: query('--available'),
      repos: ['repolist', '--enabled'],
      repositories: ['repolist', '--enabled'],
    }[what] ?? query('--', what);
  const both = what in { installed: 1, updates: 1, upgrades: 1, available: 1 } || repositories;
  const commands = both ? [command] : [query('--installed', '--', what), command];
  const ran = await host.probe(
    lines([SBIN, ...commands.map((words) => argvScript([dnf.program, '-q', ...options, ...words]))]),
    { env: PLAIN },
  );
  if (ran.rc !== 0) throw new ModuleFailure(ran.stderr.trim(), { rc: ran.rc, results: [] });
  const rows = ran.stdout.split('\n').filter((line) => line.trim() !== '');
  if (repositories) {
    const ids = rows.map((row) => row.split(/\s+/)[0] ?? '').filter((id) => id !== 'repo');
    return { changed: false, msg: '', results: ids.map((repoid) => ({ repoid, state: 'enabled' })) };
  }
  const results = rows.flatMap((row) => {
    const [name = '', epoch = '0', version = '', release = '', arch = '', repo] = row.split('\t');
    if (repo === undefined) return [];
    const envra = `${epoch}:${name}-${version}-${release}.${arch}`;
    const yumstate = repo.startsWith('@') ? 'installed' : 'available';
    return [{ name, arch, epoch, release, version, repo, envra, nevra: envra, yumstate }];
  });
  return { changed: false, msg: '', results };
}
