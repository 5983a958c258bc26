// Makes, changes and removes users of a RabbitMQ broker, with their permissions.
import { alias, bool, choice, defineModule, dict, list, secret, str, z } from '../../../src/kit/index.js';
import { askBroker, refusedLogin, rowsOf, tellBroker } from '../../_shared/rabbitmq.js';
import { decide } from './decide.js';

const args = z.strictObject({
  user: alias(str(), 'name', 'username').describe('Name of the user.'),
  password: secret(str().optional().describe('The password; without one the user cannot log in by password.')),
  update_password: choice('on_create', 'always').default('on_create').describe('When the password is set.'),
  tags: str().optional().describe('Tags with commas: administrator, management, monitoring …'),
  vhost: str().default('/').describe('Virtual host of the three permissions below.'),
  configure_priv: str().default('^$').describe('Regular expression of what may be declared and deleted.'),
  write_priv: str().default('^$').describe('Regular expression of what may be written.'),
  read_priv: str().default('^$').describe('Regular expression of what may be read.'),
  permissions: list(dict(str()))
    .default([])
    .describe('All permissions: vhost, configure_priv, write_priv, read_priv of each; others are taken away.'),
  topic_permissions: list(dict(str()))
    .default([])
    .describe('All permissions on topics: vhost, exchange, write_priv, read_priv.'),
  force: bool().default(false).describe('Remove the user first.'),
  state: choice('present', 'absent').default('present').describe('Whether there is one.'),
  node: str().default('rabbit').describe('Name of the Erlang node.'),
});
export type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.rabbitmq.rabbitmq_user',
  aliases: ['community.general.rabbitmq_user'],
  summary: 'Makes, changes and removes users of a RabbitMQ broker, with their permissions.',
  args,
  returns: z.object({}),
  requires: ['rabbitmqctl'],
  check: 'none',
  diff: false,
  refused: refusedLogin,
  rules(a) {
    const broken: string[] = [];
    const hosts = a.permissions.map((one) => one['vhost'] ?? '/');
    if (new Set(hosts).size < hosts.length)
      broken.push("Error parsing vhost permissions: You can't have two permission dicts for the same vhost");
    if ([a.vhost, ...hosts].includes(''))
      broken.push("Error parsing vhost permissions: You can't have an empty vhost when setting permissions");
    const topics = a.topic_permissions.map((one) => `${one['vhost'] ?? '/'} ${one['exchange'] ?? 'amq.topic'}`);
    if (new Set(topics).size < topics.length)
      broken.push(
        "Error parsing vhost topic_permissions: You can't have two topic permission dicts for the same vhost and the same exchange",
      );
    if (/[\r\n]/.test(a.password ?? '')) broken.push('a password must be one line');
    return broken;
  },
  examples: [
    {
      name: 'A user of one virtual host',
      task: "community.rabbitmq.rabbitmq_user:\n  user: app\n  password: '{{ app_password }}'\n  vhost: /app\n  configure_priv: .*\n  write_priv: .*\n  read_priv: .*",
    },
  ],
  async run({ args: a, host, change }) {
    const { node } = a;
    const asJson = ['--formatter', 'json'];
    const answers = await askBroker(host, node, [
      { name: 'users', words: ['list_users', ...asJson] },
      { name: 'permissions', words: ['list_user_permissions', a.user, ...asJson], mayFail: true },
      { name: 'topics', words: ['list_user_topic_permissions', a.user, ...asJson], mayFail: true },
      ...(a.update_password === 'always' && a.state === 'present' && !a.force
        ? [{ name: 'password', words: ['authenticate_user', a.user], stdin: `${a.password ?? ''}\n`, mayFail: true }]
        : []),
    ]);
    const steps = decide(a, {
      user: rowsOf(answers.get('users')).find((one) => one['user'] === a.user),
      permissions: rowsOf(answers.get('permissions')),
      topics: rowsOf(answers.get('topics')),
      authenticates: answers.get('password')?.rc === 0,
    });
    if (steps.length > 0)
      await change({ summary: steps.map(({ words }) => `rabbitmqctl ${words.join(' ')}`).join('; ') }, (hands) =>
        tellBroker(hands, node, steps),
      );
    return { user: a.user, state: a.state };
  },
});
