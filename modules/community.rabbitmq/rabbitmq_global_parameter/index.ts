// Sets and clears global runtime parameters of a RabbitMQ broker.
import { choice, defineModule, str, z } from '../../../src/kit/index.js';
import { canonicalJson } from '../../_shared/canonical-json.js';
import { askBroker, callBroker, tellBroker, valueRules } from '../../_shared/rabbitmq.js';

const args = z.strictObject({
  name: str().describe('Name of the parameter.'),
  value: str().optional().describe('Its value, as JSON: a text has its quotes, too.'),
  state: choice('present', 'absent').default('present').describe('Whether it is there.'),
  node: str().default('rabbit').describe('Name of the Erlang node.'),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.rabbitmq.rabbitmq_global_parameter',
  aliases: ['community.general.rabbitmq_global_parameter'],
  summary: 'Sets and clears global runtime parameters of a RabbitMQ broker.',
  args,
  returns: z.object({
    name: z.string().describe('Name of the parameter.'),
    value: z.unknown().describe('The value that was asked for, as data.'),
  }),
  requires: ['rabbitmqctl'],
  check: 'full',
  diff: false,
  rules: valueRules,
  examples: [
    {
      name: 'The name of the cluster',
      task: 'community.rabbitmq.rabbitmq_global_parameter:\n  name: cluster_name\n  value: \'"mq-cluster"\'',
    },
    { name: 'No longer', task: 'community.rabbitmq.rabbitmq_global_parameter:\n  name: cluster_name\n  state: absent' },
  ],
  async run({ args: a, host, change }) {
    const words = ['list_global_parameters'];
    const table = (await askBroker(host, a.node, [{ name: 'parameters', words }])).get('parameters')?.text ?? '';
    const row = table
      .split('\n')
      .map((line) => line.split('\t'))
      .find(([name, value], i) => name === a.name && !(i === 0 && value === 'value'));
    const order = decide(a, row?.slice(1).join('\t'));
    if (order)
      await change({ summary: `rabbitmqctl ${order.slice(0, 2).join(' ')}` }, (hands) =>
        a.state === 'absent'
          ? tellBroker(hands, a.node, [{ words: order }])
          : callBroker(hands, a.node, {
              name: 'rabbit_runtime_parameters:parse_set_global',
              values: [a.name, a.value ?? 'null'],
            }),
      );
    const value: unknown = a.value === undefined ? null : JSON.parse(a.value);
    return { name: a.name, value, state: a.state };
  },
});

/** The order that is needed, if any. @param there JSON; undefined: there is none */
export function decide(a: Args, there: string | undefined): readonly string[] | undefined {
  if (a.state === 'absent') return there === undefined ? undefined : ['clear_global_parameter', a.name];
  const wanted = a.value ?? 'null';
  if (there !== undefined && canonicalJson(JSON.parse(there)) === canonicalJson(JSON.parse(wanted))) return undefined;
  return ['set_global_parameter', a.name, wanted];
}
