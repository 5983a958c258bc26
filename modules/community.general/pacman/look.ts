// What pacman knows on a host: packages, groups, what can be upgraded; all of one round trip.
import { argvScript, lines, ModuleFailure, script, sh, type HostView } from '../../../src/kit/index.js';
import { noProgram, PLAIN } from '../../_shared/program.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask } from '../../_shared/told.js';

type Reason = 'dependency' | 'explicit';

export interface Inventory {
  readonly program: string;
  /** Versions by name. */
  readonly installed: ReadonlyMap<string, string>;
  readonly available: ReadonlySet<string>;
  /** Packages of groups in the repositories. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  readonly upgradable: ReadonlyMap<string, { readonly current: string; readonly latest: string }>;
  readonly reasons: ReadonlyMap<string, Reason>;
}

const QUERIES = {
  installed: ['--query'],
  available: ['--sync', '--list'],
  groups: ['--sync', '--groups', '--groups'],
  upgrades: ['--query', '--upgrades'],
  explicit: ['--query', '--explicit'],
  deps: ['--query', '--deps'],
};

const rows = (text: string | undefined): string[][] =>
  (text ?? '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !/Avoid running/.test(line))
    .map((line) => line.trim().split(/\s+/));

/** @throws ModuleFailure when there is no pacman, or it does not answer */
export async function lookAtPackages(host: HostView, executable: string): Promise<Inventory> {
  const told = await ask(
    host,
    lines([
      SBIN,
      sh`p=$(command -v -- ${executable}) && say program "$p"; say path "$PATH"; [ -n "$p" ] || exit 0`,
      ...Object.entries(QUERIES).map(([name, words]) =>
        script(`o=$("$p" ${argvScript(words).text} 2>&1 </dev/null); c=$?; say ${name}.rc "$c"; say ${name} "$o"`),
      ),
    ]),
    { env: PLAIN },
  );
  const program = told.value('program');
  if (program === undefined) {
    throw noProgram(
      executable,
      told.value('path'),
      'This host has no pacman: use the module of its own package manager.',
    );
  }
  for (const name of ['installed', 'available', 'explicit', 'deps']) {
    const rc = told.value(`${name}.rc`);
    const said = told.value(name) ?? '';
    if (rc !== '0' && !(rc === '1' && said === '')) throw new ModuleFailure(said, { rc: Number(rc), stdout: said });
  }
  const upgrades = told.value('upgrades.rc') === '0' ? rows(told.value('upgrades')) : [];
  const groups = new Map<string, string[]>();
  for (const [group = '', name] of rows(told.value('groups'))) {
    if (name !== undefined) groups.set(group, [...(groups.get(group) ?? []), name]);
  }
  return {
    program,
    installed: new Map(rows(told.value('installed')).map(([name = '', version = '']) => [name, version])),
    available: new Set(rows(told.value('available')).map(([, name = '']) => name)),
    groups,
    upgradable: new Map(
      upgrades.flatMap(([name = '', current = '', arrow, latest = '', ...more]) =>
        arrow === '->' && more.length === 0 ? [[name, { current, latest }] as const] : [],
      ),
    ),
    reasons: new Map([
      ...rows(told.value('explicit')).map(([name = '']) => [name, 'explicit'] as const),
      ...rows(told.value('deps')).map(([name = '']) => [name, 'dependency'] as const),
    ]),
  };
}

export interface Wanted {
  readonly name: string;
  /** What pacman is given: the name, a file, a URL, repository/name. */
  readonly source: string;
  /** It is a file or URL. */
  readonly isFile: boolean;
}

/** What the task's names mean; one round trip more when there are some that the lists do not have. @throws ModuleFailure */
export async function resolveNames(
  host: HostView,
  inventory: Inventory,
  names: readonly string[],
  absent: boolean,
): Promise<Wanted[]> {
  const { available, groups, installed, program } = inventory;
  const plain = names.filter((name) => name !== '');
  const unknown = plain.filter((name) => !groups.has(name) && !available.has(name) && !installed.has(name));
  const looked = new Map<string, Wanted>();
  if (unknown.length > 0) {
    const told = await ask(
      host,
      lines(
        unknown.flatMap((name, i) => [
          sh`o=$(${program} --sync --print-format %n -- ${name} 2>&1 </dev/null) && say ${`sync${i}`} "$o" || {`,
          sh`o=$(${program} --upgrade --print-format %n -- ${name} 2>&1 </dev/null) && say ${`file${i}`} "$o" || say ${`error${i}`} "$o"; }`,
        ]),
      ),
      { env: PLAIN },
    );
    for (const [i, name] of unknown.entries()) {
      const found = told.value(`sync${i}`) ?? told.value(`file${i}`);
      if (found !== undefined) {
        const own = found.trim().split('\n').at(-1)?.trim() ?? name;
        looked.set(name, { name: own, source: name, isFile: told.value(`sync${i}`) === undefined });
      } else if (!absent) {
        const said = told.value(`error${i}`) ?? '';
        throw new ModuleFailure(`Failed to list package ${name}: ${said.trim()}`, { rc: 1, stdout: '', stderr: said });
      }
    }
  }
  return plain.flatMap((name) => {
    const members = groups.get(name);
    if (members) return members.map((member) => ({ name: member, source: member, isFile: false }));
    const known = available.has(name) || installed.has(name) ? { name, source: name, isFile: false } : looked.get(name);
    return known ? [known] : [];
  });
}
