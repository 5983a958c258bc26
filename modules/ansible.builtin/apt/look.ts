// Everything the module has to know about the packages of a host, by one script.
import { lines, quote, script, type Script } from '../../../src/kit/index.js';
import { parsePolicy, type PackagePolicy } from './policy.js';

export interface LookRequest {
  /** Exact names, with `:arch` where given. */
  readonly names: readonly string[];
  readonly patterns: readonly string[];
  /** Which names apt is asked about: all of them, those that are not installed, or none. */
  readonly policy: 'all' | 'missing' | 'none';
  readonly defaultRelease?: string | undefined;
  /** Package files. */
  readonly debs: readonly string[];
  /** When set, and the package lists are older than so many seconds, nothing is looked at but their age. */
  readonly validFor?: number | undefined;
  /** Whether there is something for `clean` to do. */
  readonly clean: boolean;
}

export interface KnownPackage {
  readonly name: string;
  readonly architecture: string;
  readonly version: string;
  readonly installed: boolean;
  /** Only its configuration files are left. */
  readonly configFiles: boolean;
  /** Which of the wanted names it provides. */
  readonly provides: readonly string[];
}

interface DebFile {
  readonly path: string;
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  /** Why it is no package file. */
  readonly error?: string;
}

export interface Seen {
  readonly apt: boolean;
  readonly aptitude: boolean;
  readonly architecture: string;
  /** Seconds since the epoch; 0 when the lists were never fetched. */
  readonly cacheTime: number;
  /** The lists are older than asked for, and nothing else was looked at. */
  readonly stale: boolean;
  readonly packages: readonly KnownPackage[];
  /** Names (`name` or `name:arch`) of packages marked as installed automatically. */
  readonly auto: ReadonlySet<string>;
  readonly policies: ReadonlyMap<string, PackagePolicy>;
  /** Virtual names and the available packages that provide them. */
  readonly providers: ReadonlyMap<string, readonly string[]>;
  /** Names that match one of the patterns. */
  readonly matched: readonly string[];
  readonly debs: readonly DebFile[];
  /** What apt says of a `default_release` that no source has. */
  readonly badRelease?: string;
  /** There are files that `clean` would remove. */
  readonly cleanable: boolean;
}

/** A shell pattern as an extended regular expression for grep, for the whole line. */
export function patternToEre(pattern: string): string {
  let ere = '';
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern.charAt(i);
    const end = c === '[' ? pattern.indexOf(']', i + (pattern[i + 1] === '!' ? 3 : 2)) : -1;
    if (c === '*') ere += '.*';
    else if (c === '?') ere += '.';
    else if (end > 0) {
      ere += `[${pattern.slice(i + 1, end).replace(/^!/, '^')}]`;
      i = end;
    } else ere += c.replace(/[\\^$.|+(){}[\]]/, '\\$&');
  }
  return `^${ere}$`;
}

const AGE = `stamp=/var/lib/apt/periodic/update-success-stamp
[ -e "$stamp" ] || stamp=/var/lib/apt/lists
updated=$(stat -c %Y "$stamp" 2>/dev/null || echo 0)
echo "@age $updated"`;

/** Reads lines W|wanted-name, A|auto|arch, P|name|arch|version|status|provides; tells of the wanted ones. */
const FILTER = `$1 == "W" { wanted[$2] = 1; next }
$1 == "A" { if ($2 in wanted || ($2 ":" $3) in wanted) print "@auto " $2 " " $3; next }
{
  known = ($2 in wanted || ($2 ":" $3) in wanted); provided = ""
  if ($5 ~ / installed$/) {
    if ($3 == native || $3 == "all") have[$2] = 1
    have[$2 ":" $3] = 1
    n = split($6, p, /, */)
    for (i = 1; i <= n; i++) { sub(/[ :].*/, "", p[i]); if (p[i] in wanted) provided = provided " " p[i] }
  }
  if (known || provided != "") print "@package " $2 "|" $3 "|" $4 "|" $5 "|" provided
}
END { for (name in wanted) if (!(name in have)) print "@missing " name }`;

const NO_CANDIDATE = `/^[^ ].*:$/ { name = substr($0, 1, length($0) - 1) }
/^  Candidate: \\(none\\)$/ { print name }`;

const PROVIDERS = `/^Package: / { name = $2; reading = 0; next }
/^Reverse Provides:/ { reading = 1; next }
/^[A-Z][A-Za-z ]*:/ { reading = 0 }
reading && NF { print "@provider " name " " $1 }`;

function packagesScript(request: LookRequest): string {
  const names = request.names.map(quote).join(' ');
  const patterns = request.patterns.map((p) => `-e ${quote(patternToEre(p))}`).join(' ');
  const matched = patterns === '' ? '' : `matched=$(apt-cache pkgnames | grep -E ${patterns} | sort -u)\n`;
  const release =
    request.defaultRelease === undefined ? '' : `-o ${quote(`APT::Default-Release=${request.defaultRelease}`)} `;
  const bad =
    release === ''
      ? ''
      : `said=$(apt-cache ${release}policy 2>&1 >/dev/null) || printf '@badrelease %s\\n' "$(printf '%s' "$said" | tr '\\n' ' ')"\n`;
  const asked = { all: 'wanted', missing: `printf '%s\\n' "$found" | sed -n 's/^@missing //p'`, none: ':' }[
    request.policy
  ];
  return `${matched}for name in $matched; do echo "@matched $name"; done
wanted() { printf '%s\\n' ${names} $matched | sed '/^$/d'; }
found=$({
wanted | sed 's/^/W|/'
awk '/^Package:/ { p = $2 } /^Architecture:/ { a = $2 } /^Auto-Installed: 1/ { print "A|" p "|" a }' /var/lib/apt/extended_states
dpkg-query -W -f 'P|\${Package}|\${Architecture}|\${Version}|\${Status}|\${Provides}\\n'
} 2>/dev/null | awk -F'|' -v native="$native" ${quote(FILTER)})
printf '%s\\n' "$found"
${bad}policy=$(${asked} | xargs -r apt-cache ${release}policy 2>/dev/null)
printf '%s\\n' "$policy" | awk ${quote(NO_CANDIDATE)} | xargs -r apt-cache showpkg 2>/dev/null | awk ${quote(PROVIDERS)}`;
}

function debScript(path: string): string {
  const p = quote(path);
  return `if fields=$(dpkg-deb -f ${p} Package Version Architecture 2>&1); then
echo "@deb" $(printf '%s\\n' "$fields" | sed -n 's/^Package: //p') $(printf '%s\\n' "$fields" | sed -n 's/^Version: //p') $(printf '%s\\n' "$fields" | sed -n 's/^Architecture: //p')
else printf '@deberror %s\\n' "$(printf '%s' "$fields" | tr '\\n' ' ')"; fi`;
}

/** The names inside package files are only known on the host, so all installed packages of those names are told. */
function debInstalledScript(debs: readonly string[]): string {
  const paths = debs.map(quote).join(' ');
  return `for deb in ${paths}; do
name=$(dpkg-deb -f "$deb" Package 2>/dev/null) || continue
dpkg-query -W -f '@package \${Package}|\${Architecture}|\${Version}|\${Status}|\\n' "$name" 2>/dev/null
done`;
}

/** Reads only; apt may refresh its own index of the lists. */
export function lookScript(request: LookRequest): Script {
  const parts = [
    'command -v apt-get >/dev/null 2>&1 || exit 0',
    'echo @apt',
    'if command -v aptitude >/dev/null 2>&1; then echo @aptitude; fi',
    AGE,
    request.validFor === undefined
      ? ''
      : `if [ $((updated + ${request.validFor})) -le "$(date +%s)" ]; then echo @stale; exit 0; fi`,
    'native=$(dpkg --print-architecture)\necho "@native $native"',
    request.clean
      ? 'for f in /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*; do [ -e "$f" ] && { echo @cleanable; break; }; done'
      : '',
    ...request.debs.map(debScript),
    request.debs.length > 0 ? debInstalledScript(request.debs) : '',
    request.names.length + request.patterns.length > 0
      ? `${packagesScript(request)}\necho @policy\nprintf '%s\\n' "$policy"`
      : '',
    'exit 0',
  ];
  return lines(parts.filter((part) => part !== '').map(script));
}

/** @param debs the paths asked about, in the same order */
export function parseLook(stdout: string, debs: readonly string[] = []): Seen {
  const cut = stdout.indexOf('@policy\n');
  const head = (cut < 0 ? stdout : stdout.slice(0, cut)).split('\n');
  const all = (key: string): string[] =>
    head.filter((l) => l === `@${key}` || l.startsWith(`@${key} `)).map((l) => l.slice(key.length + 2));
  const providers = new Map<string, string[]>();
  for (const line of all('provider')) {
    const [name = '', provider = ''] = line.split(' ');
    const known = providers.get(name) ?? [];
    if (!known.includes(provider)) providers.set(name, [...known, provider]);
  }
  const native = all('native')[0] ?? '';
  const badRelease = all('badrelease')[0];
  return {
    apt: head.includes('@apt'),
    aptitude: head.includes('@aptitude'),
    architecture: native,
    cacheTime: Number(all('age')[0] ?? 0),
    stale: head.includes('@stale'),
    packages: all('package').map(parsePackage),
    auto: new Set(
      all('auto').flatMap((line) => {
        const [name = '', arch = ''] = line.split(' ');
        return arch === native || arch === 'all' ? [name, `${name}:${arch}`] : [`${name}:${arch}`];
      }),
    ),
    policies: parsePolicy(cut < 0 ? '' : stdout.slice(cut + '@policy\n'.length)),
    providers,
    matched: all('matched'),
    debs: parseDebs(head, debs),
    ...(badRelease === undefined ? {} : { badRelease: badRelease.replace(/^E: /, '').trim() }),
    cleanable: head.includes('@cleanable'),
  };
}

function parsePackage(line: string): KnownPackage {
  const [name = '', architecture = '', version = '', status = '', provides = ''] = line.split('|');
  const state = status.split(' ').at(-1);
  return {
    name,
    architecture,
    version,
    // A package that is unpacked or half installed still has to be finished by apt.
    installed: state === 'installed' || state === 'triggers-pending' || state === 'triggers-awaited',
    configFiles: state === 'config-files',
    provides: provides.split(' ').filter((p) => p !== ''),
  };
}

function parseDebs(head: readonly string[], paths: readonly string[]): DebFile[] {
  const told = head.filter((line) => line.startsWith('@deb ') || line.startsWith('@deberror '));
  return paths.map((path, i) => {
    const line = told[i] ?? '@deberror nothing was said about it';
    const [, name = '', version = '', architecture = ''] = line.split(' ');
    if (line.startsWith('@deb ')) return { path, name, version, architecture };
    return { path, name: '', version: '', architecture: '', error: line.slice('@deberror '.length).trim() };
  });
}
