// What became of a script whose wire broke: asked over a new one, where it is waited for, and never run a second time.
import { TsplayError, type Clock } from '../ground/index.js';
import { SPOOL_PREFIX, SPOOLS } from './driver.js';
import { FrameReader } from './frames.js';
import { timeoutError } from './session-errors.js';
import { sizeOf } from './stdin.js';
import type { JobResult, LostRun } from './session-types.js';
import type { Session } from './session.js';

/** How the script that looks ends. */
const NOT_STARTED = 40;
const NOTHING_KNOWN = 41;
const GONE = 42;

/** What stands in the command line of a shell on the host. */
export const markOf = (nonce: string): string => nonce.slice(0, 14);

/** Where a shell's spool is, in each place it may be. */
export function spoolPaths(nonce: string): string[] {
  return SPOOLS.map((place) => `${place}/${SPOOL_PREFIX}${nonce.slice(14)}`);
}

/**
 * Ends the shell with a mark in its command line and all it has begun (`kill_all`), or the session of sshd that a broken
 * wire left behind (`cut_loose`: nobody reads from it, so that what the script says would get stuck there).
 */
const TOOLS = `marked() {
for p in /proc/[0-9]*; do
case $(tr '\\0' ' ' <"$p/cmdline") in *"$1"*) echo \${p#/proc/} ;; esac
done 2>/dev/null
}
parent() { read -r x <"/proc/$1/stat" && set -- \${x##*)} && p=$2; }
cut_loose() {
p=$1
while parent "$p" 2>/dev/null && [ "$p" -gt 1 ]; do
read -r x <"/proc/$p/stat" || return
case $x in *"(sshd"*|*"(dropbear"*) kill -KILL $p; return ;; esac
done 2>/dev/null
}
`;

/** Follows a frame to its end. Its output and errors are those of the frame, with the marks of the shell it ran in. */
function lookScript(lost: LostRun): string {
  const { nonce, id, spooled } = lost;
  const mark = markOf(nonce);
  return `${TOOLS}there= made=
for d in ${spoolPaths(nonce).join(' ')}; do
if mkdir -m 700 "$d" 2>/dev/null; then made="$made $d"; : >"$d/fenced"
elif [ -d "$d" ] && [ -O "$d" ]; then there="$there $d"; fi
done
for d in $there; do [ ! -e "$d/fenced" ] || exit ${NOT_STARTED}; done
set -- $there
d=$1
if [ $# -eq 0 ]; then
${spooled ? `rm -rf $made\nexit ${NOTHING_KNOWN}` : `[ -n "$made" ] || exit ${NOTHING_KNOWN}\nexit ${NOT_STARTED}`}
fi
[ $# -eq 1 ] || exit ${NOTHING_KNOWN}
[ -z "$made" ] || rm -rf $made
set -C
if { printf '' >"$d/c${id}"; } 2>/dev/null; then set +C; : >"$d/fenced"; exit ${NOT_STARTED}; fi
set +C
read -r pid <"$d/pid"
cut_loose "$pid"
printf '' >>"$d/o"
printf '' >>"$d/e"
exec 3<"$d/o" 4<"$d/e" || exit ${NOTHING_KNOWN}
n=0
while :; do
cat <&3
cat <&4 >&2
case $(tail -c 200 "$d/o") in *"${nonce}:${id}:"*)
case $(tail -c 200 "$d/e") in *"${nonce}:${id}"*)
cat <&3
cat <&4 >&2
exit 0 ;;
esac ;; esac
if [ ! -e "$d/b" ] || ! kill -0 "$pid" 2>/dev/null || { [ -r "/proc/$pid/cmdline" ] && ! tr '\\0' ' ' <"/proc/$pid/cmdline" | grep -q ${mark}; }; then
n=$((n+1))
[ $n -lt 20 ] || { [ -e "$d/b" ] && exit ${GONE} || exit ${NOTHING_KNOWN}; }
fi
sleep 0.1 2>/dev/null || sleep 1
done`;
}

/** Takes away what a shell that is lost kept, and the shell itself, which runs nothing any more. */
function forgetScript(nonce: string): string {
  return `${TOOLS}for p in $(marked ${markOf(nonce)}); do [ $p -eq $$ ] || kill -KILL $p; done 2>/dev/null
rm -rf ${spoolPaths(nonce).join(' ')}`;
}

const ASIDE = { stdin: new Uint8Array(0), watchHolders: false, timeout: undefined };

/** Takes away what a lost shell has left on the host. */
export async function forget(session: Session, nonce: string): Promise<void> {
  await session.run({ ...ASIDE, script: forgetScript(nonce) });
}

/**
 * What the script came to, waited for if it still runs; undefined when it was never begun, and now never will be. What the
 * lost shell kept is still there afterwards, see `forget`.
 * @param since when the script was given, milliseconds since the epoch
 * @throws TsplayError unreachable when it cannot be known; timeout; what Session.run throws when the wire breaks again
 */
export async function resume(
  session: Session,
  lost: LostRun,
  hostName: string,
  clock: Clock,
  since: number,
): Promise<JobResult | undefined> {
  const { job } = lost;
  if (!lost.kept) throw unknown(hostName, 'there was no place on the host to keep what it came to');
  if (lost.boot === '' || lost.boot !== session.boot) throw unknown(hostName, 'the host was started anew meanwhile');
  const parts = collector(lost);
  // The host's own watchdog ends the script; here is only made sure that nobody waits for ever.
  const timeout = job.timeout === undefined ? undefined : Math.max(1000, since + job.timeout + GRACE - clock.now());
  const looked = await session
    .run({ ...ASIDE, script: lookScript(lost), timeout, mostOutput: job.mostOutput, onOutput: parts.feed })
    .catch((error: unknown) => {
      throw error instanceof TsplayError && error.code === 'timeout' ? timeoutError(hostName, job.timeout) : error;
    });
  if (looked.rc === NOT_STARTED) return undefined;
  const result = looked.rc === 0 ? parts.result() : undefined;
  if (result === undefined)
    throw unknown(hostName, looked.rc === GONE ? 'its shell was killed' : 'the host has no record of it');
  if (result === 'timed out') throw timeoutError(hostName, job.timeout);
  // A script that says so got half of its input and did nothing.
  if (result.rc === job.shortInputCode) return undefined;
  if (sizeOf(job.stdin) > BIG && job.shortInputCode === undefined && result.rc !== 0)
    throw unknown(hostName, 'it may have got half of its input');
  return result;
}

const GRACE = 15_000;
/** Input that a script gets without a spool before it, see the driver. */
const BIG = 1024 * 1024;

function unknown(hostName: string, why: string): TsplayError {
  return new TsplayError(
    'unreachable',
    `${hostName}: the connection broke while a script that changes something was running, and it is unknown whether it ran to its end: ${why}`,
    { hint: 'it is not run a second time: look at the host, then run the playbook again' },
  );
}

/** Reads what a frame said from the files it was kept in. */
function collector({ nonce, id, job, seen }: LostRun): {
  readonly feed: (stream: 'stdout' | 'stderr', bytes: Buffer) => void;
  readonly result: () => JobResult | 'timed out' | undefined;
} {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  let rc: number | undefined;
  let errEnded = false;
  let timedOut = false;
  const reader = (parts: Buffer[], stream: 'stdout' | 'stderr', onEnd: (code: number) => void): FrameReader => {
    let at = 0;
    return new FrameReader(nonce, {
      onData: (bytes) => {
        parts.push(bytes);
        at += bytes.length;
        const fresh = Math.min(bytes.length, at - seen[stream]);
        if (fresh > 0) job.onOutput?.(stream, bytes.subarray(bytes.length - fresh));
      },
      onTimeout: (of) => {
        if (of === id) timedOut = true;
      },
      // Looks have parts, and looks are simply made again.
      onPart: () => undefined,
      // Of the frame before there may be a rest at the beginning.
      onEnd: (end) => {
        if (end.id === id) {
          onEnd(end.rc);
          return;
        }
        parts.length = 0;
        at = 0;
      },
    });
  };
  const stdout = reader(out, 'stdout', (code) => (rc = code));
  const stderr = reader(err, 'stderr', () => (errEnded = true));
  return {
    feed(stream, bytes) {
      (stream === 'stdout' ? stdout : stderr).feed(bytes);
    },
    result() {
      if (rc === undefined || !errEnded) return undefined;
      return timedOut ? 'timed out' : { rc, stdout: Buffer.concat(out), stderr: Buffer.concat(err) };
    },
  };
}
