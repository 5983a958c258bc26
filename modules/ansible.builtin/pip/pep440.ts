// Python package versions and version specifiers, as PEP 440 orders and matches them.

export interface Version {
  readonly epoch: number;
  readonly release: readonly number[];
  readonly pre: readonly [string, number] | undefined;
  readonly post: number | undefined;
  readonly dev: number | undefined;
  readonly local: readonly (string | number)[];
}

const VERSION =
  /^\s*v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(?:post|rev|r)[-_.]?(\d*))?(?:[-_.]?dev[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?\s*$/i;
const POST = /(?:-\d+|[-_.]?(?:post|rev|r)[-_.]?\d*)(?=(?:[-_.]?dev|\+|\s*$))/i;

/** Undefined for what is no PEP 440 version. */
export function parseVersion(text: string): Version | undefined {
  const m = VERSION.exec(text);
  if (!m) return undefined;
  const [, epoch, release = '', letter, preNumber, implicitPost, postNumber, dev, local] = m;
  const hasPost = implicitPost !== undefined || (postNumber !== undefined && POST.test(text));
  const canonical: Readonly<Record<string, string>> = { alpha: 'a', beta: 'b', preview: 'rc', pre: 'rc', c: 'rc' };
  const name = letter?.toLowerCase();
  return {
    epoch: Number(epoch ?? 0),
    release: release.split('.').map(Number),
    pre: name === undefined ? undefined : [canonical[name] ?? name, Number(preNumber || 0)],
    post: hasPost ? Number(implicitPost ?? (postNumber || 0)) : undefined,
    dev: dev === undefined ? undefined : Number(dev || 0),
    local: (local ?? '')
      .toLowerCase()
      .split(/[-_.]/)
      .filter((part) => part !== '')
      .map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
  };
}

/** A number that orders what stands after the release: dev < a < b < rc < final < post. */
function phase(v: Version): readonly [number, number] {
  if (v.pre) return [{ a: 1, b: 2, rc: 3 }[v.pre[0]] ?? 3, v.pre[1]];
  return v.dev !== undefined && v.post === undefined ? [0, 0] : [4, 0];
}

const firstDifference = (pairs: readonly (readonly [number, number])[]): number =>
  pairs.map(([a, b]) => Math.sign(a - b)).find((sign) => sign !== 0) ?? 0;

/** Negative, zero or positive; local parts count. */
export function compareVersions(a: Version, b: Version): number {
  const length = Math.max(a.release.length, b.release.length);
  const release = Array.from({ length }, (_, i) => [a.release[i] ?? 0, b.release[i] ?? 0] as const);
  const [phaseA, numberA] = phase(a);
  const [phaseB, numberB] = phase(b);
  const order = firstDifference([
    [a.epoch, b.epoch],
    ...release,
    [phaseA, phaseB],
    [numberA, numberB],
    [a.post ?? -1, b.post ?? -1],
    [a.dev ?? Infinity, b.dev ?? Infinity].map((n) => Math.min(n, Number.MAX_SAFE_INTEGER)) as [number, number],
  ]);
  return order !== 0 ? order : compareLocal(a.local, b.local);
}

function compareLocal(a: Version['local'], b: Version['local']): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [x, y] = [a[i], b[i]];
    if (x === y) continue;
    if (x === undefined) return -1;
    if (y === undefined) return 1;
    if (typeof x !== typeof y) return typeof x === 'number' ? 1 : -1;
    return x < y ? -1 : 1;
  }
  return 0;
}

const publicPart = (v: Version): Version => ({ ...v, local: [] });
const sameRelease = (a: Version, b: Version): boolean => compareVersions({ ...bare(a) }, { ...bare(b) }) === 0;
const bare = (v: Version): Version => ({ ...v, pre: undefined, post: undefined, dev: undefined, local: [] });

/** `==1.2.*`: the release starts with the given numbers. */
function startsWith(v: Version, prefix: string): boolean {
  const wanted = parseVersion(prefix);
  return (
    wanted !== undefined &&
    v.epoch === wanted.epoch &&
    wanted.release.every((part, i) => (v.release[i] ?? 0) === part) &&
    (wanted.pre === undefined || (v.pre?.[0] === wanted.pre[0] && v.pre[1] === wanted.pre[1]))
  );
}

/**
 * Whether a version fulfils all of a comma-separated list of clauses (`>=1.0,!=1.3,<2`).
 * @returns undefined when a clause or the version is not PEP 440
 */
export function satisfies(version: string, specifiers: string): boolean | undefined {
  const v = parseVersion(version);
  let all = true;
  for (const clause of specifiers.split(',').map((part) => part.trim())) {
    if (clause === '') continue;
    const m = /^(===|==|~=|!=|<=|>=|<|>)\s*(\S+)$/.exec(clause);
    const fits = m && fulfils(v, version, m[1] ?? '', m[2] ?? '');
    if (fits === undefined || fits === null) return undefined;
    all &&= fits;
  }
  return all;
}

function fulfils(v: Version | undefined, text: string, operator: string, wanted: string): boolean | undefined {
  if (operator === '===') return text.trim().toLowerCase() === wanted.toLowerCase();
  if (!v) return undefined;
  if (wanted.endsWith('.*')) {
    if (operator === '==') return startsWith(v, wanted.slice(0, -2));
    return operator === '!=' ? !startsWith(v, wanted.slice(0, -2)) : undefined;
  }
  const w = parseVersion(wanted);
  if (!w) return undefined;
  const compared = compareVersions(w.local.length > 0 ? v : publicPart(v), w);
  switch (operator) {
    case '==':
      return compared === 0;
    case '!=':
      return compared !== 0;
    case '>=':
      return compared >= 0;
    case '<=':
      return compared <= 0;
    case '>':
      // A post-release or a local build of the named version is not newer than it.
      return compared > 0 && (w.post !== undefined || !(v.post !== undefined && sameRelease(v, w)));
    case '<':
      // A pre-release of the named version is not older than it.
      return compared < 0 && (w.pre !== undefined || !(v.pre !== undefined && sameRelease(v, w)));
    case '~=':
      return w.release.length < 2
        ? undefined
        : compared >= 0 && startsWith(v, `${w.epoch}!${w.release.slice(0, -1).join('.')}`);
    default:
      return undefined;
  }
}
