// What two answers may differ in without meaning anything, and how a message that is worded differently is judged.

/** Of a result: times, places of temporary files, and what only says which machine or Python it was. */
const NOISE = new Set([
  'invocation',
  'exception',
  'module_stdout',
  'module_stderr',
  'warnings',
  'deprecations',
  'start',
  'end',
  'delta',
  'atime',
  'ctime',
  'mtime',
  'inode',
  'dev',
  'device_type',
  'nlink',
  'blocks',
  'block_size',
  'birthtime',
  'uid',
  'gid',
  'owner',
  'group',
  'pw_name',
  'gr_name',
  'version',
  'attributes',
  'attr_flags',
  'charset',
  'mimetype',
  'elapsed',
  'ansible_job_id',
  'results_file',
  'erased',
  'started',
  'stdin',
  'user_input',
  'stop',
  'timedout',
  'started_at',
  'finished_at',
  'ansible_delegated_vars',
  'discovered_interpreter_python',
  'frame',
]);

/** Told by status instead. */
const TOLD = new Set(['failed', 'skipped', 'unreachable', 'changed']);

/** A result without noise. `changed` and its kin are left out only at the top, where the status says them. */
export function quiet(result: Readonly<Record<string, unknown>>, top = true): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(result)) {
    if (NOISE.has(key) || key.startsWith('_ansible_') || (top && TOLD.has(key))) continue;
    // Where copy and template have the text from: in Ansible's a temporary file on the host.
    if (key === 'src' && typeof result['checksum'] === 'string') continue;
    if (
      key === 'src' &&
      typeof value === 'string' &&
      /\/(?:\.ansible\/tmp|ansible-tmp|\.ansible_|ansible\.)/.test(value)
    )
      continue;
    if (key === 'diff') {
      const texts = textDiffs(value);
      if (texts.length > 0) kept[key] = texts;
      continue;
    }
    if (key === 'ansible_facts' && isMap(value)) {
      const facts = Object.fromEntries(Object.entries(value).filter(([k]) => !NOISE.has(k)));
      if (
        Object.keys(facts).length > 0 &&
        !('system' in facts || 'ansible_system' in facts || 'gather_subset' in facts)
      )
        kept[key] = facts;
      continue;
    }
    if (key === 'size' && result['state'] === 'directory') continue;
    kept[key] = inner(value);
  }
  return kept;
}

/** What `--diff` shows of contents: the texts before and after. How attributes are noted (as a mapping) is each one's own. */
function textDiffs(diff: unknown): unknown[] {
  const text = (value: unknown): string => (typeof value === 'string' && !/^\{\n {4}"/.test(value) ? value : '');
  return (Array.isArray(diff) ? (diff as unknown[]) : [diff])
    .filter(isMap)
    .map((d) => ({ before: text(d['before']), after: text(d['after']) }))
    .filter((d) => d.before !== d.after);
}

function inner(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inner);
  if (!isMap(value)) return value;
  const found = quiet(value, false);
  // A result inside a result: these are false when they are not there.
  // compat: a job that was started has the number 0 for failed.
  for (const key of ['failed', 'skipped', 'changed'])
    if ([false, 0].includes(found[key] as number)) Reflect.deleteProperty(found, key);
  return found;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Whether two values mean the same. Before 2.19 ansible-core makes text of a single expression's value; tsplay keeps the
 * number, truth value or None, as 2.19 does: such a scalar equals its text.
 */
export function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((v, i) => same(v, b[i]));
  if (isMap(a) && isMap(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].every((k) => same(a[k] ?? null, b[k] ?? null));
  }
  if (typeof a === typeof b && a === b) return true;
  return isScalar(a) && isScalar(b) && pythonText(a) === pythonText(b);
}

function isScalar(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function pythonText(value: unknown): string {
  if (value === true) return 'True';
  if (value === false) return 'False';
  return value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * What a failure is about. Ansible's words for mistakes found while running name no place and differ between its releases; ours
 * say the place and a hint. They are the same when they are about the same thing.
 */
const KINDS: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['undefined', /is undefined|has no attribute|has no element|undefined variable|undefined-variable/],
  [
    'missing argument',
    /missing required arguments|required arguments? missing|missing-argument|is required|conditional required/,
  ],
  ['unknown argument', /Unsupported parameters|unknown-argument|Invalid options for/],
  [
    'bad argument',
    /must be one of|cannot be converted|is of type|unable to convert|bad-argument|bad-keyword|is not a valid/,
  ],
  ['exclusive', /mutually exclusive/],
  [
    'no file',
    /Could not find|could not find|not found|No such file|file-missing|role-missing|was (?:not )?found|does not exist|not a file|Directory nonexistent/,
  ],
  ['template', /template error|template-syntax|template-value|unsupported-template|templating|Unexpected templating/i],
  ['condition', /conditional check|conditional/],
  ['unreachable', /unreachable|Failed to connect|cannot connect|auth-failed/],
  ['loop data', /Invalid data passed to 'loop'|'loop' needs a list/],
  ['refused connection', /Connection refused|ECONNREFUSED/],
  ['mode', /octal or symbolic|not a file mode/],
  ['exit code', /returned \d+|ended with \d+/],
  ['timeout', /timed out|timeout/],
  ['variable name', /not a valid variable name|variable name '[^']*' is not valid/],
  ['no values', /at least one/],
  ['plugin', /lookup plugin \(\w+\) not found|there is no lookup/],
  ['no module', /module \S+ was not found|has no module|there is no module/],
  ['recursive', /recursive loop|variable-loop/],
];

/** How many messages of failures were the same text, and how many only about the same thing, by kind. */
export const told = { same: 0, byKind: new Map<string, number>() };

/** Messages that are Ansible's own also with us: where these differ it is a difference, whatever they are about. */
const OURS_TOO = [
  /^non-zero return code$/,
  /^One or more items failed$/,
  /^Failed as requested from task$/,
  /^Assertion failed$/,
  /^'[\w.]+' is undefined$/,
  /^'[\w ]+ object' has no attribute '\w+'$/,
  /^[\w ]+ object has no element /,
  /^Mandatory variable /,
  /^The following modules /,
  /^Timeout when waiting for /,
  /^Status code was /,
  /are mutually exclusive/,
];

export function sameFailure(theirs: unknown, ours: unknown, code: unknown): boolean {
  // Ansible sometimes has nothing but a traceback to say.
  if (theirs === undefined || same(theirs, ours)) return true;
  const [wanted, said] = [core(words(theirs)), core(words(ours))];
  if (wanted === said) {
    told.same++;
    return true;
  }
  if (OURS_TOO.some((pattern) => pattern.test(wanted)) && !said.startsWith(wanted.split(':')[0] ?? wanted))
    return false;
  const kinds = (text: string): string[] => KINDS.filter(([, p]) => p.test(text)).map(([k]) => k);
  const mine = kinds(`${words(ours)} ${String(code)}`);
  const kind = kinds(words(theirs)).find((k) => mine.includes(k));
  if (kind !== undefined) told.byKind.set(kind, (told.byKind.get(kind) ?? 0) + 1);
  return kind !== undefined;
}

/** A message without what ansible-core puts around it: which option, where the YAML stands, the same once more. */
function core(text: string): string {
  const cut = text
    .replace(/ The error appears to be in .*$/, '')
    .replace(/^The task includes an option with an undefined variable\.(?: The error was:|\.) /, '')
    .replace(/^The field '\w+' has an invalid value, which includes an undefined variable\.(?: The error was:|\.) /, '')
    .replace(/error while evaluating conditional \(.*?\): /, '')
    .replace(/Unexpected templating type error occurred on \(.*?\): (?=[^{}]*$)/, '')
    .replace(/^AnsibleUndefinedVariable: /, '')
    .replace(/ Searched in: .*$| on the Ansible Controller\..*$/, '')
    .replace(/^ansible\.builtin\.\w+: /, '')
    .replace(/\.$/, '');
  // Older releases say it twice or thrice.
  return cut.replace(/(?<=^|: )(.+?)(?:\. \1)+$/, '$1');
}

function words(text: unknown): string {
  return (typeof text === 'string' ? text : (JSON.stringify(text) ?? '')).replaceAll(/\s+/g, ' ').trim();
}
