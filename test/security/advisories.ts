// The published advisories on templates, untrusted data and shown secrets, of Ansible and of what it and tsplay build on, each
// with the case that covers it.

/**
 * `payload`: it is among the payloads, under its number. `case`: a test file below test/ or src/, and the name of a test in it.
 * `built`: it cannot be, and why.
 */
export type Cover =
  { readonly payload: true } | { readonly case: string; readonly test: string } | { readonly built: string };

export interface Advisory {
  readonly id: string;
  readonly what: string;
  readonly cover: Cover;
}

const payload: Cover = { payload: true };
const runs = (test: string): Cover => ({ case: 'test/security/runs.test.ts', test });
const shown = (test: string): Cover => ({ case: 'test/security/secrets-in-output.test.ts', test });
const data = (test: string): Cover => ({ case: 'test/security/data-stays-data.test.ts', test });
const COME = 'come from everywhere, and are what they were';
const GO = 'go everywhere, and are what they were';
const HIDDEN = 'under no_log stay hidden with retries, in loops, in check mode, in blocks and by the setting';
const OUTPUT = 'are not in the output %s with verbosity %s, the log, the tree or junit';

export const ADVISORY_TABLE: readonly Advisory[] = [
  // Ansible: text of hosts that is evaluated.
  { id: 'CVE-2014-4657', what: 'expressions of Python in data that looks like a literal', cover: payload },
  { id: 'CVE-2014-4678', what: 'the same, past the first mending', cover: payload },
  { id: 'CVE-2014-4966', what: 'templates in what a host says', cover: payload },
  { id: 'CVE-2014-4967', what: 'a value that adds arguments to its module', cover: payload },
  { id: 'CVE-2016-8628', what: 'facts that are settings of the connection', cover: runs(COME) },
  { id: 'CVE-2016-9587', what: 'facts and results that are evaluated on the controller', cover: payload },
  { id: 'CVE-2017-7466', what: 'the same, past the first mending', cover: payload },
  { id: 'CVE-2017-7481', what: 'results of lookups that are evaluated again', cover: payload },
  { id: 'CVE-2019-10156', what: 'variables put in where nobody asked for them', cover: runs(GO) },
  { id: 'CVE-2020-1734', what: 'a shell that the lookup pipe runs with what a host said', cover: runs(GO) },
  {
    id: 'CVE-2020-1738',
    what: 'a fact that names the module to run',
    cover: { built: 'package and service look a fact up in a table of verbs' },
  },
  { id: 'CVE-2020-10684', what: 'the fact ansible_facts inside of itself', cover: runs(COME) },
  { id: 'CVE-2021-3583', what: 'templates on several lines', cover: payload },
  { id: 'CVE-2023-5764', what: 'marks of unsafe text that filters lose', cover: payload },
  { id: 'CVE-2024-9902', what: 'a name of a user that does more', cover: payload },
  { id: 'CVE-2024-11079', what: 'text of another host through hostvars', cover: payload },
  {
    id: 'CVE-2019-10206',
    what: 'typed passwords that are evaluated',
    cover: { built: 'a typed password is a plain string, which is never a template' },
  },
  {
    id: 'CVE-2019-14856',
    what: 'the same, past the first mending',
    cover: { built: 'a typed password is a plain string, which is never a template' },
  },
  // Ansible: secrets that are shown.
  { id: 'CVE-2017-7473', what: 'no_log that does not hold in a loop', cover: shown(HIDDEN) },
  { id: 'CVE-2018-10855', what: 'a task under no_log that fails', cover: shown(OUTPUT) },
  { id: 'CVE-2018-16876', what: 'no_log with retries and -vvv', cover: shown(HIDDEN) },
  { id: 'CVE-2019-14846', what: 'passwords in logs', cover: shown(OUTPUT) },
  { id: 'CVE-2019-14864', what: 'callbacks that tell what no_log hides', cover: shown(OUTPUT) },
  { id: 'CVE-2020-14332', what: 'no_log in check mode', cover: shown(HIDDEN) },
  {
    id: 'CVE-2021-3620',
    what: 'passwords in messages about bugs',
    cover: { built: 'all that main prints goes through redaction' },
  },
  { id: 'CVE-2021-20228', what: 'all variables printed by a template of a host', cover: payload },
  { id: 'CVE-2024-0690', what: 'ANSIBLE_NO_LOG and the items of loops', cover: shown(HIDDEN) },
  { id: 'CVE-2024-8775', what: 'encrypted variables that include_vars shows', cover: shown(OUTPUT) },
  // Ansible: names of files.
  {
    id: 'CVE-2020-10691',
    what: 'members of archives that lead out of the directory',
    cover: { built: 'tsplay unpacks nothing on the controller' },
  },
  {
    id: 'CVE-2023-5115',
    what: 'links in archives that lead out of the directory',
    cover: { built: 'tsplay unpacks nothing on the controller' },
  },
  // Jinja2.
  { id: 'CVE-2016-10745', what: 'str.format reaches the inside of values', cover: payload },
  { id: 'CVE-2019-8341', what: 'templates from text of others', cover: data('comes in more than a thousand forms') },
  { id: 'CVE-2019-10906', what: 'str.format_map reaches the inside of values', cover: payload },
  { id: 'CVE-2020-28493', what: 'the pattern of urlize', cover: payload },
  { id: 'CVE-2024-22195', what: 'keys of xmlattr', cover: payload },
  { id: 'CVE-2024-34064', what: 'keys of xmlattr, past the first mending', cover: payload },
  { id: 'CVE-2024-56201', what: 'names of templates that are code', cover: payload },
  { id: 'CVE-2024-56326', what: 'a stored str.format', cover: payload },
  { id: 'CVE-2025-27516', what: 'str.format by the filter attr', cover: payload },
  {
    id: 'CVE-2014-0012',
    what: 'compiled templates in a directory of all',
    cover: { built: 'compiled templates stay in memory' },
  },
  {
    id: 'CVE-2014-1402',
    what: 'compiled templates in a directory of all',
    cover: { built: 'compiled templates stay in memory' },
  },
  // nunjucks and YAML.
  { id: 'CVE-2016-10547', what: 'lists that are not escaped', cover: payload },
  { id: 'CVE-2023-2142', what: 'a backslash that ends escaping', cover: payload },
  { id: 'CVE-2017-18342', what: 'tags of YAML that make objects of Python', cover: payload },
  { id: 'CVE-2020-1747', what: 'the same, past the first mending', cover: payload },
  { id: 'CVE-2020-14343', what: 'the same, past the second', cover: payload },
  { id: 'CVE-2023-2251', what: 'YAML that the parser throws a bug at', cover: payload },
];
