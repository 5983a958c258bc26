// Which modules gather facts, and their answers as one: what the setting `facts_modules` says of `gather_facts`.
import type { ModuleOutcome, ModuleResult } from '../kit/index.js';
import type { Task } from '../playbook/index.js';
import { keyText, mapFromObject, type Value, type ValueMap } from '../value/index.js';
import { truth } from './settings.js';
import { statementArguments } from './statement-args.js';
import type { Frame } from './types.js';

const SETUP = new Set(['setup', 'ansible.builtin.setup', 'ansible.legacy.setup']);
const GATHER = /^(?:ansible\.(?:builtin|legacy)\.)?gather_facts$/;

/** The modules a task `gather_facts` stands for; undefined where that is `setup` alone. */
export function factModulesOf({ run, task, scope }: Frame): readonly string[] | undefined {
  if (!GATHER.test(task.action)) return undefined;
  const said = scope.lookup('ansible_facts_modules');
  const settings = run.ports.options.factsModules ?? ['smart'];
  const value: Value = said === undefined ? [...settings] : run.ports.template.resolve(said, scope);
  const listed = Array.isArray(value) ? value.map((v: Value) => keyText(v)) : keyText(value).split(',');
  const named = listed.map((name) => name.trim());
  const others = named.filter((name) => name !== 'smart');
  if (others.length < named.length && !others.some((name) => SETUP.has(name))) others.push('ansible.legacy.setup');
  return others.every((name) => SETUP.has(name)) && others.length === 1 ? undefined : others;
}

/**
 * Runs them and puts their facts together, later ones over earlier ones. `compat:` with `parallel`, and where nobody says
 * it of several, side by side; one that fails fails the task and does not keep the others from running.
 * @param runTask runs one module on the task's host
 */
export async function gatherFrom(
  frame: Frame,
  modules: readonly string[],
  runTask: (frame: Frame) => Promise<ModuleOutcome>,
): Promise<ModuleOutcome> {
  const { run, scope } = frame;
  const args = statementArguments(frame, 'gather_facts');
  const parallel = scope.lookup('ansible_facts_parallel') ?? args.get('parallel');
  args.delete('parallel');
  const tasks = modules.map((action) => ({ ...frame, task: { ...frame.task, ...callOf(frame, action, args) } }));
  const answers: ModuleOutcome[] = [];
  if (truth(run, parallel, scope, modules.length > 1)) answers.push(...(await Promise.all(tasks.map(runTask))));
  else for (const task of tasks) answers.push(await runTask(task));

  const facts: ValueMap = new Map();
  for (const { result } of answers) for (const [name, value] of factsIn(result)) facts.set(name, value);
  const result: ModuleResult = { changed: false, ansible_facts: facts };
  const failed = modules.filter((_, i) => answers[i]?.result.failed === true);
  const skipped = modules.filter((_, i) => answers[i]?.result.skipped === true);
  const resultsOf = (names: readonly string[]): Record<string, unknown> =>
    Object.fromEntries(names.map((name) => [name, answers[modules.indexOf(name)]?.result]));
  if (skipped.length > 0) {
    result['msg'] = `The following modules were skipped: ${skipped.join(', ')}\n`;
    result['skipped_modules'] = resultsOf(skipped);
    if (skipped.length === modules.length) result.skipped = true;
  }
  if (failed.length === 0) return { result };
  result.failed = true;
  result['msg'] = `The following modules failed to execute: ${failed.join(', ')}\n`;
  result['failed_modules'] = resultsOf(failed);
  return { result, diagnostic: answers.find((a) => a.diagnostic)?.diagnostic };
}

/** `compat:` what only setup understands is not passed on to others. */
function callOf({ run, task }: Frame, action: string, given: ValueMap): Pick<Task, 'action' | 'args' | 'argsTemplate'> {
  const args: ValueMap = new Map(given);
  for (const name of SETUP.has(action) ? [] : ['gather_subset', 'gather_timeout', 'filter']) {
    const value = args.get(name);
    if (value === undefined) continue;
    args.delete(name);
    const all = Array.isArray(value) ? value.length === 1 && value[0] === 'all' : value === 'all';
    if (name === 'gather_subset' && all) continue;
    const message = `'${name}' is for setup: it is not passed to ${action}`;
    run.emit({ type: 'warning', diagnostic: { code: 'not-supported', severity: 'warning', message, span: task.span } });
  }
  return { action, args, argsTemplate: undefined };
}

function factsIn(result: ModuleResult): ValueMap {
  const facts = result['ansible_facts'];
  if (facts instanceof Map) return facts as ValueMap;
  return facts !== null && typeof facts === 'object' ? mapFromObject(facts) : new Map<Value, Value>();
}
