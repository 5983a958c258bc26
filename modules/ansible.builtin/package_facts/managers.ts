// Each package manager: the script that lists what is installed, and what its lines mean.
import { splitLines } from '../../_shared/output.js';

/** One installed package; which fields there are depends on the package manager. */
export type Package = Readonly<Record<string, unknown>> & { readonly name: string; readonly version: string };

interface Manager {
  /** The program it cannot be asked without. */
  readonly program: string;
  /** Prints the packages and ends with 0. */
  readonly list: string;
  parse(stdout: string): Package[];
}

const table = (stdout: string): string[][] => splitLines(stdout).map((line) => line.split('\t'));

/** What stands between the parts of apt's answer. */
const PART = '@tsplay-part';

/**
 * Three parts: the native architecture and dpkg's packages, then which origin each list of packages has, then which
 * lists have the installed versions. The last two need apt's own program and are empty without it.
 */
const APT = `arch=$(dpkg --print-architecture) && echo "$arch" || exit
dpkg-query -W -f '\${Package}\\t\${Version}\\t\${Architecture}\\t\${Section}\\t\${db:Status-Status}\\n' || exit
echo ${PART}; apt-cache policy 2>/dev/null
echo ${PART}
dpkg-query -W -f '\${Package} \${Architecture} \${db:Status-Status}\\n' |
  awk -v a="$arch" '$3 != "config-files" && $3 != "not-installed" { print ($2 == a || $2 == "all") ? $1 : $1 ":" $2 }' |
  xargs apt-cache policy 2>/dev/null
:`;

function parseApt(stdout: string): Package[] {
  const [listed = '', sources = '', policies = ''] = stdout.split(`${PART}\n`);
  const origins = originsOf(sources);
  const from = installedFrom(policies);
  const [[native = ''] = [], ...rows] = table(listed);
  return rows.flatMap(([bare = '', version = '', arch = '', category = '', status]) => {
    if (status === 'config-files' || status === 'not-installed') return [];
    const name = arch === native || arch === 'all' ? bare : `${bare}:${arch}`;
    return [{ name, version, arch, category, origin: origins.get(from.get(name) ?? '') ?? '' }];
  });
}

/** The line that names a list of packages, to the `Origin` of its repository. */
function originsOf(sources: string): Map<string, string> {
  const origins = new Map<string, string>();
  let list = '';
  for (const line of splitLines(sources)) {
    const named = /^\s*-?\d+ (.*)/.exec(line)?.[1];
    if (named !== undefined) list = named;
    const origin = /^\s+release (?:.*,)?o=(.*?)(?=,[a-z]=|$)/.exec(line)?.[1];
    if (origin !== undefined) origins.set(list, origin);
  }
  return origins;
}

/** Of each package the first list that has the installed version. */
function installedFrom(policies: string): Map<string, string> {
  const found = new Map<string, string>();
  let name = '';
  let installed = false;
  for (const line of splitLines(policies)) {
    const header = /^(\S+):$/.exec(line)?.[1];
    const list = /^ {6,}\s*-?\d+ (.*)/.exec(line)?.[1];
    if (header !== undefined) name = header;
    else if (/^ \*\*\* /.test(line)) installed = true;
    else if (installed && list !== undefined) found.set(name, list);
    if (list !== undefined || header !== undefined) installed = false;
  }
  return found;
}

function parseRpm(stdout: string): Package[] {
  const known = (text: string | undefined): string | null => (text === undefined || text === '(none)' ? null : text);
  return table(stdout).map(([name = '', version = '', release = '', epoch, arch]) => {
    const number = known(epoch);
    return { name, version, release, epoch: number === null ? null : Number(number), arch: known(arch) };
  });
}

function parsePacman(stdout: string): Package[] {
  return stdout
    .split('\n\n')
    .filter((text) => text.trim() !== '')
    .map((text) => {
      const fields = new Map<string, string>();
      let last = '';
      for (const line of splitLines(text)) {
        const field = /^([\w ]*\w) +: (.*)$/.exec(line);
        if (field) {
          last = field[1] ?? '';
          fields.set(last, field[2] ?? '');
        } else {
          fields.set(last, `${fields.get(last) ?? ''}  ${line.trimStart()}`);
        }
      }
      const provides = fields.get('Provides') ?? 'None';
      return {
        name: fields.get('Name') ?? '',
        version: fields.get('Version') ?? '',
        arch: fields.get('Architecture') ?? '',
        provides: provides === 'None' ? null : provides.split('  ').map((one) => one.replace(/=.*/, '')),
      };
    });
}

function parseApk(stdout: string): Package[] {
  return splitLines(stdout).map((line) => {
    const parts = /^(.*)-([^-]*)-([^-]*)$/.exec(line);
    return parts
      ? { name: parts[1] ?? '', version: parts[2] ?? '', release: parts[3] ?? '' }
      : { name: line, version: '', release: '' };
  });
}

const PORTAGE = ['category', 'name', 'version', 'ebuild_revision', 'slots', 'prefixes', 'sufixes'];

function parsePortage(stdout: string): Package[] {
  return splitLines(stdout).map((line) => {
    const words = line.trim().split(/\s+/);
    const fields = Object.fromEntries(PORTAGE.slice(0, words.length).map((name, i) => [name, words[i]]));
    return { name: '', version: '', ...fields };
  });
}

function parsePkg(stdout: string): Package[] {
  return table(stdout).map(
    ([name = '', full = '', origin, installed, automatic, arch = '', category = '', prefix, vital]) => {
      const [rest = '', epoch] = full.split(/,(.*)/s);
      const [version = '', revision] = rest.split(/_(.*)/s);
      return {
        name,
        version,
        origin,
        installed,
        automatic: automatic === '1',
        arch: arch.split(':')[2] ?? arch,
        category: category.replace(/\/.*/, ''),
        prefix,
        port_epoch: epoch ?? 0,
        revision: revision ?? '0',
        vital: vital === '1',
      };
    },
  );
}

function parsePkgInfo(stdout: string): Package[] {
  return splitLines(stdout).map((line) => {
    const [full = ''] = line.split(/\s+/);
    const parts = /^(.*)-([^-]*)$/.exec(full);
    return parts ? { name: parts[1] ?? '', version: parts[2] ?? '' } : { name: line, version: '' };
  });
}

/** In the order `auto` asks them. */
export const MANAGERS: Readonly<Record<string, Manager>> = {
  apt: { program: 'dpkg-query', list: APT, parse: parseApt },
  rpm: {
    program: 'rpm',
    list: "rpm -qa --qf '%{NAME}\\t%{VERSION}\\t%{RELEASE}\\t%{EPOCH}\\t%{ARCH}\\n'",
    parse: parseRpm,
  },
  pacman: { program: 'pacman', list: 'pacman -Qi', parse: parsePacman },
  apk: { program: 'apk', list: 'apk info -v', parse: parseApk },
  portage: { program: 'qlist', list: 'qlist -Iv | xargs -n 1024 qatom', parse: parsePortage },
  pkg: {
    program: 'pkg',
    list: "pkg query '%n\\t%v\\t%R\\t%t\\t%a\\t%q\\t%o\\t%p\\t%V'",
    parse: parsePkg,
  },
  pkg_info: { program: 'pkg_info', list: 'pkg_info -a', parse: parsePkgInfo },
};

/** Other names of the same. */
export const ALIASES: Readonly<Record<string, string>> = {
  dnf: 'rpm',
  dnf5: 'rpm',
  yum: 'rpm',
  zypper: 'rpm',
  pkg5: 'pkg',
  pkgng: 'pkg',
  openbsd_pkg: 'pkg_info',
};
