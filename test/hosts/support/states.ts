// Cases that say what modules did and left behind on a real Debian, told the same way of ansible-core and of tsplay.
//
// A case (test/compat/states/cases/NAME.yml) has
//   packages  installed by apt beforehand
//   python    those that only Ansible's own modules need: installed when recording
//   setup     shell text, run as root before the steps
//   files     files beside the playbook
//   steps     tasks; each is run in check mode, for real and a second time. `once: true` beside a task runs it once only.
//   noise     keys of results that are made by chance, left out at any depth of steps whose text has `by`; `ids: true`
//             takes the digits of Docker's IDs out of texts too
//   watch     paths whose trees are told when all steps are done
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { sh } from '../../../src/ground/index.js';

export interface StateCase {
  readonly packages?: readonly string[];
  readonly python?: readonly string[];
  readonly setup?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly steps: readonly Record<string, unknown>[];
  readonly watch?: readonly string[];
  readonly noise?: { readonly by: string; readonly keys: readonly string[]; readonly ids?: boolean };
}

/** What one engine did: the results of each step's runs, and the trees it left. */
export interface Told {
  readonly results: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly tree: readonly string[];
}

const MODES = [
  ['check', { check_mode: true }],
  ['real', {}],
  ['again', {}],
] as const;

/** The playbook of a case; YAML is a superset of JSON. */
export function playbookOf({ steps }: StateCase): string {
  const tasks = steps.flatMap(({ once = false, ...step }, i) =>
    MODES.filter(([mode]) => mode === 'real' || !(once as boolean)).map(([mode, keywords]) => ({
      ...step,
      ...keywords,
      name: `${i + 1} ${mode}`,
      ignore_errors: true,
    })),
  );
  return JSON.stringify([{ hosts: 'all', gather_facts: false, tasks }], undefined, 1);
}

interface JsonReport {
  readonly plays: readonly {
    readonly tasks: readonly { readonly task: { readonly name: string }; readonly hosts: Record<string, object> }[];
  }[];
}

/** The results in a report of the callback `json`, by the names of the tasks. */
export function resultsOf(
  report: string,
  { steps, noise }: Pick<StateCase, 'steps' | 'noise'> = { steps: [] },
): Record<string, Readonly<Record<string, unknown>>> {
  // Integers that no double holds (an RSA modulus) are infinite here, and null in a record: they are not compared.
  const { plays } = JSON.parse(report.slice(report.indexOf('{')), (_, value: unknown) =>
    value === Infinity || value === -Infinity ? null : value,
  ) as JsonReport;
  const told = plays.flatMap((play) => play.tasks).map(({ task, hosts }) => [task.name, Object.values(hosts)[0]]);
  const noiseOf = (name: string): StateCase['noise'] =>
    noise && JSON.stringify(steps[parseInt(name, 10) - 1]).includes(noise.by) ? noise : undefined;
  return Object.fromEntries(
    told.map(([name, result]) => [name, without(plain(result as Record<string, unknown>), noiseOf(name as string))]),
  ) as never;
}

/** The same value without what is made by chance, at any depth. */
function without(value: unknown, noise: StateCase['noise']): unknown {
  if (noise === undefined) return value;
  if (typeof value === 'string' && noise.ids) return value.replace(/\b(?:[0-9a-f]{64}|[0-9a-f]{12})\b/g, 'ID');
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((one) => without(one, noise));
  const kept = Object.entries(value).filter(([key]) => !noise.keys.includes(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, without(inner, noise)]));
}

/** What says nothing of what a module did, or is different each time. */
const NOISE =
  /^(?:_ansible_\w+|discovered_interpreter_python|invocation|action|start|stop|end|delta|warnings|deprecations|exception|[amc]time|inode|dev|cache_update_time|commands|connector_\w+|execution_time_ms|date)$/;
/** The words of a failure are our own. */
const WORDS =
  /^(?:msg|stderr|stderr_lines|stdout|stdout_lines|module_stderr|module_stdout|cmd|rc|details|err|message)$/;

/** What is compared of a result. */
export function plain(result: Record<string, unknown>): unknown {
  const failed = result['failed'] === true;
  const skipped = result['skipped'] === true;
  const kept = Object.entries(result).filter(([key, value]) => {
    if (NOISE.test(key) || (failed && WORDS.test(key)) || (skipped && key === 'msg')) return false;
    // Where content came from: here a file of the project, there a copy of it on the server.
    if (
      key === 'src' &&
      typeof value === 'string' &&
      /^\/.*\/(?:\.ansible\/tmp|tsplay-states-\w+)\/|^TEMPORARY|^PROJECT/.test(value)
    )
      return false;
    // Ansible tells the name of a temporary download, where we have none.
    if (key === 'src' && value === null && 'url' in result) return false;
    if (key === 'ansible_facts' && Object.keys(value as object).every((fact) => NOISE.test(fact))) return false;
    // `compat:` the callback puts in `changed: false` and `failed: false` or leaves them out, whatever the result had.
    return !(key === 'failed' && value === false);
  });
  const told = Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
  return settled({
    ...told,
    ...('diff' in told ? { diff: differing(told['diff']) } : {}),
    // Of a unit's properties, which are hundreds, only which there are.
    ...(isObject(told['status']) ? { status: Object.keys(told['status']).sort() } : {}),
    ...(Array.isArray(told['files']) ? { files: byPath(told['files']) } : {}),
    // The order is that of a directory, the size that of what a compressor made of the times in it.
    ...('archived' in told
      ? { archived: sorted(told['archived']), expanded_paths: sorted(told['expanded_paths']), size: 0 }
      : {}),
    // dnf tells of a transaction's packages in the order of a set.
    ...(isWords(told['results']) ? { results: sorted(told['results']) } : {}),
    ...(isObject(told['ansible_facts']) ? { ansible_facts: sample(told['ansible_facts']) } : {}),
  });
}

/** Of the hundreds of packages and services, some: others come with Python. */
function sample(facts: object): object {
  const some = (value: unknown, names: readonly string[]): object =>
    Object.fromEntries(Object.entries(value as object).filter(([name]) => names.includes(name)));
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      if (name === 'packages') return [name, some(value, ['bash', 'adduser', 'libc6', 'tzdata'])];
      if (name === 'services') return [name, some(value, SOME_SERVICES)];
      return [name, value as unknown];
    }),
  );
}
const SOME_SERVICES = [
  'ssh.service',
  'cron.service',
  'x.service',
  'y.service',
  'bad.service',
  'static.service',
  'old',
  'inst@.service',
  'inst@100.service',
  'getty@.service',
  'nosuch.service',
  'rescue.service',
  'systemd-journald.service',
];

/** What `find` found, in the order of directories; names of files stay as they are. */
const byPath = (files: readonly unknown[]): unknown[] => {
  const path = (file: unknown): string => (isObject(file) ? String((file as { path?: unknown }).path) : '');
  return [...files].sort((a, b) => (path(a) < path(b) ? -1 : path(a) > path(b) ? 1 : 0));
};

const sorted = (value: unknown): unknown => (Array.isArray(value) ? [...(value as string[])].sort() : value);

const isWords = (value: unknown): boolean =>
  Array.isArray(value) && value.every((one) => /^(?:Installed|Removed): |^No match|^Group /.test(String(one)));

const isObject = (value: unknown): value is object =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** The parts of a diff that differ; what their headers say is for people. */
function differing(diff: unknown): unknown {
  const parts = (Array.isArray(diff) ? diff : [diff]) as readonly Record<string, unknown>[];
  const shown = parts
    .filter((part) => JSON.stringify(part['before'] ?? '') !== JSON.stringify(part['after'] ?? ''))
    .map((part) => Object.fromEntries(Object.entries(part).filter(([key]) => !key.endsWith('_header'))));
  return shown.length === 0 ? undefined : Array.isArray(diff) ? shown : shown[0];
}

/** The same value without times, numbers of processes and names of temporary files. */
function settled(value: unknown): unknown {
  if (typeof value === 'string') {
    return value
      .replace(/\.\d+\.\d{4}-\d\d-\d\d@\d\d:\d\d:\d\d~/g, '.BACKUP~')
      .replace(/\/(?:root|tmp\/(?:tsplay-tests-[\w-]+\/)?tsplay-states-\w+)\/\.ansible\/tmp\/[^\s"']+/g, 'TEMPORARY')
      .replace(/\/tmp\/(?:tsplay-tests-[\w-]+\/)?tsplay-states-\w+\//g, 'PROJECT/')
      .replace(/(\d bytes(?: \([^)]*\))? copied), .*/g, '$1')
      .replace(/(Updated by Ansible -) [\d.T:-]+/g, '$1 TIME')
      .replace(/\[\d+ B\]|\b0 B\/\d+ B\b/g, 'SIZE')
      .replace(/(download-size=")\d+/g, '$1SIZE')
      .replace(/(Paused for )[\d.]+/g, '$1SOME')
      .replace(/^Fetched .* in .*|^\(Reading database .*/gm, 'APT');
  }
  if (Array.isArray(value)) return value.map(settled);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !NOISE.test(key))
      .map(([key, inner]) => [key, settled(inner)]),
  );
}

/** A script that tells type, mode, owner and content or target of all below the paths. */
export function treeScript(paths: readonly string[]): string {
  return sh`find ${paths} -printf '%p\t%y %m %u:%g %l\t' \( -type f -exec sh -c 'base64 -w0 "$1"' - {} \; -o -true \) -printf '\n' 2>/dev/null | sort`
    .text;
}

/** A line of the tree: contents as text where they are short, as their digest where they are not. */
export function treeLines(output: string): string[] {
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [path = '', facts = '', content = ''] = line.split('\t');
      const bytes = Buffer.from(content, 'base64');
      // What crontab writes on top names a temporary file and the time.
      const text = bytes.toString('utf8').replace(/^# \(.* installed on .*\)\n/m, '');
      const shown = bytes.length <= 2000 && !text.includes('�') ? JSON.stringify(text) : digest(bytes);
      return settled(`${path} ${facts.trim()}${facts.startsWith('f') ? ` ${shown}` : ''}`) as string;
    });
}

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

/** No run of the step failed; the dry run predicted the real one, or is none (`skipped`); the second run changed nothing. */
export function expectConverged(results: Told['results'], number: number): void {
  const [check, real, again] = ['check', 'real', 'again'].map((mode) => results[`${number} ${mode}`]);
  for (const result of [real, again]) expect(result?.['failed'] === true, JSON.stringify(result)).toBe(false);
  expect(real).toBeDefined();
  if (again === undefined) return;
  if (check?.['skipped'] !== true) expect(check, 'the dry run').toMatchObject({ changed: real?.['changed'] });
  expect(again, 'the second run').toMatchObject({ changed: false });
}
