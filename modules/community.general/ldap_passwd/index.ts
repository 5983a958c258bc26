// Sets the password of an LDAP entry.
import { argvScript, defineModule, lines, script, secret, str, z } from '../../../src/kit/index.js';
import { askLdap, ldapArgs, ldapFailure, ldapRules, runLdap } from '../../_shared/ldap.js';
import { answerOf } from '../../_shared/query.js';

const args = z.strictObject({
  ...ldapArgs,
  passwd: secret(str().optional()).describe('The password the entry shall have; it is on no command line.'),
});

/** LDAP's code for a wrong password. */
const INVALID_CREDENTIALS = 49;

export default defineModule({
  name: 'community.general.ldap_passwd',
  summary: 'Sets the password of an LDAP entry, when it is another one.',
  args,
  returns: z.object({}),
  requires: ['ldapwhoami', 'ldappasswd'],
  check: 'full',
  diff: false,
  rules: ldapRules,
  examples: [
    {
      name: 'The password of an account',
      task: 'community.general.ldap_passwd:\n  dn: uid=mail,ou=people,dc=example,dc=org\n  passwd: "{{ vault_mail_password }}"',
    },
  ],
  async run({ args: a, host, change }) {
    const wanted = argvScript([a.passwd ?? '']).text;
    const told = await askLdap(
      host,
      a,
      lines([
        script('query me ldapwhoami "$@"'),
        script(`filed new ${wanted}
query trial ldapwhoami -H ${argvScript([a.server_uri, ...(a.start_tls ? ['-ZZ'] : [])]).text} -x -D "$dn" -y "$new"`),
      ]),
    );
    const me = answerOf(told, 'me');
    if (me && me.rc !== 0) throw ldapFailure(me, 'Cannot bind to the server.');
    const trial = answerOf(told, 'trial') ?? { rc: 1, out: '', err: '' };
    if (trial.rc === 0) return {};
    if (trial.rc !== INVALID_CREDENTIALS) throw ldapFailure(trial, 'Cannot bind to the server.');
    await change({ summary: `set the password of ${a.dn}` }, async (hands) => {
      const done = await runLdap(hands, a, script(`filed new ${wanted}\ndid ldappasswd "$@" -T "$new" "$dn"`));
      if (done.rc !== 0) throw ldapFailure(done, 'Unable to set password');
    });
    return {};
  },
});
