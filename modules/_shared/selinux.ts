// Whether SELinux is on, and how its tools are run.
import { lines, ModuleFailure, script, sh, type HostView, type RunContext, type Script } from '../../src/kit/index.js';
import { demand, NEEDS, QUERY } from './query.js';
import { SBIN } from './sbin.js';
import { ask, type Told } from './told.js';

/** The kernel's own answer; the tools of Debian are there without it. */
export const STATUS = script(`if [ -e /sys/fs/selinux/enforce ] || [ -e /selinux/enforce ]; then say enabled yes
elif command -v getenforce >/dev/null 2>&1; then case $(getenforce 2>/dev/null) in Enforcing | Permissive) say enabled yes ;; esac; fi`);

/**
 * One round trip. @param query asks the tools, by `query`
 * @throws ModuleFailure when a tool is missing, or when SELinux is off and that matters
 */
export async function askSelinux(
  host: HostView,
  tools: readonly string[],
  query: Script,
  evenIfOff: boolean,
): Promise<Told> {
  const told = await ask(host, lines([SBIN, QUERY, NEEDS, sh`needs ${tools}`, STATUS, query]));
  if (!evenIfOff && told.value('enabled') === undefined) throw new ModuleFailure('SELinux is disabled on this host.');
  demand(told, 'install policycoreutils and the package that has semanage (on Debian semanage-utils)');
  return told;
}

/** One step by a tool. @throws ModuleFailure with what the tool said */
export async function selinuxStep(
  { change }: Pick<RunContext<unknown>, 'change'>,
  argv: readonly string[],
  extra: Record<string, unknown> = {},
): Promise<void> {
  await change({ summary: argv.join(' ') }, async (hands) => {
    const { rc, stdout, stderr } = await hands.run(lines([SBIN, sh`LC_ALL=C ${argv} </dev/null`]));
    if (rc !== 0) throw new ModuleFailure((stderr + stdout).trim() || `${argv[0]} ended with ${rc}`, { ...extra, rc });
  });
}
