// Enables feature flags of a RabbitMQ broker.
import { defineModule, ModuleFailure, str, z } from '../../../src/kit/index.js';
import { askBroker, rowsOf, tellBroker } from '../../_shared/rabbitmq.js';

const args = z.strictObject({
  name: str().describe('Name of the flag. One that is enabled cannot be disabled again.'),
  node: str().default('rabbit').describe('Name of the Erlang node.'),
});

export default defineModule({
  name: 'community.rabbitmq.rabbitmq_feature_flag',
  aliases: ['community.general.rabbitmq_feature_flag'],
  summary: 'Enables feature flags of a RabbitMQ broker.',
  args,
  returns: z.object({}),
  requires: ['rabbitmqctl'],
  check: 'full',
  diff: false,
  examples: [{ name: 'A flag', task: 'community.rabbitmq.rabbitmq_feature_flag:\n  name: maintenance_mode_status' }],
  async run({ args: a, host, change }) {
    const words = ['list_feature_flags', 'name', 'state', '--formatter', 'json'];
    const flags = rowsOf((await askBroker(host, a.node, [{ name: 'flags', words }])).get('flags'));
    const flag = flags.find((one) => one['name'] === a.name);
    if (!flag) throw new ModuleFailure(`${a.name} feature flag is not available`);
    if (flag['state'] !== 'enabled')
      await change({ summary: `enable ${a.name}` }, (hands) =>
        tellBroker(hands, a.node, [{ words: ['enable_feature_flag', a.name] }]),
      );
    return {};
  },
});
