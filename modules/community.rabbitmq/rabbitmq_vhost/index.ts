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
    const tell = (words: readonly string[]) =>
      change({ summary: `rabbitmqctl ${words.join(' ')}` }, (hands) => tellBroker(hands, a.node, words));
    if (a.state === 'absent') {
      if (there) await tell(['delete_vhost', a.name]);
    } else {
      if (!there) await tell(['add_vhost', a.name]);
      if ((there?.['tracing'] ?? false) !== a.tracing) await tell([a.tracing ? 'trace_on' : 'trace_off', '-p', a.name]);
    }
    return { name: a.name, state: a.state };
  },
});
