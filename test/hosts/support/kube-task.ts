// Runs the Kubernetes modules as tasks of a host, from YAML text to the result, without the engine.
import { readFileSync } from 'node:fs';
import { systemClock } from '../../../src/ground/index.js';
import type { Host, ViewOptions } from '../../../src/host/index.js';
import {
  parseArguments,
  runModule,
  type AnyModule,
  type ChangeNote,
  type ModuleResult,
  type TaskView,
} from '../../../src/kit/index.js';
import type { ValueMap } from '../../../src/value/index.js';
import { loadYamlDocument } from '../../../src/yaml/index.js';
import { registry } from '../../../modules/registry.generated.js';

export interface TaskRun {
  readonly check?: boolean;
  readonly diff?: boolean;
  readonly view?: ViewOptions;
  /** Told how the module rendered a template. */
  readonly render?: TaskView['render'];
}

export interface TaskOutcome extends ModuleResult {
  /** The changes that were made or, in check mode, foreseen. */
  readonly notes: readonly ChangeNote[];
}

function taskView(host: Host, run: TaskRun): TaskView {
  const unused = (): never => {
    throw new Error('not part of these tests');
  };
  return {
    name: 'test',
    span: undefined,
    verbosity: 0,
    files: {
      find: (_kind, path) => path,
      read: (path) => readFileSync(path),
      stat: unused,
      walk: unused,
      resolve: unused,
      digests: unused,
      stream: unused,
      write: unused,
    },
    render: run.render ?? ((path) => readFileSync(path, 'utf8')),
    renderText: unused,
    evaluate: unused,
    condition: unused,
    isWritten: unused,
    progress: unused,
    connection: { transport: 'local', name: host.name },
    prompt: unused,
    jobs: { status: unused, cleanup: unused },
    transfer: {
      host: host.name,
      delegate: undefined,
      connection: unused,
      become: unused,
      login: unused,
      run: unused,
    },
    sleep: (ms) => systemClock.sleep(ms),
    now: () => systemClock.now(),
  };
}

/** @param args the module's parameters as YAML text */
export async function runTask(host: Host, module: string, args: string, run: TaskRun = {}): Promise<TaskOutcome> {
  const load = registry[module];
  if (!load) throw new Error(`no module ${module}`);
  const loaded: AnyModule = (await load()).default;
  const { value, diagnostics } = loadYamlDocument(args, 'task.yml', { trust: 'data' });
  if (diagnostics.length > 0) throw new Error(diagnostics.map((d) => d.message).join('\n'));
  const parsed = parseArguments(loaded, value as ValueMap, value as ValueMap, undefined);
  if ('diagnostics' in parsed) {
    return { changed: false, failed: true, msg: parsed.diagnostics.map((d) => d.message).join('\n'), notes: [] };
  }
  const { view, hands } = host.view(run.view ?? {});
  const notes: ChangeNote[] = [];
  const outcome = await runModule({
    module: loaded,
    args: parsed.args,
    host: view,
    hands,
    task: taskView(host, run),
    checkMode: run.check ?? false,
    diffMode: run.diff ?? false,
    onChange: (note) => notes.push(note),
  });
  return { ...outcome.result, notes };
}
