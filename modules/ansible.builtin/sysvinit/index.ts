// Manages a service that is an init script of System V.
import {
  alias,
  bool,
  choice,
  defineModule,
  int,
  lines,
  list,
  ModuleFailure,
  script,
  sh,
  str,
  z,
  type RunContext,
  type Script,
} from '../../../src/kit/index.js';
import { SBIN } from '../../_shared/sbin.js';
import { judge, look, scriptOf } from './look.js';

const args = z.strictObject({
  name: alias(str(), 'service').describe('The service: a script in /etc/init.d, or its path.'),
  state: choice('started', 'stopped', 'restarted', 'reloaded')
    .optional()
    .describe('started and stopped only act when needed; restarted is a stop and a start; reloaded always reloads.'),
  enabled: bool().optional().describe('Whether it starts at boot.'),
  sleep: int().default(1).describe('Seconds to wait after the stop, and after the start, of a restart.'),
  pattern: str().optional().describe('A part of its command line, to tell whether it runs.'),
  runlevels: list(str()).optional().describe('The runlevels `enabled` is about; default all.'),
  arguments: alias(str(), 'args').optional().describe('Further words for the script.'),
  daemonize: bool().default(false).describe('Start it in a session of its own, when the script does not do so.'),
});
type Args = z.output<typeof args>;

/** What was done for one of the two questions. */
interface Done {
  changed: boolean;
  rc: number | null;
  stdout: string | null;
  stderr: string | null;
  runlevels?: readonly string[];
}

const nothing = (): Done => ({ changed: false, rc: null, stdout: null, stderr: null });

export default defineModule({
  name: 'ansible.builtin.sysvinit',
  summary: 'Starts, stops and enables services that are init scripts of System V.',
  args,
  returns: z.object({
    name: z.string().describe('The service.'),
    status: z.record(z.string(), z.unknown()).describe('`enabled` and the state: changed, rc, stdout, stderr of each.'),
  }),
  requires: ['scripts in /etc/init.d; update-rc.d or chkconfig to enable them'],
  check: 'full',
  diff: false,
  rules: (a) =>
    a.state === undefined && a.enabled === undefined ? ['one of the following is required: state, enabled'] : [],
  examples: [
    {
      name: 'Running now and at boot',
      task: 'ansible.builtin.sysvinit:\n  name: apache2\n  state: started\n  enabled: true',
    },
  ],
  async run(context) {
    const { args: a, host, warn } = context;
    const question = { name: a.name, runlevels: a.runlevels ?? [], pattern: a.pattern };
    const seen = await look(host, question);
    if (!seen.exists) throw new ModuleFailure(`Could not find the requested service ${a.name}: `);
    const { running, warning } = judge(question, seen);
    if (warning !== undefined) warn(warning);
    const enabled = nothing();
    if (a.runlevels && a.runlevels.length > 0) enabled.runlevels = a.runlevels;
    const differs = [...seen.enabled.values()].some((is) => is !== a.enabled);
    if (a.enabled !== undefined && differs) await enable(context, a.enabled, enabled);
    const state = nothing();
    if (a.state !== undefined) await bringTo(context, a.state, running, state);
    // compat: without `state` what was not done stands under the name of nothing.
    return { name: a.name, status: { enabled, [a.state ?? 'null']: state } };
  },
});

async function enable(context: RunContext<Args>, wanted: boolean, done: Done): Promise<void> {
  const { args: a } = context;
  const levels = a.runlevels ?? [];
  const verb = wanted ? 'enable' : 'disable';
  const ran = await context.change({ summary: `${verb} ${a.name}` }, (hands) =>
    hands.run(lines([SBIN, sh`n=${a.name}`, enableScript(wanted, levels)])),
  );
  done.changed = true;
  if (!ran) return;
  const { rc, stdout, stderr } = ran;
  Object.assign(done, { rc, stdout, stderr });
  const illegal = stderr.includes('illegal runlevel specified');
  if (illegal || rc !== 0) {
    const msg = illegal
      ? `Illegal runlevel specified for enable operation on service ${a.name}`
      : `Failed to ${verb} service: ${a.name}`;
    throw new ModuleFailure(msg, { name: a.name, rc, stdout, stderr });
  }
}

/** A script that was disabled once keeps its links, so that `defaults` alone would not enable it. */
function enableScript(wanted: boolean, levels: readonly string[]): Script {
  const all = levels.length === 0;
  const chkconfig = sh`chkconfig ${all ? [] : ['--level', levels.join('')]} "$n" ${wanted ? 'on' : 'off'}`;
  const debian = !wanted
    ? sh`update-rc.d "$n" disable ${levels}`
    : all
      ? script('update-rc.d "$n" defaults && update-rc.d "$n" enable')
      : sh`update-rc.d "$n" enable ${levels}`;
  return sh`export LC_ALL=C
if command -v update-rc.d >/dev/null 2>&1; then ${debian}
elif command -v chkconfig >/dev/null 2>&1; then ${chkconfig}
else echo 'there is neither update-rc.d nor chkconfig' >&2; exit 127; fi`;
}

const VERBS = { started: 'start', stopped: 'stop', restarted: 'restart', reloaded: 'reload' } as const;

async function bringTo(
  context: RunContext<Args>,
  state: keyof typeof VERBS,
  running: boolean,
  done: Done,
): Promise<void> {
  const { args: a, change, task } = context;
  if ((state === 'started' && running) || (state === 'stopped' && !running)) return;
  const act = async (verb: string): Promise<void> => {
    const ran = await change({ summary: `${verb} ${a.name}` }, (hands) => hands.run(actScript(a, verb)));
    if (!ran) return;
    const { rc, stdout, stderr } = ran;
    Object.assign(done, { rc, stdout, stderr });
    if (rc !== 0) throw new ModuleFailure(`Failed to ${VERBS[state]} service: ${a.name}`, { rc, stdout, stderr });
  };
  done.changed = true;
  if (state !== 'restarted') return act(VERBS[state]);
  for (const verb of ['stop', 'start']) {
    await act(verb);
    if (a.sleep > 0 && !context.checkMode) await task.sleep(a.sleep * 1000);
  }
}

/** What it prints goes into files: a daemon may keep its output open for ever. */
function actScript(a: Args, verb: string): Script {
  const words = (a.arguments ?? '').split(/\s+/).filter((word) => word !== '');
  const apart = a.daemonize ? script('if command -v setsid >/dev/null 2>&1; then set -- setsid "$@"; fi') : script(':');
  return lines([
    SBIN,
    sh`export LC_ALL=C
o=$(mktemp -d) || exit 73
set -- ${[scriptOf(a.name), verb, ...words]}
${apart}
"$@" </dev/null >"$o/out" 2>"$o/err"; c=$?
cat "$o/out"; cat "$o/err" >&2; rm -rf -- "$o"; (exit $c)`,
  ]);
}
