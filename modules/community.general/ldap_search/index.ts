// Finds entries of an LDAP directory.
import { bool, choice, defineModule, int, lines, list, ModuleFailure, script, str, z } from '../../../src/kit/index.js';
import { parseLdif, type LdifEntry } from '../../_shared/ldap-text.js';
import { askLdap, ldapArgs, ldapFailure, ldapRules, NO_SUCH_OBJECT, searchScript } from '../../_shared/ldap.js';
import { answerOf } from '../../_shared/query.js';

const args = z.strictObject({
  ...ldapArgs,
  dn: str().describe('The entry at which the search begins.'),
  scope: choice('base', 'onelevel', 'subordinate', 'children')
    .default('base')
    .describe('base: that entry; onelevel: those just below; subordinate: all below; children: it and all below.'),
  filter: str().default('(objectClass=*)').describe('Which entries, in the notation of LDAP.'),
  attrs: list(str()).optional().describe('Which attributes are returned; default all that are no inner ones.'),
  schema: bool().default(false).describe('Only the names of the attributes, not their values.'),
  page_size: int().default(0).describe('Ask for so many entries at a time; 0: for all at once.'),
  base64_attributes: list(str()).optional().describe('Attributes whose values are returned in base64; `*`: all.'),
});
type Args = z.output<typeof args>;

const SCOPES = { base: 'base', onelevel: 'one', subordinate: 'children', children: 'sub' } as const;

export default defineModule({
  name: 'community.general.ldap_search',
  summary: 'Finds entries of an LDAP directory.',
  args,
  returns: z.object({
    results: z
      .array(z.record(z.string(), z.unknown()))
      .describe('The entries: `dn`, and each attribute with its value, or a list where there are more.'),
  }),
  requires: ['ldapsearch'],
  check: 'full',
  diff: false,
  rules: ldapRules,
  examples: [
    {
      name: 'Numbers of all groups',
      task: 'community.general.ldap_search:\n  dn: ou=groups,dc=example,dc=org\n  scope: onelevel\n  attrs: [gidNumber]\nregister: groups',
    },
  ],
  async run({ args: a, host }) {
    const options = [
      ...['-s', SCOPES[a.scope]],
      ...(a.schema ? ['-A'] : []),
      ...(a.page_size > 0 ? ['-E', `pr=${a.page_size}/noprompt`] : []),
    ];
    const search = searchScript(a, 'found', options, [a.filter, ...(a.attrs ?? [])]);
    const told = await askLdap(host, a, lines([search, script('say dn "$dn"')]));
    const base = told.value('dn') ?? a.dn;
    const answer = answerOf(told, 'found') ?? { rc: 1, out: '', err: '' };
    if (answer.rc === NO_SUCH_OBJECT) throw new ModuleFailure(`Base not found: ${base}`);
    if (answer.rc !== 0) throw ldapFailure(answer, 'Attribute action failed.');
    return { results: parseLdif(answer.out).map((entry) => shown(entry, a)) };
  },
});

/** An entry as it is returned. */
export function shown(
  { dn, attributes }: LdifEntry,
  { schema, base64_attributes: encoded = [] }: Pick<Args, 'schema' | 'base64_attributes'>,
): Record<string, unknown> {
  if (schema) return { dn, attrs: [...attributes.keys()] };
  const found: Record<string, unknown> = { dn };
  for (const [name, values] of attributes) {
    const form = encoded.includes('*') || encoded.includes(name) ? 'base64' : 'utf8';
    const texts = values.map((value) => value.toString(form));
    found[name] = texts.length === 1 ? texts[0] : texts;
  }
  return found;
}
