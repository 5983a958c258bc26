// Ansible's facts, gathered by one shell script and parsed here; specified by the ansible.builtin.setup documentation.
import { TsplayError } from '../../ground/index.js';
import type { FactOptions, ScriptResult } from '../types.js';
import type { Collector, Facts } from './collector.js';
import { DISTRIBUTION_SCRIPT } from './distribution.js';
import { HARDWARE_SCRIPT, parseHardware } from './hardware.js';
import { identityCollectors } from './identity.js';
import { localFactsScript, parseLocalFacts } from './local.js';
import { fibreChannel, iscsi, network, nvme } from './network.js';
import { SECTION_FUNCTIONS, Sections } from './sections.js';
import { parseStorage, storageScript } from './storage.js';
import { chooseCollectors } from './subset.js';
import { systemCollectors } from './system.js';
import { virtual } from './virtual.js';

/** @param timeout seconds to wait for one mount */
const hardware = (timeout: number): Collector => ({
  name: 'hardware',
  aliases: ['processor', 'processor_cores', 'processor_count', 'mounts', 'devices'],
  minimal: false,
  script: `${HARDWARE_SCRIPT}${storageScript(timeout)}`,
  parse: (sections) => ({ ...parseHardware(sections), ...parseStorage(sections) }),
});

function collectors({ factPath, timeout, warn }: FactOptions): Collector[] {
  const local: Collector = {
    name: 'local',
    aliases: [],
    minimal: true,
    script: localFactsScript(factPath),
    parse(sections) {
      const { facts, warnings } = parseLocalFacts(sections, factPath);
      for (const warning of warnings) warn?.(warning);
      return { local: facts };
    },
  };
  return [
    ...identityCollectors,
    ...systemCollectors,
    local,
    hardware(timeout ?? 10),
    network,
    iscsi,
    fibreChannel,
    nvme,
    virtual,
  ];
}

/**
 * @param probe runs a script in the host's own locale; the script changes to C itself, so that `env` is the user's
 * @throws TsplayError facts-failed, and what `probe` throws
 */
export async function gatherFacts(
  hostName: string,
  options: FactOptions,
  probe: (script: string) => Promise<ScriptResult>,
): Promise<Facts> {
  const chosen = chooseCollectors(collectors(options), options.subset);
  const environment = chosen.some((c) => c.name === 'env') ? 'section env; env -0 2>/dev/null || env\n' : '';
  const script = `${SECTION_FUNCTIONS}${environment}export LC_ALL=C\n${DISTRIBUTION_SCRIPT}${chosen.map((c) => c.script).join('')}exit 0\n`;
  const result = await probe(script);
  const sections = new Sections(result.stdout);
  if (sections.text('uname') === '') {
    throw new TsplayError('facts-failed', `${hostName}: facts could not be gathered: ${result.stderr.trim()}`, {
      hint: 'the host needs a POSIX system with uname',
    });
  }
  const facts: Facts = {};
  for (const collector of chosen) Object.assign(facts, collector.parse(sections));
  return facts;
}
