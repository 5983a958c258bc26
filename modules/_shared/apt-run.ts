// Carries out apt commands: waits for locks, fetches the lists again when that fails.
import {
  argvScript,
  lines,
  ModuleFailure,
  script,
  type HostHands,
  type RunContext,
  type Script,
  type ScriptResult,
} from '../../src/kit/index.js';
import { SBIN } from './sbin.js';

/** Nothing may ask a question, and what is printed is read by us. */
export const APT_ENVIRONMENT = { DEBIAN_FRONTEND: 'noninteractive', DEBIAN_PRIORITY: 'critical', LC_ALL: 'C' };

type Context = Pick<RunContext<{ readonly lock_timeout: number }>, 'args' | 'host' | 'task'>;
type UpdateContext = Pick<
  RunContext<{
    readonly lock_timeout: number;
    readonly update_cache_retries: number;
    readonly update_cache_retry_max_delay: number;
  }>,
  'args' | 'host' | 'task' | 'warn'
>;

const LOCKED =
  /Could not get lock |Unable to acquire the dpkg (?:frontend lock|database lock)|Unable to lock (?:the )?(?:list |administration |download )?directory|locked by another process|Could not open lock file .*(?:temporarily|locked)/;

/** Whether apt or dpkg gave up because another program holds a lock. */
export function isLocked(result: ScriptResult): boolean {
  const said = result.stderr + result.stdout;
  // Without the right to lock, waiting is of no use.
  return result.rc !== 0 && LOCKED.test(said) && !/Permission denied|are you root/.test(said);
}

/** The kernel's table of locks tells the process by the number of the locked file; open descriptors may not be shown. */
const WHO_HOLDS =
  script(`for lock in /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock /var/cache/apt/archives/lock; do
inode=$(stat -c %i "$lock" 2>/dev/null) || continue
for pid in $(awk -v end=":$inode" '$2 != "->" && substr($6, length($6) - length(end) + 1) == end { print $5 }' /proc/locks); do
[ -r "/proc/$pid/cmdline" ] && printf '%s by process %s (%s)\\n' "$lock" "$pid" "$(tr '\\0' ' ' < "/proc/$pid/cmdline" | cut -c 1-120)"
done; done 2>/dev/null
exit 0`);

/**
 * Runs a command again and again while a lock is held, until `lock_timeout` seconds have passed.
 * @throws ModuleFailure that says which process holds which lock
 */
export async function runUnlocked(
  { args, host, task }: Context,
  hands: HostHands,
  command: Script,
  stdin?: Buffer,
): Promise<ScriptResult> {
  const deadline = task.now() + args.lock_timeout * 1000;
  for (let wait = 500; ; wait = Math.min(wait * 2, 5000)) {
    const result = await hands.run(lines([SBIN, command]), { env: APT_ENVIRONMENT, stdin });
    if (!isLocked(result)) return result;
    const left = deadline - task.now();
    if (left <= 0) {
      const holders = (await host.probe(WHO_HOLDS)).stdout.trim();
      const who = holders === '' ? 'who holds it could not be found out' : `held: ${holders.split('\n').join('; ')}`;
      throw new ModuleFailure(
        `Failed to lock apt for exclusive operation after ${args.lock_timeout} s: ${who}. ` +
          `Wait for it to end, or raise lock_timeout. ${firstError(result.stderr)}`.trimEnd(),
        { rc: result.rc, stdout: result.stdout, stderr: result.stderr },
      );
    }
    await task.sleep(Math.min(wait, left));
  }
}

const firstError = (stderr: string): string => /^E: .*/m.exec(stderr)?.[0] ?? '';

/** `apt-get update` succeeds when a list could not be fetched and an old one is there: that is a failure here. */
function updateProblem(result: ScriptResult): string | undefined {
  const complaints = result.stderr
    .split('\n')
    .filter((line) => /^(?:E: |W: (?:Failed to fetch|Some index files failed|GPG error|.*is not signed))/.test(line));
  const incomplete = /^W: (?:Failed to fetch|Some index files failed)/m.test(result.stderr);
  if (result.rc === 0 && !incomplete) return undefined;
  return complaints.join('; ') || `apt-get update ended with code ${result.rc}: ${result.stderr.trim()}`;
}

/** Fetches the package lists, as often as `update_cache_retries` says. @throws ModuleFailure */
export async function updateLists(context: UpdateContext, hands: HostHands): Promise<void> {
  const { args, task } = context;
  const tries = Math.max(1, args.update_cache_retries);
  const wait = `DPkg::Lock::Timeout=${Math.max(0, args.lock_timeout)}`;
  const command = argvScript(['apt-get', 'update', '-o', wait, '-o', 'APT::Update::Error-Mode=any']);
  let problem: string | undefined;
  for (let attempt = 0; attempt < tries; attempt++) {
    const result = await runUnlocked(context, hands, command);
    problem = updateProblem(result);
    if (problem === undefined) return;
    if (attempt + 1 === tries) break;
    const delay = Math.min(2 ** attempt, args.update_cache_retry_max_delay) + Math.random();
    context.warn(`Failed to update cache after ${attempt + 1} retries due to ${problem}, retrying`);
    await task.sleep(delay * 1000);
  }
  throw new ModuleFailure(`Failed to update apt cache after ${tries} retries: ${problem ?? 'unknown reason'}`);
}
