// What of a result may be shown: nothing under no_log, never a known secret. What no_log hides is a secret from then on.
import type { ShownResult } from '../events/index.js';
import type { ModuleResult } from '../kit/index.js';
import { TsplayError } from '../ground/index.js';
import { fromJs, TemplateText, toJs, type Value, type ValueMap } from '../value/index.js';
import { keepResult } from './secret-values.js';
import { truth } from './settings.js';
import type { Frame } from './types.js';

const CENSORED = "the output has been hidden due to the fact that 'no_log: true' was specified for this result";

/** Marks a result that is hidden although its task does not say `no_log`. */
export const HIDDEN = Symbol('hidden');

/** Kept of a hidden result, as ansible-core does. */
const TELLING_NOTHING = ['attempts', 'retries'];

export function shown(frame: Frame, result: ModuleResult): ShownResult {
  if (isHidden(frame) || HIDDEN in result) {
    keepHidden(frame, result);
    return {
      censored: CENSORED,
      changed: result.changed,
      ...(result.failed ? { failed: true } : {}),
      ...(result.skipped ? { skipped: true } : {}),
      ...Object.fromEntries(TELLING_NOTHING.filter((key) => key in result).map((key) => [key, result[key]])),
    };
  }
  return frame.run.ports.secrets.redactDeep(plain(result)) as ShownResult;
}

/** What says what a machine is: hidden for its length, and half of all output would go with it. */
const ABOUT_MACHINES = /(?:^|\.)(?:setup|gather_facts|package_facts|service_facts|mount_facts)$/;

/** What later tasks can get at stays hidden: a registered result, facts, the result that a rescue is told. */
function keepHidden({ run, task, host }: Frame, result: ModuleResult): void {
  if (run.ports.options.hideMarked !== true || ABOUT_MACHINES.test(task.action)) return;
  if (task.register !== undefined || (result.failed === true && host.guards > 0) || 'ansible_facts' in result)
    keepResult(run.ports.secrets, result);
}

/** When `no_log` itself cannot be evaluated, nothing is shown: the safe side. */
export function isHidden(frame: Frame): boolean {
  try {
    return truth(frame.run, frame.task.inherited.noLog, frame.scope, frame.run.ports.options.noLog);
  } catch (error) {
    if (error instanceof TsplayError) return true;
    throw error;
  }
}

/** Of long extended loops the list of all items is not shown with each of them again: that would be its square. */
const SHOWN_ITEMS = 100;

function withLoop(result: ModuleResult): ModuleResult {
  const { ansible_loop: loop, ...rest } = result;
  if (!(loop instanceof Map)) return result;
  const all = loop.get('allitems') as unknown;
  const isLong = Array.isArray(all) && all.length > SHOWN_ITEMS;
  const own: ValueMap = new Map([...(loop as ValueMap)].filter(([key]) => !(isLong && key === 'allitems')));
  return { ...rest, ansible_loop: toJs(own) };
}

function plain(whole: ModuleResult): unknown {
  const items = whole['results'];
  if (!Array.isArray(items)) return withFacts(withLoop(whole));
  return withFacts({ ...whole, results: items.map((item) => withFacts(withLoop(item as ModuleResult))) });
}

/** Facts may hold Values; those that are still templates (include_vars) are shown as they are written. */
function withFacts(result: ModuleResult): ModuleResult {
  const facts = result['ansible_facts'];
  if (facts === undefined) return result;
  try {
    return { ...result, ansible_facts: toJs(asWritten(fromJs(facts))) };
  } catch {
    return { ...result, ansible_facts: {} };
  }
}

function asWritten(value: Value): Value {
  if (value instanceof TemplateText) return value.source;
  if (Array.isArray(value)) return value.map(asWritten);
  if (!(value instanceof Map)) return value;
  return new Map([...value].map(([key, v]): [Value, Value] => [asWritten(key), asWritten(v)]));
}
