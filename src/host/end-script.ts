// Ends a script that still runs on the host when the run is given up: sshd does not do it when its channel is closed.
import { withinTime, type Clock } from '../ground/index.js';
import { markOf, spoolPaths } from './resume.js';
import type { Session } from './session.js';

/** How long the host may take for it, in milliseconds. */
const PATIENCE = 5_000;

/**
 * Kills a script with all it has started, its shell, and what that keeps: the descendants of every process with the shell's mark in
 * its command line, and who else still has the output of the script open. Daemons that earlier scripts left behind are
 * neither: a shell whose output one of them holds is not used again.
 */
function endText(nonce: string): string {
  const spools = spoolPaths(nonce).join(' ');
  return `family() {
all=$(cat /proc/[0-9]*/stat 2>/dev/null | sed 's/^\\([0-9]*\\) (.*) [A-Za-z] \\([0-9]*\\) .*$/\\1 \\2/')
found=$* young=$*
while [ -n "$young" ]; do
next=
set -- $all
while [ $# -gt 1 ]; do
case " $young " in *" $2 "*) next="$next $1" ;; esac
shift 2
done
found="$found $next"
young=$next
done
}
roots=
for p in /proc/[0-9]*; do
case $(tr '\\0' ' ' <"$p/cmdline") in *${markOf(nonce)}*) roots="$roots \${p#/proc/}" ;; esac
for d in ${spools}; do
for f in 1 2; do if [ "$p/fd/$f" -ef "$d/1" ] || [ "$p/fd/$f" -ef "$d/2" ]; then roots="$roots \${p#/proc/}"; fi; done
done
done 2>/dev/null
family $roots
kill -STOP $found 2>/dev/null
family $roots
kill -KILL $found 2>/dev/null
rm -rf ${spools}`;
}

/**
 * @param open a shell as the user the script runs as; passwords are given to it as to any other
 * Does what it can: a host that does not answer is left as it is.
 */
export async function endScript(open: () => Promise<Session>, nonce: string, clock: Clock): Promise<void> {
  const end = async (): Promise<void> => {
    const session = await open();
    await session.run({
      script: endText(nonce),
      stdin: new Uint8Array(0),
      watchHolders: false,
      timeout: undefined,
    });
    await session.close();
  };
  await withinTime(
    clock,
    PATIENCE,
    end().catch(() => undefined),
  );
}
