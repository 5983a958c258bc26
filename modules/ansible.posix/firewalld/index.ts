// Sets what the zones of firewalld let through, now and for good.
import {
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
  type HostView,
  type RunContext,
} from '../../../src/kit/index.js';
import { demand, NEEDS } from '../../_shared/query.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask, type Told } from '../../_shared/told.js';
import { SETTINGS, settingOf, switched, zoneSetting, type Setting } from './settings.js';

const forwardPort = z.strictObject({
  port: str().describe('The port that comes in.'),
  proto: choice('udp', 'tcp').describe('Its protocol.'),
  toport: str().describe('The port it goes to.'),
  toaddr: str().optional().describe('The address it goes to; default this host.'),
});

const args = z.strictObject({
  service: str().optional().describe('A service, by the name firewalld has for it.'),
  protocol: str().optional().describe('A protocol.'),
  port: str().optional().describe('A port or range of ports with its protocol: 8080/tcp, 161-162/udp.'),
  port_forward: list(forwardPort).optional().describe('One port that is forwarded.'),
  rich_rule: str().optional().describe('A rule in the rich language.'),
  source: str().optional().describe('A source address or network that belongs to the zone.'),
  interface: str().optional().describe('A network interface that belongs to the zone; it leaves the one it was in.'),
  icmp_block: str().optional().describe('A kind of ICMP message that is blocked.'),
  icmp_block_inversion: str().optional().describe('Whether those that are not listed are blocked: a boolean.'),
  forward: str().optional().describe('Whether packets between interfaces of the zone are forwarded: a boolean.'),
  masquerade: str().optional().describe('Whether addresses are masqueraded: a boolean.'),
  target: choice('default', 'ACCEPT', 'DROP', '%%REJECT%%')
    .optional()
    .describe('What becomes of packets that no rule of the zone is for.'),
  zone: str().optional().describe("The zone; default is firewalld's own default."),
  permanent: bool().default(false).describe('In the configuration that is kept.'),
  immediate: bool().default(false).describe('In the running one; always so unless it is permanent.'),
  state: choice('absent', 'disabled', 'enabled', 'present').describe(
    'enabled or disabled; present and absent are for zones and targets.',
  ),
  timeout: int().default(0).describe('Seconds after which an immediate setting is undone; 0 never.'),
  offline: bool().default(false).describe('Forget `immediate` when firewalld does not run.'),
});
type Args = z.output<typeof args>;

function rules(a: Args): string[] {
  const given = SETTINGS.filter((name) => a[name] !== undefined);
  const broken: string[] = [];
  if (given.length > 1) broken.push(`parameters are mutually exclusive: ${given.join('|')}`);
  for (const name of ['interface', 'target'] as const) {
    if (a[name] !== undefined && a.zone === undefined) broken.push(`missing parameter(s) required by '${name}': zone`);
  }
  if (a.offline && !a.permanent) broken.push('offline cannot be enabled unless permanent changes are allowed');
  if (a.port !== undefined && !/^[^/]+\/[^/]+$/.test(a.port.trim())) {
    broken.push('improper port format (missing protocol?)');
  }
  if ((a.port_forward?.length ?? 0) > 1) broken.push('Only one port forward supported at a time');
  if (given.length > 0 && (a.state === 'absent' || a.state === 'present') && a.target === undefined) {
    broken.push('absent and present state can only be used in zone level operations');
  }
  return broken;
}

export default defineModule({
  name: 'ansible.posix.firewalld',
  summary: 'Sets what the zones of firewalld let through, now and for good.',
  args,
  returns: z.object({ msg: z.string().optional().describe('What kind of operation it was, and what it changed.') }),
  requires: ['firewall-cmd'],
  check: 'full',
  diff: false,
  rules,
  examples: [
    {
      name: 'HTTPS, now and for good',
      task: 'ansible.posix.firewalld:\n  service: https\n  permanent: true\n  immediate: true\n  state: enabled',
    },
  ],
  async run(context) {
    const { args: a, host, checkMode } = context;
    warnOfWords(context);
    const setting = settingOf(a) ?? (a.state === 'present' || a.state === 'absent' ? 'zone' : undefined);
    const seen = await look(host, a, setting);
    const immediate = (a.immediate && !(a.offline && !seen.running)) || !a.permanent;
    if (immediate && !seen.running) {
      throw new ModuleFailure(
        'firewall is not currently running, unable to perform immediate actions without a running firewall daemon',
      );
    }
    const offline = seen.running ? [] : ['(offline operation: only on-disk configs were altered)'];
    if (!setting) return { msg: offline.join(', ') };
    const wanted = setting === 'zone' ? zoneSetting(seen.zone, a.state === 'present' ? 'present' : 'absent') : setting;
    const steps = decide(wanted, seen, { permanent: a.permanent, immediate });
    for (const step of steps) await carryOut(context, wanted, seen, step);
    // compat: a dry run that would change something says nothing.
    if (checkMode && steps.length > 0) return {};
    const done = steps.length > 0 ? [wanted.message.replaceAll('%zone', seen.zone)] : [];
    return { msg: [kindOf(a.permanent, immediate), ...done, ...offline].join(', ') };
  },
});

const kindOf = (permanent: boolean, immediate: boolean): string =>
  permanent
    ? immediate
      ? 'Permanent and Non-Permanent(immediate) operation'
      : 'Permanent operation'
    : 'Non-permanent operation';

function warnOfWords({ args: a, warn }: RunContext<Args>): void {
  for (const name of ['icmp_block_inversion', 'masquerade'] as const) {
    const text = a[name];
    if (text !== undefined && !switched(text, true).known) {
      warn(
        `The value of the ${name} option is "${text}". The type of the option will be changed from string to boolean in a future release. To avoid unexpected behavior, please change the value to boolean.`,
      );
    }
  }
}

type Where = 'permanent' | 'immediate';

interface Seen {
  readonly running: boolean;
  readonly zone: string;
  /** Code and output of the question in each configuration. */
  readonly answers: Partial<Record<Where, { readonly rc: number; readonly out: string }>>;
}

/** One round trip: whether firewalld runs, the zone, and what is there of the setting. */
async function look(host: HostView, a: Args, setting: Setting | 'zone' | undefined): Promise<Seen> {
  const query = setting === 'zone' ? '--get-zones' : setting?.query;
  const zoned = setting === 'zone' ? script('') : script('"--zone=$z"');
  const told = await ask(
    host,
    lines([
      SBIN,
      NEEDS,
      sh`needs firewall-cmd
z=${a.zone ?? ''}
if firewall-cmd --state >/dev/null 2>&1 </dev/null; then say running yes; p='firewall-cmd --permanent'
else p=firewall-offline-cmd; fi
if [ -z "$z" ]; then if [ "$p" = firewall-offline-cmd ]; then z=$($p --get-default-zone 2>/dev/null); else z=$(firewall-cmd --get-default-zone 2>/dev/null); fi; fi
say zone "$z"`,
      ...(query === undefined
        ? []
        : [
            ...(a.permanent ? [sh`try permanent $p ${zoned} ${query}`] : []),
            sh`[ "$p" = firewall-offline-cmd ] || try immediate firewall-cmd ${zoned} ${query === '--get-target' ? '--get-zones' : query}`,
          ]),
    ]),
  );
  demand(told, 'install the package firewalld');
  return { running: told.value('running') !== undefined, zone: told.value('zone') ?? '', answers: answersOf(told) };
}

function answersOf(told: Told): Seen['answers'] {
  const answer = (where: Where) => {
    const rc = told.value(`${where}.rc`);
    return rc === undefined ? {} : { [where]: { rc: Number(rc), out: (told.value(where) ?? '').trim() } };
  };
  return { ...answer('permanent'), ...answer('immediate') };
}

/** In which configurations something is to be changed; pure. @throws ModuleFailure when it cannot be */
export function decide(
  setting: Setting,
  { answers }: Seen,
  { permanent, immediate }: { readonly permanent: boolean; readonly immediate: boolean },
): Where[] {
  if (setting.permanentOnly && (immediate || !permanent)) {
    throw new ModuleFailure(
      "Zone operations must be permanent. Make sure you didn't set the 'permanent' flag to 'false' or the 'immediate' flag to 'true'.",
    );
  }
  const asked: Where[] = [
    ...(permanent ? (['permanent'] as const) : []),
    ...(immediate ? (['immediate'] as const) : []),
  ];
  return asked.filter((where) => {
    const { rc, out } = answers[where] ?? { rc: 1, out: '' };
    if (rc !== 0 && (rc !== 1 || setting.among !== undefined)) throw said(out);
    const there = setting.among === undefined ? rc === 0 : out.split(/\s+/).includes(setting.among);
    return there !== setting.wanted;
  });
}

function said(text: string): ModuleFailure {
  const error = text.replace(/^Error: /, '');
  const hint = error.includes('INVALID_SERVICE')
    ? ' Services are defined by port/tcp relationship and named as they are in /etc/services (on most systems)'
    : '';
  return new ModuleFailure(`ERROR: Exception caught: ${error}${hint}`);
}

async function carryOut(
  { args: a, change }: RunContext<Args>,
  setting: Setting,
  seen: Seen,
  where: Where,
): Promise<void> {
  const verb = setting.wanted ? setting.add : setting.remove;
  const zoned = /^--(?:new|delete)-zone=/.test(verb) ? [] : [`--zone=${seen.zone}`];
  const program = !seen.running
    ? ['firewall-offline-cmd']
    : ['firewall-cmd', ...(where === 'permanent' ? ['--permanent'] : [])];
  const timed = where === 'immediate' && setting.timed && setting.wanted && a.timeout > 0;
  const argv = [...program, ...zoned, verb, ...(timed ? [`--timeout=${a.timeout}`] : [])];
  await change({ summary: argv.join(' ') }, async (hands) => {
    const { rc, stdout, stderr } = await hands.run(lines([SBIN, sh`LC_ALL=C ${argv} </dev/null`]));
    if (rc !== 0) throw said((stderr + stdout).trim());
  });
}
