// Events made short, for the tests of the pretty reporter.
import type { Diagnostic } from '../ground/index.js';
import type { EventBody, ShownResult, Status, TaskInfo } from '../events/index.js';
import { createPrettyReporter, type PrettyOptions } from './pretty.js';

export function told(events: readonly EventBody[], options: Partial<PrettyOptions> = {}): { out: string; err: string } {
  const said = { out: '', err: '' };
  const reporter = createPrettyReporter({
    write: (text) => (said.out += text),
    writeError: (text) => (said.err += text),
    colour: false,
    columns: undefined,
    verbosity: 0,
    checkMode: false,
    readSource: () => undefined,
    ...options,
  });
  for (const event of events) reporter.on(event);
  return said;
}

let ids = 0;
export function task(name: string, action = 'ansible.builtin.command', more: Partial<TaskInfo> = {}): TaskInfo {
  return { id: ++ids, name, action, span: undefined, kind: 'task', ...more };
}
export const done = (
  t: TaskInfo,
  host: string,
  status: Status,
  result: ShownResult = {},
  more: { looped?: boolean; delegatedTo?: string; diagnostic?: Diagnostic } = {},
): EventBody => ({ type: 'task-finished', task: t, host, status, result, looped: false, duration: 1, ...more });
export const item = (
  t: TaskInfo,
  host: string,
  label: string,
  status: Status,
  result: ShownResult = {},
): EventBody => ({
  type: 'item-finished',
  task: t,
  host,
  label,
  status,
  result,
});
export const started = (t: TaskInfo): EventBody => ({ type: 'task-started', task: t });
/** What is printed below the task's header. */
export const body = (events: readonly EventBody[], options: Partial<PrettyOptions> = {}): string =>
  told(events, options).out.split('\n').slice(2).join('\n');
export const FAILED = { changed: true, cmd: ['sh', '-c', 'exit 3'], msg: 'non-zero return code', rc: 3 };
export const stats = { ok: 0, changed: 0, unreachable: 0, failed: 0, skipped: 0, rescued: 0, ignored: 0 };
