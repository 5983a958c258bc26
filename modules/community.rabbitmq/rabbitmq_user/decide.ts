// Which orders to rabbitmqctl make a user what it is asked to be.
import type { Args } from './index.js';

export interface BrokerLook {
  readonly user: Readonly<Record<string, unknown>> | undefined;
  readonly permissions: readonly Readonly<Record<string, unknown>>[];
  readonly topics: readonly Readonly<Record<string, unknown>>[];
  /** Whether the password asked for is the one it has; only known when that was asked. */
  readonly authenticates: boolean;
}

export interface Order {
  readonly words: readonly string[];
  readonly stdin?: string;
}

/** As rabbitmqctl lists it, with the names a task may use for the same. */
const pattern = (one: Readonly<Record<string, unknown>>, name: string): string => {
  const value = one[`${name}_priv`] ?? one[name];
  return typeof value === 'string' ? value : '^$';
};
const text = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

interface Permission {
  readonly key: string;
  readonly vhost: string;
  readonly exchange: string;
  readonly patterns: readonly string[];
}
const permission = (one: Readonly<Record<string, unknown>>): Permission => {
  const vhost = text(one['vhost'], '/');
  return {
    key: vhost,
    vhost,
    exchange: '',
    patterns: ['configure', 'write', 'read'].map((name) => pattern(one, name)),
  };
};
const topic = (one: Readonly<Record<string, unknown>>): Permission => {
  const vhost = text(one['vhost'], '/');
  const exchange = text(one['exchange'], 'amq.topic');
  return {
    key: `${vhost}\n${exchange}`,
    vhost,
    exchange,
    patterns: ['write', 'read'].map((name) => pattern(one, name)),
  };
};

export function decide(a: Args, look: BrokerLook): Order[] {
  const remove: Order = { words: ['delete_user', a.user] };
  if (a.state === 'absent') return look.user ? [remove] : [];
  const anew = !look.user || a.force;
  const orders: Order[] = look.user && a.force ? [remove] : [];
  if (anew) {
    orders.push({ words: ['add_user', a.user], stdin: `${a.password ?? ''}\n` });
    if (a.password === undefined || a.password === '') orders.push({ words: ['clear_password', a.user] });
  } else if (a.update_password === 'always' && !look.authenticates) {
    orders.push(
      a.password === undefined || a.password === ''
        ? { words: ['clear_password', a.user] }
        : { words: ['change_password', a.user], stdin: `${a.password}\n` },
    );
  }
  return [
    ...orders,
    ...tags(a, anew ? [] : look.user?.['tags']),
    ...permissions(a, anew ? [] : look.permissions),
    ...topics(a, anew ? [] : look.topics),
  ];
}

function tags(a: Args, present: unknown): Order[] {
  const has = Array.isArray(present) ? present.map(String).filter((tag) => tag !== '') : [];
  const wanted = (a.tags ?? '')
    .replaceAll(' ', '')
    .split(',')
    .filter((tag) => tag !== '');
  const same = new Set(has).size === new Set(wanted).size && wanted.every((tag) => has.includes(tag));
  return same ? [] : [{ words: ['set_user_tags', a.user, ...wanted] }];
}

const same = (one: Permission | undefined, other: Permission): boolean =>
  one?.patterns.join('\n') === other.patterns.join('\n');

/** Without a list of all, only the one virtual host is looked at. */
function permissions(a: Args, present: BrokerLook['permissions']): Order[] {
  const all = a.permissions.length > 0;
  const { vhost, configure_priv, write_priv, read_priv } = a;
  const wanted = (all ? a.permissions : [{ vhost, configure_priv, write_priv, read_priv }]).map(permission);
  const has = present.map(permission).filter((one) => all || one.vhost === a.vhost);
  return [
    ...has
      .filter((one) => !wanted.some(({ key }) => key === one.key))
      .map((one): Order => ({ words: ['clear_permissions', '-p', one.vhost, a.user] })),
    ...wanted
      .filter(
        (one) =>
          !same(
            has.find(({ key }) => key === one.key),
            one,
          ),
      )
      .map((one): Order => ({ words: ['set_permissions', '-p', one.vhost, a.user, ...one.patterns] })),
  ];
}

function topics(a: Args, present: BrokerLook['topics']): Order[] {
  const wanted = a.topic_permissions.map(topic);
  const has = present.map(topic);
  return [
    ...has
      .filter((one) => !wanted.some(({ key }) => key === one.key))
      .map((one): Order => ({ words: ['clear_topic_permissions', '-p', one.vhost, a.user, one.exchange] })),
    ...wanted
      .filter(
        (one) =>
          !same(
            has.find(({ key }) => key === one.key),
            one,
          ),
      )
      .map((one): Order => ({
        words: ['set_topic_permissions', '-p', one.vhost, a.user, one.exchange, ...one.patterns],
      })),
  ];
}
