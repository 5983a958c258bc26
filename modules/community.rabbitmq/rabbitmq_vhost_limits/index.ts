// Sets and clears the limits of a virtual host of RabbitMQ.
import { choice, defineModule, int, ModuleFailure, str, z } from '../../../src/kit/index.js';
import { askBroker, tellBroker } from '../../_shared/rabbitmq.js';

const args = z.strictObject({
  max_connections: int().default(-1).describe('How many connections it may have; negative: any number.'),
  max_queues: int().default(-1).describe('How many queues it may have; negative: any number.'),
  node: str().optional().describe('Name of the Erlang node.'),
  state: choice('present', 'absent').default('present').describe('Whether it has limits.'),
  vhost: str().default('/').describe('The virtual host.'),
});
type Args = z.output<typeof args>;

interface Limits {
  readonly 'max-connections'?: number;
  readonly 'max-queues'?: number;
}

export default defineModule({
  name: 'community.rabbitmq.rabbitmq_vhost_limits',
  aliases: ['community.general.rabbitmq_vhost_limits'],
  summary: 'Sets and clears the limits of a virtual host of RabbitMQ.',
  args,
  returns: z.object({}),
  check: 'full',
  diff: false,
  examples: [
    {
      name: 'Connections and queues',
      task: 'community.rabbitmq.rabbitmq_vhost_limits:\n  vhost: /app\n  max_connections: 64\n  max_queues: 256',
    },
    { name: 'No limits', task: 'community.rabbitmq.rabbitmq_vhost_limits:\n  vhost: /app\n  state: absent' },
  ],
  async run({ args: a, host, change }) {
    const words = ['list_vhost_limits', '-p', a.vhost];
    const answers = await askBroker(host, a.node, [{ name: 'limits', words }]);
    const order = decide(a, limitsIn(answers.get('limits')?.text ?? ''));
    if (order)
      await change({ summary: `rabbitmqctl ${order.join(' ')}` }, (hands) =>
        tellBroker(hands, a.node, [{ words: order }]),
      );
    return {};
  },
});

function limitsIn(text: string): Limits {
  const line = text.split('\n').find((one) => one.startsWith('{'));
  if (line === undefined && text.trim() !== '') throw new ModuleFailure(`rabbitmqctl says: ${text.trim()}`);
  return JSON.parse(line ?? '{}') as Limits;
}

/** The order that is needed, if any. */
export function decide(a: Args, there: Limits): readonly string[] | undefined {
  const { 'max-connections': connections, 'max-queues': queues } = there;
  if (a.state === 'absent')
    return connections === undefined && queues === undefined ? undefined : ['clear_vhost_limits', '-p', a.vhost];
  if (connections === a.max_connections && queues === a.max_queues) return undefined;
  const limits: Limits = { 'max-connections': a.max_connections, 'max-queues': a.max_queues };
  return ['set_vhost_limits', '-p', a.vhost, JSON.stringify(limits)];
}
