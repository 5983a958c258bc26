// Makes and removes virtual hosts of a RabbitMQ broker.
import { alias, bool, choice, defineModule, str, z } from '../../../src/kit/index.js';
import { askBroker, refusedCertificates, refusedLogin, rowsOf, tellBroker } from '../../_shared/rabbitmq.js';

const args = z.strictObject({
  name: alias(str(), 'vhost').describe('Name of the virtual host.'),
  tracing: alias(bool().default(false), 'trace').describe('Whether its messages are traced.'),
  state: choice('present', 'absent').default('present').describe('Whether it is there.'),
  node: str().default('rabbit').describe('Name of the Erlang node.'),
});

export default defineModule({
  name: 'community.rabbitmq.rabbitmq_vhost',
  aliases: ['community.general.rabbitmq_vhost'],
  summary: 'Makes and removes virtual hosts of a RabbitMQ broker.',
  args,
  returns: z.object({}),
  requires: ['rabbitmqctl'],
  check: 'full',
  diff: false,
  refused: { ...refusedLogin, ...refusedCertificates },
  examples: [{ name: 'A virtual host', task: 'community.rabbitmq.rabbitmq_vhost:\n  name: /app' }],
  async run({ args: a, host, change }) {
    const answers = await askBroker(host, a.node, [
      { name: 'vhosts', words: ['list_vhosts', 'name', 'tracing', '--formatter', 'json'] },
    ]);
    const there = rowsOf(answers.get('vhosts')).find((one) => one['name'] === a.name);
    const orders: { words: readonly string[] }[] = [];
    if (a.state === 'absent') {
      if (there) orders.push({ words: ['delete_vhost', a.name] });
    } else {
      if (!there) orders.push({ words: ['add_vhost', a.name] });
      if ((there?.['tracing'] ?? false) !== a.tracing)
        orders.push({ words: [a.tracing ? 'trace_on' : 'trace_off', '-p', a.name] });
    }
    if (orders.length > 0)
      await change({ summary: orders.map(({ words }) => `rabbitmqctl ${words.join(' ')}`).join('; ') }, (hands) =>
        tellBroker(hands, a.node, orders),
      );
    return { name: a.name, state: a.state };
  },
});
