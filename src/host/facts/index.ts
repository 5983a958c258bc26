// Ansible's facts, gathered by one shell script and parsed here; specified by the ansible.builtin.setup documentation.
import { didYouMean, TsplayError } from '../../ground/index.js';
import type { FactOptions, ScriptResult } from '../types.js';
import type { Collector, Facts } from './collector.js';
import { DISTRIBUTION_SCRIPT } from './distribution.js';
import { HARDWARE_SCRIPT, parseHardware } from './hardware.js';
import { identityCollectors } from './identity.js';
import { localFactsScript, parseLocalFacts } from './local.js';
import { network } from './network.js';
import { SECTION_FUNCTIONS, Sections } from './sections.js';
import { parseStorage, STORAGE_SCRIPT } from './storage.js';
import { systemCollectors } from './system.js';
import { virtual } from './virtual.js';

const hardware: Collector = {
  name: 'hardware',
  aliases: [
    'processor',
    'processor_cores',
    'processor_count',
    'processor_vcpus',
    'mounts',
    'devices',
    'memory',
    'memtotal_mb',
    'dmi',
    'uptime_seconds',
    'product_name',
  ],
  minimal: false,
  script: `${HARDWARE_SCRIPT}${STORAGE_SCRIPT}`,
  parse: (sections) => ({ ...parseHardware(sections), ...parseStorage(sections) }),
};

/** Known to gather_subset, but gathered by programs that a host rarely has: absent, as where they are not installed. */
const ABSENT: ReadonlySet<string> = new Set(['facter', 'ohai']);

function collectors(factPath: string | undefined): Collector[] {
  const local: Collector = {
    name: 'local',
    aliases: [],
    minimal: true,
    script: localFactsScript(factPath),
    parse: (sections) => ({ local: parseLocalFacts(sections, factPath) }),
  };
  return [...identityCollectors, ...systemCollectors, local, hardware, network, virtual];
}

/**
 * Which collectors a gather_subset chooses: the named ones (or all when none is named) less the `!` ones; the minimal
 * ones besides, unless `!min`.
 * @throws TsplayError facts-failed for an unknown name
 */
function chooseCollectors(all: readonly Collector[], subset: readonly string[]): Collector[] {
  const names = new Set(['all', 'min', ...ABSENT, ...all.flatMap((c) => [c.name, ...c.aliases])]);
  const wanted = new Set<Collector>();
  const unwanted = new Set<Collector>();
  let positive = false;
  let noMinimum = false;
  for (const entry of subset.map((s) => s.trim()).filter((s) => s !== '')) {
    const not = entry.startsWith('!');
    const name = not ? entry.slice(1) : entry;
    if (!names.has(name)) {
      throw new TsplayError('facts-failed', `gather_subset '${entry}' does not exist`, {
        hint: didYouMean(name, names) || `there are ${[...names].join(', ')}, each also with a ! before it`,
      });
    }
    if (not && name === 'min') noMinimum = true;
    if (!not) positive = true;
    const chosen = all.filter((c) =>
      name === 'all' ? !not || !c.minimal : name === 'min' ? c.minimal : c.name === name || c.aliases.includes(name),
    );
    for (const collector of chosen) (not ? unwanted : wanted).add(collector);
  }
  return all.filter((c) => {
    if (wanted.has(c) && subset.includes(c.name)) return true;
    if (unwanted.has(c)) return false;
    if (c.minimal && !noMinimum) return true;
    return positive ? wanted.has(c) : true;
  });
}

/**
 * @param probe runs a script in the host's own locale; the script changes to C itself, so that `env` is the user's
 * @throws TsplayError facts-failed, and what `probe` throws
 */
export async function gatherFacts(
  hostName: string,
  options: FactOptions,
  probe: (script: string, timeout: number | undefined) => Promise<ScriptResult>,
): Promise<Facts> {
  const chosen = chooseCollectors(collectors(options.factPath), options.subset);
  const environment = chosen.some((c) => c.name === 'env') ? 'section env; env -0 2>/dev/null || env\n' : '';
  const script = `${SECTION_FUNCTIONS}${environment}export LC_ALL=C\n${DISTRIBUTION_SCRIPT}${chosen.map((c) => c.script).join('')}exit 0\n`;
  const result = await probe(script, options.timeout === undefined ? undefined : options.timeout * 1000);
  const sections = new Sections(result.stdout);
  if (sections.text('uname') === '') {
    throw new TsplayError('facts-failed', `${hostName}: facts could not be gathered: ${result.stderr.trim()}`, {
      hint: 'the host needs a POSIX system with uname',
    });
  }
  const facts: Facts = {};
  for (const collector of chosen) Object.assign(facts, collector.parse(sections));
  return { ...facts, gather_subset: [...options.subset], module_setup: true };
}
