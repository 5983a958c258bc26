// What a finished task does to the record of its host: register, facts, set_fact, notifications. The only writer.
import { mapFromObject, setTextKind, TemplateText, type Value, type ValueMap } from '../value/index.js';
import { notifiedNames } from './handlers.js';
import { resultValue } from './result-value.js';
import { truth } from './settings.js';
import { scopeFor } from './scope.js';
import { mergeDicts } from '../vars/index.js';
import type { HostRecord } from './records.js';
import type { HostVerdict } from './run-task.js';
import type { PlayRun, Verdict } from './types.js';
import type { Task } from '../playbook/index.js';

/**
 * @param host the one that ran the task
 * @param targets the hosts the result counts for: the same one, or all of the batch with run_once
 */
export function applyEffects(
  run: PlayRun,
  task: Task,
  verdict: HostVerdict,
  host: HostRecord,
  targets: readonly HostRecord[],
): void {
  const done = verdict.status === 'ok' || verdict.status === 'changed';
  for (const part of done ? verdict.parts : []) {
    run.ports.customStats?.take(
      part.result,
      targets.map((target) => target.name),
    );
  }
  for (const target of targets) {
    if (task.role?.key !== undefined && verdict.status !== 'skipped') target.begunRoles.add(task.role.key);
    if (task.register !== undefined) {
      const result = registered(task, verdict);
      const [part] = verdict.parts;
      if (part && !verdict.looped && typeof result === 'object' && result !== null)
        noteKind(run, task, host, part, 'msg', result, 'msg');
      target.ownVars.set(task.register, result);
    }
    // `compat:` of a task that failed, though only for one item, no facts are taken; a failure that is ignored is one.
    if (done) {
      for (const part of verdict.parts) {
        const facts = factsOf(part.result['ansible_facts']);
        if (facts) takeFacts(run, task, target, facts, part);
      }
    }
  }
  // `compat:` with run_once too, only the host that ran the task notifies.
  if (verdict.result.changed && verdict.status === 'changed') {
    for (const name of notifiedNames(run, task, host, verdict)) host.notified.add(name);
  }
}

/**
 * `compat:` a loop says whether it was skipped, and `failed` only when it did; what was skipped or lost does not say
 * `failed`, what could not even be evaluated does not say `changed`. Marks for the engine and reporters are left out.
 */
function registered(task: Task, verdict: HostVerdict): Value {
  const { result, status, looped } = verdict;
  const { changed, failed, ...rest } = result;
  if (isInclude(task) && !failed) return resultValue(looped ? { skipped: false, ...result } : result);
  const isLoop = looped || result['results'] !== undefined;
  const wasRun = status !== 'unreachable' && !('false_condition' in result);
  const saysFailed = failed === true || (!isLoop && wasRun);
  return resultValue({
    ...(isLoop ? { skipped: false } : {}),
    ...rest,
    ...(verdict.unevaluated ? {} : { changed }),
    ...(saysFailed || failed !== undefined ? { failed: failed ?? false } : {}),
    ...(status === 'unreachable' ? { unreachable: true } : {}),
  });
}

/** `compat:` the result of an include is not judged; that of a loop over it always says whether it was skipped. */
function isInclude(task: Task): boolean {
  return task.statement === 'include_tasks' || task.statement === 'include_role';
}

function factsOf(facts: unknown): ValueMap | undefined {
  if (facts instanceof Map) return facts as ValueMap;
  return facts !== null && typeof facts === 'object' && !Array.isArray(facts) ? mapFromObject(facts) : undefined;
}

/** `hash_behaviour: merge` reaches what include_vars brings one after the other. */
function joined(run: PlayRun, before: Value | undefined, value: Value): Value {
  const merging = run.ports.options.hashBehaviour === 'merge';
  return merging && before instanceof Map && value instanceof Map ? mergeDicts(before, value) : value;
}

/** `compat:` text that `to_json` and its kin made stays text under the name of the fact or in the result too. */
function noteKind(
  run: PlayRun,
  task: Task,
  host: HostRecord,
  part: Verdict,
  key: string,
  into: object,
  at: string,
): void {
  const written = task.args.get(key);
  const text = into instanceof Map ? (into as ValueMap).get(at) : undefined;
  if (typeof text !== 'string' || !(written instanceof TemplateText)) return;
  const kind = run.ports.template.textKind(written, scopeFor(run, host, task, part.vars));
  if (kind) setTextKind(into, at, text, kind);
}

function takeFacts(run: PlayRun, task: Task, host: HostRecord, facts: ValueMap, part: Verdict): void {
  const short = task.action.replace(/^ansible\.(?:builtin|legacy)\./, '');
  const { delegatedTo } = part;
  const toDelegate = delegatedTo !== undefined && truth(run, task.inherited.delegateFacts, scopeFor(run, host, task));
  const owner = toDelegate ? run.record(delegatedTo) : host;
  if (short === 'include_vars')
    for (const [k, v] of facts) owner.includeVars.set(k, joined(run, owner.includeVars.get(k), v));
  else if (short === 'set_fact')
    for (const [k, v] of facts) {
      owner.ownVars.set(k, v);
      if (typeof k === 'string') noteKind(run, task, host, part, k, owner.ownVars, k);
      if (typeof k === 'string') noteKind(run, task, host, part, k, facts, k);
    }
  if (short !== 'include_vars' && (short !== 'set_fact' || part.result['_ansible_facts_cacheable'] === true)) {
    owner.facts.add(facts);
  }
}
