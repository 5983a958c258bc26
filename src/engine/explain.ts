// Where a host's variables come from: what wins, what it hides, and in which tasks it is otherwise. Nothing is run.
import { dirname } from 'node:path';
import { TsplayError, type Span } from '../ground/index.js';
import type { Node, Play, Task } from '../playbook/index.js';
import { keySpan, keyText, OmitValue, toJs, Undefined, type Value } from '../value/index.js';
import { ENGINE_RANK, rankNumber, type Layer, type LayeredScope, type Rank } from '../vars/index.js';
import { writtenText } from './conditions.js';
import { HostRecord } from './records.js';
import type { Plan } from './run.js';
import { scopeFor } from './scope.js';
import type { ScopeRun } from './types.js';
import { loadVarsFiles } from './vars-files.js';
import { hostsOfPlay } from './vars-prompt.js';

/** One place that gives a variable a value. */
export interface Definition {
  readonly rank: Rank;
  /** From 1; the engine's own variables stand above the documentation's list. */
  readonly level: number;
  /** Whose it is: `role 'web'`, `group 'db'`. */
  readonly of: string | undefined;
  readonly span: Span | undefined;
  /** As it is written there. */
  readonly written: string;
}

export interface Explained {
  readonly name: string;
  /** Undefined where it is not defined, or cannot be evaluated without running the play. */
  readonly value: unknown;
  /** Why there is no value. */
  readonly problem: string | undefined;
  /** The winner first, then what it hides, from the highest rank down. */
  readonly definitions: readonly Definition[];
}

/** What holds for the tasks of a play, or for one task of it where that is something else. */
export interface Place {
  readonly play: string;
  readonly span: Span | undefined;
  readonly variables: readonly Explained[];
  readonly tasks: readonly { readonly name: string; readonly span: Span | undefined; readonly variable: Explained }[];
  /** Tasks that set the variable while the play runs. */
  readonly setters: readonly { readonly name: string; readonly span: Span | undefined; readonly rank: Rank }[];
  /** Whether tasks are included while the play runs, which nobody knows before. */
  readonly dynamic: boolean;
}

/**
 * @param name the variable; undefined: all of them
 * @returns one place for each play that has the host
 */
export function explain({ playbook, ports }: Plan, host: string, name: string | undefined): Place[] {
  const records = new Map<string, HostRecord>();
  const facts = { inject: ports.options.injectFacts, cache: ports.factCache };
  const record = (of: string): HostRecord => {
    let known = records.get(of);
    if (!known) records.set(of, (known = new HostRecord(of, () => ports.inventoryVars(of), facts)));
    return known;
  };
  return playbook.plays.flatMap((play): Place[] => {
    const names = hostsOfPlay(ports, play).names;
    if (!names.includes(host)) return [];
    const hosts = names.map(record);
    const run: ScopeRun = {
      ports,
      playbookDir: dirname(playbook.path),
      play,
      playName: writtenText(play.name ?? play.hosts),
      allHosts: hosts,
      batch: hosts,
      roles: [...play.roles],
      includedRoles: [],
      addedHosts: [],
      varsFiles: new Map(),
      record,
    };
    loadVarsFiles(run, record(host), 'lenient');
    return [explainPlay(run, play, record(host), name)];
  });
}

function explainPlay(run: ScopeRun, play: Play, host: HostRecord, name: string | undefined): Place {
  const scope = scopeFor(run, host);
  const tasks = tasksOf([...play.preTasks, ...play.tasks, ...play.postTasks, ...play.handlers]);
  const place = { play: run.playName, span: play.span, tasks: [], setters: [] };
  const dynamic = tasks.some((task) => task.statement === 'include_tasks' || task.statement === 'include_role');
  if (name === undefined) {
    const names = [...scope.names()].filter((n) => scope.origin(n)?.rank !== ENGINE_RANK).sort();
    return { ...place, dynamic, variables: names.map((n) => explained(run, scope, n)) };
  }
  const variable = explained(run, scope, name);
  const same = (other: Explained): boolean =>
    JSON.stringify([other.definitions, other.value]) === JSON.stringify([variable.definitions, variable.value]);
  const others = tasks.flatMap((task) => {
    const there = explained(run, scopeFor(run, host, task), name);
    return same(there) ? [] : [{ name: titleOf(task), span: task.span, variable: there }];
  });
  const setters = tasks.flatMap((task) => {
    const rank = setsWhileRunning(task, name);
    return rank === undefined ? [] : [{ name: titleOf(task), span: task.span, rank }];
  });
  return { ...place, dynamic, variables: [variable], tasks: others, setters };
}

function explained(run: ScopeRun, scope: LayeredScope, name: string): Explained {
  const definitions = scope.definitions(name).map((layer) => definition(layer, name));
  const raw = scope.lookup(name);
  if (raw === undefined) return { name, value: undefined, problem: undefined, definitions };
  try {
    const value = run.ports.template.resolve(raw, scope);
    const problem = value instanceof OmitValue || value instanceof Undefined ? 'it is omitted' : undefined;
    return { name, value: problem === undefined ? toJs(value) : undefined, problem, definitions };
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
    return { name, value: undefined, problem: error.message, definitions };
  }
}

function definition({ rank, vars, of }: Layer, name: string): Definition {
  const span = vars instanceof Map ? keySpan(vars, name) : undefined;
  return { rank, level: rankNumber(rank), of, span, written: written(vars.get(name)) };
}

function written(value: Value | undefined): string {
  if (value === undefined) return '';
  if (value instanceof Map) return `{${[...value].map(([k, v]) => `${writtenText(k)}: ${written(v)}`).join(', ')}}`;
  if (Array.isArray(value)) return `[${value.map(written).join(', ')}]`;
  return typeof value === 'string' ? JSON.stringify(value) : writtenText(value);
}

function tasksOf(nodes: readonly Node[]): Task[] {
  return nodes.flatMap((node) =>
    node.kind === 'task' ? [node] : tasksOf([...node.body, ...node.rescue, ...node.always]),
  );
}

function titleOf(task: Task): string {
  const name = task.name === undefined ? task.action : writtenText(task.name);
  return task.role ? `${task.role.name} : ${name}` : name;
}

function setsWhileRunning(task: Task, name: string): Rank | undefined {
  if (task.register === name) return 'set_fact and registered vars';
  const action = task.action.replace(/^ansible\.(?:builtin|legacy)\./, '');
  if (action === 'set_fact' && [...task.args.keys()].some((k) => typeof k === 'string' && keyText(k) === name))
    return 'set_fact and registered vars';
  if (action === 'include_vars' && task.args.get('name') === name) return 'include_vars';
  return undefined;
}
