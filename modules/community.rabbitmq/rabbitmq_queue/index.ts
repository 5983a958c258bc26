// Makes and deletes queues of a RabbitMQ broker.
import { bool, choice, defineModule, dict, int, ModuleFailure, str, z } from '../../../src/kit/index.js';
import { canonicalJson } from '../../_shared/canonical-json.js';
import { BrokerApi, brokerArgs, dataOf, isDone } from '../../_shared/rabbitmq-api.js';

const args = z.strictObject({
  ...brokerArgs,
  name: str().describe('Name of the queue.'),
  state: choice('present', 'absent').default('present').describe('Whether it is there.'),
  durable: bool().default(true).describe('Whether it outlives a restart of the broker.'),
  auto_delete: bool().default(false).describe('Whether it goes with its last consumer.'),
  message_ttl: int().optional().describe('Milliseconds a message is kept.'),
  auto_expires: int().optional().describe('Milliseconds after which the queue goes when nobody uses it.'),
  max_length: int().optional().describe('How many messages it holds.'),
  dead_letter_exchange: str().optional().describe('Exchange that gets messages that are rejected or expire.'),
  dead_letter_routing_key: str().optional().describe('Routing key these messages get.'),
  max_priority: int().optional().describe('The highest priority of its messages.'),
  arguments: dict(z.unknown()).default({}).describe('Further arguments, such as `x-queue-type: quorum`.'),
});
type Args = z.output<typeof args>;

/** Arguments that have a parameter of their own. */
const named = (a: Args): Record<string, unknown> => ({
  'x-message-ttl': a.message_ttl,
  'x-expires': a.auto_expires,
  'x-max-length': a.max_length,
  'x-dead-letter-exchange': a.dead_letter_exchange,
  'x-dead-letter-routing-key': a.dead_letter_routing_key,
  'x-max-priority': a.max_priority,
});

export default defineModule({
  name: 'community.rabbitmq.rabbitmq_queue',
  aliases: ['community.general.rabbitmq_queue'],
  summary: 'Makes and deletes queues of a RabbitMQ broker.',
  args,
  returns: z.object({}),
  check: 'full',
  diff: false,
  examples: [
    {
      name: 'A queue',
      task: 'community.rabbitmq.rabbitmq_queue:\n  name: jobs\n  vhost: /app\n  login_user: admin\n  login_password: "{{ rabbit_password }}"',
    },
    {
      name: 'One with arguments',
      task: 'community.rabbitmq.rabbitmq_queue:\n  name: jobs\n  max_length: 1000\n  dead_letter_exchange: dead\n  arguments:\n    x-queue-type: quorum',
    },
  ],
  async run({ args: a, host, change, checkMode }) {
    const api = await BrokerApi.open(host, a);
    const where = ['queues', a.vhost, a.name];
    const reply = await api.send('GET', where);
    if (reply.status !== 200 && reply.status !== 404)
      throw new ModuleFailure('Invalid response from RESTAPI when trying to check if queue exists', {
        details: reply.text,
      });
    const there = reply.status === 200 ? (dataOf(reply) as Queue) : undefined;
    const wanted = wantedArguments(a);
    if (there && a.state === 'present') requireSame(a, wanted, there);
    const changed = (there !== undefined) !== (a.state === 'present');
    const body = { durable: a.durable, auto_delete: a.auto_delete, arguments: wanted };
    if (changed)
      await change({ summary: `${a.state === 'present' ? 'make' : 'delete'} queue ${a.name}` }, async () => {
        const done = await (a.state === 'present' ? api.send('PUT', where, body) : api.send('DELETE', where));
        if (!isDone(done)) throw new ModuleFailure('Error creating queue', { status: done.status, details: done.text });
      });
    return { changed, name: a.name, ...(checkMode ? { details: there ?? reply.text, arguments: wanted } : {}) };
  },
});

interface Queue {
  readonly durable: boolean;
  readonly auto_delete: boolean;
  readonly arguments: Readonly<Record<string, unknown>>;
}

export function wantedArguments(a: Args): Record<string, unknown> {
  const given = Object.entries(named(a)).filter(([, value]) => value !== undefined);
  return { ...a.arguments, ...Object.fromEntries(given) };
}

/** A queue cannot be changed. @throws ModuleFailure when it would have to be; arguments without a parameter are not compared */
export function requireSame(a: Args, wanted: Readonly<Record<string, unknown>>, there: Queue): void {
  const pairs: [string, unknown, unknown][] = [
    ['durable', there.durable, a.durable],
    ['auto_delete', there.auto_delete, a.auto_delete],
    ...Object.keys(named(a)).map((name): [string, unknown, unknown] => [name, there.arguments[name], wanted[name]]),
  ];
  const shown = (value: unknown): string => (typeof value === 'string' ? value : canonicalJson(value));
  for (const [name, has, wants] of pairs) {
    if (canonicalJson(has ?? null) === canonicalJson(wants ?? null)) continue;
    const what =
      has === undefined
        ? `Attempting to set ${name} which is not currently set.`
        : wants === undefined
          ? `Attempting to unset ${name} which is currently set to '${shown(has)}'.`
          : `Attempting to change ${name} from '${shown(has)}' to '${shown(wants)}'`;
    throw new ModuleFailure(`RabbitMQ RESTAPI doesn't support attribute changes for existing queues.\n${what}`);
  }
}
