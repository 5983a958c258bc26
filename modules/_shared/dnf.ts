// Installs, updates and removes packages with the dnf of the host: what the modules dnf and dnf5 do.
import {
  argvScript,
  lines,
  ModuleFailure,
  quote,
  script,
  sh,
  type ModuleReturn,
  type RunContext,
  type Script,
  type ScriptResult,
} from '../../src/kit/index.js';
import { split, stateOf, type DnfArgs } from './dnf-args.js';
import { decide, isFile, namesToAsk, parseTable, type Request, type Seen, type Transaction } from './dnf-decide.js';
import { listPackages } from './dnf-list.js';
import { noProgram, PLAIN, whileLocked } from './program.js';
import { nevra, parseRpmList, RPM_FORMAT } from './rpm.js';
import { SBIN } from './sbin.js';
import { ask } from './told.js';

type Context = RunContext<DnfArgs>;

export interface Dnf {
  readonly program: string;
  /** dnf5 has other words for some options. */
  readonly five: boolean;
}

/** @param programs names of the program, the first that is there is taken */
export async function manageWithDnf(context: Context, programs: readonly string[]): Promise<ModuleReturn> {
  const { args: a, checkMode } = context;
  const look = await lookAtPackages(context, programs);
  if (a.list !== undefined) return listPackages(context, look.dnf, optionsOf(a, look.dnf), a.list);
  if (split(a.name).length === 0 && a.update_cache && !a.autoremove) {
    const words = [look.dnf.program, ...optionsOf(a, look.dnf), 'makecache', '--refresh'];
    await context.change({ summary: `run ${look.dnf.program} makecache` }, (hands) =>
      runDnf(context, look.dnf, words, (command) => hands.run(command, { env: PLAIN })),
    );
    return { changed: false, msg: 'Cache updated', results: [], rc: 0 };
  }
  if (!look.root && !a.download_only) {
    throw new ModuleFailure('This command has to be run under the root user.', { results: [] });
  }
  const plan = decide(a, look.seen);
  // compat: of what dnf5 did not do only what was left out is told; a failure tells nothing of this.
  const results = plan.notes.filter((note) => !look.dnf.five || note.endsWith('update_only specified'));
  let changed = false;
  for (const request of plan.requests) {
    const words = wordsOf(a, look.dnf, request);
    const summary = `run ${[look.dnf.program, request.verb, ...request.specs].join(' ')}`;
    // A rehearsal is for those who look at it: dnf says the same when it works.
    const dry = checkMode || context.diffMode ? await rehearse(context, look.dnf, words) : undefined;
    const planned = dry && parseTable(dry.stdout, look.seen.installed);
    if (dry) failOnMistake(dry, request);
    if (planned && isEmpty(planned)) continue;
    const diff = planned && { ...HEADERS, before: listed(planned.removed), after: listed(planned.installed) };
    const ran = await context.change({ summary, diff }, (hands) =>
      runDnf(context, look.dnf, [...words, '-y'], (command) => hands.run(command, { env: PLAIN })),
    );
    if (ran) failOnMistake(ran, request);
    const transaction = ran ? parseTable(ran.stdout, look.seen.installed) : planned;
    if (!transaction || isEmpty(transaction)) continue;
    changed = true;
    results.push(...told(transaction, a.download_only));
  }
  if (!changed) return { changed: false, msg: 'Nothing to do', results, rc: 0 };
  const msg = checkMode ? 'Check mode: No changes made, but would have if not in check mode' : '';
  return { changed: true, msg, results, rc: 0 };
}

const HEADERS = { beforeHeader: 'packages', afterHeader: 'packages' };
const isEmpty = ({ installed, removed }: Transaction): boolean => installed.length + removed.length === 0;
const listed = (packages: Transaction['installed']): string => packages.map((p) => `${nevra(p)}\n`).join('');

function told({ installed, removed }: Transaction, downloadOnly: boolean): string[] {
  const verb = downloadOnly ? 'Downloaded' : 'Installed';
  return [...installed.map((p) => `${verb}: ${nevra(p)}`), ...removed.map((p) => `Removed: ${nevra(p)}`)];
}

interface PackageLook {
  readonly dnf: Dnf;
  readonly root: boolean;
  readonly seen: Seen;
}

/** One round trip: the program, what is installed, who provides what the task names, what is in its files. */
async function lookAtPackages({ args: a, host }: Context, programs: readonly string[]): Promise<PackageLook> {
  const files = split(a.name).filter((name) => isFile(name) && !name.includes('://'));
  const conf = a.conf_file;
  const rpm = argvScript(['rpm', ...(a.installroot === '/' ? [] : ['--root', a.installroot])]).text;
  const told = await ask(
    host,
    lines([
      SBIN,
      sh`for p in ${programs}; do p=$(command -v -- "$p") && break; done; say program "$p"; say path "$PATH"`,
      script(`[ -n "$p" ] || exit 0
say five "$("$p" --version 2>/dev/null </dev/null | grep -c '^dnf5 ')"
say uid "$(id -u)"; command -v rpm >/dev/null || exit 0
say installed "$(${rpm} -qa --qf '${RPM_FORMAT}' 2>/dev/null)"`),
      ...(conf === undefined ? [] : [sh`[ -r ${conf} ] || say noconf yes`]),
      ...namesToAsk(a).map((name) =>
        script(
          `say ${quote(`by ${name}`)} "$(${rpm} -q --qf '%{NAME}\\n' --whatprovides -- ${quote(name)} 2>/dev/null)"`,
        ),
      ),
      ...files.map((file) =>
        script(
          `say ${quote(`in ${file}`)} "$(rpm -qp --nosignature --qf '${RPM_FORMAT}' -- ${quote(file)} 2>/dev/null)"`,
        ),
      ),
    ]),
  );
  const program = told.value('program') ?? '';
  if (program === '') {
    throw noProgram(
      programs[0] ?? 'dnf',
      told.value('path'),
      'This host has no dnf: use the module of its own package manager.',
    );
  }
  if (told.value('noconf') !== undefined) {
    throw new ModuleFailure('cannot read configuration file', { conf_file: conf, results: [] });
  }
  const providers = namesToAsk(a).map((name): [string, string[]] => {
    const names = (told.value(`by ${name}`) ?? '').split('\n');
    return [name, names.filter((one) => /^\S+$/.test(one))];
  });
  const contents = files.flatMap((file) => parseRpmList(told.value(`in ${file}`) ?? '').map((p) => [file, p] as const));
  return {
    dnf: { program, five: told.value('five') === '1' },
    root: told.value('uid') === '0',
    seen: {
      installed: parseRpmList(told.value('installed') ?? ''),
      providers: new Map(providers),
      files: new Map(contents),
    },
  };
}

/** The options that stand before the command. */
function optionsOf(a: DnfArgs, { five }: Dnf): string[] {
  const set = (name: string, value: boolean | string): string =>
    `--setopt=${name}=${value === true ? '1' : value === false ? '0' : value}`;
  const best = a.nobest === undefined ? a.best : !a.nobest;
  return [
    ...(a.conf_file === undefined ? [] : [`--config=${a.conf_file}`]),
    ...(a.installroot === '/' ? [] : [`--installroot=${a.installroot}`]),
    ...(a.releasever === undefined ? [] : [`--releasever=${a.releasever}`]),
    ...split(a.disable_plugin).map((one) => `--disableplugin=${one}`),
    ...split(a.enable_plugin).map((one) => `--enableplugin=${one}`),
    ...split(a.disablerepo).map((one) => `--disablerepo=${one}`),
    ...split(a.enablerepo).map((one) => `--enablerepo=${one}`),
    ...split(a.exclude).map((one) => `--exclude=${one}`),
    ...(a.disable_excludes === undefined
      ? []
      : [
          five
            ? set('disable_excludes', a.disable_excludes === 'all' ? '*' : a.disable_excludes)
            : `--disableexcludes=${a.disable_excludes}`,
        ]),
    ...(a.disable_gpg_check ? ['--nogpgcheck'] : [set('gpgcheck', true), set('localpkg_gpgcheck', true)]),
    ...(a.sslverify && a.validate_certs ? [] : [set('sslverify', false)]),
    ...(best === undefined ? [] : [set('best', best)]),
    ...(a.install_weak_deps ? [] : [set('install_weak_deps', false)]),
    set('clean_requirements_on_remove', a.autoremove),
    // Waiting is ours: it ends, and it says for whom it waited.
    ...(five ? [] : [set('exit_on_lock', true)]),
    ...(a.cacheonly ? ['--cacheonly'] : []),
  ];
}

/** A whole command without the answer to its question. */
function wordsOf(a: DnfArgs, dnf: Dnf, { verb, specs }: Request): string[] {
  const installs = verb === 'install' || verb === 'upgrade' || verb === 'upgrade-minimal';
  const minimal = verb === 'upgrade-minimal' && dnf.five;
  return [
    dnf.program,
    ...optionsOf(a, dnf),
    ...(a.update_cache && stateOf(a) !== 'absent' ? ['--refresh'] : []),
    ...(minimal ? ['upgrade', '--minimal'] : [verb]),
    ...(a.security && installs && verb !== 'install' ? ['--security'] : []),
    ...(a.bugfix && installs && verb !== 'install' ? ['--bugfix'] : []),
    ...(a.allowerasing && installs ? ['--allowerasing'] : []),
    ...(a.skip_broken && installs
      ? ['--skip-broken', ...(dnf.five ? ['--skip-unavailable'] : ['--setopt=strict=0'])]
      : []),
    ...(a.download_only && installs ? ['--downloadonly'] : []),
    ...(a.download_only && a.download_dir !== undefined && installs
      ? [dnf.five ? `--setopt=destdir=${a.download_dir}` : `--downloaddir=${a.download_dir}`]
      : []),
    // A leading dash would be an option.
    ...(specs.some((spec) => spec.startsWith('-')) ? ['--'] : []),
    ...specs.map((spec) => spec.trim()),
  ];
}

/** What dnf would do; it fetches metadata for that, as it does whenever it is asked. */
const rehearse = (context: Context, dnf: Dnf, words: readonly string[]): Promise<ScriptResult> =>
  runDnf(context, dnf, [...words, '--assumeno'], (command) => context.host.probe(command, { env: PLAIN }));

const LOCKED =
  /already locked by|lock is (?:already )?held|is already locked|another process|Waiting for process with pid|Failed to obtain the transaction lock/i;

async function runDnf(
  { args: a, task }: Context,
  { five }: Dnf,
  words: readonly string[],
  run: (command: Script) => Promise<ScriptResult>,
): Promise<ScriptResult> {
  const dashes = words.indexOf('--');
  // The answer to its question stands at the end, before what begins with a dash.
  const ordered = dashes < 0 ? words : [...words.slice(0, dashes), ...words.slice(-1), ...words.slice(dashes, -1)];
  const command = lines([SBIN, argvScript(ordered)]);
  const isLocked = ({ rc, stderr, stdout }: ScriptResult): boolean => rc !== 0 && LOCKED.test(stderr + stdout);
  if (five) return run(command);
  const ran = await whileLocked(task, a.lock_timeout, () => run(command), isLocked);
  if (isLocked(ran)) {
    const msg = `dnf lockfile is held by another process after ${a.lock_timeout} s: ${ran.stderr.trim()}. Raise lock_timeout.`;
    throw new ModuleFailure(msg, { rc: 1, results: [] });
  }
  return ran;
}

/** @throws ModuleFailure when dnf could not do, or plan, what it was asked for */
function failOnMistake({ rc, stdout, stderr }: ScriptResult, { verb }: Request): void {
  const said = `${stdout}\n${stderr}`;
  // A rehearsal ends with 1 although nothing is wrong.
  if (rc === 0 || /^Operation aborted/m.test(said)) return;
  const missing = [
    ...said.matchAll(/^(?:No match for argument|Unable to find a match|Error: Unable to find a match): (.+)$/gm),
  ].map(([, name = '']) => name.replace(/\x1b\[[0-9;]*m/g, '').trim());
  const groups = [
    ...said.matchAll(/(?:Module or Group|Group|group) '?([^'\n]+?)'? (?:is not available|does not exist)/g),
  ];
  if (groups[0] && missing.length === 0)
    throw new ModuleFailure(`No group ${groups[0][1]} available.`, { results: [] });
  const error = /^(?:Error|Failed[^:\n]*):[\s\S]*/m.exec(stderr)?.[0].trim() ?? (stderr.trim() || stdout.trim());
  if (missing.length > 0 && verb !== 'remove') {
    const specs = [
      ...new Set(missing.flatMap((name) => (name.includes(' ') && !/[<>=]/.test(name) ? name.split(' ') : [name]))),
    ];
    const failures = specs.map((name) => `No package ${name} available.`);
    throw new ModuleFailure('Failed to install some of the specified packages', { rc: 1, results: [], failures });
  }
  const msg = /Problem/.test(error) ? `Depsolve Error occurred: ${error.replace(/^Error:\s*/, '')}` : error;
  throw new ModuleFailure(msg, { rc: 1, results: [], failures: [] });
}
