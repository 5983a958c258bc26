// Manages the firewall ufw: on and off, policies, logging and rules.
import {
  alias,
  bool,
  choice,
  defineModule,
  int,
  lines,
  ModuleFailure,
  script,
  sh,
  str,
  z,
  type RunContext,
  type Script,
} from '../../../src/kit/index.js';
import { answerOf, QUERY, type Answer } from '../../_shared/query.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask, type Told } from '../../_shared/told.js';
import { commandsOf, differs, isSkipped, ruleDiffers, type Command, type Seen } from './rules.js';

const args = z.strictObject({
  state: choice('enabled', 'disabled', 'reloaded', 'reset')
    .optional()
    .describe('Whether the firewall is on; reloaded and reset always change.'),
  default: alias(choice('allow', 'deny', 'reject').optional(), 'policy').describe(
    'Policy for what no rule is about, in the `direction` incoming (default), outgoing or routed.',
  ),
  rule: choice('allow', 'deny', 'limit', 'reject').optional().describe('Adds a rule of that kind.'),
  logging: choice('on', 'off', 'low', 'medium', 'high', 'full').optional().describe('How much is logged.'),
  direction: choice('in', 'incoming', 'out', 'outgoing', 'routed')
    .optional()
    .describe('Of a rule in or out; of a policy incoming, outgoing or routed.'),
  delete: bool().default(false).describe('Take the rule away.'),
  insert: int().optional().describe('Number the rule shall have.'),
  insert_relative_to: choice('zero', 'first-ipv4', 'last-ipv4', 'first-ipv6', 'last-ipv6')
    .default('zero')
    .describe('What `insert` is counted from.'),
  route: bool().default(false).describe('The rule is about traffic that passes through.'),
  interface: alias(str().optional(), 'if').describe('Interface of the rule; needs `direction`.'),
  interface_in: alias(str().optional(), 'if_in').describe('Interface traffic comes in by.'),
  interface_out: alias(str().optional(), 'if_out').describe('Interface traffic goes out by.'),
  log: bool().default(false).describe('Log new connections the rule is about.'),
  from_ip: alias(str(), 'from', 'src').default('any').describe('Source address.'),
  from_port: str().optional().describe('Source port.'),
  to_ip: alias(str(), 'to', 'dest').default('any').describe('Destination address.'),
  to_port: alias(str().optional(), 'port').describe('Destination port.'),
  proto: alias(choice('any', 'tcp', 'udp', 'ipv6', 'esp', 'ah', 'gre', 'igmp', 'vrrp').optional(), 'protocol').describe(
    'Protocol.',
  ),
  name: alias(str().optional(), 'app').describe('Application profile of /etc/ufw/applications.d.'),
  comment: str().optional().describe('Comment of the rule, where ufw is 0.35 or newer.'),
});
export type Args = z.output<typeof args>;

function rules(a: Args): string[] {
  const broken: string[] = [];
  const exclusive = [
    ['name', 'proto', 'logging'],
    ['direction', 'interface_in'],
    ['direction', 'interface_out'],
  ] as const;
  for (const group of exclusive) {
    if (group.filter((name) => a[name] !== undefined).length > 1) {
      broken.push(`parameters are mutually exclusive: ${group.join('|')}`);
    }
  }
  if ([a.state, a.default, a.rule, a.logging].every((one) => one === undefined)) {
    broken.push('one of the following is required: state, default, rule, logging');
  }
  if (a.interface !== undefined && a.direction === undefined) {
    broken.push("missing parameter(s) required by 'interface': direction");
  }
  if (a.default !== undefined && (a.direction === 'in' || a.direction === 'out')) {
    broken.push(
      'For default, direction must be one of "outgoing", "incoming" and "routed", or direction must not be specified.',
    );
  }
  if (a.rule !== undefined) {
    if (a.direction !== undefined && a.direction !== 'in' && a.direction !== 'out') {
      broken.push('For rules, direction must be one of "in" and "out", or direction must not be specified.');
    }
    if (!a.route && a.interface_in !== undefined && a.interface_out !== undefined) {
      broken.push('Only route rules can combine interface_in and interface_out');
    }
  }
  return broken;
}

export default defineModule({
  name: 'community.general.ufw',
  summary: 'Manages the firewall ufw.',
  args,
  returns: z.object({
    commands: z.array(z.string()).describe('The commands that were run, or would be.'),
  }),
  requires: ['ufw'],
  check: 'full',
  diff: false,
  rules,
  examples: [
    { name: 'SSH', task: 'community.general.ufw:\n  rule: limit\n  port: ssh\n  proto: tcp' },
    { name: 'On', task: 'community.general.ufw:\n  state: enabled\n  default: deny' },
  ],
  async run(context) {
    const { args: a, checkMode, change } = context;
    const told = await look(context, guessedRule(a));
    const seen = seenOf(told);
    const dry = commandsOf(a, seen, true);
    const rule = dry.find((command) => command.kind === 'rule');
    const said = rule ? await dryRun(context, rule, told) : '';
    const isNeeded = ({ kind }: Command): boolean =>
      kind === 'rule' ? (checkMode ? ruleDiffers(a, seen, said) : !isSkipped(said)) : differs(kind, a, seen);
    const commands = commandsOf(a, seen, checkMode);
    const needed = commands.filter(isNeeded);
    const result = { commands: commands.map((command) => command.shown) };
    if (needed.length === 0) return checkMode ? result : { ...result, msg: seen.status.trimEnd() };
    const summary = needed.map((command) => command.argv.slice(1).join(' ')).join('; ');
    const after = await change({ summary: `ufw ${summary}` }, async (hands) => {
      for (const { argv } of needed) {
        const command = lines([SBIN, sh`LC_ALL=C ${argv}`]);
        let { rc, stdout, stderr } = await hands.run(command);
        if (rc !== 0 && a.state === 'reset' && /already exists/.test(stderr + stdout)) {
          // Backups of the rules are named by the second.
          await context.task.sleep(1000);
          ({ rc, stdout, stderr } = await hands.run(command));
        }
        if (rc !== 0) throw new ModuleFailure((stderr || stdout).trim(), { ...result, rc });
      }
      return seenOf(await look(context));
    });
    if (!after) return result;
    const always = a.state === 'reloaded' || a.state === 'reset';
    const same = (['status', 'tuples', 'defaults', 'conf'] as const).every((key) => after[key] === seen[key]);
    return { changed: always || !same, ...result, msg: after.status.trimEnd() };
  },
});

const LOOK: Script = script(`p=$(command -v ufw) || exit 0
say program "$p"
try status "$p" status verbose
say tuples "$(grep -h '^### tuple' /lib/ufw/user.rules /lib/ufw/user6.rules /etc/ufw/user.rules /etc/ufw/user6.rules /var/lib/ufw/user.rules /var/lib/ufw/user6.rules 2>/dev/null)"
say version "$("$p" --version 2>/dev/null)"
say defaults "$(cat /etc/default/ufw 2>/dev/null)"
say conf "$(cat /etc/ufw/ufw.conf 2>/dev/null)"`);
const NUMBERED: Script = script('say numbered "$("$p" status numbered 2>/dev/null)"');

/** What is known before the look, for a ufw that knows comments, as all of this decade do. */
const UNSEEN: Seen = { program: '', status: '', tuples: '', version: 'ufw 0.36', numbered: '', defaults: '', conf: '' };

/** The words of the rule's dry run as they most likely are; undefined where a place among the rules has to be found first. */
function guessedRule(a: Args): readonly string[] | undefined {
  if (a.insert !== undefined && a.insert_relative_to !== 'zero' && !a.delete) return undefined;
  return wordsOf(commandsOf(a, UNSEEN, true).find(({ kind }) => kind === 'rule'));
}
const wordsOf = (command: Command | undefined): readonly string[] | undefined => command?.argv.slice(1);

function look({ args: a, host }: RunContext<Args>, rule?: readonly string[]): Promise<Told> {
  const relative = a.insert !== undefined && a.insert_relative_to !== 'zero';
  const dry = rule ? [QUERY, sh`query rule "$p" ${rule}`] : [];
  return ask(host, lines([SBIN, LOOK, ...(relative ? [NUMBERED] : []), ...dry]));
}

function seenOf(told: Told): Seen {
  const program = told.value('program');
  if (program === undefined) throw new ModuleFailure('ufw is not installed on the host: install the package ufw first');
  const status = told.value('status') ?? '';
  const rc = Number(told.value('status.rc'));
  if (rc !== 0) throw new ModuleFailure(status, { rc });
  const text = (name: string): string => told.value(name) ?? '';
  return {
    program,
    status,
    tuples: text('tuples'),
    version: text('version'),
    numbered: text('numbered'),
    defaults: text('defaults'),
    conf: text('conf'),
  };
}

/** What a dry run says: that of the look, when it was of the same words, or else one of its own. */
async function dryRun({ args: a, host }: RunContext<Args>, command: Command, told: Told): Promise<string> {
  const asked = String(guessedRule(a)) === String(wordsOf(command)) ? answerOf(told, 'rule') : undefined;
  const { argv, shown } = command;
  const run = async (): Promise<Answer> => {
    const { rc, stdout, stderr } = await host.probe(lines([SBIN, sh`LC_ALL=C ${argv}`]));
    return { rc, out: stdout, err: stderr };
  };
  const { rc, out, err } = asked ?? (await run());
  if (rc !== 0) throw new ModuleFailure((err || out).trim(), { commands: [shown], rc });
  return out;
}
