// Ends a script that still runs on the host when the run is over: sshd does not do it when its channel is closed.
import { becomeCommand, type BecomeSpec } from '../become/index.js';
import type { Wire } from '../connection/types.js';
import type { Clock } from '../ground/index.js';

/** How long the host may take for it, in milliseconds. */
const PATIENCE = 2_000;

/**
 * Kills the processes of a script: those in the process group of a shell with `mark` in its command line, and in groups
 * that its children opened. Does what it can: where a password is needed to become the user, the script goes on.
 * The text travels on standard input, so that it does not find itself.
 */
export async function endScript(
  wire: Wire,
  running: { readonly mark: string; readonly become: BecomeSpec | undefined },
  clock: Clock,
): Promise<void> {
  const { mark, become } = running;
  if (become?.password !== undefined) return;
  const shell = become ? becomeCommand('exec /bin/sh', become, 'end').command : 'exec /bin/sh';
  try {
    const killer = await wire.exec(shell);
    killer.stdin.end(
      `for p in /proc/[0-9]*; do\ncase $(tr '\\0' ' ' <"$p/cmdline") in\n*${mark}*) kill -KILL "-\${p#/proc/}" ;;\nesac\n` +
        `done 2>/dev/null\n`,
    );
    await Promise.race([killer.exit, clock.sleep(PATIENCE)]);
  } catch {
    // The wire is gone, and the channel of the script with it.
  }
}
