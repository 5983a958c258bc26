// Enables and disables plugins of a RabbitMQ broker.
import { alias, bool, choice, defineModule, lines, ModuleFailure, script, sh, str, z } from '../../../src/kit/index.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask } from '../../_shared/told.js';

const args = z.strictObject({
  names: alias(str(), 'name').describe('Names of the plugins, with commas.'),
  new_only: bool().default(false).describe('Leave other plugins enabled.'),
  state: choice('enabled', 'disabled').default('enabled').describe('Whether they are enabled.'),
  broker_state: choice('online', 'offline').default('online').describe('Whether a running broker is told at once.'),
  prefix: str().optional().describe('Where RabbitMQ is installed.'),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.rabbitmq.rabbitmq_plugin',
  aliases: ['community.general.rabbitmq_plugin'],
  summary: 'Enables and disables plugins of a RabbitMQ broker.',
  args,
  returns: z.object({
    enabled: z.array(z.string()).describe('Plugins that were enabled.'),
    disabled: z.array(z.string()).describe('Plugins that were disabled.'),
  }),
  requires: ['rabbitmq-plugins'],
  check: 'full',
  diff: false,
  examples: [
    {
      name: 'The web interface',
      task: 'community.rabbitmq.rabbitmq_plugin:\n  names: rabbitmq_management\n  new_only: true',
    },
  ],
  async run({ args: a, host, change }) {
    const told = await ask(
      host,
      lines([SBIN, findProgram(a), sh`o=$("$p" list -E -m 2>/dev/null </dev/null); say rc "$?"; say list "$o"`]),
    );
    if (told.value('missing') !== undefined)
      throw new ModuleFailure(
        a.prefix === undefined
          ? 'rabbitmq-plugins is not on the host: is RabbitMQ installed?'
          : `No binary folder in prefix ${a.prefix}`,
      );
    if (told.value('rc') !== '0') throw new ModuleFailure(`rabbitmq-plugins list failed: ${told.value('list') ?? ''}`);
    const present = (told.value('list') ?? '').split('\n').filter((line) => line !== '' && !line.includes(' '));
    const { enabled, disabled } = decide(a, present);
    const steps = [...disabled.map((name) => ['disable', name]), ...enabled.map((name) => ['enable', name])];
    for (const [verb = '', name = ''] of steps) {
      await change({ summary: `rabbitmq-plugins ${verb} ${name}` }, async (hands) => {
        const words = [verb, `--${a.broker_state}`, name];
        const ran = await hands.run(lines([SBIN, findProgram(a), sh`"$p" ${words} </dev/null`]));
        if (ran.rc !== 0)
          throw new ModuleFailure((ran.stderr || ran.stdout).trim(), {
            rc: ran.rc,
            stdout: ran.stdout,
            stderr: ran.stderr,
          });
      });
    }
    return { enabled, disabled };
  },
});

/** Sets `p`. */
const findProgram = ({ prefix }: Args) =>
  prefix === undefined || prefix === ''
    ? script('p=$(command -v rabbitmq-plugins) || { say missing yes; exit 0; }')
    : sh`p=; for d in ${`${prefix}/bin`} ${`${prefix}/sbin`}; do if [ -d "$d" ]; then p=$d/rabbitmq-plugins; break; fi; done
[ -n "$p" ] || { say missing yes; exit 0; }`;

/** Which are enabled and disabled; those that plugins enabled themselves are not in `present`. */
export function decide(
  a: Args,
  present: readonly string[],
): { readonly enabled: string[]; readonly disabled: string[] } {
  const names = a.names.split(',');
  if (a.state === 'disabled') return { enabled: [], disabled: present.filter((name) => names.includes(name)) };
  return {
    enabled: names.filter((name) => !present.includes(name)),
    disabled: a.new_only ? [] : present.filter((name) => !names.includes(name)),
  };
}
