// What can be known before the first task runs: tasks that are certain to fail are errors, those that only may run are warnings.
import { didYouMean, LoadErrors, TsplayError, type Diagnostic, type Span } from '../ground/index.js';
import { dirname } from 'node:path';
import { checkArguments, type AnyModule } from '../kit/index.js';
import {
  includedContext,
  loadTasks,
  NOTHING_INHERITED,
  roleRequest,
  useRole,
  type Block,
  type Context,
  type Node,
  type Play,
  type Task,
} from '../playbook/index.js';
import { keyText, TemplateText, valueSpan, type Value, type ValueMap } from '../value/index.js';
import { flatten } from './handlers.js';
import { META_ACTIONS } from './meta.js';
import { unknownDefaults } from './module-defaults.js';
import { argumentMistakes } from './preflight-statements.js';
import type { Plan } from './run.js';
import { isSelected } from './tags.js';
import { hostsOfPlay } from './vars-prompt.js';
import type { RunPorts } from './types.js';
import { unknownModule } from './unknown-module.js';

/** All findings for the plays that have hosts, in the order of the tasks. Nothing is sent to any host. */
export async function preflight(plans: readonly Plan[]): Promise<Diagnostic[]> {
  const found: Diagnostic[] = [];
  const here: Here = { written: false };
  for (const { playbook, ports } of plans) {
    for (const play of playbook.plays) {
      const own = ports.at(dirname(play.file));
      if (hasHosts(own, play)) await new PlayCheck(own, play, found, here).run();
    }
  }
  return unique(found);
}

function hasHosts(ports: RunPorts, play: Play): boolean {
  try {
    return hostsOfPlay(ports, play).names.length > 0;
  } catch (error) {
    // A pattern that needs variables of the run, or is wrong, is told when the play starts.
    if (error instanceof TsplayError) return false;
    throw error;
  }
}

/** The same file included from several places is told once; an error hides the warning of the same text and place. */
function unique(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const byPlace = new Map<string, Diagnostic>();
  for (const d of diagnostics) {
    const key = `${d.span?.file}:${d.span?.line}:${d.span?.col}:${d.message}`;
    const known = byPlace.get(key);
    if (!known || (known.severity === 'warning' && d.severity === 'error')) byPlace.set(key, d);
  }
  return [...byPlace.values()];
}

/** Whether a task before may have written files on this machine: then one that is missing now may be there in time. */
interface Here {
  written: boolean;
}

class PlayCheck {
  private readonly handlerNames = new Set<string>();
  /** Includes being looked into, to stop circles. */
  private readonly open: string[] = [];
  private anyTemplatedHandler = false;

  constructor(
    private readonly ports: RunPorts,
    private readonly play: Play,
    private readonly found: Diagnostic[],
    private readonly here: Here,
  ) {}

  async run(): Promise<void> {
    this.varsFiles();
    if (this.worksHere()) this.here.written = true;
    const handlers = flatten([...this.play.roles.flatMap((r) => r.handlers), ...this.play.handlers]);
    this.nameHandlers(handlers);
    for (const section of [this.play.preTasks, this.play.tasks, this.play.postTasks]) await this.nodes(section, true);
    for (const handler of handlers) await this.task(handler, false);
  }

  /** A file named without a template that is not there is missed by every host. */
  private varsFiles(): void {
    const { varsFiles, varsFilesSpan, file } = this.play;
    for (const [i, entry] of (Array.isArray(varsFiles) ? varsFiles : [varsFiles]).entries()) {
      const names = Array.isArray(entry) ? entry : [entry];
      if (!names.every((name) => typeof name === 'string')) continue;
      const paths = names.map((name) => this.ports.findVarsFile(name, { role: undefined, file }));
      const path = paths.find((p) => p !== undefined);
      const span = (Array.isArray(varsFiles) ? valueSpan(varsFiles, i) : undefined) ?? varsFilesSpan;
      if (path !== undefined) this.guarded(true, span, () => this.ports.loadVars(path));
      else if (varsFiles !== null) {
        const message = `vars file ${names.map((name) => `'${name}'`).join(', ')} was not found`;
        const hint = 'names are relative to the playbook';
        // compat: it is passed over.
        this.add(true, [
          { code: 'file-missing', severity: 'warning', message: `${message}; it is passed over`, span, hint },
        ]);
      }
    }
  }

  /** Whether a host of the play is, or may be, this machine. */
  private worksHere(): boolean {
    const { inventory, options } = this.ports;
    const given = (vars: ValueMap): boolean => vars.has('ansible_connection');
    if (options.connection !== undefined || given(options.extraVars) || given(this.play.vars)) return true;
    return hostsOfPlay(this.ports, this.play).names.some(
      (name) =>
        inventory.host(name)?.implicit === true || this.ports.inventoryVars(name).some(({ vars }) => given(vars)),
    );
  }

  private guarded(certain: boolean, span: Span | undefined, work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof TsplayError)) throw error;
      this.add(certain, [{ ...error.toDiagnostic(), span: error.span ?? span }]);
    }
  }

  /** Templates that do not parse: a task that surely runs fails by them, one that may be skipped may never meet them. */
  private checkTemplates(task: Task, reached: boolean, certain: boolean): void {
    const { template } = this.ports;
    for (const [i, { value, span }] of task.inherited.when.entries())
      this.guarded(reached && i === 0, span, () => template.checkCondition(value, span));
    const texts = [...templatesIn([task.args, task.argsTemplate ?? null])];
    for (const text of texts) this.guarded(certain, text.span, () => template.checkText(text));
    for (const { value, span } of [task.until, task.changedWhen, task.failedWhen].flatMap((c) => c ?? []))
      this.guarded(certain, span, () => template.checkCondition(value, span));
  }

  private nameHandlers(handlers: readonly Task[]): void {
    for (const handler of handlers) {
      const names = [...handler.listen];
      if (typeof handler.name === 'string') names.push(handler.name);
      else if (handler.name !== undefined) this.anyTemplatedHandler = true;
      for (const name of names) {
        this.handlerNames.add(name);
        for (const role of [handler.role?.name, handler.role?.shortName])
          if (role !== undefined) this.handlerNames.add(`${role} : ${name}`);
      }
    }
  }

  private async nodes(nodes: readonly Node[], certain: boolean): Promise<void> {
    for (const node of nodes) {
      if (node.kind === 'task') {
        await this.task(node, certain);
        continue;
      }
      await this.nodes(node.body, certain && node.rescue.length === 0);
      await this.nodes(node.rescue, false);
      await this.nodes(node.always, certain);
    }
  }

  private async task(task: Task, reached: boolean): Promise<void> {
    if (!isSelected(task.inherited.tags, this.ports.options)) return;
    const { when, ignoreErrors } = task.inherited;
    const forgiven = task.failedWhen !== undefined || (ignoreErrors !== undefined && ignoreErrors !== false);
    const certain =
      reached && when.length === 0 && !forgiven && !task.loop && this.ports.options.startAtTask === undefined;
    const { delegateTo, connection } = task.inherited;
    this.checkNotify(task);
    this.add(
      false,
      unknownDefaults(task.inherited.moduleDefaults, () => this.ports.source.actionNames()),
    );
    this.checkTemplates(task, reached && this.ports.options.startAtTask === undefined, certain);
    switch (task.statement) {
      case 'meta':
        this.checkMeta(task, certain);
        return;
      case 'include_tasks':
      case 'include_role':
        await this.include(task, certain);
        return;
      case 'include_vars':
        this.includedVars(task, certain);
        this.add(certain, argumentMistakes(task, task.statement));
        return;
      case 'add_host':
      case 'group_by':
        this.add(certain, argumentMistakes(task, task.statement));
        return;
      case undefined:
        await this.module(task, certain);
    }
    if (delegateTo !== undefined || connection !== undefined || task.action.endsWith('fetch')) this.here.written = true;
  }

  private add(certain: boolean, diagnostics: readonly Diagnostic[]): void {
    for (const d of diagnostics) this.found.push(certain ? d : { ...d, severity: 'warning' });
  }

  private checkNotify(task: Task): void {
    const names = Array.isArray(task.notify) ? task.notify : [task.notify];
    for (const name of names) {
      if (typeof name !== 'string' || this.anyTemplatedHandler || this.handlerNames.has(name)) continue;
      const message = `no handler is named '${name}' or listens to it`;
      const hint = didYouMean(name, this.handlerNames) || 'a task that notifies it will fail when it changes something';
      this.add(false, [{ code: 'handler-missing', severity: 'warning', message, span: task.span, hint }]);
    }
  }

  private checkMeta(task: Task, certain: boolean): void {
    const action = task.args.get('_raw_params');
    if (typeof action === 'string' && META_ACTIONS.includes(action)) return;
    const named =
      action === undefined ? [...task.args.keys()].map(keyTextOrSource).join(', ') : keyTextOrSource(action);
    const message = `meta has no action '${named}' that tsplay carries out`;
    const hint = `the actions are: ${META_ACTIONS.join(', ')}`;
    this.add(certain, [{ code: 'fatal-keyword', severity: 'error', message, span: task.actionSpan, hint }]);
  }

  private async module(task: Task, certain: boolean): Promise<void> {
    const span = task.actionSpan ?? task.span;
    let module: AnyModule | undefined;
    try {
      module = await this.ports.loadModule(task.action);
    } catch (error) {
      if (!(error instanceof TsplayError)) throw error;
      this.add(certain, [{ ...error.toDiagnostic(), span: error.span ?? span }]);
      return;
    }
    if (!module) {
      this.add(certain, [(await unknownModule(this.ports, task.action, span)).toDiagnostic()]);
      return;
    }
    if (module.onceForAll === true && isFreeStrategy(this.play.strategy ?? this.ports.options.strategy)) {
      const message = `'${task.action}' is done once for all hosts, and with the strategy of this play each host goes alone`;
      const hint = 'use it in a play with the linear strategy';
      this.add(certain, [{ code: 'not-supported', severity: 'error', message, span, hint }]);
    }
    if (task.argsTemplate !== undefined || task.inherited.moduleDefaults.length > 0) return;
    const args = withFreeForm(module, task.args);
    if (!args) {
      const message = `${module.name} takes no free-form text`;
      this.add(certain, [
        { code: 'bad-argument', severity: 'error', message, span, hint: 'write its parameters as a mapping' },
      ]);
      return;
    }
    this.add(certain, [...checkArguments(module, args, span), ...argumentMistakes(task, module.name)]);
    this.checkFiles(module, args, task, certain);
  }

  private checkFiles(module: AnyModule, args: ValueMap, task: Task, certain: boolean): void {
    for (const { argument, kind, unless } of module.controllerFiles ?? []) {
      const path = args.get(argument);
      const exempt = Object.entries(unless ?? {}).some(([name, value]) => args.has(name) && args.get(name) !== !value);
      if (typeof path !== 'string' || exempt || path.includes('://')) continue;
      try {
        this.ports.taskFiles(task).find(kind, path);
      } catch (error) {
        if (!(error instanceof TsplayError)) throw error;
        const surely = certain && !this.here.written;
        this.add(surely, [{ ...error.toDiagnostic(), span: valueSpan(args, argument) ?? task.span }]);
      }
    }
  }

  private includedVars(task: Task, certain: boolean): void {
    const key = task.args.has('_raw_params') ? '_raw_params' : 'file';
    const name = task.args.get(key);
    if (typeof name !== 'string' || task.argsTemplate !== undefined) return;
    if (this.ports.findVarsFile(name, task) !== undefined) return;
    const hint = "it is looked for in the role's vars/, beside the task file and beside the playbook";
    const span = valueSpan(task.args, key) ?? task.actionSpan ?? task.span;
    const message = `could not find or access '${name}'`;
    this.add(certain && !this.here.written, [{ code: 'file-missing', severity: 'error', message, span, hint }]);
  }

  private async include(task: Task, certain: boolean): Promise<void> {
    const context: Context = {
      source: this.ports.source,
      problems: [],
      inherited: NOTHING_INHERITED,
      file: task.file,
      role: task.role,
      handlers: task.handler === true,
      playRoles: undefined,
      importing: [],
      includes: task.includes ?? [],
      playVars: this.play.knownVars,
    };
    const block = this.staticBlock(context, task);
    this.add(certain, context.problems);
    if (!block || this.open.includes(block.file)) return;
    if (block.role) this.nameHandlers(flatten(block.role.handlers));
    this.open.push(block.file);
    await this.nodes([block], certain);
    this.open.pop();
  }

  /** What an include with a literal name brings; undefined when only the run can tell. */
  private staticBlock(context: Context, task: Task): Block | undefined {
    const args: ValueMap = new Map([...task.args].filter(([k]) => k !== 'apply'));
    if ([...args.values()].some((v) => v instanceof TemplateText)) return undefined;
    const apply = task.args.get('apply');
    const inner = includedContext(context, task, apply instanceof Map ? apply : undefined);
    try {
      if (task.statement === 'include_tasks') {
        const name = args.get('_raw_params') ?? args.get('file');
        return typeof name === 'string' ? loadTasks(inner, name, 'include', task.actionSpan) : undefined;
      }
      const request = roleRequest(inner, args);
      return request && useRole(inner, { ...request, params: new Map(), span: task.actionSpan, once: undefined });
    } catch (error) {
      if (error instanceof LoadErrors) context.problems.push(...error.diagnostics);
      else if (error instanceof TsplayError)
        context.problems.push({ ...error.toDiagnostic(), span: error.span ?? task.span });
      else throw error;
      return undefined;
    }
  }
}

function isFreeStrategy(strategy: Value | undefined): boolean {
  return typeof strategy === 'string' && /(?:^|\.)(?:free|host_pinned)$/.test(strategy);
}

function* templatesIn(value: Value): Generator<TemplateText> {
  if (value instanceof TemplateText) yield value;
  else if (Array.isArray(value)) for (const element of value) yield* templatesIn(element);
  else if (value instanceof Map) for (const entry of value) yield* templatesIn([...entry]);
}

function keyTextOrSource(value: Value): string {
  return value instanceof TemplateText ? value.source : keyText(value);
}

/** The arguments with free-form text under its parameter's name; undefined when the module takes none. */
function withFreeForm(module: AnyModule, args: ValueMap): ValueMap | undefined {
  const raw = args.get('_raw_params');
  if (raw === undefined) return args;
  if (module.freeForm === undefined) return undefined;
  return new Map([...args].map(([k, v]): [Value, Value] => [k === '_raw_params' ? (module.freeForm ?? k) : k, v]));
}
