// Adds to a number that a Redis server keeps.
import { defineModule, int, ModuleFailure, num, str, z } from '../../../src/kit/index.js';
import { Redis, redisLoginArgs, replyOf } from '../../_shared/redis.js';

const args = z.strictObject({
  ...redisLoginArgs(true),
  key: str().describe('The key.'),
  increment_int: int().optional().describe('How much is added, default 1.'),
  increment_float: num().optional().describe('How much is added, with fractions.'),
});

export default defineModule({
  name: 'community.general.redis_data_incr',
  summary: 'Adds to a number that a Redis server keeps.',
  args,
  returns: z.object({ msg: z.string().describe('What was done.'), value: z.number().describe('The number now.') }),
  requires: ['redis-cli'],
  check: 'full',
  diff: false,
  rules: (a) =>
    a.increment_int !== undefined && a.increment_float !== undefined
      ? ['parameters are mutually exclusive: increment_int|increment_float']
      : [],
  examples: [{ name: 'Count', task: 'community.general.redis_data_incr:\n  key: visits\n  tls: false' }],
  async run({ args: a, host, change, checkMode }) {
    const { key } = a;
    const server = new Redis(a);
    const by = a.increment_float ?? a.increment_int ?? 1;
    if (checkMode) {
      const [raw = ''] = await server.look(host, [['GET', key]]);
      const reply = replyOf(raw);
      const present = reply.kind === 'text' ? Number(reply.text) : 0;
      if (!Number.isFinite(present) || reply.kind === 'error')
        throw new ModuleFailure(
          `Value: ${'text' in reply ? reply.text : ''} of key: ${key} is not incrementable(int or float)`,
        );
      await change({ summary: `increment ${key}` }, async () => undefined);
      return { msg: `Incremented key: ${key} by ${by} to ${present + by}`, value: present + by };
    }
    const command =
      a.increment_float !== undefined
        ? ['INCRBYFLOAT', key, String(by)]
        : ['INCRBY', key, String(a.increment_int ?? 1)];
    const reply = await change({ summary: `increment ${key}` }, (hands) => server.tell(hands, command));
    if (reply?.kind === 'error')
      throw new ModuleFailure(`Failed to increment key: ${key} by ${by} with exception: ${reply.text}`);
    const value = reply?.kind === 'number' ? reply.number : Number(reply?.kind === 'text' ? reply.text : 0);
    const told = a.increment_float === undefined && a.increment_int === undefined ? '' : ` by ${by}`;
    return { msg: `Incremented key: ${key}${told} to ${value}`, value };
  },
});
