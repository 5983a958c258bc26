// Makes and removes entries of an LDAP directory.
import { bool, choice, defineModule, list, script, str, z } from '../../../src/kit/index.js';
import { ldifLine } from '../../_shared/ldap-text.js';
import {
  askLdap,
  ldapArgs,
  ldapFailure,
  ldapRules,
  NO_SUCH_OBJECT,
  recordScript,
  runLdap,
  searchScript,
} from '../../_shared/ldap.js';
import { pythonStr } from '../../_shared/python-repr.js';
import { answerOf } from '../../_shared/query.js';

const args = z.strictObject({
  ...ldapArgs,
  attributes: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('Attributes of a new entry, each a value or a list of them; an entry that is there is left alone.'),
  objectClass: list(str()).optional().describe('The classes of a new entry.'),
  state: choice('present', 'absent').default('present').describe('Whether the entry shall be there.'),
  recursive: bool().default(false).describe('Remove what is below it too.'),
});

export default defineModule({
  name: 'community.general.ldap_entry',
  summary: 'Makes and removes entries of an LDAP directory.',
  args,
  returns: z.object({}),
  requires: ['ldapsearch', 'ldapmodify'],
  check: 'full',
  diff: false,
  rules: (a) => [
    ...ldapRules(a),
    ...(a.state === 'present' && a.objectClass === undefined
      ? ['state is present but all of the following are missing: objectClass']
      : []),
  ],
  examples: [
    {
      name: 'A unit for people',
      task: 'community.general.ldap_entry:\n  dn: ou=people,dc=example,dc=org\n  objectClass: organizationalUnit',
    },
  ],
  async run({ args: a, host, change }) {
    const told = await askLdap(host, a, searchScript(a, 'entry', ['-s', 'base'], ['(objectClass=*)', '1.1']));
    const seen = answerOf(told, 'entry') ?? { rc: 1, out: '', err: '' };
    if (seen.rc !== 0 && seen.rc !== NO_SUCH_OBJECT) throw ldapFailure(seen, 'Entry action failed.');
    if ((seen.rc === 0) === (a.state === 'present')) return {};
    const body =
      a.state === 'present'
        ? recordScript(addition(a.attributes, a.objectClass ?? []))
        : script(`did ldapdelete "$@" ${a.recursive ? '-r ' : ''}"$dn"`);
    await change({ summary: `${a.state === 'present' ? 'add' : 'remove'} ${a.dn}` }, async (hands) => {
      const done = await runLdap(hands, a, body);
      if (done.rc !== 0) throw ldapFailure(done, 'Entry action failed.');
    });
    return {};
  },
});

/** An LDIF record behind its `dn`. */
export function addition(attributes: Readonly<Record<string, unknown>>, classes: readonly string[]): string {
  const rows = ['changetype: add'];
  for (const [name, value] of Object.entries({ ...attributes, objectClass: classes })) {
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) rows.push(ldifLine(name, pythonStr(one)));
  }
  return `${rows.join('\n')}\n`;
}
