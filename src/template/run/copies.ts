// Copies of values: compat: Ansible makes each variable anew for whoever asks for it.
import { copyTextKinds, isEvaluated, Tuple, tuple, type Value } from '../../value/index.js';
import { spend } from '../python/budget.js';
import { isConstant, type Expr } from '../syntax/index.js';

/** A value that shares nothing with the one given, nor one part of it with another; `hostvars` and its like stay what they are. */
export function copyDeep(v: Value): Value {
  spend(1);
  if (v === null || typeof v !== 'object') return v;
  let copy: Value;
  if (Array.isArray(v)) copy = v.constructor === Array ? v.map(copyDeep) : tuple(v.map(copyDeep));
  else if (v instanceof Map && !isEvaluated(v)) copy = new Map([...v].map(([k, item]) => [k, copyDeep(item)]));
  else return v;
  copyTextKinds(v, copy);
  return copy;
}

/** Whether the parts of a value are made when they are asked for. */
export function isLazy(v: Value): boolean {
  return v instanceof Map && isEvaluated(v);
}

/** compat: what depends on nothing is written out when the template is compiled, so that no part of it is another one. */
export function folded(e: Expr, v: Value): Value {
  return v !== null && typeof v === 'object' && !(v instanceof Tuple) && isConstant(e) ? copyDeep(v) : v;
}
