// The task as its module sees it: files, templates and conditions in the task's scope.
import type { TaskView } from '../kit/index.js';
import type { TemplateFile } from '../template/index.js';
import type { Value } from '../value/index.js';
import type { LayeredScope } from '../vars/index.js';
import { taskJobs } from './detached.js';
import { taskTransfer } from './transfer.js';
import type { Frame, Reach } from './types.js';

/** Milliseconds between two words on how far something has come; what is quicker is not spoken of. */
const PROGRESS_EVERY = 5_000;

export function taskView(
  frame: Frame,
  reach: Reach,
  name: string,
  signal: AbortSignal,
  progress: (what: string, done: number, total: number) => void = () => undefined,
): TaskView {
  const { run, task, scope } = frame;
  const { template, clock } = run.ports;
  const files = run.ports.taskFiles(task);
  let told = clock.now();
  const view: TaskView = {
    name,
    span: task.span,
    verbosity: run.ports.options.verbosity,
    files,
    connection: reach.settings,
    render: (path, options, destination, written = path) =>
      template.renderFile(
        files.read(path).toString('utf8'),
        path,
        templateScope(frame, { path: written, fullPath: path, destination }),
        options,
      ),
    renderText: (source, path, options) =>
      template.renderFile(source, path, templateScope(frame, { path, fullPath: path }), options),
    evaluate: (expression) => template.expression(expression, task.span, scope, true),
    condition: (condition: Value) => template.condition(condition, task.span, scope),
    isWritten: (raw: Value) => template.isWritten(raw, scope),
    prompt: async (text, options) => {
      const answer = await run.ports.prompt(text, options);
      // What is typed unseen is not shown later either.
      if (answer !== undefined && options?.echo === false) run.ports.secrets.add(answer);
      return answer;
    },
    progress(what, done, total) {
      if (clock.now() - told < PROGRESS_EVERY) return;
      told = clock.now();
      progress(what, done, total);
    },
    sleep: (ms) => clock.sleep(ms, signal),
    now: () => clock.now(),
    jobs: taskJobs(frame, reach, () => view),
    transfer: taskTransfer(frame, () => files.resolve('.'), signal),
  };
  return view;
}

/** The task's scope with the variables of a template file about itself. */
function templateScope(frame: Frame, file: TemplateFile): LayeredScope {
  return frame.scope.with({ rank: 'loop and magic variables', vars: frame.run.ports.template.fileVariables(file) });
}
