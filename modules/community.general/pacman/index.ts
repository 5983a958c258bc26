// Manages packages with pacman (Arch Linux and its kin).
import {
  alias,
  argvScript,
  bool,
  choice,
  defineModule,
  lines,
  list,
  ModuleFailure,
  script,
  str,
  z,
  type DiffNote,
  type ModuleReturn,
  type RunContext,
  type ScriptResult,
} from '../../../src/kit/index.js';
import { outputOf } from '../../_shared/output.js';
import { noProgram, PLAIN, whileLocked } from '../../_shared/program.js';
import { SBIN } from '../../_shared/sbin.js';
import { splitWords } from '../../_shared/words.js';
import { lookAtPackages, resolveNames, type Inventory, type Wanted } from './look.js';

const args = z.strictObject({
  name: alias(list(str()).optional(), 'pkg', 'package').describe('Packages, groups, files and URLs of packages.'),
  state: choice('present', 'installed', 'latest', 'absent', 'removed').default('present').describe('What shall be.'),
  force: bool().default(false).describe('Remove without any checks; with `update_cache` fetch lists anew.'),
  remove_nosave: bool().default(false).describe('Keep no copies of changed configuration files of what is removed.'),
  executable: str().default('pacman').describe('The program: pacman or one that understands the same.'),
  extra_args: str().default('').describe('Further options for installing and removing.'),
  upgrade: bool().optional().describe('Upgrade everything.'),
  upgrade_extra_args: str().default('').describe('Further options for `upgrade`.'),
  update_cache: bool().optional().describe('Fetch the lists of packages first.'),
  update_cache_extra_args: str().default('').describe('Further options for `update_cache`.'),
  reason: choice('explicit', 'dependency').optional().describe('The reason noted for packages.'),
  reason_for: choice('new', 'all').default('new').describe('For which packages it is noted.'),
});
type Args = z.output<typeof args>;
type Context = RunContext<Args>;

/** Seconds to wait while another program holds pacman's database. */
const PATIENCE = 60;

export default defineModule({
  name: 'community.general.pacman',
  summary: 'Manages packages with pacman.',
  args,
  returns: z.object({
    packages: z.array(z.string()).describe('Packages that changed.'),
    cache_updated: z.boolean().describe('Whether the lists of packages changed.'),
    msg: z.string().describe('What was done.'),
  }),
  requires: ['pacman'],
  check: 'full',
  diff: true,
  oneDiff: true,
  rules: (a) => [
    ...(a.name === undefined && a.update_cache === undefined && a.upgrade === undefined
      ? ['one of the following is required: name, update_cache, upgrade']
      : []),
    ...(a.name !== undefined && a.upgrade !== undefined ? ['parameters are mutually exclusive: name|upgrade'] : []),
  ],
  examples: [
    { name: 'A package', task: 'community.general.pacman:\n  name: nginx\n  update_cache: true' },
    { name: 'Everything', task: 'community.general.pacman:\n  upgrade: true\n  update_cache: true' },
  ],
  run: (context) => manage(context),
});

interface Report {
  readonly changed: boolean;
  readonly msgs: readonly string[];
  readonly ran: readonly ScriptResult[];
  readonly more: Record<string, unknown>;
}

async function manage(context: Context): Promise<ModuleReturn> {
  const { args: a, host } = context;
  const update = a.update_cache ? await updateLists(context) : undefined;
  const names = a.name ?? [];
  let rest: Report | undefined;
  if (names.length > 0 || a.upgrade || !a.update_cache) {
    const inventory = await lookAtPackages(host, a.executable);
    if (a.upgrade) rest = await upgrade(context, inventory);
    else if (names.length === 0) rest = { changed: false, msgs: ['Nothing to do'], ran: [], more: {} };
    else {
      const absent = a.state === 'absent' || a.state === 'removed';
      const wanted = await resolveNames(host, inventory, names, absent);
      rest = await (absent ? remove(context, inventory, wanted) : install(context, inventory, wanted));
    }
  }
  const reports = [update, rest].filter((report) => report !== undefined);
  const ran = reports.flatMap((report) => report.ran);
  const output = outputOf(joined(ran, 'stdout'), joined(ran, 'stderr'));
  return {
    changed: reports.some((report) => report.changed),
    ...update?.more,
    ...rest?.more,
    msg: reports.flatMap((report) => report.msgs).join('\n'),
    ...(output['stdout'] === '' ? {} : { stdout: output['stdout'], stdout_lines: output['stdout_lines'] }),
    ...(output['stderr'] === '' ? {} : { stderr: output['stderr'], stderr_lines: output['stderr_lines'] }),
  };
}

const joined = (ran: readonly ScriptResult[], what: 'stderr' | 'stdout'): string =>
  ran
    .map((one) => one[what])
    .filter((text) => text !== '')
    .join('\n');

/** Runs a changing command, waiting for pacman's lock. @throws ModuleFailure */
async function pacman(
  context: Context,
  argv: readonly string[],
  summary: string,
  failed: string,
  diff?: DiffNote,
): Promise<ScriptResult | undefined> {
  const isLocked = ({ rc, stderr }: ScriptResult): boolean =>
    rc !== 0 && /unable to lock database|could not lock database/.test(stderr);
  return context.change({ summary, diff }, async (hands) => {
    const command = lines([SBIN, argvScript(argv)]);
    const ran = await whileLocked(context.task, PATIENCE, () => hands.run(command, { env: PLAIN }), isLocked);
    if (ran.rc === 0) return ran;
    const why = isLocked(ran) ? ` (its database was locked for ${PATIENCE} s)` : '';
    throw new ModuleFailure(`${failed}${why}: ${ran.stderr.trim()}`, {
      cmd: argv,
      rc: ran.rc,
      ...outputOf(ran.stdout, ran.stderr),
    });
  });
}

const MARK = '@tsplay-lists';

/** Fetches the lists; whether they changed is seen by what they say before and after. */
async function updateLists(context: Context): Promise<Report> {
  const { args: a, change, checkMode, task } = context;
  if (checkMode) {
    // `compat:` nobody can tell without fetching: it counts as a change.
    return { changed: true, msgs: ['Would have updated the package db'], ran: [], more: { cache_updated: true } };
  }
  const words = ['--sync', '--refresh', ...splitWords(a.update_cache_extra_args), ...(a.force ? ['--refresh'] : [])];
  const argv = [a.executable, ...words];
  const list = `${argvScript([a.executable, '--sync', '--list']).text} 2>/dev/null </dev/null | cut -d ' ' -f 1-3 | sort | cksum`;
  const command = lines([
    SBIN,
    script(`command -v ${argvScript([a.executable]).text} >/dev/null || { printf '%s\\n' "$PATH"; exit 127; }`),
    script(
      `before=$(${list}); ${argvScript(argv).text} </dev/null; c=$?; echo; echo "${MARK} $c $before"; echo "${MARK} $c $(${list})"`,
    ),
  ]);
  const isLocked = ({ stderr }: ScriptResult): boolean =>
    /unable to lock database|could not lock database/.test(stderr);
  const ran = (await change({ summary: `run ${argv.join(' ')}` }, (hands) =>
    whileLocked(task, PATIENCE, () => hands.run(command, { env: PLAIN }), isLocked),
  )) as ScriptResult;
  if (ran.rc === 127)
    throw noProgram(
      a.executable,
      ran.stdout.trim(),
      'This host has no pacman: use the module of its own package manager.',
    );
  const [stdout = '', before = '', after = ''] = ran.stdout.split(`\n${MARK} `);
  const rc = Number(before.split(' ')[0]);
  if (rc !== 0) {
    const extra = { cmd: argv, rc, ...outputOf(stdout, ran.stderr) };
    throw new ModuleFailure(`could not update package db: ${ran.stderr.trim()}`, extra);
  }
  const changed = a.force || before.trim() !== after.trim();
  return { changed, msgs: ['Updated package db'], ran: [{ ...ran, stdout }], more: { cache_updated: changed } };
}

async function upgrade(context: Context, { program, upgradable }: Inventory): Promise<Report> {
  const { args: a, checkMode } = context;
  if (upgradable.size === 0) return { changed: false, msgs: ['Nothing to upgrade'], ran: [], more: {} };
  const text = (side: 'current' | 'latest'): string =>
    [...upgradable].map(([name, versions]) => `${name}-${versions[side]}\n`).join('');
  const argv = [program, '--sync', '--sysupgrade', '--quiet', '--noconfirm', ...splitWords(a.upgrade_extra_args)];
  const diff = { before: text('current'), after: text('latest') };
  const ran = await pacman(context, argv, 'upgrade all packages', 'Could not upgrade', diff);
  const msg = checkMode ? `${upgradable.size} packages would have been upgraded` : 'System upgraded';
  return { changed: true, msgs: [msg], ran: ran ? [ran] : [], more: { packages: [...upgradable.keys()] } };
}

interface Install {
  readonly fromRepositories: readonly Wanted[];
  readonly fromFiles: readonly Wanted[];
  /** Names whose reason is to be noted. */
  readonly reasons: readonly string[];
}

/** What is to be installed; pure. */
export function decideInstall(
  a: Pick<Args, 'reason' | 'reason_for' | 'state'>,
  seen: Inventory,
  wanted: readonly Wanted[],
): Install {
  return {
    fromFiles: wanted.filter((one) => one.isFile),
    fromRepositories: wanted.filter(
      ({ isFile, name }) =>
        !isFile && (!seen.installed.has(name) || (a.state === 'latest' && seen.upgradable.has(name))),
    ),
    reasons: wanted.flatMap(({ name }) => {
      const now = seen.reasons.get(name);
      const differs = now === undefined || (a.reason_for === 'all' && now !== a.reason);
      return a.reason !== undefined && differs ? [name] : [];
    }),
  };
}

async function install(context: Context, seen: Inventory, wanted: readonly Wanted[]): Promise<Report> {
  const { args: a, checkMode } = context;
  const { fromRepositories, fromFiles, reasons } = decideInstall(a, seen, wanted);
  const base = [seen.program, '--noconfirm', '--noprogressbar', '--needed', ...splitWords(a.extra_args)];
  const steps = (
    [
      ['--sync', fromRepositories],
      ['--upgrade', fromFiles],
    ] as const
  ).filter(([, some]) => some.length > 0);
  const planned = new Map<string, string>();
  for (const [verb, some] of steps) {
    for (const [name, version] of await rehearse(context, [...base, verb], some)) planned.set(name, version);
  }
  const noted = reasons.filter((name) => !planned.has(name));
  if (planned.size === 0 && noted.length === 0) {
    return { changed: false, msgs: ['package(s) already installed'], ran: [], more: { packages: [] } };
  }
  const packages = [...planned.keys(), ...noted].sort();
  const diff = diffOf(a, seen, planned, reasons);
  const ran: (ScriptResult | undefined)[] = [];
  for (const [at, [verb, some]] of steps.entries()) {
    const argv = [...base, verb, '--', ...some.map((one) => one.source)];
    const summary = `install ${some.map((one) => one.name).join(' ')}`;
    ran.push(await pacman(context, argv, summary, 'Failed to install package(s)', at === 0 ? diff : undefined));
  }
  if (reasons.length > 0) {
    const option = a.reason === 'dependency' ? '--asdeps' : '--asexplicit';
    const argv = [seen.program, '--noconfirm', '--database', option, '--', ...reasons];
    const summary = `note the reason of ${reasons.join(' ')}`;
    ran.push(
      await pacman(context, argv, summary, 'Failed to install package(s)', steps.length === 0 ? diff : undefined),
    );
  }
  const msg = checkMode
    ? `Would have installed ${packages.length} packages`
    : `Installed ${packages.length} package(s)`;
  return { changed: true, msgs: [msg], ran: ran.filter((one) => one !== undefined), more: { packages } };
}

/** What pacman would install, by name. */
async function rehearse(
  { host }: Context,
  base: readonly string[],
  some: readonly Wanted[],
): Promise<[string, string][]> {
  const argv = [...base, '--print-format', '%n %v', '--', ...some.map((one) => one.source)];
  const { rc, stdout, stderr } = await host.probe(lines([SBIN, argvScript(argv)]), { env: PLAIN });
  if (rc !== 0) {
    const extra = { cmd: argv, rc, ...outputOf(stdout, stderr) };
    throw new ModuleFailure(`Failed to list package(s) to install: ${stderr.trim()}`, extra);
  }
  return stdout.split('\n').flatMap((line) => {
    const [name = '', version, ...more] = line.trim().split(/\s+/);
    const chatter = /loading packages|there is nothing to do|Avoid running/.test(line);
    return version === undefined || more.length > 0 || chatter ? [] : [[name, version] as [string, string]];
  });
}

function diffOf(a: Args, seen: Inventory, planned: ReadonlyMap<string, string>, reasons: readonly string[]): DiffNote {
  const before: string[] = [];
  const after: string[] = [];
  for (const [name, version] of planned) {
    const old = seen.installed.get(name);
    const reason = reasons.includes(name) ? a.reason : seen.reasons.get(name);
    if (old !== undefined) before.push(`${name}-${old}-${seen.reasons.get(name) ?? ''}\n`);
    after.push(`${name}-${version}${reason === undefined ? '' : `-${reason}`}\n`);
  }
  return { before: before.sort().join(''), after: after.sort().join('') };
}

async function remove(context: Context, seen: Inventory, wanted: readonly Wanted[]): Promise<Report> {
  const { args: a, checkMode, host } = context;
  const names = wanted.map((one) => one.name).filter((name) => seen.installed.has(name));
  if (names.length === 0) {
    return { changed: false, msgs: ['package(s) already absent'], ran: [], more: { packages: [] } };
  }
  const options = [...splitWords(a.extra_args), ...(a.force ? ['--nodeps', '--nodeps'] : [])];
  const base = [seen.program, '--remove', '--noconfirm', '--noprogressbar', ...options];
  const list = [...base, '--print-format', '%n-%v', '--', ...names];
  const { rc, stdout, stderr } = await host.probe(lines([SBIN, argvScript(list)]), { env: PLAIN });
  if (rc !== 0) {
    const extra = { cmd: list, rc, ...outputOf(stdout, stderr) };
    throw new ModuleFailure(`failed to list package(s) to remove: ${stderr.trim()}`, extra);
  }
  const packages = stdout.split(/\s+/).filter((word) => word !== '');
  const argv = [...base, ...(a.remove_nosave ? ['--nosave'] : []), '--', ...names];
  const diff = { before: packages.map((one) => `${one}\n`).join(''), after: '' };
  const ran = await pacman(context, argv, `remove ${names.join(' ')}`, 'failed to remove package(s)', diff);
  const msg = `${checkMode ? 'Would have removed' : 'Removed'} ${packages.length} package${checkMode ? 's' : '(s)'}`;
  return { changed: true, msgs: [msg], ran: ran ? [ran] : [], more: { packages } };
}
