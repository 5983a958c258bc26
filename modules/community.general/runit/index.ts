// Manages services of runit, by its program sv.
import {
  bool,
  choice,
  defineModule,
  lines,
  ModuleFailure,
  path,
  sh,
  str,
  z,
  type HostHands,
  type HostView,
  type RunContext,
} from '../../../src/kit/index.js';
import { demand, NEEDS } from '../../_shared/query.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask } from '../../_shared/told.js';

const args = z.strictObject({
  name: str().describe('The service.'),
  state: choice('killed', 'once', 'reloaded', 'restarted', 'started', 'stopped')
    .optional()
    .describe('started and stopped act when needed; killed, once, reloaded and restarted always.'),
  enabled: bool().optional().describe('Whether it is linked into the directory of services that run.'),
  service_dir: path().default('/var/service').describe('Where services that run are linked.'),
  service_src: path().default('/etc/sv').describe('Where services are defined.'),
});
type Args = z.output<typeof args>;

const VERBS = {
  killed: 'force-stop',
  once: 'once',
  reloaded: 'reload',
  restarted: 'restart',
  started: 'start',
  stopped: 'stop',
} as const;

export default defineModule({
  name: 'community.general.runit',
  summary: 'Starts, stops and enables services of runit.',
  args,
  returns: z.object({
    sv: z.record(z.string(), z.unknown()).describe('state, enabled, svc_full, src_full, pid, duration, full_state.'),
  }),
  requires: ['sv'],
  check: 'full',
  diff: false,
  examples: [{ name: 'It runs', task: 'community.general.runit:\n  name: dnscache\n  state: started' }],
  async run(context) {
    const { args: a, host } = context;
    let seen = await look(host, a);
    const { state, enabled } = a;
    const service = `${a.service_dir}/${a.name}`;
    let acted = false;
    if (enabled !== undefined && enabled !== seen.enabled) {
      await link(context, enabled, service, seen.source);
      acted = true;
    }
    if (state !== undefined && state !== seen.state) {
      // compat: sv's own failure is seen in the state that is returned, and is no failure of the task.
      await context.change({ summary: `sv ${VERBS[state]} ${a.name}` }, (hands) => sv(hands, VERBS[state], service));
      acted = true;
    }
    if (acted && !context.checkMode) seen = await look(host, a);
    const { source: _source, ...told } = seen;
    return { sv: { ...told, svc_full: service, src_full: `${a.service_src}/${a.name}` } };
  },
});

interface Seen {
  readonly enabled: boolean;
  readonly state: string;
  readonly full_state: string | null;
  readonly pid: string | null;
  readonly duration: string | null;
  /** Whether it is defined. */
  readonly source: boolean;
}

async function look(host: HostView, a: Args): Promise<Seen> {
  const told = await ask(
    host,
    lines([
      SBIN,
      NEEDS,
      sh`needs sv
s=${a.service_dir}/${a.name}; if [ -e ${a.service_src}/${a.name} ]; then say source yes; fi
if [ -e "$s" ] || [ -L "$s" ]; then say enabled yes; e=$({ sv status "$s" 2>&1 >&3; } 3>/dev/null); say err "$e"; say out "$(sv status "$s" 2>/dev/null)"; fi`,
    ]),
  );
  demand(told, 'on Debian it is in the package runit');
  const source = told.value('source') !== undefined;
  if (told.value('enabled') === undefined) {
    return { enabled: false, state: 'stopped', full_state: null, pid: null, duration: null, source };
  }
  return { enabled: true, source, ...parseStatus(told.value('out') ?? '', told.value('err') ?? '') };
}

/** `run: /service/x: (pid 12) 34s; run: log: …`: what comes after `; ` is the logger's. Errors are the state themselves. */
export function parseStatus(out: string, err: string): Pick<Seen, 'state' | 'full_state' | 'pid' | 'duration'> {
  if (err !== '') return { state: `${err}\n`, full_state: `${err}\n`, pid: null, duration: null };
  const [own = ''] = out.split('; ');
  return {
    state: own.startsWith('run:') ? 'started' : own.startsWith('down:') ? 'stopped' : 'unknown',
    full_state: `${out}\n`,
    pid: /\(pid (\d+)\)/.exec(own)?.[1] ?? null,
    duration: / (\d+)s/.exec(own)?.[1] ?? null,
  };
}

const sv = (hands: HostHands, verb: string, service: string) =>
  hands.run(lines([SBIN, sh`LC_ALL=C sv ${verb} ${service} </dev/null`]));

async function link(
  { args: a, change }: RunContext<Args>,
  on: boolean,
  service: string,
  defined: boolean,
): Promise<void> {
  const source = `${a.service_src}/${a.name}`;
  if (on && !defined) throw new ModuleFailure(`Could not find source for service to enable (${source}).`);
  await change({ summary: `${on ? 'enable' : 'disable'} ${a.name}` }, async (hands) => {
    if (!on) await sv(hands, 'force-stop', source);
    const { rc, stderr } = await hands.run(on ? sh`ln -s -- ${source} ${service}` : sh`rm -f -- ${service}`);
    if (rc !== 0) throw new ModuleFailure(`Could not change service link: ${stderr.trim()}`);
  });
}
