// Makes, changes and drops accounts of a MySQL or MariaDB server, with their privileges.
import { alias, bool, choice, defineModule, dict, int, raw, secret, str, z } from '../../../src/kit/index.js';
import { mysqlLoginArgs } from '../../_shared/mysql-session.js';
import { manageUser } from './manage.js';

const args = z.strictObject({
  ...mysqlLoginArgs,
  name: alias(str(), 'user').describe('Name of the user.'),
  host: str().default('localhost').describe('Host the account is for; % for any.'),
  host_all: bool().default(false).describe('All accounts of that name, whatever their host.'),
  state: choice('absent', 'present').default('present').describe('Whether there is one.'),
  password: secret(str().optional().describe('Its password.')),
  encrypted: bool().default(false).describe('The password is a hash of mysql_native_password.'),
  update_password: choice('always', 'on_create', 'on_new_username')
    .default('always')
    .describe('When the password is set; on_new_username: an account takes over that of others of its name.'),
  plugin: str().optional().describe('Plugin that checks who logs in.'),
  plugin_hash_string: str().optional().describe("The plugin's hash."),
  plugin_auth_string: str().optional().describe('What the plugin makes a hash of, or a word of its own.'),
  priv: raw().optional().describe('Privileges: `db.table:SELECT,INSERT/other.*:ALL`, or a dictionary.'),
  append_privs: bool().default(false).describe('Add them to those it has.'),
  subtract_privs: bool().default(false).describe('Take them away from those it has.'),
  column_case_sensitive: bool().optional().describe('Names of columns are as written; else in capitals.'),
  tls_requires: dict(z.unknown())
    .optional()
    .describe('What of TLS is required: SSL, X509, or subject, issuer, cipher.'),
  resource_limits: dict(z.unknown()).optional().describe('Limits such as MAX_QUERIES_PER_HOUR.'),
  attributes: dict(z.unknown()).optional().describe('Attributes, which MySQL has since 8.0.21; null takes one away.'),
  locked: bool().optional().describe('Whether it may not log in.'),
  password_expire: choice('now', 'never', 'default', 'interval').optional().describe('When the password expires.'),
  password_expire_interval: int().optional().describe('Days until it does.'),
  check_implicit_admin: bool().default(false).describe('Try root without a password first.'),
  force_context: bool().default(false).describe('Work in the database mysql, for filters of replication.'),
  sql_log_bin: bool().default(true).describe('Whether it is written to the binary log.'),
  session_vars: dict(z.unknown()).optional().describe('Variables of the session.'),
});
export type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.mysql.mysql_user',
  aliases: ['community.general.mysql_user', 'ansible.mysql.mysql_user'],
  summary: 'Makes, changes and drops accounts of a MySQL or MariaDB server, with their privileges.',
  args,
  returns: z.object({
    user: z.string().describe('Name of the user.'),
    password_changed: z.boolean().nullable().describe('Whether its password or plugin was set.'),
    attributes: z.unknown().describe('Its attributes.'),
  }),
  check: 'full',
  diff: false,
  refused: {
    salt: 'give the hash with plugin_hash_string: it can be made once and kept in a vault',
  },
  rules(a) {
    const broken: string[] = [];
    if (a.append_privs && a.subtract_privs)
      broken.push('parameters are mutually exclusive: append_privs|subtract_privs');
    if (a.password_expire === 'interval' && a.password_expire_interval === undefined)
      broken.push('password_expire is interval but all of the following are missing: password_expire_interval');
    if (a.password_expire_interval !== undefined && a.password_expire_interval < 1)
      broken.push('password_expire_interval value should be positive number');
    if (a.priv !== undefined && (typeof a.priv !== 'object' ? typeof a.priv !== 'string' : Array.isArray(a.priv)))
      broken.push('priv parameter must be str or dict');
    return broken;
  },
  examples: [
    {
      name: 'An account of an application',
      task: "community.mysql.mysql_user:\n  name: app\n  password: '{{ app_password }}'\n  priv: 'app.*:ALL'\n  login_unix_socket: /run/mysqld/mysqld.sock",
    },
    {
      name: 'One that only reads',
      task: 'community.mysql.mysql_user:\n  name: report\n  host: "%"\n  plugin: unix_socket\n  priv:\n    app.*: SELECT',
    },
  ],
  run: manageUser,
});
