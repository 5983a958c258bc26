// Configures a Redis server, empties it, makes it a replica of another.
import { alias, choice, defineModule, int, ModuleFailure, str, z, type RunContext } from '../../../src/kit/index.js';
import { pairOf, parseInfo, Redis, redisLoginArgs } from '../../_shared/redis.js';

const args = z.strictObject({
  ...redisLoginArgs(false),
  command: choice('config', 'flush', 'replica', 'slave')
    .optional()
    .describe('Set a setting, empty databases, or follow a master; needed.'),
  name: str().optional().describe('Of config: name of the setting.'),
  value: str().optional().describe('Of config: its value; sizes such as 100MB are in bytes.'),
  flush_mode: choice('all', 'db').default('all').describe('Of flush: all databases or one.'),
  db: int().optional().describe('Of flush: number of the database.'),
  replica_mode: alias(choice('master', 'replica', 'slave').default('replica'), 'slave_mode').describe(
    'Of replica: whether it follows a master or is one.',
  ),
  master_host: str().optional().describe("Of replica: the master's host."),
  master_port: int().optional().describe("Of replica: the master's port."),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.general.redis',
  summary: 'Configures a Redis server, empties it, makes it a replica of another.',
  args,
  returns: z.object({}),
  requires: ['redis-cli'],
  check: 'full',
  diff: false,
  rules(a) {
    if (a.command === undefined) return ['A valid command must be provided'];
    if (a.command === 'config')
      return a.name === undefined || a.value === undefined
        ? ['command is config but any of the following are missing: name, value']
        : [];
    if (a.command === 'flush')
      return a.flush_mode === 'db' && a.db === undefined ? ['In db mode the db number must be provided'] : [];
    if (a.replica_mode === 'master') return [];
    if (a.master_host === undefined) return ['In replica mode master host must be provided'];
    return a.master_port === undefined ? ['In replica mode master port must be provided'] : [];
  },
  examples: [
    { name: 'A setting', task: 'community.general.redis:\n  command: config\n  name: maxmemory\n  value: 100MB' },
    { name: 'Away with all', task: 'community.general.redis:\n  command: flush' },
  ],
  async run(context) {
    const { args: a } = context;
    if (a.command === 'config') return configure(context);
    if (a.command === 'flush') return flush(context);
    return replicate(context);
  },
});

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  K: 2 ** 10,
  M: 2 ** 20,
  G: 2 ** 30,
  T: 2 ** 40,
  P: 2 ** 50,
};

/** A size as a number of bytes; what is none is left as it is. */
export function bytesOf(value: string): string {
  const [, number, unit = ''] = /^\s*(\d*\.?\d+|\d+\.?)\s*([A-Za-z]*)\s*$/.exec(value) ?? [];
  const factor = UNITS[unit.charAt(0).toUpperCase()];
  if (number === undefined || factor === undefined || !/^(?:[A-Z]?B?)$/i.test(unit)) return value;
  return String(Math.round(Number(number) * factor));
}

async function configure({ args: a, host, change }: RunContext<Args>): Promise<Record<string, unknown>> {
  const name = a.name ?? '';
  const value = bytesOf(a.value ?? '');
  const server = new Redis(a);
  const [raw = ''] = await server.look(host, [['CONFIG', 'GET', name]]);
  const present = pairOf(raw);
  if (present === undefined) throw new ModuleFailure(`unable to read config: '${name}'`);
  if (present !== value) {
    const reply = await change({ summary: `set ${name} to ${value}` }, (hands) =>
      server.tell(hands, ['CONFIG', 'SET', name, value]),
    );
    if (reply?.kind === 'error') throw new ModuleFailure(`unable to write config: ${reply.text}`);
  }
  return { name, value };
}

async function flush({ args: a, host, change }: RunContext<Args>): Promise<Record<string, unknown>> {
  const one = a.flush_mode === 'db';
  const server = new Redis(a, one ? a.db : undefined);
  await server.look(host, []);
  const note = { summary: one ? `flush database ${a.db}` : 'flush all databases' };
  const reply = await change(note, (hands) => server.tell(hands, [one ? 'FLUSHDB' : 'FLUSHALL']));
  if (reply?.kind === 'error')
    throw new ModuleFailure(`Unable to flush ${one ? `'${a.db}' database` : 'all databases'}`);
  return { flushed: true, ...(one ? { db: a.db } : {}) };
}

async function replicate({ args: a, host, change }: RunContext<Args>): Promise<Record<string, unknown>> {
  const server = new Redis(a);
  const [raw = ''] = await server.look(host, [['INFO', 'replication']]);
  const info = parseInfo(raw);
  const master = a.replica_mode === 'master';
  const { master_host, master_port } = a;
  const mode = master ? 'master' : { status: 'replica', master_host, master_port };
  const same = master
    ? info['role'] === 'master'
    : info['role'] === 'slave' && info['master_host'] === master_host && info['master_port'] === master_port;
  if (!same) {
    const words = master ? ['NO', 'ONE'] : [master_host ?? '', String(master_port)];
    const reply = await change({ summary: `replicaof ${words.join(' ')}` }, (hands) =>
      server.tell(hands, ['SLAVEOF', ...words]),
    );
    if (reply?.kind === 'error') throw new ModuleFailure(`Unable to set ${master ? 'master' : 'replica'} mode`);
  }
  return { mode };
}
