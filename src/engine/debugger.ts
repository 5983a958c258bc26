// The task debugger: a person looks at a finished task, changes its arguments or variables, runs it again or goes on.
import { TsplayError } from '../ground/index.js';
import type { Task } from '../playbook/index.js';
import { keyText, mapFromObject, TemplateText, type Value, type ValueMap } from '../value/index.js';
import type { LayeredScope } from '../vars/index.js';
import { DebuggerQuit, type Debugged } from './debug-task.js';
import { pretty } from './debugger-text.js';
import { resultValue } from './result-value.js';
import { scopeFor } from './scope.js';

const HELP = `p EXPRESSION               print an expression: task.args, task_vars['x'], result._result, host
task.args['x'] = VALUE     change an argument (del task.args['x'] takes it away)
task_vars['x'] = VALUE     change a variable of this task; then update_task, if arguments use it
u, update_task             evaluate the task as it is written again, with the changed variables
r, redo                    run the task again
c, continue                go on
q, quit                    end the run`;

/** Specified by Ansible's page on debugging tasks. @returns the task to run again, or undefined. @throws DebuggerQuit */
export async function runDebugger(debugged: Debugged): Promise<Task | undefined> {
  const module = await debugged.run.ports.loadModule(debugged.task.action)?.catch(() => undefined);
  const session = new Session(debugged, module?.raw ?? []);
  const { person, secrets } = debugged.run.ports;
  const say = (text: string): void => person?.say(secrets.redact(text));
  let last = '';
  for (;;) {
    const line = await person?.ask(`[${debugged.host.name}] TASK: ${debugged.info.name} (debug)> `);
    // `compat:` an empty line repeats the last command; the end of the input quits.
    const said = line === undefined ? 'quit' : line.trim() || last;
    last = said;
    const [, command = '', rest = ''] = /^(\S*)\s*([^]*)$/.exec(said) ?? [];
    switch (command) {
      case '':
        break;
      case 'c':
      case 'continue':
        return undefined;
      case 'q':
      case 'quit':
        person?.say('User interrupted execution');
        throw new DebuggerQuit();
      case 'r':
      case 'redo':
        undo(debugged);
        return session.task();
      case 'h':
      case 'help':
      case '?':
        person?.say(HELP);
        break;
      default:
        try {
          const answer = session.carryOut(command, rest, said);
          if (answer !== undefined) say(answer);
        } catch (error) {
          if (!(error instanceof TsplayError)) throw error;
          say(`***${error.message}${error.hint ? ` (${error.hint})` : ''}`);
        }
    }
  }
}

/** What the task came to before does not count any more. */
function undo({ run, host, verdict }: Debugged): void {
  const status = verdict.ignored ? 'ignored' : verdict.status;
  run.emit({ type: 'task-undone', host: host.name, status, changed: verdict.result.changed });
}

class Session {
  private readonly vars: ValueMap = new Map();
  private args: ValueMap;

  /** @param raw arguments that the module evaluates itself, as expressions of the project: they stay as they are written */
  constructor(
    private readonly debugged: Debugged,
    private readonly raw: readonly string[],
  ) {
    this.args = this.evaluated(debugged.task);
  }

  /** The task with what was changed. */
  task(): Task {
    const { task } = this.debugged;
    const { inherited } = task;
    return {
      ...task,
      args: this.args,
      argsTemplate: undefined,
      inherited: { ...inherited, includeVars: [...inherited.includeVars, this.vars] },
    };
  }

  carryOut(command: string, rest: string, line: string): string | undefined {
    if (command === 'p' || command === 'pprint') return this.shown(rest);
    if (command === 'u' || command === 'update_task') {
      this.args = this.evaluated(this.debugged.written);
      return undefined;
    }
    const [, del, root, path = '', written] =
      /^(del\s+)?(task\.args|task_vars)\s*((?:\[[^\]]*\]\s*)*)(?:=(?!=)\s*([^]*))?$/.exec(line) ?? [];
    if (root === undefined || (del === undefined) === (written === undefined)) {
      throw new TsplayError('bad-option', `'${line}' is no command of the debugger`, { hint: "'help' lists them" });
    }
    const keys = [...path.matchAll(/\[([^\]]*)\]/g)].map(([, key]) => this.value(key ?? ''));
    this.change(root, keys, written === undefined ? undefined : this.value(written));
    return undefined;
  }

  /** `compat:` the task and the host themselves are told by their names. */
  private shown(expression: string): string {
    if (expression === 'task') return `TASK: ${this.debugged.info.name}`;
    return expression === 'host' ? this.debugged.host.name : pretty(this.value(expression));
  }

  /** Sets, or without a value deletes, an element. Everything on the way is copied: the task as loaded is not touched. */
  private change(root: string, keys: readonly Value[], value: Value | undefined): void {
    const isArgs = root === 'task.args';
    if (keys.length === 0) {
      if (!isArgs || !(value instanceof Map)) throw new TsplayError('bad-option', `${root} takes a value by its name`);
      this.args = value;
      return;
    }
    if (isArgs) this.args = changed(this.args, keys, value) as ValueMap;
    else {
      const [name = ''] = keys;
      const next =
        keys.length === 1 ? value : changed(this.value(`task_vars[${this.literal(name)}]`), keys.slice(1), value);
      if (next === undefined) this.vars.delete(name);
      else this.vars.set(name, next);
    }
  }

  private literal(name: Value): string {
    return JSON.stringify(keyText(name));
  }

  private get scope(): LayeredScope {
    const { run, host, task } = this.debugged;
    return scopeFor(run, host, task).with({ rank: 'loop and magic variables', vars: this.vars });
  }

  /** The arguments as they are given to the module, or as written where that cannot be said. */
  private evaluated(task: Task): ValueMap {
    try {
      const raw = [...task.args].filter(([key]) => this.raw.includes(keyText(key)));
      const rest = new Map([...task.args].filter(([key]) => !this.raw.includes(keyText(key))));
      const value = this.debugged.run.ports.template.resolve(rest, this.scope);
      if (value instanceof Map) return new Map([...value, ...raw]);
    } catch (error) {
      if (!(error instanceof TsplayError)) throw error;
    }
    return task.args;
  }

  private value(expression: string): Value {
    const { run, host, task, info, verdict } = this.debugged;
    const { scope } = this;
    const about = mapFromObject({ name: info.name, action: info.action });
    about.set('args', unevaluated(this.args));
    about.set('register', task.register ?? null);
    const vars: ValueMap = new Map<Value, Value>([
      ['task', about],
      ['host', host.name],
      ['result', new Map<Value, Value>([['_result', resultValue(verdict.result)]])],
      ['task_vars', scope.lookup('vars') ?? null],
    ]);
    return run.ports.template.expression(expression, undefined, scope.with({ rank: 'loop and magic variables', vars }));
  }
}

/** Templates as the text they are, so that printing does not evaluate them. */
function unevaluated(value: Value): Value {
  if (value instanceof TemplateText) return value.source;
  if (value instanceof Map) return new Map([...value].map(([k, v]) => [unevaluated(k), unevaluated(v)]));
  return Array.isArray(value) ? value.map(unevaluated) : value;
}

function changed(container: Value, keys: readonly Value[], value: Value | undefined): Value {
  const [key, ...rest] = keys;
  if (key === undefined) return value ?? null;
  if (container instanceof Map) {
    const copy: ValueMap = new Map(container);
    if (rest.length === 0 && value === undefined) copy.delete(key);
    else copy.set(key, changed(container.get(key) ?? null, rest, value));
    return copy;
  }
  if (Array.isArray(container) && typeof key === 'number') {
    const copy = [...container];
    if (rest.length === 0 && value === undefined) copy.splice(key, 1);
    else copy[key] = changed(container[key] ?? null, rest, value);
    return copy;
  }
  throw new TsplayError('bad-option', `there is no '${keyText(key)}' to change`);
}
