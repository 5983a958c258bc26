// Manages Debian packages with apt-get.
import {
  argvScript,
  defineModule,
  ModuleFailure,
  z,
  type ModuleReturn,
  type RunContext,
  type Script,
} from '../../../src/kit/index.js';
import { APT_ENVIRONMENT, runUnlocked, updateLists } from '../../_shared/apt-run.js';
import { splitLines } from '../../_shared/output.js';
import { args, debPaths, onlyCleans, rules, specsOf, wantsUpdate, type Args } from './args.js';
import {
  commandLine,
  simulationChanges,
  simulationDiff,
  withPolicyRcD,
  withTemporaryDeb,
  type TemporaryDeb,
} from './command-line.js';
import { decide, type Step } from './decide.js';
import { fetchDeb } from './fetch-deb.js';
import { requireSuccess } from './execute.js';
import { lookScript, parseLook, type LookRequest, type Seen } from './look.js';

type Context = RunContext<Args>;

export default defineModule({
  name: 'ansible.builtin.apt',
  summary: 'Installs, upgrades and removes packages on Debian and its derivatives.',
  args,
  returns: z.object({
    cache_updated: z.boolean().optional().describe('Whether the package lists were fetched and had changed.'),
    cache_update_time: z
      .int()
      .optional()
      .describe('When the lists were last fetched, in seconds since the epoch; 0 if never.'),
    stdout: z.string().optional().describe('What apt printed.'),
    stderr: z.string().optional().describe('What apt printed as errors.'),
    stdout_lines: z.array(z.string()).optional().describe('`stdout` line by line.'),
    stderr_lines: z.array(z.string()).optional().describe('`stderr` line by line.'),
    msg: z.string().optional().describe('With upgrade: what apt printed.'),
  }),
  requires: ['apt-get', 'dpkg'],
  check: 'full',
  foreseeable: true,
  diff: true,
  rules,
  examples: [
    {
      name: 'A web server',
      task: 'ansible.builtin.apt:\n  name: nginx\n  update_cache: true\n  cache_valid_time: 3600',
    },
    { name: 'Packages at certain versions', task: 'ansible.builtin.apt:\n  name: [redis=5:7.*, curl>=7.80]' },
    { name: 'Upgrade everything', task: 'ansible.builtin.apt:\n  upgrade: dist\n  update_cache: true' },
    { name: 'Remove with configuration', task: 'ansible.builtin.apt:\n  name: exim4\n  state: absent\n  purge: true' },
  ],
  run,
});

async function run(context: Context): Promise<ModuleReturn> {
  const { args, checkMode } = context;
  const deb = await fetchDeb(context);
  const paths = deb ? [deb.path] : debPaths(args).map((p) => (p.includes('/') ? p : `./${p}`));
  const effective = deb || args.deb !== undefined ? { ...args, deb: paths.join(',') } : args;
  const request = lookRequest(effective, paths);
  const update = wantsUpdate(args);
  let seen = await look(context, update ? { ...request, validFor: args.cache_valid_time } : request, paths, deb);
  let cacheUpdated = false;
  if (seen.stale) {
    const before = seen.cacheTime;
    await context.change({ summary: 'fetch the package lists' }, (hands) => updateLists(context, hands));
    seen = await look(context, request, paths, deb);
    // compat: fetching lists that turn out to be unchanged is no change; a check cannot know that.
    cacheUpdated = checkMode || seen.cacheTime !== before;
  }
  const decision = decide(effective, seen);
  const onlyUpdate = update && !hasWork(args);
  // compat: only what installs packages by name, or is asked for nothing else, says something of the lists.
  const tellsLists = onlyUpdate || (args.state !== 'absent' && (args.name !== undefined || !hasWork(args)));
  const lists = tellsLists ? { cache_updated: cacheUpdated, cache_update_time: seen.cacheTime } : {};
  if (seen.badRelease !== undefined) throw new ModuleFailure(seen.badRelease, lists);
  if ('failure' in decision) throw new ModuleFailure(decision.failure, lists);
  const done = await carryOut(context, decision.steps, deb).catch((error: unknown) => {
    throw error instanceof ModuleFailure ? new ModuleFailure(error.message, { ...lists, ...error.extra }) : error;
  });
  const printed = args.deb !== undefined || (done.ran && (done.changed || args.state !== 'fixed'));
  return {
    changed: onlyUpdate ? cacheUpdated : done.changed,
    // compat: nothing is said of what no program printed.
    ...lists,
    ...(printed || args.upgrade !== 'no' ? done.output : {}),
    ...(args.upgrade === 'no' && !onlyCleans(args) ? {} : { msg: done.output.stdout }),
  };
}

/** Whether anything but the lists is asked for. */
function hasWork(a: Args): boolean {
  return a.name !== undefined || a.deb !== undefined || a.upgrade !== 'no' || a.autoremove || a.autoclean || a.clean;
}

function lookRequest(a: Args, debs: readonly string[]): LookRequest {
  const specs = a.state === 'build-dep' ? [] : specsOf(a);
  const exact = specs.filter((s) => !s.pattern);
  const versions = specs.some((s) => s.pattern || s.version !== undefined || s.release !== undefined);
  return {
    names: exact.map((s) => s.name),
    patterns: specs.filter((s) => s.pattern).map((s) => s.name),
    policy: a.state === 'absent' ? 'none' : a.state === 'latest' || versions ? 'all' : 'missing',
    defaultRelease: a.default_release,
    debs,
    clean: a.clean,
  };
}

async function look(
  context: Context,
  request: LookRequest,
  paths: readonly string[],
  deb: TemporaryDeb | undefined,
): Promise<Seen> {
  const { host } = context;
  const result = await host.probe(withTemporaryDeb(deb, lookScript(request)), { stdin: deb?.bytes });
  const seen = parseLook(result.stdout, paths);
  if (!seen.apt) {
    const { distribution, packageManager } = await host.platform();
    throw new ModuleFailure(
      `there is no apt-get on this host (${distribution}, package manager ${packageManager}): ` +
        'ansible.builtin.apt is for Debian and its derivatives; use ansible.builtin.package',
    );
  }
  if (result.rc !== 0) throw new ModuleFailure(`looking at the packages failed: ${result.stderr.trim()}`);
  return seen;
}

interface Done {
  readonly changed: boolean;
  /** Whether a program printed something that is told. */
  readonly ran: boolean;
  readonly output: { stdout: string; stderr: string; stdout_lines: string[]; stderr_lines: string[] };
}

async function carryOut(context: Context, steps: readonly Step[], deb: TemporaryDeb | undefined): Promise<Done> {
  const { args, host, checkMode, diffMode } = context;
  let changed = false;
  let stdout = '';
  let stderr = '';
  for (const step of steps) {
    const simulated =
      step.tool !== 'apt-mark' && step.command !== 'clean' && (step.changes === 'simulate' || checkMode || diffMode)
        ? commandLine(step, args, true)
        : undefined;
    let text: string | undefined;
    if (simulated) {
      const dry = await host.probe(withTemporaryDeb(deb, argvScript(simulated)), {
        env: APT_ENVIRONMENT,
        stdin: deb?.bytes,
      });
      requireSuccess(simulated, dry);
      text = dry.stdout;
      if (step.changes === 'simulate' && !simulationChanges(step, text)) {
        stdout += dry.stdout;
        stderr += dry.stderr;
        continue;
      }
      if (checkMode) {
        stdout += dry.stdout;
        stderr += dry.stderr;
      }
    }
    const argv = commandLine(step, args, false);
    const note = { summary: summaryOf(step), diff: text === undefined ? undefined : simulationDiff(text) };
    const result = await context.change(note, (hands) =>
      runUnlocked(context, hands, withTemporaryDeb(deb, policed(step, args, argv)), deb?.bytes),
    );
    if (result) {
      requireSuccess(argv, result);
      if (step.tool !== 'apt-mark') {
        stdout += result.stdout;
        stderr += result.stderr;
      }
    }
    // compat: marking a package that is there already as wanted is not reported as a change.
    if (step.changes !== 'never') changed = true;
  }
  const ran = steps.some((step) => step.changes !== 'never');
  return {
    changed,
    ran,
    output: { stdout, stderr, stdout_lines: splitLines(stdout), stderr_lines: splitLines(stderr) },
  };
}

const policed = (step: Step, a: Args, argv: readonly string[]): Script =>
  step.tool === 'apt-mark' ? argvScript(argv) : withPolicyRcD(a.policy_rc_d, argv);

function summaryOf(step: Step): string {
  const what = step.targets.length > 0 ? ` ${step.targets.join(' ')}` : '';
  return `${step.tool} ${step.command.split(' ')[0] ?? ''}${what}`;
}
