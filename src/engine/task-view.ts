// The task as its module sees it: files, templates and conditions in the task's scope.
import type { TaskView } from '../kit/index.js';
import { fromJs, type Value, type ValueMap } from '../value/index.js';
import type { LayeredScope } from '../vars/index.js';
import { taskJobs } from './detached.js';
import type { Frame, Reach } from './types.js';

export function taskView(frame: Frame, reach: Reach, name: string, signal: AbortSignal): TaskView {
  const { run, task, scope } = frame;
  const { template, clock } = run.ports;
  const files = run.ports.taskFiles(task);
  const view: TaskView = {
    name,
    span: task.span,
    verbosity: run.ports.options.verbosity,
    files,
    connection: reach.settings,
    render: (path, options, destination) =>
      template.renderFile(
        files.read(path).toString('utf8'),
        path,
        templateScope(frame, path, files, destination),
        options,
      ),
    renderText: (source, path, options) =>
      template.renderFile(source, path, templateScope(frame, path, files), options),
    evaluate: (expression) => template.expression(expression, task.span, scope, true),
    condition: (condition: Value) => template.condition(condition, task.span, scope),
    prompt: run.ports.prompt,
    sleep: (ms) => clock.sleep(ms, signal),
    now: () => clock.now(),
    jobs: taskJobs(frame, reach, () => view),
  };
  return view;
}

/** The variables Ansible gives to a template file about itself. */
function templateScope(frame: Frame, path: string, files: TaskView['files'], destination?: string): LayeredScope {
  const stat = files.stat(path);
  const { clock, magic } = frame.run.ports;
  const now = clock.now();
  const vars = fromJs({
    ansible_managed: 'Ansible managed',
    template_path: path,
    template_fullpath: path,
    ...(destination === undefined ? {} : { template_destpath: destination }),
    template_uid: stat?.owner ?? '',
    template_host: magic.hostname,
    template_mtime: new Date(stat?.mtime ?? now).toISOString(),
    template_run_date: new Date(now).toISOString(),
  }) as ValueMap;
  return frame.scope.with({ rank: 'loop and magic variables', vars });
}
