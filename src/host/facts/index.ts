// Ansible's facts, gathered by one shell script and parsed here; specified by the ansible.builtin.setup documentation.
import { TsplayError } from '../../ground/index.js';
import type { FactOptions, ScriptResult } from '../types.js';
import { DISTRIBUTION_SCRIPT, parseDistribution, parsePackageManager, parseServiceManager } from './distribution.js';
import { SECTION_FUNCTIONS, Sections } from './sections.js';

export async function gatherFacts(
  hostName: string,
  options: FactOptions,
  probe: (script: string, timeout: number | undefined) => Promise<ScriptResult>,
): Promise<Record<string, unknown>> {
  const result = await probe(
    `${SECTION_FUNCTIONS}${DISTRIBUTION_SCRIPT}`,
    options.timeout === undefined ? undefined : options.timeout * 1000,
  );
  const sections = new Sections(result.stdout);
  const d = parseDistribution(sections);
  if (d.system === '') throw new TsplayError('facts-failed', `${hostName}: the host does not say what it is`);
  return {
    system: d.system,
    distribution: d.distribution,
    os_family: d.family,
    pkg_mgr: parsePackageManager(sections, d),
    service_mgr: parseServiceManager(sections, d),
  };
}
