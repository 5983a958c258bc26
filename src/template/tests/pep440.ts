// Orders versions of Python packages: PEP 440.
import { fail } from '../python/errors.js';

const VERSION =
  /^\s*v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d+)?)?((?:-(\d+))|(?:[-_.]?(?:post|rev|r)[-_.]?(\d+)?))?([-_.]?dev[-_.]?(\d+)?)?(?:\+([a-z\d]+(?:[-_.][a-z\d]+)*))?\s*$/i;

/** What stands before and behind everything else in an order of numbers. */
const [FIRST, LAST] = [-1, Number.MAX_VALUE];
const PHASES: Readonly<Record<string, number>> = { a: 0, alpha: 0, b: 1, beta: 1, c: 2, rc: 2, pre: 2, preview: 2 };

type Key = readonly (number | readonly number[] | readonly (string | number)[])[];

function keyOf(version: string): Key {
  const m = VERSION.exec(version) ?? fail(`Invalid version: '${version}'`);
  const [, epoch, release = '', phase, phaseNumber, post, dashed, postNumber, dev, devNumber, local] = m;
  const numbers = release.split('.').map(Number);
  while (numbers.length > 1 && numbers.at(-1) === 0) numbers.pop();
  const pre =
    phase !== undefined
      ? [PHASES[phase.toLowerCase()] ?? 0, Number(phaseNumber ?? 0)]
      : // A development release of a version comes before its alphas.
        post === undefined && dev !== undefined
        ? [FIRST]
        : [LAST];
  return [
    Number(epoch ?? 0),
    numbers,
    pre,
    post === undefined ? FIRST : Number(dashed ?? postNumber ?? 0),
    dev === undefined ? LAST : Number(devNumber ?? 0),
    local === undefined
      ? []
      : local
          .toLowerCase()
          .split(/[-_.]/)
          .map((p) => (/^\d+$/.test(p) ? Number(p) : p)),
  ];
}

/** Numbers come behind text, and a longer list behind its beginning. */
function comparePart(x: string | number, y: string | number): number {
  if (typeof x === typeof y) return x < y ? -1 : x > y ? 1 : 0;
  return typeof x === 'string' ? -1 : 1;
}

/** @throws TsplayError template-value for what is no version */
export function comparePep440(a: string, b: string): number {
  const [x, y] = [keyOf(a).map((p) => [p].flat()), keyOf(b).map((p) => [p].flat())];
  for (const [i, left] of x.entries()) {
    const right = y[i] ?? [];
    for (let j = 0; j < Math.min(left.length, right.length); j++) {
      const order = comparePart(left[j] ?? 0, right[j] ?? 0);
      if (order !== 0) return order;
    }
    if (left.length !== right.length) return left.length - right.length;
  }
  return 0;
}
