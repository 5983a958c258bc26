// `include_tasks` and `include_role`: worked out per host (and item), then run once for hosts that include the same.
import { dirname, isAbsolute, join } from 'node:path';
import { LoadErrors, TsplayError, type Diagnostic } from '../ground/index.js';
import { keyText, toJs, type Value, type ValueMap } from '../value/index.js';
import {
  includedContext,
  loadTasks,
  roleRequest,
  TRUE_WORDS,
  useRole,
  type Block,
  type RoleInstance,
  type Task,
} from '../playbook/index.js';
import { addHandlers } from './handlers.js';
import { inclusionIn, type Request } from './inclusion.js';
import { allLive, beside, following, type Outcome } from './outcome.js';
import { Passage } from './place.js';
import type { HostRecord } from './records.js';
import { runOnHost } from './run-task.js';
import { scopeFor } from './scope.js';
import { truth } from './settings.js';
import { announce, report, runNodes, settle, stopIfFatal } from './walk.js';
import type { PlayRun } from './types.js';
import type { TaskInfo } from '../events/index.js';

/** The same request of several hosts. */
interface Inclusion {
  readonly request: Request;
  readonly key: string;
  readonly hosts: HostRecord[];
}

/** `compat:` all requests are loaded and told before the first of them is run; with run_once the others include nothing. */
export async function runInclude(run: PlayRun, task: Task, hosts: readonly HostRecord[]): Promise<Outcome> {
  const [first] = hosts;
  if (!first) return allLive(hosts);
  const info = announce(run, task, first, 'include');
  const once = truth(run, task.inherited.runOnce, scopeFor(run, first, task));
  const blame = { once, shared: once, lost: false };
  const inclusions: Inclusion[] = [];
  const outcomes: Outcome[] = [];
  for (const host of once ? [first] : hosts)
    outcomes.push(await ask(run, task, host, info, inclusions, once ? hosts : [host]));
  if (once) outcomes.push(allLive(hosts.slice(1)));
  const asked = stopIfFatal(run, task, beside(outcomes, hosts), blame);
  const lost = new Set<HostRecord>();
  const blocks = inclusions.map((inclusion) => {
    const block = loaded(run, task, info, inclusion);
    if (!block) for (const host of inclusion.hosts) lost.add(host);
    return block;
  });
  let outcome: Outcome = {
    ...asked,
    live: asked.live.filter((host) => !lost.has(host)),
    failed: [...asked.failed, ...lost],
  };
  if (lost.size > 0) outcome = stopIfFatal(run, task, outcome, blame);
  const passage = new Passage(
    hosts,
    blocks.filter((block) => block !== undefined),
  );
  let begun = 0;
  for (const [i, { hosts: wanting }] of inclusions.entries()) {
    const block = blocks[i];
    if (block) passage.reach(begun++);
    const ready = wanting.filter((host) => outcome.live.includes(host));
    if (!block || ready.length === 0) continue;
    const others = outcome.live.filter((host) => !ready.includes(host));
    const joined = beside([allLive(others), await runNodes(run, [block], ready)], outcome.live);
    outcome = following({ ...outcome, live: [] }, joined);
  }
  passage.leave();
  return outcome;
}

/** Works out what the host includes; what it does not include (skipped, failed) is told here. */
async function ask(
  run: PlayRun,
  task: Task,
  host: HostRecord,
  info: TaskInfo,
  inclusions: Inclusion[],
  targets: readonly HostRecord[],
): Promise<Outcome> {
  const timed = { verdict: await runOnHost(run, task, host, info), duration: 0 };
  if (timed.verdict.status !== 'ok') report(run, task, host, timed, info);
  const outcome = settle(run, task, host, timed, info, targets);
  if (!outcome.live.includes(host)) return outcome;
  for (const part of timed.verdict.parts) {
    const request = inclusionIn(part.result);
    if (!request || part.status !== 'ok') continue;
    const key = JSON.stringify([comparable(request.args), comparable(request.vars)]);
    const same = inclusions.find((other) => other.key === key && !other.hosts.includes(host));
    if (same) same.hosts.push(host);
    else inclusions.push({ request, key, hosts: [host] });
  }
  return outcome;
}

/** The included tasks, told to have been included; undefined after a mistake was told as the failure of the hosts. */
function loaded(run: PlayRun, task: Task, info: TaskInfo, { request, hosts }: Inclusion): Block | undefined {
  try {
    const block = blockFor(run, task, request);
    run.emit({
      type: 'included',
      task: info,
      path: toldPath(task, request, block.file),
      hosts: hosts.map((h) => h.name),
      label: request.label,
    });
    for (const host of hosts) {
      run.emit({
        type: 'task-finished',
        task: info,
        host: host.name,
        status: 'ok',
        result: { changed: false, include: block.file },
        looped: false,
        duration: 0,
      });
    }
    return block;
  } catch (error) {
    for (const host of hosts) fail(run, task, info, host, error, request);
    return undefined;
  }
}

/**
 * The file as it is told: of a role its name.
 * `compat:` a relative path that was found in a role is put behind the role's directory as it is written, `..` and all.
 */
function toldPath(task: Task, request: Request, file: string): string {
  if (task.statement === 'include_role') return requestedRole(request) ?? file;
  const { role } = task;
  const name = keyText(request.args.get('_raw_params') ?? request.args.get('file') ?? '');
  if (role === undefined || isAbsolute(name) || !/(?:^|\/)\.{1,2}\//.test(name)) return file;
  const directories = [join(role.path, 'tasks'), role.path, dirname(task.file)];
  const directory = directories.find((d) => join(d, name) === file);
  return directory === undefined ? file : `${directory}/${name}`;
}

/** `compat:` what cannot be included fails the host whatever `ignore_errors` says, and for the plays that follow too. */
function fail(run: PlayRun, task: Task, info: TaskInfo, host: HostRecord, error: unknown, { args }: Request): void {
  const diagnostics =
    error instanceof LoadErrors ? error.diagnostics : error instanceof TsplayError ? [error.toDiagnostic()] : undefined;
  // `compat:` what is written wrongly ends the run, what is not there fails the hosts.
  if (!diagnostics?.every(({ code }) => code === 'file-missing' || code === 'role-missing')) throw error;
  const msg = diagnostics.map((d) => d.message).join('; ');
  const [diagnostic] = diagnostics;
  const name = args.get('_raw_params') ?? args.get('file');
  host.standing = 'failed';
  host.barred = true;
  run.emit({
    type: 'task-finished',
    task: info,
    host: host.name,
    status: 'failed',
    result: { changed: false, failed: true, reason: msg, msg, ...(name === undefined ? {} : { include: toJs(name) }) },
    looped: false,
    duration: 0,
    diagnostic: diagnostic && (diagnostic.span ? diagnostic : { ...diagnostic, span: task.span }),
  });
}

function requestedRole({ args }: Request): string | undefined {
  const name = args.get('name') ?? args.get('role');
  return name === undefined || name === null ? undefined : keyText(name);
}

function comparable(value: Value): unknown {
  if (value instanceof Map) return [...value].map(([k, v]) => [comparable(k), comparable(v)]);
  if (Array.isArray(value)) return value.map(comparable);
  return typeof value === 'bigint' ? String(value) : value;
}

/** `compat:` an include is private, unless it or the setting `private_role_vars` says that it is not. */
function isPublic(run: PlayRun, said: Value | undefined): boolean {
  if (said === undefined || said === null) return run.ports.options.privateRoleVars === false;
  return typeof said !== 'object' && TRUE_WORDS.includes(keyText(said).toLowerCase());
}

/** Loads what is included. @throws LoadErrors with all that is wrong in it */
function blockFor(run: PlayRun, task: Task, request: Request): Block {
  // With what the files import, in the order in which their variables and handlers count.
  const used: RoleInstance[] = [];
  const context = { ...run.parseContext(task), problems: [] as Diagnostic[], playRoles: used };
  const apply = request.args.get('apply');
  const inner = includedContext(context, task, apply instanceof Map ? apply : undefined);
  const { includeVars } = inner.inherited;
  const withItem =
    request.vars.size > 0
      ? { ...inner, inherited: { ...inner.inherited, includeVars: [...includeVars, request.vars] } }
      : inner;
  let block: Block | undefined;
  if (task.statement === 'include_tasks') {
    const name = request.args.get('_raw_params') ?? request.args.get('file');
    if (name === undefined || name === null) {
      throw new TsplayError('missing-argument', 'include_tasks needs the name of a file', { span: task.actionSpan });
    }
    block = loadTasks(withItem, keyText(name), 'include', task.actionSpan);
  } else {
    const args: ValueMap = new Map([...request.args].filter(([k]) => k !== 'apply'));
    const wanted = roleRequest(withItem, args);
    block = wanted && useRole(withItem, { ...wanted, params: new Map(), span: task.actionSpan, once: undefined });
  }
  if (context.problems.length > 0 || !block) throw new LoadErrors(context.problems);
  makeKnown(run, used, isPublic(run, request.args.get('public')) ? undefined : block.role);
  return block;
}

/** Roles that came with an include: the play knows their names and handlers, and the variables of all but `hidden`. */
function makeKnown(run: PlayRun, used: readonly RoleInstance[], hidden: RoleInstance | undefined): void {
  for (const role of used) {
    addHandlers(run, role.handlers);
    run.includedRoles.push(role);
    if (!hidden || (role !== hidden && !hidden.dependencies.includes(role))) addRole(run.roles, role);
  }
}

/** The role in place of the same one before, so that a loop of includes does not make the list long. */
function addRole(roles: RoleInstance[], role: RoleInstance): void {
  const layers = (r: RoleInstance): unknown[] => [...r.defaults, ...r.vars];
  const mine = layers(role);
  const known = roles.findIndex((other) => {
    const theirs = layers(other);
    return other.path === role.path && theirs.length === mine.length && theirs.every((map, i) => map === mine[i]);
  });
  if (known >= 0 && roles[known]?.byTask) roles.splice(known, 1);
  roles.push(role);
}
