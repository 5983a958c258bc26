// The installed packages as facts.
import {
  choice,
  defineModule,
  lines,
  list,
  ModuleFailure,
  script,
  z,
  type HostView,
  type Script,
} from '../../../src/kit/index.js';
import { ALIASES, MANAGERS, type Package } from './managers.js';

const FOUND = '@tsplay-manager ';
const MISSING = '@tsplay-missing ';
const END = '@tsplay-end ';

/**
 * A program may be there and manage nothing: dpkg may be installed on a host of another kind, where it then knows of no
 * package, and BusyBox has an rpm that can only unpack.
 */
const PROOFS: Readonly<Record<string, string>> = {
  'dpkg-query': ' && [ -s /var/lib/dpkg/status ]',
  rpm: ' && ! rpm --version 2>&1 </dev/null | grep -q BusyBox',
};

/** All of one round trip: with `first` the script stops at the first package manager that is there. */
export function lookScript(managers: readonly string[], strategy: 'first' | 'all'): Script {
  return lines([
    script('export LC_ALL=C LANG=C; PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"'),
    ...managers.flatMap((name) => {
      const manager = MANAGERS[name];
      if (!manager) return [];
      const there = `command -v ${manager.program} >/dev/null 2>&1${PROOFS[manager.program] ?? ''}`;
      return script(`if ${there}; then echo '${FOUND}${name}'
( ${manager.list}
) 2>&1; rc=$?; echo; echo "${END}$rc"${strategy === 'first' ? '; exit' : ''}
else echo "${MISSING}${name} $PATH"; fi`);
    }),
    script(':'),
  ]);
}

interface Found {
  readonly manager: string;
  /** Undefined: it is not there. */
  readonly rc: number | undefined;
  /** What it printed, or the PATH it was not found in. */
  readonly text: string;
}

export function parseLook(stdout: string): Found[] {
  const found: Found[] = [];
  let open: { manager: string; text: string[] } | undefined;
  for (const line of stdout.split('\n')) {
    if (line.startsWith(FOUND)) open = { manager: line.slice(FOUND.length), text: [] };
    else if (line.startsWith(END) && open) {
      // The last line is the one the script ends the answer with.
      found.push({
        manager: open.manager,
        rc: Number(line.slice(END.length)),
        text: open.text.slice(0, -1).join('\n'),
      });
      open = undefined;
    } else if (open) open.text.push(line);
    else if (line.startsWith(MISSING)) {
      const [manager = '', text = ''] = line.slice(MISSING.length).split(/ (.*)/s);
      found.push({ manager, rc: undefined, text });
    }
  }
  return found;
}

async function look(host: HostView, managers: readonly string[], strategy: 'first' | 'all'): Promise<Found[]> {
  const { rc, stdout, stderr } = await host.probe(lookScript(managers, strategy));
  if (rc !== 0) throw new ModuleFailure(`could not list packages: ${stderr.trim()}`);
  return parseLook(stdout);
}

const NAMES = ['auto', ...Object.keys(MANAGERS), ...Object.keys(ALIASES)] as [string, ...string[]];

export default defineModule({
  name: 'ansible.builtin.package_facts',
  summary: 'Returns the installed packages as facts.',
  args: z.strictObject({
    manager: list(choice(...NAMES))
      .default(['auto'])
      .describe('The package managers to ask; auto stands for those the host has.'),
    strategy: choice('first', 'all').default('first').describe('Ask the first of them that is there, or all.'),
  }),
  returns: z.object({
    ansible_facts: z
      .object({
        packages: z
          .record(z.string(), z.unknown())
          .describe('By name a list of what is installed: name, version, source and what else is known.'),
      })
      .describe('The facts.'),
  }),
  requires: ['the package manager'],
  check: 'full',
  diff: false,
  examples: [{ name: 'What is installed?', task: 'ansible.builtin.package_facts:\n  manager: auto' }],
  async run({ args, host, warn }) {
    const { manager: asked, strategy } = args;
    const wanted = asked.flatMap((name) => (name === 'auto' ? [] : [name]));
    if (asked.includes('auto')) wanted.push(...NAMES.slice(1));
    const managers = [...new Set(wanted.map((name) => ALIASES[name] ?? name))];
    const found = await look(host, managers, strategy);
    const packages: Record<string, Record<string, unknown>[]> = {};
    for (const { manager, rc, text } of found) {
      const program = MANAGERS[manager]?.program ?? manager;
      if (rc === undefined) {
        if (asked.includes(manager)) {
          const reason = `Failed to find required executable "${program}" in paths: ${text}`;
          warn(`Requested package manager ${manager} was not usable by this module: ${reason}`);
        }
      } else if (rc !== 0) {
        warn(`Failed to retrieve packages with ${manager}: Unable to list packages rc=${rc} : ${text.trim()}`);
      } else {
        Object.assign(packages, byName(MANAGERS[manager]?.parse(text) ?? [], manager));
      }
    }
    if (!found.some(({ rc }) => rc !== undefined)) {
      const names = `[${wanted.map((name) => `'${name}'`).join(', ')}]`;
      throw new ModuleFailure(
        `Could not detect a supported package manager from the following list: ${names}, or the required Python library is not installed. Check warnings for details.`,
      );
    }
    return { changed: false, ansible_facts: { packages } };
  },
});

/** Several versions of one package, as of a kernel, stand in one list. */
function byName(packages: readonly Package[], source: string): Record<string, Record<string, unknown>[]> {
  const all = new Map<string, Record<string, unknown>[]>();
  for (const one of packages) all.set(one.name, [...(all.get(one.name) ?? []), { ...one, source }]);
  return Object.fromEntries(all);
}
