// Manages packages with apk (Alpine Linux).
import {
  argvScript,
  bool,
  choice,
  defineModule,
  lines,
  list,
  ModuleFailure,
  quote,
  script,
  sh,
  str,
  z,
  type ModuleReturn,
  type RunContext,
  type ScriptResult,
} from '../../../src/kit/index.js';
import { outputOf } from '../../_shared/output.js';
import { noProgram, PLAIN, runProgram } from '../../_shared/program.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask, type Told } from '../../_shared/told.js';

const args = z.strictObject({
  available: bool().default(false).describe('With `upgrade`: replace packages no repository has any more.'),
  name: list(str()).optional().describe('The packages.'),
  no_cache: bool().default(false).describe('Use no cache on the host.'),
  repository: list(str()).optional().describe("Repositories in the place of the host's own."),
  state: choice('present', 'absent', 'latest', 'installed', 'removed').default('present').describe('What shall be.'),
  update_cache: bool().default(false).describe('Fetch the lists of packages first.'),
  upgrade: bool().default(false).describe('Upgrade everything.'),
  world: str().default('/etc/apk/world').describe('The file with the packages that were asked for.'),
});
type Args = z.output<typeof args>;
type Context = RunContext<Args>;

export default defineModule({
  name: 'community.general.apk',
  summary: 'Manages packages of Alpine Linux with apk.',
  args,
  returns: z.object({ packages: z.array(z.string()).describe('Packages that changed.') }),
  requires: ['apk'],
  check: 'full',
  diff: false,
  rules: (a) => [
    ...(a.name === undefined && !a.update_cache && !a.upgrade
      ? ['one of the following is required: name, update_cache, upgrade']
      : []),
    ...(a.name !== undefined && a.upgrade ? ['parameters are mutually exclusive: name|upgrade'] : []),
    ...(a.name?.some((name) => name.startsWith('-')) === true ? ["a package's name cannot begin with '-'"] : []),
    ...(a.name?.some((name) => name.trim() === '') === true
      ? ['Package name(s) cannot be empty or whitespace-only']
      : []),
  ],
  examples: [{ name: 'A package', task: 'community.general.apk:\n  name: nginx\n  update_cache: true' }],
  run: (context) => manage(context),
});

/** The words that start apk; another apk at work is waited for. */
const apkWords = (a: Args): string[] => [
  'apk',
  '--wait',
  '60',
  ...(a.no_cache ? ['--no-cache'] : []),
  ...(a.repository ?? []).flatMap((one) => ['--repository', one, '--repositories-file', '/dev/null']),
];

async function manage(context: Context): Promise<ModuleReturn> {
  const { args: a, change } = context;
  const names = a.name ?? [];
  const apk = apkWords(a);
  if (a.update_cache) {
    // `compat:` fetching the lists by itself counts as a change, before something else it does not.
    const ran = await change({ summary: 'run apk update' }, (hands) => runProgram(hands, [...apk, 'update']));
    if (ran && ran.rc !== 0) throw failure(ran, 'could not update package db');
    if (names.length === 0 && !a.upgrade) {
      return { changed: true, msg: 'updated repository indexes', ...outputOf(ran?.stdout ?? '', ran?.stderr ?? '') };
    }
  }
  if (a.upgrade) {
    const words = [...apk, 'upgrade', ...(a.available ? ['--available'] : [])];
    const ran = await run(context, words, 'upgrade all packages');
    if (ran.rc !== 0) throw failure(ran, 'failed to upgrade packages');
    const changed = !ran.stdout.startsWith('OK');
    const msg = changed ? 'upgraded packages' : 'packages already upgraded';
    return { changed, msg, ...outputOf(ran.stdout, ran.stderr), packages: packagesOf(ran.stdout) };
  }
  const told = await look(context);
  if (a.state === 'absent' || a.state === 'removed') return remove(context, told, names);
  const { missing, stale } = decide(a, told, names);
  const packages = [...missing, ...stale];
  if (packages.length === 0) return { changed: false, msg: 'package(s) already installed' };
  const words = [...apk, 'add', ...(stale.length > 0 ? ['--upgrade'] : []), ...packages];
  const ran = await run(context, words, `install ${packages.join(' ')}`);
  if (ran.rc !== 0) throw failure(ran, `failed to install ${packages.join(' ')}`);
  const msg = `installed ${packages.join(' ')} package(s)`;
  return { changed: true, msg, ...outputOf(ran.stdout, ran.stderr), packages: packagesOf(ran.stdout) };
}

const failure = (ran: ScriptResult, msg: string): ModuleFailure =>
  new ModuleFailure(msg, { ...outputOf(ran.stdout, ran.stderr), packages: packagesOf(ran.stdout) });

/** `(1/2) Installing name (1.0-r0)` */
const packagesOf = (stdout: string): string[] =>
  stdout.split('\n').flatMap((line) => /^\(\d+\/\d+\)\s+\S+\s+(\S+)/.exec(line)?.[1] ?? []);

/** Runs it, in check mode with --simulate, which changes nothing. */
async function run(
  { change, checkMode, host }: Context,
  words: readonly string[],
  summary: string,
): Promise<ScriptResult> {
  if (!checkMode) return (await change({ summary }, (hands) => runProgram(hands, words))) as ScriptResult;
  const at = words.findIndex((word) => ['add', 'del', 'upgrade'].includes(word)) + 1;
  const dry = [...words.slice(0, at), '--simulate', ...words.slice(at)];
  return host.probe(lines([SBIN, argvScript(dry)]), { env: PLAIN });
}

/** One round trip: the world file and what apk says of each package, and of what virtual ones need. */
async function look({ args: a, host }: Context): Promise<Told> {
  const apk = argvScript(apkWords(a)).text;
  const latest = a.state === 'latest';
  const told = await ask(
    host,
    lines([
      SBIN,
      sh`command -v apk >/dev/null && say program yes; say path "$PATH"; tell ${a.world}`,
      script('command -v apk >/dev/null || exit 0'),
      ...(a.name ?? []).map((name) => {
        const n = quote(name);
        const key = (what: string): string => quote(`${what} ${name}`);
        if (a.state === 'absent' || a.state === 'removed')
          return script(`${apk} -e info ${n} >/dev/null 2>&1 && say ${key('installed')} yes`);
        return script(`d=$(${apk} -v info --description ${n} 2>/dev/null); say ${key('description')} "$d"
${
  latest
    ? `say ${key('version')} "$(${apk} version ${n} 2>/dev/null)"; n=${n}
case $d in "$n: virtual meta package"*) for w in $(${apk} -v info --depends ${n} 2>/dev/null); do say ${key('needs')} "$w"; say "version $w" "$(${apk} version "$w" 2>/dev/null)"; done ;; esac`
    : ''
}`);
      }),
    ]),
    { env: PLAIN },
  );
  if (told.value('program') === undefined) {
    throw noProgram('apk', told.value('path'), 'This host has no apk: use the module of its own package manager.');
  }
  return told;
}

const escaped = (name: string): string => name.replace(/[.+*?^${}()|[\]\\]/g, '\\$&');

/** What is to be installed and what to be upgraded; pure. */
export function decide(
  a: Pick<Args, 'state' | 'world'>,
  told: Pick<Told, 'text' | 'value' | 'values'>,
  names: readonly string[],
): { missing: string[]; stale: string[] } {
  const world = told.text(a.world).split(/\s+/);
  const isStale = (name: string): boolean => {
    const line = new RegExp(`${escaped(name)}-[\\w.]+-\\w+\\s+(.)\\s+[\\w.]+-\\w+`);
    return line.exec(told.value(`version ${name}`) ?? '')?.[1] === '<';
  };
  const missing: string[] = [];
  const stale: string[] = [];
  for (const name of names) {
    if ((told.value(`description ${name}`) ?? '').startsWith(`${name}: virtual meta package`)) {
      // The first word is the package itself.
      const needs = told.values(`needs ${name}`).slice(1);
      if (a.state === 'latest') stale.push(...needs.filter(isStale));
    } else if (!world.some((one) => new RegExp(`^${escaped(name)}([@=<>~].+)?$`).test(one))) missing.push(name);
    else if (a.state === 'latest' && isStale(name)) stale.push(name);
  }
  return { missing, stale };
}

async function remove(context: Context, told: Told, names: readonly string[]): Promise<ModuleReturn> {
  const { args: a, checkMode, host } = context;
  const there = names.filter((name) => told.value(`installed ${name}`) !== undefined);
  if (there.length === 0) return { changed: false, msg: 'package(s) already removed' };
  const ran = await run(context, [...apkWords(a), 'del', '--purge', ...there], `remove ${there.join(' ')}`);
  const msg = `failed to remove ${there.join(' ')} package(s)`;
  if (ran.rc !== 0) throw failure(ran, msg);
  if (!checkMode) {
    // apk leaves what others need, and says so with code 0.
    const left = await host.probe(
      lines([
        SBIN,
        ...there.map((name) => script(`${argvScript(['apk', '-e', 'info', name]).text} >/dev/null 2>&1 && exit 3`)),
        script(':'),
      ]),
    );
    if (left.rc === 3) throw failure(ran, msg);
  }
  return {
    changed: true,
    msg: `removed ${there.join(' ')} package(s)`,
    ...outputOf(ran.stdout, ran.stderr),
    packages: packagesOf(ran.stdout),
  };
}
