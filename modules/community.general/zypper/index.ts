// Manages packages with zypper (SUSE and openSUSE).
import {
  argvScript,
  defineModule,
  lines,
  ModuleFailure,
  script,
  z,
  type ModuleReturn,
  type RunContext,
  type ScriptResult,
} from '../../../src/kit/index.js';
import { outputOf } from '../../_shared/output.js';
import { noProgram } from '../../_shared/program.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask } from '../../_shared/told.js';
import { elementsOf, runZypper, ZYPPER_ENVIRONMENT, type Element } from '../../_shared/zypper.js';
import { args, commandWords, isFile, parseName, type Wanted, type ZypperArgs } from './args.js';

type Context = RunContext<ZypperArgs>;

export default defineModule({
  name: 'community.general.zypper',
  summary: 'Manages packages with zypper.',
  args,
  returns: z.object({}),
  requires: ['zypper, rpm'],
  check: 'full',
  diff: true,
  rules: (a) => {
    const names = a.name.filter((name) => name !== '');
    const all = names.length === 1 && names[0] === '*';
    const absent = a.state === 'absent' || a.state === 'removed';
    return [
      ...(a.state === 'dist-upgrade' && !all ? ['Can not dist-upgrade specific packages.'] : []),
      ...(absent && names.some((name) => name.startsWith('+'))
        ? ["Can not combine '+' prefix with state=remove/absent."]
        : []),
      ...(absent && names.some(isFile) ? ['Can not remove via URL.'] : []),
      ...(absent && a.type === 'patch' ? ['Can not remove patches.'] : []),
    ];
  },
  examples: [
    { name: 'A package', task: 'community.general.zypper:\n  name: nginx\n  update_cache: true' },
    { name: 'All patches', task: "community.general.zypper:\n  name: '*'\n  state: latest\n  type: patch" },
  ],
  run: (context) => manage(context),
});

async function manage(context: Context): Promise<ModuleReturn> {
  const { args: a, checkMode } = context;
  const names = a.name.filter((name) => name !== '');
  const base = { name: names, state: a.state, update_cache: a.update_cache };
  const absent = a.state === 'absent' || a.state === 'removed';
  const all = names.length === 1 && names[0] === '*' && (a.state === 'latest' || a.state === 'dist-upgrade');
  const wanted = names.filter((name) => !isFile(name)).map(parseName);
  // Only what has no version of its own is compared: zypper weighs versions itself.
  const compared = all || a.state === 'latest' ? [] : absent ? wanted : wanted.filter(({ version }) => version === '');
  const { program, installed } = await look(context, compared);
  if (a.update_cache && !checkMode) {
    const refresh = commandWords(a, program, 'refresh', false);
    const ran = await changing(context, refresh, 'refresh the repositories');
    if (ran && ran.rc !== 0) throw failure(a, refresh, ran, 'Zypper refresh run failed.');
  }
  const command = all
    ? []
    : absent
      ? removing(wanted, installed)
      : installing(a, wanted, names.filter(isFile), installed);
  if (!all && command.length === 0) return { changed: false, rc: 0, ...base };
  const verb = all
    ? a.type === 'patch'
      ? 'patch'
      : a.state === 'dist-upgrade'
        ? 'dist-upgrade'
        : 'update'
    : absent
      ? 'remove'
      : 'install';
  const old = a.oldpackage || (!absent && wanted.some(({ version }) => version !== ''));
  const cmd = [...commandWords(a, program, verb, checkMode, old), ...command];
  const dry = [...commandWords(a, program, verb, true, old), ...command];
  let planned: ReturnType<typeof changesOf> = [];
  let ran: ScriptResult | undefined;
  if (checkMode || context.diffMode) {
    ran = await runZypper(context.task, dry, (one) => context.host.probe(one, { env: ZYPPER_ENVIRONMENT }));
    planned = judge(a, dry, ran);
  }
  const diff = { before: '', after: planned.length === 0 ? '' : prepared(planned) };
  if (!checkMode && (planned.length > 0 || !context.diffMode)) {
    const once = (note: string): Promise<ScriptResult> =>
      changing(context, cmd, note, diff).then((result) => {
        if (!result) throw new ModuleFailure('zypper was not run');
        return result;
      });
    let done = await once(`run zypper ${verb} ${command.join(' ')}`.trim());
    // zypper has updated itself, or a script has failed: once more, as it asks for.
    if (done.rc === 103 || (done.rc === 107 && a.skip_post_errors)) {
      planned = changesOf(done.stdout);
      const again = await once(`run zypper ${verb} again`);
      done = { ...again, rc: again.rc === 107 && a.skip_post_errors ? 0 : again.rc };
    }
    planned = [...planned, ...judge(a, cmd, done)];
    ran = done;
  } else if (planned.length > 0) await context.change({ summary: `run zypper ${verb}`, diff }, () => Promise.resolve());
  const { rc = 0, stdout = '', stderr = '' } = ran ?? {};
  if (planned.length === 0) return { changed: false, rc, cmd, ...base };
  return { changed: true, rc, cmd, ...outputOf(simple(a, stdout), stderr), ...base };
}

/** One round trip: the program (on a read-only system the one that makes changes there) and which names are installed. */
async function look(
  { args: a, host }: Context,
  compared: readonly Wanted[],
): Promise<{ program: string[]; installed: Set<string> }> {
  const search = [
    ...commandWords(a, ['zypper'], 'search', false),
    '--match-exact',
    '--details',
    '--installed-only',
    '--',
    ...compared.map(({ name }) => name),
  ];
  const told = await ask(
    host,
    lines([
      SBIN,
      script(`p=$(command -v zypper) && say program "$p"; say path "$PATH"; [ -n "$p" ] || exit 0
[ -x /usr/sbin/transactional-update ] && awk '$2 == "/" && $3 == "btrfs" && $4 ~ /(^|,)ro(,|$)/ { f = 1 } END { exit !f }' /proc/mounts && say readonly yes`),
      ...(compared.length === 0
        ? []
        : [script(`o=$(${argvScript(search).text} 2>/dev/null </dev/null); say rc $?; say found "$o"`)]),
    ]),
    { env: ZYPPER_ENVIRONMENT },
  );
  const program = told.value('program');
  if (program === undefined) {
    throw noProgram(
      'zypper',
      told.value('path'),
      'This host has no zypper: use the module of its own package manager.',
    );
  }
  const rc = Number(told.value('rc') ?? 0);
  const found = told.value('found') ?? '';
  if (rc !== 0 && rc !== 104) {
    throw new ModuleFailure(`Zypper run command failed with return code ${rc}.`, {
      rc,
      cmd: search,
      ...outputOf(found, ''),
    });
  }
  const names = elementsOf(found).flatMap((one) => (one.name === 'solvable' ? [one.attributes.get('name') ?? ''] : []));
  const writer = ['/usr/sbin/transactional-update', '--continue', '--drop-if-no-change', '--quiet', 'run'];
  return {
    program: [...(told.value('readonly') === undefined ? [] : writer), program],
    installed: new Set(rc === 104 ? [] : names),
  };
}

/** What stands after the options of `install`; nothing when all is there. */
export function installing(
  a: Pick<ZypperArgs, 'state'>,
  wanted: readonly Wanted[],
  files: readonly string[],
  installed: ReadonlySet<string>,
): string[] {
  const packages = wanted
    .filter(({ name, version, prefix }) => {
      if (a.state === 'latest') return true;
      // `compat:` what has a version is always handed to zypper.
      return version !== '' || (prefix === '-') === installed.has(name);
    })
    .map(({ name, version, prefix }) => `${prefix === '-' ? '-' : '+'}${name}${version}`);
  return packages.length + files.length === 0 ? [] : ['--', ...files, ...packages];
}

const removing = (wanted: readonly Wanted[], installed: ReadonlySet<string>): string[] => {
  const there = wanted.filter(({ name }) => installed.has(name)).map(({ name, version }) => `${name}${version}`);
  return there.length === 0 ? [] : ['--', ...there];
};

const changing = (
  { change, task }: Context,
  argv: readonly string[],
  summary: string,
  diff?: { before: string; after: string },
) => change({ summary, diff }, (hands) => runZypper(task, argv, (one) => hands.run(one, { env: ZYPPER_ENVIRONMENT })));

const changesOf = (xml: string): Element[] => elementsOf(xml).filter(({ name }) => name === 'solvable');

/** @throws ModuleFailure for codes that are no success */
function judge(a: ZypperArgs, cmd: readonly string[], ran: ScriptResult): Element[] {
  if (ran.rc === 0 || ran.rc === 102) return changesOf(ran.stdout);
  if (ran.rc === 104) {
    const message = elementsOf(ran.stdout).findLast(({ name }) => name === 'message')?.text;
    throw failure(a, cmd, ran, message ?? 'No provider found.');
  }
  const known = [103, 106, 107].includes(ran.rc);
  throw failure(a, cmd, ran, known ? 'Zypper run failed.' : `Zypper run command failed with return code ${ran.rc}.`);
}

function simple(a: ZypperArgs, xml: string): string {
  if (!a.simple_errors) return xml;
  const messages = elementsOf(xml).filter(({ name }) => name === 'message');
  return messages.map(({ text }) => text).join(' \n') || xml;
}

const failure = (
  a: ZypperArgs,
  cmd: readonly string[],
  { rc, stdout, stderr }: ScriptResult,
  msg: string,
): ModuleFailure => new ModuleFailure(msg, { rc, cmd, ...outputOf(simple(a, stdout), stderr) });

/** What is shown as difference: one line for each kind of change. */
export function prepared(changes: readonly Element[]): string {
  const of = (group: string, text: (one: Element) => string): string[] =>
    changes.filter((one) => one.parent === group).map(text);
  const name = (one: Element): string => one.attributes.get('name') ?? '';
  const kinds: readonly (readonly [string, string[]])[] = [
    ['installed', of('to-install', name)],
    ['removed', of('to-remove', name)],
    [
      'upgraded',
      of(
        'to-upgrade',
        (one) => `${name(one)} (${one.attributes.get('edition-old')} => ${one.attributes.get('edition')})`,
      ),
    ],
  ];
  return kinds.map(([kind, some]) => (some.length === 0 ? '' : `${kind}: ${some.join(', ')}\n`)).join('');
}
