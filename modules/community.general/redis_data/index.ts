// Sets and deletes keys of a Redis server.
import { bool, choice, defineModule, int, ModuleFailure, str, z } from '../../../src/kit/index.js';
import { Redis, redisLoginArgs, replyOf } from '../../_shared/redis.js';

const args = z.strictObject({
  ...redisLoginArgs(true),
  key: str().describe('The key.'),
  value: str().optional().describe('Its value; needed with state present.'),
  expiration: int().optional().describe('Milliseconds until it is gone.'),
  non_existing: bool().optional().describe('Set it only when it is not there.'),
  existing: bool().optional().describe('Set it only when it is there.'),
  keep_ttl: bool().optional().describe('Leave alone when it is gone.'),
  state: choice('present', 'absent').default('present').describe('Whether it is there.'),
});

export default defineModule({
  name: 'community.general.redis_data',
  summary: 'Sets and deletes keys of a Redis server.',
  args,
  returns: z.object({
    msg: z.string().describe('What was done.'),
    old_value: z.string().nullable().optional().describe('The value before.'),
    value: z.string().optional().describe('The value now.'),
  }),
  requires: ['redis-cli'],
  check: 'full',
  diff: false,
  rules(a) {
    const broken: string[] = [];
    if (a.state === 'present' && a.value === undefined)
      broken.push('state is present but all of the following are missing: value');
    if (a.non_existing !== undefined && a.existing !== undefined)
      broken.push('parameters are mutually exclusive: non_existing|existing');
    if (a.keep_ttl !== undefined && a.expiration !== undefined)
      broken.push('parameters are mutually exclusive: keep_ttl|expiration');
    return broken;
  },
  examples: [{ name: 'A key', task: 'community.general.redis_data:\n  key: greeting\n  value: hello\n  tls: false' }],
  async run({ args: a, host, change }) {
    const { key, value = '' } = a;
    const server = new Redis(a);
    const [raw = ''] = await server.look(host, [['GET', key]]);
    const old = replyOf(raw);
    if (old.kind === 'error') throw new ModuleFailure(`Failed to get value of key: ${key} with exception: ${old.text}`);
    const before = old.kind === 'text' ? old.text : null;
    if (a.state === 'absent') {
      if (before === null) return { msg: `Key: ${key} not present` };
      await change({ summary: `delete ${key}` }, (hands) => server.tell(hands, ['DEL', key]));
      return { msg: `Deleted key: ${key}` };
    }
    const result = { old_value: before, value };
    if (before === value && a.keep_ttl !== false && a.expiration === undefined)
      return { ...result, msg: `Key ${key} already has desired value` };
    const words = [
      ...(a.expiration === undefined ? [] : ['PX', String(a.expiration)]),
      ...(a.non_existing === true ? ['NX'] : []),
      ...(a.existing === true ? ['XX'] : []),
      ...(a.keep_ttl === true ? ['KEEPTTL'] : []),
    ];
    const missed = a.non_existing === true ? before !== null : a.existing === true && before === null;
    const refused = new ModuleFailure(
      `Could not set key: ${key}. Key ${a.non_existing === true ? 'already' : 'not'} present.`,
      {
        old_value: before,
      },
    );
    if (missed) throw refused;
    const reply = await change({ summary: `set ${key}` }, (hands) => server.tell(hands, ['SET', key, value, ...words]));
    if (reply?.kind === 'nil') throw refused;
    if (reply?.kind === 'error') throw new ModuleFailure(`Failed to set key: ${key} with exception: ${reply.text}`);
    return { ...result, msg: `Set key: ${key}` };
  },
});
