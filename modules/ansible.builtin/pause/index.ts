// Lets the run wait for a time, or for somebody at the terminal.
import { bool, defineModule, int, str, z } from '../../../src/kit/index.js';
import { formatTime } from '../../_shared/output.js';

/** compat: a number with a fraction is cut to a whole one. */
const whole = () => z.preprocess((value) => (typeof value === 'number' ? Math.trunc(value) : value), int());

export default defineModule({
  name: 'ansible.builtin.pause',
  summary: 'Waits for some time or until somebody at the terminal presses enter, once for all hosts.',
  args: z.strictObject({
    seconds: whole().optional().describe('Seconds to wait, at least one.'),
    minutes: whole().optional().describe('Minutes to wait.'),
    prompt: str().optional().describe('What to ask at the terminal.'),
    echo: bool().default(true).describe('Whether what is typed is shown.'),
  }),
  returns: z.object({
    delta: z.int().describe('Seconds it took.'),
    echo: z.boolean().describe('As asked for.'),
    rc: z.int().describe('Always 0.'),
    start: z.string().describe('When it began.'),
    stop: z.string().describe('When it ended.'),
    stdout: z.string().describe('How long it waited, in words.'),
    stderr: z.string().describe('Always empty.'),
    user_input: z.string().describe('What was typed.'),
  }),
  check: 'full',
  diff: false,
  onController: true,
  onceForAll: true,
  rules: (args) =>
    args.seconds !== undefined && args.minutes !== undefined
      ? ['parameters are mutually exclusive: minutes|seconds']
      : [],
  examples: [{ name: 'Some time', task: 'ansible.builtin.pause:\n  seconds: 10' }],
  async run({ args, task, warn }) {
    const asked = args.seconds ?? (args.minutes === undefined ? undefined : args.minutes * 60);
    // compat: less than a second is one.
    const seconds = asked === undefined ? undefined : Math.max(1, asked);
    const start = task.now();
    let typed: string | undefined;
    if (args.prompt !== undefined || seconds === undefined) {
      const text = `[${task.name}]\n${args.prompt ?? 'Press enter to continue, Ctrl+C to interrupt'}:`;
      const answer = task.prompt(text, { echo: args.echo, ...(seconds === undefined ? {} : { seconds }) });
      typed = await (seconds === undefined
        ? answer
        : Promise.race([answer, task.sleep(seconds * 1000).then(() => '')]));
      if (typed === undefined && seconds === undefined) {
        warn('Not waiting for response to prompt as stdin is not interactive');
      }
    }
    if (seconds !== undefined && typed === undefined) {
      await task.sleep(Math.max(0, seconds * 1000 - (task.now() - start)));
    }
    const stop = task.now();
    const elapsed = (stop - start) / 1000;
    const [amount, unit] = args.seconds === undefined ? [elapsed / 60, 'minutes'] : [elapsed, 'seconds'];
    return {
      changed: false,
      rc: 0,
      delta: Math.floor(elapsed),
      echo: args.echo,
      start: formatTime(start),
      stop: formatTime(stop),
      stdout: `Paused for ${floatText(Math.round(amount * 100) / 100)} ${unit}`,
      stderr: '',
      user_input: typed ?? '',
    };
  },
});

/** As Python prints a float. */
const floatText = (n: number): string => (Number.isInteger(n) ? n.toFixed(1) : String(n));
