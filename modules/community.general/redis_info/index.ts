// What a Redis server tells of itself.
import { bool, defineModule, z } from '../../../src/kit/index.js';
import { parseInfo, Redis, redisLoginArgs } from '../../_shared/redis.js';

const args = z.strictObject({
  ...redisLoginArgs(false),
  cluster: bool().default(false).describe('Also what it tells of its cluster.'),
});

export default defineModule({
  name: 'community.general.redis_info',
  summary: 'What a Redis server tells of itself.',
  args,
  returns: z.object({
    info: z.record(z.string(), z.unknown()).describe('What INFO says, by name.'),
    cluster_info: z.string().optional().describe('What CLUSTER INFO says.'),
  }),
  requires: ['redis-cli'],
  check: 'full',
  diff: false,
  examples: [{ name: 'Facts of the server', task: 'community.general.redis_info:' }],
  async run({ args: a, host }) {
    const [info = '', cluster] = await new Redis(a).look(host, [['INFO'], ...(a.cluster ? [['CLUSTER', 'INFO']] : [])]);
    return { changed: false, info: parseInfo(info), ...(cluster === undefined ? {} : { cluster_info: cluster }) };
  },
});
