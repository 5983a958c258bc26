// Binds queues and exchanges of a RabbitMQ broker to exchanges, and unbinds them.
import { alias, choice, defineModule, dict, ModuleFailure, str, z } from '../../../src/kit/index.js';
import { canonicalJson } from '../../_shared/canonical-json.js';
import { BrokerApi, brokerArgs, dataOf, isDone, type Reply } from '../../_shared/rabbitmq-api.js';

const args = z.strictObject({
  ...brokerArgs,
  name: alias(str(), 'src', 'source').describe('The exchange that gives messages.'),
  destination: alias(str(), 'dst', 'dest').describe('The queue or exchange that gets them.'),
  destination_type: alias(choice('queue', 'exchange'), 'type', 'dest_type').describe('Which of them it is.'),
  routing_key: str().default('#').describe('Key of the messages it gets.'),
  arguments: dict(z.unknown()).default({}).describe('Arguments of the binding, such as headers that must match.'),
  state: choice('present', 'absent').default('present').describe('Whether it is there.'),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.rabbitmq.rabbitmq_binding',
  aliases: ['community.general.rabbitmq_binding'],
  summary: 'Binds queues and exchanges of a RabbitMQ broker to exchanges.',
  args,
  returns: z.object({}),
  check: 'full',
  diff: false,
  examples: [
    {
      name: 'Errors go to a queue',
      task: 'community.rabbitmq.rabbitmq_binding:\n  name: logs\n  destination: errors\n  destination_type: queue\n  routing_key: "*.error"',
    },
  ],
  async run({ args: a, host, change, checkMode }) {
    const api = await BrokerApi.open(host, a);
    const where = ['bindings', a.vhost, 'e', a.name, a.destination_type === 'queue' ? 'q' : 'e', a.destination];
    const reply = await api.send('GET', where);
    if (reply.status !== 200 && reply.status !== 404) throw unexpected(reply);
    const bindings = reply.status === 200 ? (dataOf(reply) as Binding[]) : [];
    const there = findBinding(a, bindings);
    const changed = (there !== undefined) !== (a.state === 'present');
    if (changed)
      await change({ summary: `${a.state === 'present' ? 'bind' : 'unbind'} ${a.destination}` }, async () => {
        const body = { routing_key: a.routing_key, arguments: a.arguments };
        const done = await (a.state === 'present'
          ? api.send('POST', where, body)
          : api.send('DELETE', where, undefined, there?.properties_key));
        if (!isDone(done)) throw unexpected(done);
      });
    if (checkMode) return { changed, name: a.name, details: there ? bindings : reply.text, arguments: a.arguments };
    return { changed, name: a.name, ...(changed ? { destination: a.destination } : {}) };
  },
});

interface Binding {
  readonly routing_key: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** The binding's name in the interface, encoded for its address. */
  readonly properties_key: string;
}

export const findBinding = (
  a: Pick<Args, 'routing_key' | 'arguments'>,
  bindings: readonly Binding[],
): Binding | undefined =>
  bindings.find(
    (one) => one.routing_key === a.routing_key && canonicalJson(one.arguments) === canonicalJson(a.arguments),
  );

const unexpected = ({ status, text }: Reply): ModuleFailure =>
  new ModuleFailure('Unexpected reply from API', { status, details: text });
