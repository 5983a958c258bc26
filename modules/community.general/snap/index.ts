// Manages snaps with the snap program of the host.
import {
  argvScript,
  bool,
  choice,
  defineModule,
  list,
  ModuleFailure,
  quote,
  script,
  str,
  z,
  type ModuleReturn,
  type RunContext,
} from '../../../src/kit/index.js';
import { runProgram } from '../../_shared/program.js';
import { lookAtSnap, versionsOf } from '../../_shared/snap.js';
import type { Told } from '../../_shared/told.js';
import { optionChanges, parseList, type Listed } from './decide.js';

const args = z.strictObject({
  name: list(str()).describe('Snaps: names, or files of the host with `dangerous`.'),
  state: choice('absent', 'present', 'enabled', 'disabled').default('present').describe('What shall be.'),
  classic: bool().default(false).describe('Install snaps that are not confined.'),
  channel: str().optional().describe('The channel they come from and follow; default stable.'),
  options: list(str()).optional().describe('Their configuration: `key=value` or `snap:key=value`.'),
  dangerous: bool().default(false).describe('Do not check signatures.'),
});
type Args = z.output<typeof args>;
type Context = RunContext<Args>;

export default defineModule({
  name: 'community.general.snap',
  summary: 'Manages snaps.',
  args,
  returns: z.object({
    channel: z.string().describe('The channel.'),
    classic: z.boolean().describe('Whether they are not confined.'),
    cmd: z.string().describe('The command.'),
    options_changed: z.array(z.string()).describe('Options that were set.'),
    snaps_installed: z.array(z.string()).describe('Snaps that were installed.'),
    snaps_removed: z.array(z.string()).describe('Snaps that were removed.'),
    version: z.record(z.string(), z.string()).describe("Versions of snap's parts."),
  }),
  check: 'full',
  diff: false,
  examples: [{ name: 'A snap', task: 'community.general.snap:\n  name: hello-world\n  channel: latest/edge' }],
  run: (context) => manage(context),
});

async function manage(context: Context): Promise<ModuleReturn> {
  const { args: a, host } = context;
  const present = a.state === 'present';
  const told = await lookAtSnap(host, [
    script(`say list "$(snap list --all 2>/dev/null </dev/null)"`),
    ...(present
      ? a.name.flatMap((name) => [
          script(`o=$(snap info ${quote(name)} 2>&1 </dev/null); say ${quote(`info ${name}`)} "$o"`),
          ...(a.options === undefined
            ? []
            : [
                script(`n=$(printf '%s\\n' "$o" | sed -n 's/^name: *//p' | head -n 1)
o=$(snap get -d "\${n:-${quote(name)}}" 2>/dev/null </dev/null) && say ${quote(`options ${name}`)} "$o"`),
              ]),
        ])
      : []),
  ]);
  const result = { name: a.name, state: a.state, version: versionsOf(told) };
  const listed = parseList(told.value('list') ?? '');
  return present ? makePresent(context, told, listed, result) : makeOther(context, listed, result);
}

/** The name in a snap's information: a file has another one than its own. */
function nameOf(given: string, told: Told): string {
  return /^name:\s+(\S+)/m.exec(told.value(`info ${given}`) ?? '')?.[1] ?? given;
}

async function makePresent(
  context: Context,
  told: Told,
  listed: ReadonlyMap<string, Listed>,
  base: Record<string, unknown>,
): Promise<ModuleReturn> {
  const { args: a } = context;
  const unknown = a.name.filter((name) => /no snap found/.test(told.value(`info ${name}`) ?? ''));
  if (unknown.length > 0) throw new ModuleFailure(`Snaps not found: ${unknown.join(', ')}.`);
  const wrongChannel = (name: string): boolean => {
    const now = listed.get(nameOf(name, told))?.channel;
    return a.channel !== undefined && now !== undefined && now !== a.channel && now !== `latest/${a.channel}`;
  };
  const refresh = a.name.filter(wrongChannel);
  const install = a.name.filter((name) => !listed.has(nameOf(name, told)));
  const there = a.name.filter((name) => listed.has(nameOf(name, told)));
  const result: Record<string, unknown> = {
    ...base,
    snap_names: a.name.map((name) => nameOf(name, told)),
    classic: a.classic,
    channel: a.channel ?? 'stable',
  };
  const commands: string[] = [];
  for (const [verb, names] of [
    ['refresh', refresh],
    ['install', install],
  ] as const) {
    if (names.length === 0) continue;
    result['snaps_installed'] = names;
    const options = [
      ...(a.classic ? ['--classic'] : []),
      ...(a.channel === undefined || a.channel === 'stable' ? [] : ['--channel', a.channel]),
      ...(a.dangerous ? ['--dangerous'] : []),
    ];
    // These options are good for one snap at a time only.
    const bundles = options.length > 0 ? names.map((name) => [name]) : [names];
    for (const bundle of bundles) commands.push(await snap(context, [verb, ...options, ...bundle], 'installation'));
  }
  const changes = there.flatMap((name) => optionChanges(a, nameOf(name, told), told.value(`options ${name}`)));
  for (const { snap: name, set } of changes) {
    if (set.length === 0) continue;
    await snap(
      context,
      ['set', name, ...set.map((one) => one.text)],
      'configuration',
      name,
      set.map((one) => one.text),
    );
  }
  const options = changes.flatMap(({ set }) => set.map((one) => one.told));
  if (options.length > 0) result['options_changed'] = options;
  if (commands.length > 0 && !context.checkMode) result['cmd'] = commands.join('; ');
  return { changed: commands.length + options.length > 0, ...result };
}

const VERBS = { absent: 'remove', enabled: 'enable', disabled: 'disable' } as const;

/** The snaps that changed, under the name for that. */
function changedBy(state: keyof typeof VERBS, names: readonly string[]): Record<string, unknown> {
  if (state === 'absent') return { snaps_removed: names };
  return state === 'enabled' ? { snaps_enabled: names } : { snaps_disabled: names };
}

async function makeOther(
  context: Context,
  listed: ReadonlyMap<string, Listed>,
  base: Record<string, unknown>,
): Promise<ModuleReturn> {
  const { args: a, checkMode } = context;
  if (a.state === 'present') return base;
  const names = a.name.filter((name) => {
    const one = listed.get(name);
    if (a.state === 'absent') return one !== undefined;
    if (!one) throw new ModuleFailure(`the snap ${name} is not installed`);
    return one.enabled !== (a.state === 'enabled');
  });
  if (names.length === 0) return { changed: false, ...base };
  const verb = VERBS[a.state];
  // Only `remove` takes several at once.
  const bundles = a.state === 'absent' ? [names] : names.map((name) => [name]);
  const commands: string[] = [];
  for (const bundle of bundles) commands.push(await snap(context, [verb, ...bundle], 'operation'));
  return { changed: true, ...base, ...changedBy(a.state, names), ...(checkMode ? {} : { cmd: commands.join('; ') }) };
}

/** @returns the command @throws ModuleFailure */
async function snap(
  { change }: Context,
  words: readonly string[],
  what: 'configuration' | 'installation' | 'operation',
  name = '',
  options: readonly string[] = [],
): Promise<string> {
  const argv = ['snap', ...words];
  const cmd = argvScript(argv).text;
  const ran = await change({ summary: `run ${cmd}` }, (hands) => runProgram(hands, argv));
  if (!ran || ran.rc === 0) return cmd;
  const extra = { cmd, rc: ran.rc, stdout: ran.stdout, stderr: ran.stderr };
  const classic = /^error: This revision of snap "([\w-]+)" was published using classic confinement/m.exec(
    ran.stderr,
  )?.[1];
  if (classic !== undefined) {
    throw new ModuleFailure(`Couldn't install ${classic} because it requires classic confinement`, extra);
  }
  if (what === 'configuration') {
    const none = /has no "configure" hook/.test(ran.stderr);
    const msg = none
      ? `Snap '${name}' does not have any configurable options`
      : `Cannot set options '${options.join(' ')}' for snap '${name}': error=${ran.stderr}`;
    throw new ModuleFailure(msg, extra);
  }
  throw new ModuleFailure(
    `Ooops! Snap ${what} failed while executing '${cmd}', please examine logs and error output for more details. ${ran.stderr.trim()}`,
    extra,
  );
}
