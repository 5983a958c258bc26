// Sets and clears the limits of a user of RabbitMQ.
import { alias, choice, defineModule, int, ModuleFailure, str, z } from '../../../src/kit/index.js';
import { askBroker, tellBroker } from '../../_shared/rabbitmq.js';

const args = z.strictObject({
  user: alias(str(), 'username', 'name').describe('Name of the user.'),
  max_connections: int().default(-1).describe('How many connections it may have at once; -1: any number.'),
  max_channels: int().default(-1).describe('How many channels it may have at once; -1: any number.'),
  node: str().optional().describe('Name of the Erlang node.'),
  state: choice('present', 'absent').default('present').describe('Whether it has limits.'),
});
type Args = z.output<typeof args>;

interface Limits {
  readonly 'max-connections'?: number;
  readonly 'max-channels'?: number;
}

export default defineModule({
  name: 'community.rabbitmq.rabbitmq_user_limits',
  aliases: ['community.general.rabbitmq_user_limits'],
  summary: 'Sets and clears the limits of a user of RabbitMQ (3.8.10 or newer).',
  args,
  returns: z.object({}),
  requires: ['rabbitmqctl'],
  check: 'full',
  diff: false,
  examples: [
    {
      name: 'Connections and channels',
      task: 'community.rabbitmq.rabbitmq_user_limits:\n  user: app\n  max_connections: 64\n  max_channels: 256',
    },
    { name: 'No limits', task: 'community.rabbitmq.rabbitmq_user_limits:\n  user: app\n  state: absent' },
  ],
  async run({ args: a, host, change }) {
    const words = ['list_user_limits', '--user', a.user];
    const text = (await askBroker(host, a.node, [{ name: 'limits', words }])).get('limits')?.text ?? '';
    const line = text.split('\n').find((one) => one.startsWith('{'));
    if (line === undefined && text.trim() !== '') throw new ModuleFailure(`rabbitmqctl says: ${text.trim()}`);
    const orders = decide(a, JSON.parse(line ?? '{}') as Limits);
    if (orders.length > 0)
      await change({ summary: orders.map((one) => `rabbitmqctl ${one.join(' ')}`).join('; ') }, (hands) =>
        tellBroker(
          hands,
          a.node,
          orders.map((one) => ({ words: one })),
        ),
      );
    return {};
  },
});

/** The orders that are needed: each limit is set or cleared by itself. */
export function decide(a: Args, there: Limits): readonly (readonly string[])[] {
  const names = ['max-connections', 'max-channels'] as const;
  if (a.state === 'absent')
    return names.some((name) => there[name] !== undefined) ? [['clear_user_limits', a.user, 'all']] : [];
  const wanted = { 'max-connections': a.max_connections, 'max-channels': a.max_channels };
  return names.flatMap((name): string[][] => {
    const limit = wanted[name];
    if (limit === -1) return there[name] === undefined ? [] : [['clear_user_limits', a.user, name]];
    return there[name] === limit ? [] : [['set_user_limits', a.user, JSON.stringify({ [name]: limit })]];
  });
}
