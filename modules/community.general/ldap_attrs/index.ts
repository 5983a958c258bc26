// Adds and removes values of the attributes of an LDAP entry.
import { bool, choice, defineModule, lines, z, type ModuleReturn } from '../../../src/kit/index.js';
import { hexFilter, ldifLine, parseLdif } from '../../_shared/ldap-text.js';
import {
  askLdap,
  ldapArgs,
  ldapFailure,
  ldapRules,
  matchScript,
  NO_SUCH_OBJECT,
  recordScript,
  runLdap,
  searchScript,
} from '../../_shared/ldap.js';
import { pythonStr } from '../../_shared/python-repr.js';
import { answerOf } from '../../_shared/query.js';
import type { Told } from '../../_shared/told.js';

const args = z.strictObject({
  ...ldapArgs,
  attributes: z.record(z.string(), z.unknown()).describe('The attributes, each a value or a list of them.'),
  state: choice('present', 'absent', 'exact')
    .default('present')
    .describe(
      'present, absent: these values are, or are not, among those there are; exact: there are these and no others.',
    ),
  ordered: bool().default(false).describe('Put numbers (`{0}`) in front of the values of lists, as slapd orders them.'),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.general.ldap_attrs',
  summary: 'Adds and removes values of the attributes of an LDAP entry.',
  args,
  returns: z.object({
    modlist: z
      .array(z.array(z.unknown()))
      .describe('What is changed: 0 (add), 1 (delete) or 2 (replace), the attribute, and the value or values.'),
  }),
  requires: ['ldapsearch', 'ldapmodify'],
  check: 'full',
  diff: true,
  oneDiff: true,
  rules: ldapRules,
  examples: [
    {
      name: 'Indexes of the database',
      task: "community.general.ldap_attrs:\n  dn: olcDatabase={1}mdb,cn=config\n  attributes:\n    olcDbIndex:\n      - 'uid eq'\n      - 'mail eq,sub'",
    },
  ],
  async run({ args: a, host, change }) {
    const wanted = wantedValues(a);
    const seen = look(a, wanted, await askLdap(host, a, lookScript(a, wanted)));
    const { modlist, before, after } = decide(a.state, wanted, seen);
    const result: ModuleReturn = { modlist };
    if (modlist.length === 0) return result;
    await change({ summary: `modify ${a.dn}`, diff: { before, after } }, async (hands) => {
      const done = await runLdap(hands, a, recordScript(modification(modlist)));
      if (done.rc !== 0) throw ldapFailure(done, 'Attribute action failed.');
    });
    return result;
  },
});

type Wanted = readonly (readonly [name: string, values: readonly string[]])[];

/** Per attribute the values as text, with numbers where they are asked for. */
export function wantedValues({ attributes, ordered }: Pick<Args, 'attributes' | 'ordered'>): Wanted {
  return Object.entries(attributes).map(([name, value]) => {
    if (!Array.isArray(value)) return [name, [pythonStr(value)]];
    const values = value.map(pythonStr);
    return [name, ordered ? values.map((one, at) => `{${at}}${one.replace(/^\{\d+\}/, '')}`) : values];
  });
}

/** What the server says: which of the values there are, or all values of these attributes. */
type Seen = ReadonlyMap<string, readonly string[]>;

const lookScript = (a: Args, wanted: Wanted) =>
  a.state === 'exact'
    ? searchScript(a, 'entry', ['-s', 'base'], ['(objectClass=*)', ...wanted.map(([name]) => name)])
    : lines(
        wanted.flatMap(([name, values], i) =>
          values.map((value, k) => matchScript(a, `m${i}.${k}`, `${name}=${hexFilter(value)}`)),
        ),
      );

/** @throws ModuleFailure when the server could not be asked */
function look(a: Args, wanted: Wanted, told: Told): Seen {
  if (a.state === 'exact') {
    const answer = answerOf(told, 'entry') ?? { rc: 1, out: '', err: '' };
    if (answer.rc !== 0) throw ldapFailure(answer, `Cannot search for attribute ${wanted[0]?.[0] ?? ''}`);
    const entry = parseLdif(answer.out)[0]?.attributes;
    return new Map([...(entry ?? [])].map(([name, values]) => [name, values.map((one) => one.toString('utf8'))]));
  }
  return new Map(
    wanted.map(([name, values], i) => {
      const there = values.filter((_, k) => {
        const answer = answerOf(told, `m${i}.${k}`) ?? { rc: 1, out: '', err: '' };
        if (answer.rc !== 0 && answer.rc !== NO_SUCH_OBJECT) throw ldapFailure(answer, 'Attribute action failed.');
        return /^dn:/m.test(answer.out);
      });
      return [name, there];
    }),
  );
}

type Modification = readonly [op: 0 | 1 | 2, name: string, value: string | readonly string[] | null];
const ADD = 0;
const DELETE = 1;
const REPLACE = 2;

/** What is to be changed; pure. `compat:` for `exact` the order of the values does not matter. */
export function decide(
  state: Args['state'],
  wanted: Wanted,
  seen: Seen,
): {
  readonly modlist: readonly Modification[];
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
} {
  const modlist: Modification[] = [];
  const before: Record<string, unknown> = {};
  const after: Record<string, unknown> = {};
  for (const [name, values] of wanted) {
    const current = seen.get(name) ?? [];
    if (state === 'exact') {
      if (sameSet(values, current)) continue;
      if (current.length === 0) modlist.push([ADD, name, values]);
      else if (values.length === 0) modlist.push([DELETE, name, null]);
      else modlist.push([REPLACE, name, values]);
      const single = current.length === 1 && values.length === 1;
      before[name] = single ? current[0] : current;
      after[name] = single ? values[0] : values;
      continue;
    }
    const hit = values.filter((value) => current.includes(value) === (state === 'absent'));
    if (hit.length === 0) continue;
    for (const value of hit) modlist.push([state === 'absent' ? DELETE : ADD, name, value]);
    if (state === 'absent') before[name] = values;
    after[name] = state === 'absent' ? values.filter((value) => !hit.includes(value)) : values;
  }
  return { modlist, before, after };
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  const one = new Set(a);
  const other = new Set(b);
  return one.size === other.size && [...one].every((value) => other.has(value));
}

/** An LDIF record behind its `dn`. */
export function modification(modlist: readonly Modification[]): string {
  const verbs = ['add', 'delete', 'replace'] as const;
  const rows = modlist.flatMap(([op, name, value]) => [
    `${verbs[op]}: ${name}`,
    ...(value === null ? [] : [value].flat()).map((one) => ldifLine(name, one)),
    '-',
  ]);
  return `changetype: modify\n${rows.join('\n')}\n`;
}
