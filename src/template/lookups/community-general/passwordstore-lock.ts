// Keeps two runs on one controller from making the same password twice: a lock beside the store's user, taken in the shell.
import { quote } from '../../../ground/index.js';
import { fail } from '../../python/errors.js';
import type { LookupCall } from '../../types.js';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/**
 * What `work` gives while no other run holds the lock. The lock is a link whose target is the process that holds it: making
 * a link is one step, and a lock that a dead process left behind is seen and taken.
 * @param timeout seconds as `15s`, minutes as `15m`, hours as `1h`
 * @throws TsplayError template-value when it is still held after that time
 */
export function withLock<T>(call: LookupCall, timeout: string, work: () => T): T {
  const { port } = call;
  const file = quote(`${port.env('TMPDIR') ?? '/tmp'}/.${port.env('USER') ?? 'nobody'}.tsplay-pass.lock`);
  const tries = Number.parseInt(timeout, 10) * (SECONDS[timeout.slice(-1)] ?? 1);
  const take = [
    `n=${tries}`,
    `until ln -s "$PPID" ${file} 2>/dev/null; do`,
    `  holder=$(readlink ${file}) && ! kill -0 "$holder" 2>/dev/null && rm -f ${file} && continue`,
    '  [ "$n" -gt 0 ] || exit 75',
    '  n=$((n - 1)); sleep 1',
    'done',
  ].join('\n');
  if (port.exec(take).rc !== 0) fail(`passwordstore: another run holds the lock for longer than ${timeout}`);
  try {
    return work();
  } finally {
    port.exec(`rm -f ${file}`);
  }
}
