// Sets and clears runtime parameters of a RabbitMQ broker.
import { choice, defineModule, str, z } from '../../../src/kit/index.js';
import { canonicalJson } from '../../_shared/canonical-json.js';
import { askBroker, callBroker, tellBroker, valueRules } from '../../_shared/rabbitmq.js';

const args = z.strictObject({
  component: str().describe('The component the parameter is of: `federation-upstream`, `shovel` …'),
  name: str().describe('Name of the parameter.'),
  value: str().optional().describe('Its value, as JSON: a text has its quotes, too.'),
  vhost: str().default('/').describe('Its virtual host.'),
  state: choice('present', 'absent').default('present').describe('Whether it is there.'),
  node: str().default('rabbit').describe('Name of the Erlang node.'),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.rabbitmq.rabbitmq_parameter',
  aliases: ['community.general.rabbitmq_parameter'],
  summary: 'Sets and clears runtime parameters of a RabbitMQ broker.',
  args,
  returns: z.object({}),
  check: 'full',
  diff: false,
  rules: valueRules,
  examples: [
    {
      name: 'A federation',
      task: 'community.rabbitmq.rabbitmq_parameter:\n  component: federation-upstream\n  name: other\n  value: \'{"uri": "amqp://other.example.com"}\'',
    },
    {
      name: 'No longer',
      task: 'community.rabbitmq.rabbitmq_parameter:\n  component: federation-upstream\n  name: other\n  state: absent',
    },
  ],
  async run({ args: a, host, change }) {
    const answers = await askBroker(host, a.node, [{ name: 'parameters', words: ['list_parameters', '-p', a.vhost] }]);
    const words = decide(a, valueIn(a, answers.get('parameters')?.text ?? ''));
    if (words)
      await change({ summary: `rabbitmqctl ${words.slice(0, 5).join(' ')}` }, (hands) =>
        a.state === 'absent'
          ? tellBroker(hands, a.node, [{ words }])
          : // An upstream's address has its password in it.
            callBroker(hands, a.node, {
              name: 'rabbit_runtime_parameters:parse_set',
              values: [a.vhost, a.component, a.name, a.value ?? 'null'],
            }),
      );
    return { component: a.component, name: a.name, vhost: a.vhost, state: a.state };
  },
});

/** The parameter's JSON in the broker's table. */
function valueIn(a: Args, table: string): string | undefined {
  const row = table
    .split('\n')
    .map((line) => line.split('\t'))
    .find(([component, name]) => component === a.component && name === a.name);
  return row?.slice(2).join('\t');
}

/** The order that is needed, if any. @param there JSON; undefined: there is none */
export function decide(a: Args, there: string | undefined): readonly string[] | undefined {
  if (a.state === 'absent')
    return there === undefined ? undefined : ['clear_parameter', '-p', a.vhost, a.component, a.name];
  const wanted: unknown = JSON.parse(a.value ?? 'null');
  if (there !== undefined && canonicalJson(JSON.parse(there)) === canonicalJson(wanted)) return undefined;
  // As it was given: numbers may have more digits than fit here.
  return ['set_parameter', '-p', a.vhost, a.component, a.name, a.value ?? 'null'];
}
