// Waits until the host can be reached again.
import { defineModule, int, ModuleFailure, sh, z } from '../../../src/kit/index.js';

export default defineModule({
  name: 'ansible.builtin.wait_for_connection',
  summary: 'Waits until the host can be reached and runs scripts, as after a reboot.',
  args: z.strictObject({
    connect_timeout: int().default(5).describe('Seconds a single attempt may take.'),
    delay: int().default(0).describe('Seconds to wait before the first attempt.'),
    sleep: int().default(1).describe('Seconds between attempts.'),
    timeout: int().default(600).describe('Seconds to wait at most.'),
  }),
  returns: z.object({ elapsed: z.int().describe('Seconds it took.') }),
  check: 'none',
  connectsItself: true,
  diff: false,
  examples: [{ name: 'After a reboot', task: 'ansible.builtin.wait_for_connection:\n  delay: 10\n  timeout: 300' }],
  async run({ args, host, task }) {
    const start = task.now();
    const deadline = start + args.timeout * 1000;
    const elapsed = (): number => Math.floor((task.now() - start) / 1000);
    if (args.delay > 0) await task.sleep(args.delay * 1000);
    for (;;) {
      const problem = await within(args.connect_timeout * 1000, async () => {
        await host.reconnect();
        await host.probe(sh`:`);
      });
      if (problem === undefined) return { changed: false, elapsed: elapsed() };
      if (task.now() + args.sleep * 1000 >= deadline) {
        const message = `timed out waiting for the connection: ${problem}`;
        throw new ModuleFailure(message, { changed: false, elapsed: elapsed() });
      }
      await task.sleep(args.sleep * 1000);
    }
  },
});

/** What went wrong with an attempt; an attempt that takes too long is left to itself. */
async function within(ms: number, attempt: () => Promise<void>): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no connection within ${ms / 1000} s`), ms);
  });
  const outcome = attempt().then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  try {
    return await Promise.race([outcome, late]);
  } finally {
    clearTimeout(timer);
  }
}
