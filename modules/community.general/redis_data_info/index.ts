// Reads a key of a Redis server.
import { defineModule, ModuleFailure, str, z } from '../../../src/kit/index.js';
import { Redis, redisLoginArgs, replyOf } from '../../_shared/redis.js';

const args = z.strictObject({ ...redisLoginArgs(true), key: str().describe('The key.') });

export default defineModule({
  name: 'community.general.redis_data_info',
  summary: 'Reads a key of a Redis server.',
  args,
  returns: z.object({
    exists: z.boolean().describe('Whether it is there.'),
    msg: z.string().describe('Whether it is there, in words.'),
    value: z.string().optional().describe('Its value.'),
  }),
  requires: ['redis-cli'],
  check: 'full',
  diff: false,
  examples: [{ name: 'A key', task: 'community.general.redis_data_info:\n  key: greeting\n  tls: false' }],
  async run({ args: a, host }) {
    const [raw = ''] = await new Redis(a).look(host, [['GET', a.key]]);
    const reply = replyOf(raw);
    if (reply.kind === 'error')
      throw new ModuleFailure(`Failed to get value of key "${a.key}" with exception: ${reply.text}`);
    if (reply.kind !== 'text')
      return { changed: false, exists: false, msg: `Key "${a.key}" does not exist in database` };
    return { changed: false, exists: true, value: reply.text, msg: `Got key "${a.key}"` };
  },
});
