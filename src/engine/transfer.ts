// Between which machines a task moves files, and how the program that moves them reaches the host (`synchronize`).
import { script } from '../ground/index.js';
import type { TaskTransfer } from '../kit/index.js';
import { delegateOf, reachFor } from './reach.js';
import { environmentOf } from './settings.js';
import type { Frame } from './types.js';

export function taskTransfer(frame: Frame, directory: () => string, signal: AbortSignal): TaskTransfer {
  const { run, task, scope } = frame;
  return {
    host: frame.host.name,
    delegate: delegateOf(frame),
    connection: async () => (await reachFor(frame, undefined)).settings,
    become: async () => (await reachFor(frame, undefined)).become,
    login: () => reachFor(frame, delegateOf(frame), undefined, undefined, false),
    async run(argv, { become }) {
      const { runWithRelay } = await import('../connection/relay.js');
      const reach = await reachFor(frame, undefined, undefined, undefined, become);
      await reach.connect();
      return runWithRelay({
        argv,
        cwd: directory(),
        env: { ...process.env, ...environmentOf(run, task, scope), LC_ALL: 'C' },
        signal,
        open: (words) => {
          // `[-l user] host command…`, as ssh takes them; the words of a command are one line for the host's shell.
          const rest = words[0] === '-l' ? words.slice(2) : words;
          return reach.view.open(script(`exec ${rest.slice(1).join(' ')}`));
        },
      });
    },
  };
}
