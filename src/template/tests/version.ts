// The version test: compares versions loosely, strictly, or as semantic versions.
import type { Value } from '../../value/index.js';
import { flag, take, text } from '../filters/define.js';
import { truthy } from '../python/compare.js';
import { fail } from '../python/errors.js';
import { str } from '../python/text.js';
import type { FilterCall } from '../types.js';
import { comparePep440 } from './pep440.js';

const OPERATORS: Record<string, (n: number) => boolean> = {};
for (const [names, accept] of [
  ['== = eq', (n: number) => n === 0],
  ['< lt', (n: number) => n < 0],
  ['<= le', (n: number) => n <= 0],
  ['> gt', (n: number) => n > 0],
  ['>= ge', (n: number) => n >= 0],
  ['!= <> ne', (n: number) => n !== 0],
] as const)
  for (const name of names.split(' ')) OPERATORS[name] = accept;

type Part = string | number;

/** Numbers and words of a version, as distutils' LooseVersion takes them apart. */
function looseParts(version: string): Part[] {
  return (version.match(/\d+|[a-z]+|[^\da-z.]+/g) ?? []).map((p) => (/^\d+$/.test(p) ? Number(p) : p));
}

/** The order of two versions, taken apart loosely. @throws TsplayError template-value when a word meets a number */
export function compareLoose(a: string, b: string): number {
  return compareParts(looseParts(a), looseParts(b));
}

function compareParts(a: readonly Part[], b: readonly Part[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x, y] = [a[i] as Part, b[i] as Part];
    if (typeof x !== typeof y) fail(`Version comparison failed: '${x}' and '${y}' cannot be compared`);
    if (x !== y) return x < y ? -1 : 1;
  }
  return a.length - b.length;
}

function strictParts(version: string): Part[] {
  const m = /^(\d+)\.(\d+)(?:\.(\d+))?(?:([ab])(\d+))?$/.exec(version) ?? fail(`invalid version number '${version}'`);
  const pre: Part[] = m[4] ? [m[4], Number(m[5])] : ['c', 0];
  return [Number(m[1]), Number(m[2]), Number(m[3] ?? 0), ...pre];
}

const SEMVER = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([\da-zA-Z.-]+))?(?:\+[\da-zA-Z.-]+)?$/;

function compareSemver(a: string, b: string): number {
  const parse = (v: string): RegExpExecArray => SEMVER.exec(v) ?? fail(`invalid semantic version '${v}'`);
  const [x, y] = [parse(a), parse(b)];
  for (let i = 1; i <= 3; i++) if (x[i] !== y[i]) return Number(x[i]) - Number(y[i]);
  const [p, q] = [x[4], y[4]];
  if (p === q) return 0;
  if (p === undefined) return 1;
  if (q === undefined) return -1;
  const [ps, qs] = [p.split('.'), q.split('.')];
  for (let i = 0; i < Math.max(ps.length, qs.length); i++) {
    const [s, t] = [ps[i], qs[i]];
    if (s === undefined) return -1;
    if (t === undefined) return 1;
    if (s === t) continue;
    const [sn, tn] = [/^\d+$/.test(s), /^\d+$/.test(t)];
    if (sn && tn) return Number(s) - Number(t);
    if (sn !== tn) return sn ? -1 : 1;
    return s < t ? -1 : 1;
  }
  return 0;
}

/** `a is version(b, operator, strict=, version_type=)` */
export function versionTest(call: FilterCall): Value {
  const [versionArg, operatorArg, strict, typeArg] = take(
    call,
    'version',
    ['version', 'operator', 'strict', 'version_type'],
    1,
  );
  const [a, b] = [str(call.value), str(versionArg as Value)];
  if (a === '' || !truthy(call.value)) fail('Input version value cannot be empty');
  if (b === '' || !truthy(versionArg as Value)) fail('Version parameter to compare against cannot be empty');
  const operator = text(operatorArg, 'eq');
  const accept = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  if (!accept) return fail(`Invalid operator type (${operator}). Must be one of ${Object.keys(OPERATORS).join(', ')}`);
  if (strict !== undefined && strict !== null && typeArg !== undefined && typeArg !== null)
    fail("Cannot specify both 'strict' and 'version_type'");
  const type =
    typeArg === undefined || typeArg === null ? (flag(strict ?? undefined, false) ? 'strict' : 'loose') : str(typeArg);
  switch (type) {
    case 'loose':
      return accept(compareParts(looseParts(a), looseParts(b)));
    case 'strict':
      return accept(compareParts(strictParts(a), strictParts(b)));
    case 'semver':
    case 'semantic':
      return accept(compareSemver(a, b));
    case 'pep440':
      return accept(comparePep440(a, b));
    default:
      return fail(`Invalid version type (${type}). Must be one of loose, strict, semver, semantic, pep440`);
  }
}
