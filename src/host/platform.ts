// The few facts modules decide by, from one probe per host.
import { TsplayError } from '../ground/index.js';
import {
  DISTRIBUTION_SCRIPT,
  parseDistribution,
  parsePackageManager,
  parseServiceManager,
} from './facts/distribution.js';
import { SECTION_FUNCTIONS, Sections } from './facts/sections.js';
import type { Job, JobResult } from './session.js';
import type { Platform } from './types.js';

export type PlatformFacts = Platform;

/** @throws TsplayError facts-failed when the host does not even have uname */
export async function platformProbe(run: (job: Job) => Promise<JobResult>): Promise<Platform> {
  const result = await run({
    script: `export LC_ALL=C\n${SECTION_FUNCTIONS}${DISTRIBUTION_SCRIPT}`,
    stdin: new Uint8Array(0),
    watchHolders: false,
    timeout: undefined,
  });
  const sections = new Sections(result.stdout.toString());
  const distribution = parseDistribution(sections);
  if (distribution.system === '') {
    throw new TsplayError('facts-failed', `the host does not say what it is: ${result.stderr.toString().trim()}`, {
      hint: 'it needs a POSIX system with uname',
    });
  }
  return {
    osFamily: distribution.family,
    distribution: distribution.distribution,
    distributionVersion: distribution.version,
    distributionRelease: distribution.release,
    architecture: distribution.machine,
    packageManager: parsePackageManager(sections, distribution),
    serviceManager: parseServiceManager(sections, distribution),
    system: distribution.system,
  };
}
