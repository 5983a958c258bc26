// The lookup `subelements`: every element with each element of one of its lists.
import { tuple, type Value, type ValueMap } from '../../value/index.js';
import { mapGet } from '../python/compare.js';
import { fail } from '../python/errors.js';
import { str } from '../python/text.js';
import { spend } from '../python/budget.js';
import type { LookupCall } from '../types.js';
import { boolOption } from './options.js';

export function subelements(call: LookupCall): Value[] {
  const [elements, path, flags] = call.terms;
  if (elements === undefined || path === undefined || call.terms.length > 3)
    return fail('subelements lookup expects a list of two or three items');
  if (!(Array.isArray(elements) || elements instanceof Map) || typeof path !== 'string')
    return fail('subelements expects a dict or a list, then a text that points to the list in each element');
  if (elements instanceof Map && isSkipped(elements)) return [];
  const skipMissing = skips(call, flags);
  const steps = path.split('.');
  return (elements instanceof Map ? [...elements.values()] : elements).flatMap((element) => {
    if (!(element instanceof Map)) return fail(`subelements lookup expects a dictionary, got '${str(element)}'`);
    if (isSkipped(element)) return [];
    const found = listIn(element, steps, skipMissing);
    spend(8 * found.length);
    // compat: what is handed out of an element has not the list any more.
    const rest = without(element, steps);
    return found.map((sub) => tuple([rest, sub]));
  });
}

function isSkipped(element: ValueMap): boolean {
  return (mapGet(element, 'skipped') ?? false) !== false;
}

function skips(call: LookupCall, flags: Value | undefined): boolean {
  if (flags === undefined) return false;
  if (!(flags instanceof Map)) return fail("the third item of subelements is a dict with the flag 'skip_missing'");
  return boolOption({ ...call, options: flags }, 'skip_missing', false);
}

function listIn(element: ValueMap, steps: readonly string[], skipMissing: boolean): readonly Value[] {
  let at: ValueMap = element;
  let list: readonly Value[] = [];
  for (const step of steps) {
    const below = mapGet(at, step);
    if (below === undefined) {
      if (!skipMissing) fail(`could not find '${step}' key in iterated item '${str(at)}'`);
    } else if (step === steps.at(-1)) {
      list = Array.isArray(below) ? below : fail(`the key ${step} should point to a list, got '${str(below)}'`);
    } else if (below instanceof Map) at = below;
    else if (!skipMissing) fail(`the key ${step} should point to a dictionary, got '${str(below)}'`);
  }
  return list;
}

function without(element: Value, [step, ...rest]: readonly string[]): Value {
  if (!(element instanceof Map) || step === undefined) return element;
  const out: ValueMap = new Map(element);
  const below = mapGet(out, step);
  if (rest.length === 0) out.delete(step);
  else if (below !== undefined) out.set(step, without(below, rest));
  return out;
}
