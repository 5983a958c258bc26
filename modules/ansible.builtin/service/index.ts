// Manages a service with whatever service manager the host has.
import {
  alias,
  bool,
  choice,
  defineModule,
  int,
  ModuleFailure,
  quote,
  script,
  str,
  z,
  type ModuleReturn,
  type RunContext,
} from '../../../src/kit/index.js';
import { systemdArgs, unitOptions } from '../../_shared/systemd-args.js';
import { runUnit } from '../../_shared/systemd-run.js';
import { decideService, type ServiceSeen, type ServiceStep } from './decide.js';
import { bindings, SERVICE_VERBS, type ServiceVerbs } from './verbs.js';

const args = z.strictObject({
  name: str().optional().describe('The service.'),
  state: choice('reloaded', 'restarted', 'started', 'stopped')
    .optional()
    .describe(
      'started and stopped only act when needed; reloaded and restarted always, and start what is not running.',
    ),
  enabled: bool().optional().describe('Whether it starts at boot.'),
  sleep: int().optional().describe('Seconds between stop and start of a restart; systemd does not need it.'),
  pattern: str().optional().describe('A part of its command line, to tell whether it runs; systemd does not need it.'),
  runlevel: str().default('default').describe("OpenRC's runlevel it starts in."),
  arguments: alias(str(), 'args')
    .default('')
    .describe('Further words for the init script; systemd has no use for them.'),
  // compat: what is no parameter of this module goes on to systemd, where that is the service manager.
  ...systemdArgs,
  use: str().default('auto').describe('The service manager to use: auto, systemd, sysvinit or openrc.'),
});
type Args = z.output<typeof args>;
type Named = Args & { readonly name: string };

export default defineModule({
  name: 'ansible.builtin.service',
  summary: 'Starts, stops and enables services under systemd, SysV init scripts or OpenRC.',
  args,
  returns: z.object({
    name: z.string().describe('The service.'),
    state: z.string().optional().describe('started or stopped, when `state` was given.'),
    enabled: z.boolean().optional().describe('Whether it starts at boot, when `enabled` was given.'),
    status: z.record(z.string(), z.string()).optional().describe('Under systemd: the properties of the unit.'),
  }),
  requires: ['the service manager: systemctl, rc-service or service'],
  check: 'full',
  foreseeable: true,
  diff: false,
  rules: (a) => {
    const manages = a.daemon_reload || a.daemon_reexec;
    return a.name === undefined && !manages ? ["missing required arguments: 'name'"] : [];
  },
  examples: [
    {
      name: 'Running now and at boot',
      task: 'ansible.builtin.service:\n  name: nginx\n  state: started\n  enabled: true',
    },
  ],
  async run(context) {
    const { name, state, enabled, masked, scope, use } = context.args;
    const manager = await managerFor(context, use);
    for (const unused of unusedBy(manager, context.args)) {
      context.warn(`'${unused}' means nothing to ${manager} and has no effect: drop it`);
    }
    if (manager === 'systemd') {
      const wanted = name === undefined ? undefined : { name, state, enabled, masked, scope };
      return runUnit(context, wanted, scope, unitOptions(context.args));
    }
    const foreign = systemdOnly(context.args);
    if (foreign.length > 0 || name === undefined) {
      const what = foreign.length > 0 ? `${foreign.join(', ')}: only systemd knows that` : "'name' is missing";
      throw new ModuleFailure(`Unsupported parameters for ${manager}: ${what}`);
    }
    // compat: systemd may be asked how a unit is, and nothing else.
    if (state === undefined && enabled === undefined) {
      throw new ModuleFailure('one of the following is required: state, enabled');
    }
    return runScripts({ ...context, args: { ...context.args, name } }, SERVICE_VERBS[manager]);
  },
});

/** What was asked for and only systemd can do. */
function systemdOnly(a: Args): string[] {
  const given = {
    masked: a.masked !== undefined,
    daemon_reload: a.daemon_reload,
    daemon_reexec: a.daemon_reexec,
    scope: a.scope !== 'system',
    no_block: a.no_block,
    force: a.force !== undefined,
  };
  return Object.entries(given).flatMap(([name, is]) => (is ? [name] : []));
}

/** Parameters that were given and mean nothing to the service manager. */
function unusedBy(manager: string, a: Args): string[] {
  return [
    ...(a.runlevel === 'default' || manager === 'openrc' ? [] : ['runlevel']),
    ...(a.sleep === undefined || manager !== 'systemd' ? [] : ['sleep']),
    ...(a.pattern === undefined || manager !== 'systemd' ? [] : ['pattern']),
    ...(a.arguments === '' || manager !== 'systemd' ? [] : ['arguments']),
  ];
}

const MANAGERS: Readonly<Record<string, 'systemd' | keyof typeof SERVICE_VERBS>> = {
  systemd: 'systemd',
  'ansible.builtin.systemd': 'systemd',
  'ansible.builtin.systemd_service': 'systemd',
  systemd_service: 'systemd',
  sysvinit: 'sysvinit',
  'ansible.builtin.sysvinit': 'sysvinit',
  openrc: 'openrc',
  // The module that Ansible falls back to works with init scripts where there is nothing better.
  service: 'sysvinit',
  'ansible.legacy.service': 'sysvinit',
};

async function managerFor(context: RunContext<Args>, use: string): Promise<'systemd' | keyof typeof SERVICE_VERBS> {
  const auto = use === 'auto';
  const { serviceManager, distribution } = auto
    ? await context.host.platform()
    : { serviceManager: use, distribution: '' };
  const manager = MANAGERS[serviceManager];
  if (manager !== undefined) return manager;
  if (!auto) {
    throw new ModuleFailure(`use: ${use} is not supported by tsplay: leave it out, or use systemd, sysvinit or openrc`);
  }
  // A container's own first process, say: init scripts may be there all the same.
  const scripts = await context.host.probe(script(`[ -x ${quote(`/etc/init.d/${context.args.name}`)} ]`));
  if (scripts.rc === 0) return 'sysvinit';
  throw new ModuleFailure(
    `the service manager of this host (${distribution}: ${serviceManager}) is not supported by tsplay, and there is no /etc/init.d/${context.args.name}: use a command task`,
  );
}

/** Tells whether it exists, runs and is enabled, by one script. */
function lookScript(a: Named, verbs: ServiceVerbs): string {
  const pattern =
    a.pattern === undefined
      ? `(${verbs.running}) >/dev/null 2>&1; echo "@running $?"`
      : `if ps -ww -e -o args 2>/dev/null | grep -F -v 'grep -F' | grep -F -q -e ${quote(a.pattern)} || ps 2>/dev/null | grep -F -v 'grep -F' | grep -F -q -e ${quote(a.pattern)}
then echo '@running 0'; else echo '@running 3'; fi`;
  return `${bindings(a)}
if ${verbs.exists} >/dev/null 2>&1; then echo @exists; else exit 0; fi
if ${verbs.enabled} >/dev/null 2>&1; then echo @enabled; fi
${a.state === undefined ? '' : pattern}
exit 0`;
}

export function parseService(stdout: string): ServiceSeen {
  const code = /^@running (\d+)$/m.exec(stdout)?.[1];
  // LSB: 0 runs, 1 to 3 does not, 4 unknown; scripts without a status command end with other codes, OpenRC's crashed is 32.
  const running = code === '0' ? true : code !== undefined && ['1', '3', '32'].includes(code) ? false : undefined;
  return { exists: /^@exists$/m.test(stdout), enabled: /^@enabled$/m.test(stdout), running };
}

async function runScripts(context: RunContext<Named>, verbs: ServiceVerbs): Promise<ModuleReturn> {
  const { args: a, host, task, checkMode } = context;
  const seen = parseService((await host.probe(script(lookScript(a, verbs)))).stdout);
  const decision = decideService(a, seen);
  if (decision.failure !== undefined) throw new ModuleFailure(decision.failure, { name: a.name });
  for (const step of decision.steps) {
    if (step === 'sleep') {
      if (!checkMode) await task.sleep((a.sleep ?? 0) * 1000);
      continue;
    }
    const result = await context.change({ summary: `${step} ${a.name}` }, (hands) =>
      hands.run(script(stepScript(step, a, verbs)), { env: { LC_ALL: 'C' } }),
    );
    if (result && result.rc !== 0) {
      const { rc, stdout, stderr } = result;
      const said = stderr.trim() || stdout.trim() || `it ended with code ${rc}`;
      throw new ModuleFailure(`Unable to ${step} service ${a.name}: ${said}`, { name: a.name, rc, stdout, stderr });
    }
  }
  return {
    name: a.name,
    changed: decision.steps.length > 0,
    ...(a.enabled === undefined ? {} : { enabled: a.enabled }),
    ...(a.state === undefined ? {} : { state: a.state === 'stopped' ? 'stopped' : 'started' }),
  };
}

function stepScript(step: Exclude<ServiceStep, 'sleep'>, a: Named, verbs: ServiceVerbs): string {
  const head = bindings(a);
  if (step === 'enable' || step === 'disable') return `${head}\n${verbs[step]}`;
  const words = a.arguments
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(quote);
  // A daemon that keeps our output open would hold up whoever reads it.
  return `${head}\n${verbs.act} ${[step, ...words].join(' ')} </dev/null`;
}
