// Makes and deletes exchanges of a RabbitMQ broker.
import { alias, bool, choice, defineModule, dict, ModuleFailure, str, z } from '../../../src/kit/index.js';
import { BrokerApi, brokerArgs, dataOf, isDone, type Reply } from '../../_shared/rabbitmq-api.js';

const TYPES = [
  'fanout',
  'direct',
  'headers',
  'topic',
  'x-delayed-message',
  'x-random',
  'x-consistent-hash',
  'x-recent-history',
] as const;

const args = z.strictObject({
  ...brokerArgs,
  name: str().describe('Name of the exchange.'),
  state: choice('present', 'absent').default('present').describe('Whether it is there.'),
  durable: bool().default(true).describe('Whether it outlives a restart of the broker.'),
  auto_delete: bool().default(false).describe('Whether it goes when nothing is bound to it any more.'),
  internal: bool().default(false).describe('Whether it takes messages of other exchanges only.'),
  exchange_type: alias(choice(...TYPES).default('direct'), 'type').describe('How it chooses where messages go.'),
  arguments: dict(z.unknown()).default({}).describe('Further arguments, such as `alternate-exchange`.'),
});
type Args = z.output<typeof args>;

/** Plugins that bring the types of exchanges that are not the broker's own. */
const PLUGINS: Readonly<Record<string, string>> = {
  'x-consistent-hash': 'rabbitmq_consistent_hash_exchange',
  'x-random': 'rabbitmq_random_exchange',
  'x-delayed-message': 'rabbitmq_delayed_message_exchange',
  'x-recent-history': 'rabbitmq_recent_history_exchange',
};

export default defineModule({
  name: 'community.rabbitmq.rabbitmq_exchange',
  aliases: ['community.general.rabbitmq_exchange'],
  summary: 'Makes and deletes exchanges of a RabbitMQ broker.',
  args,
  returns: z.object({}),
  check: 'full',
  diff: false,
  examples: [
    { name: 'A topic', task: 'community.rabbitmq.rabbitmq_exchange:\n  name: events\n  type: topic' },
    { name: 'No longer', task: 'community.rabbitmq.rabbitmq_exchange:\n  name: events\n  state: absent' },
  ],
  async run({ args: a, host, change, checkMode }) {
    const api = await BrokerApi.open(host, a);
    const where = ['exchanges', a.vhost, a.name];
    const reply = await api.send('GET', where);
    if (reply.status !== 200 && reply.status !== 404)
      throw new ModuleFailure('Invalid response from RESTAPI when trying to check if exchange exists', {
        details: reply.text,
      });
    const there = reply.status === 200 ? (dataOf(reply) as Exchange) : undefined;
    if (there && a.state === 'present' && !isSame(a, there))
      throw new ModuleFailure("RabbitMQ RESTAPI doesn't support attribute changes for existing exchanges");
    const changed = (there !== undefined) !== (a.state === 'present');
    const { durable, auto_delete, internal, exchange_type: type } = a;
    if (changed)
      await change({ summary: `${a.state === 'present' ? 'make' : 'delete'} exchange ${a.name}` }, async () => {
        const body = { durable, auto_delete, internal, type, arguments: a.arguments };
        const done = await (a.state === 'present' ? api.send('PUT', where, body) : api.send('DELETE', where));
        if (!isDone(done)) throw new ModuleFailure(failure(type, done), { status: done.status, details: done.text });
      });
    return { changed, name: a.name, ...(checkMode ? { details: there ?? reply.text, arguments: a.arguments } : {}) };
  },
});

interface Exchange {
  readonly durable: boolean;
  readonly auto_delete: boolean;
  readonly internal: boolean;
  readonly type: string;
}

/** `compat:` arguments are not compared. */
export const isSame = (a: Args, there: Exchange): boolean =>
  there.durable === a.durable &&
  there.auto_delete === a.auto_delete &&
  there.internal === a.internal &&
  there.type === a.exchange_type;

function failure(type: string, done: Reply): string {
  const { reason } = (dataOf(done) ?? {}) as { reason?: unknown };
  if (typeof reason !== 'string' || !reason.startsWith('unknown exchange type')) return 'Error creating exchange';
  const plugin = PLUGINS[type];
  const which = plugin === undefined ? 'a plugin' : `the '${plugin}' plugin`;
  return `Error creating exchange. You may need to enable ${which} for exchange type ${type}`;
}
