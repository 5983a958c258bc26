// What rpm knows of packages: names with epoch, version, release and architecture, and which version is newer.

export interface RpmPackage {
  readonly name: string;
  /** `0` when there is none. */
  readonly epoch: string;
  readonly version: string;
  readonly release: string;
  readonly arch: string;
}

/** What `rpm --qf` is asked; `parseRpmList` reads it. */
export const RPM_FORMAT = '%{NAME}\\t%{EPOCH}\\t%{VERSION}\\t%{RELEASE}\\t%{ARCH}\\n';

export function parseRpmList(text: string): RpmPackage[] {
  return text.split('\n').flatMap((line) => {
    const [name = '', epoch = '', version = '', release = '', arch] = line.split('\t');
    // Keys that were imported stand in the same list.
    if (arch === undefined || name === 'gpg-pubkey') return [];
    return [{ name, epoch: epoch === '(none)' || epoch === '' ? '0' : epoch, version, release, arch }];
  });
}

/** `name-[epoch:]version-release.arch`, as dnf writes it. */
export const nevra = (p: RpmPackage): string =>
  `${p.name}-${p.epoch === '0' ? '' : `${p.epoch}:`}${p.version}-${p.release}.${p.arch}`;

/** @param evr `[epoch:]version-release` */
export function fromTable(name: string, arch: string, evr: string): RpmPackage {
  const [, epoch = '0', version = evr, release = ''] = /^(?:(\d+):)?(.*?)(?:-([^-]*))?$/.exec(evr) ?? [];
  return { name, arch, epoch, version, release };
}

/** How two versions (or releases) compare, below, at or above 0; the rules are those of rpm's own comparison. */
export function compareVersions(a: string, b: string): number {
  if (a === b) return 0;
  const words = (text: string): string[] => text.match(/\d+|[A-Za-z]+|~|\^/g) ?? [];
  const one = words(a);
  const two = words(b);
  for (let i = 0; ; i++) {
    const x = one[i];
    const y = two[i];
    if (x === undefined && y === undefined) return 0;
    if (x === '~' || y === '~') {
      if (x !== y) return x === '~' ? -1 : 1;
      continue;
    }
    if (x === '^' || y === '^') {
      if (x === y) continue;
      // What has ended is older than what goes on after a caret; anything else is newer.
      if (x === '^') return y === undefined ? 1 : -1;
      return x === undefined ? -1 : 1;
    }
    if (x === undefined) return -1;
    if (y === undefined) return 1;
    const xNumber = /^\d/.test(x);
    if (xNumber !== /^\d/.test(y)) return xNumber ? 1 : -1;
    const order = xNumber ? compareNumbers(x, y) : x < y ? -1 : x > y ? 1 : 0;
    if (order !== 0) return order;
  }
}

/** Digits of any length. */
function compareNumbers(x: string, y: string): number {
  const [a, b] = [x.replace(/^0+/, ''), y.replace(/^0+/, '')];
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

type Version = Pick<RpmPackage, 'epoch' | 'version' | 'release'>;

/** An empty release stands for any. */
export function compareEvr(a: Version, b: Version): number {
  const byEpoch = compareNumbers(a.epoch, b.epoch);
  if (byEpoch !== 0) return byEpoch;
  const byVersion = compareVersions(a.version, b.version);
  if (byVersion !== 0 || a.release === '' || b.release === '') return byVersion;
  return compareVersions(a.release, b.release);
}

const GLOB = /[*?[]/;
export const isGlob = (text: string): boolean => GLOB.test(text);

/** A shell pattern as a regular expression that matches a whole text. */
function globExpression(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.')
    .replace(/\[!/g, '[^');
  return new RegExp(`^${source}$`);
}

/** Whether a specification such as `name`, `name.arch`, `name-1.0`, `name-1:1.0-2.arch` or a pattern means a package. */
export function matchesSpec(spec: string, p: RpmPackage): boolean {
  const versions = [p.version, `${p.version}-${p.release}`].flatMap((v) => [v, `${p.epoch}:${v}`]);
  const forms = [
    p.name,
    `${p.name}.${p.arch}`,
    ...versions.flatMap((v) => [`${p.name}-${v}`, `${p.name}-${v}.${p.arch}`]),
  ];
  if (!isGlob(spec)) return forms.includes(spec);
  const expression = globExpression(spec);
  return forms.some((form) => expression.test(form));
}

/** `name >= 1.0` taken apart; undefined when it is no comparison. */
export function parseComparison(spec: string): { name: string; operator: string; version: Version } | undefined {
  const [, name = '', operator = '', evr = ''] = /^([^\s<>=]+)\s*(<=|>=|=|<|>)\s*(\S+)$/.exec(spec.trim()) ?? [];
  if (name === '') return undefined;
  return { name, operator, version: fromTable(name, '', evr) };
}

export function satisfies(p: RpmPackage, operator: string, version: Version): boolean {
  const order = compareEvr(p, version);
  return (
    (operator.includes('=') && order === 0) ||
    (operator.includes('<') && order < 0) ||
    (operator.includes('>') && order > 0)
  );
}

/** The version a specification `name-version…` asks of an installed package; undefined when it names none. */
export function versionAsked(spec: string, p: RpmPackage): Version | undefined {
  if (!spec.startsWith(`${p.name}-`) || isGlob(spec)) return undefined;
  const rest = spec.slice(p.name.length + 1);
  const evr = rest.endsWith(`.${p.arch}`) ? rest.slice(0, -p.arch.length - 1) : rest;
  return /^\d/.test(evr) ? fromTable(p.name, p.arch, evr) : undefined;
}
