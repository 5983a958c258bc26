// Sets and clears policies of a RabbitMQ broker.
import { choice, defineModule, dict, str, z } from '../../../src/kit/index.js';
import { canonicalJson } from '../../_shared/canonical-json.js';
import { askBroker, refusedCertificates, refusedLogin, rowsOf, tellBroker } from '../../_shared/rabbitmq.js';

const args = z.strictObject({
  name: str().describe('Name of the policy.'),
  vhost: str().default('/').describe('Its virtual host.'),
  pattern: str().optional().describe('Regular expression of the names it is for; needed with state present.'),
  apply_to: choice('all', 'exchanges', 'queues', 'classic_queues', 'quorum_queues', 'streams')
    .default('all')
    .describe('What it is for.'),
  tags: dict(z.unknown()).optional().describe('What it says; needed with state present.'),
  priority: str().default('0').describe('The highest of those that match is used.'),
  state: choice('present', 'absent').default('present').describe('Whether it is there.'),
  node: str().default('rabbit').describe('Name of the Erlang node.'),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.rabbitmq.rabbitmq_policy',
  aliases: ['community.general.rabbitmq_policy'],
  summary: 'Sets and clears policies of a RabbitMQ broker.',
  args,
  returns: z.object({}),
  requires: ['rabbitmqctl'],
  check: 'full',
  diff: false,
  refused: { ...refusedLogin, ...refusedCertificates },
  rules: (a) =>
    a.state === 'present' && (a.pattern === undefined || a.tags === undefined)
      ? ['state is present but all of the following are missing: pattern, tags']
      : [],
  examples: [
    {
      name: 'Queues that end',
      task: "community.rabbitmq.rabbitmq_policy:\n  name: expire\n  pattern: '^tmp\\.'\n  apply_to: queues\n  tags:\n    expires: 60000",
    },
  ],
  async run({ args: a, host, change }) {
    const answers = await askBroker(host, a.node, [
      { name: 'policies', words: ['list_policies', '-p', a.vhost, '--formatter', 'json'] },
    ]);
    const there = rowsOf(answers.get('policies')).find((one) => one['name'] === a.name);
    const words = decide(a, there);
    if (words)
      await change({ summary: `rabbitmqctl ${words.join(' ')}` }, (hands) => tellBroker(hands, a.node, [{ words }]));
    return { name: a.name, state: a.state };
  },
});

/** The order that is needed, if any. */
export function decide(a: Args, there: Readonly<Record<string, unknown>> | undefined): readonly string[] | undefined {
  if (a.state === 'absent') return there ? ['clear_policy', '-p', a.vhost, a.name] : undefined;
  const definition =
    typeof there?.['definition'] === 'string' ? (JSON.parse(there['definition']) as unknown) : there?.['definition'];
  const same =
    there?.['pattern'] === a.pattern &&
    there?.['apply-to'] === a.apply_to &&
    String(there['priority']) === a.priority &&
    canonicalJson(definition) === canonicalJson(a.tags);
  if (same) return undefined;
  const options = ['--priority', a.priority, '--apply-to', a.apply_to];
  return ['set_policy', '-p', a.vhost, ...options, a.name, a.pattern ?? '', JSON.stringify(a.tags ?? {})];
}
