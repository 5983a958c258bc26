// Runs a command on a terminal and answers what it asks.
import {
  bool,
  defineModule,
  dict,
  ModuleFailure,
  path,
  raw,
  sh,
  str,
  z,
  type RunContext,
} from '../../../src/kit/index.js';
import { formatDuration, formatTime, outputOf } from '../../_shared/output.js';
import { ask } from '../../_shared/told.js';
import { splitWords } from '../../_shared/words.js';
import { converse, eventsOf } from './converse.js';

const args = z.strictObject({
  command: str().describe('The command; no shell reads it.'),
  responses: dict(raw()).describe('Answers by what is asked, as regular expressions; a list is used up one by one.'),
  chdir: path().optional().describe('Directory to run it in.'),
  creates: path().optional().describe('Do nothing when this is there.'),
  removes: path().optional().describe('Do nothing when this is not there.'),
  timeout: raw().default(30).describe('Seconds to wait for each of the texts; null waits for ever.'),
  echo: bool().default(false).describe('Whether the terminal shows the answers in the output.'),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'ansible.builtin.expect',
  summary: 'Runs a command on a terminal and answers what it asks.',
  args,
  returns: z.object({
    cmd: z.string().describe('The command.'),
    stdout: z.string().describe('What it printed.'),
    stdout_lines: z.array(z.string()).describe('The same, line by line.'),
    rc: z.int().nullable().describe('Its code; null when it took too long.'),
    start: z.string().describe("When it started, by the controller's clock."),
    end: z.string().describe("When it ended, by the controller's clock."),
    delta: z.string().describe('How long it took.'),
  }),
  check: 'none',
  diff: false,
  nullable: ['timeout'],
  examples: [
    {
      name: 'A password',
      task: "ansible.builtin.expect:\n  command: passwd joe\n  responses:\n    (?i)password: '{{ password }}'\nno_log: true",
    },
    {
      name: 'One answer after the other',
      task: 'ansible.builtin.expect:\n  command: /usr/local/bin/setup\n  responses:\n    Question: [first, second]',
    },
  ],
  async run(context) {
    const { args: a, task, change } = context;
    const seconds = timeoutOf(a.timeout);
    const events = eventsOf(a.responses);
    if (a.command.trim() === '') throw new ModuleFailure('no command given', { rc: 256 });
    const words = splitWords(a.command);
    const skipped = await lookFirst(context, words[0] ?? '');
    if (skipped !== undefined)
      return { changed: false, cmd: a.command, rc: 0, ...linesOf(`skipped, since ${skipped}`) };
    const start = task.now();
    const spoken = await change({ summary: `run ${a.command}` }, async () => {
      const quiet = a.echo ? sh`:` : sh`stty -echo`;
      const remote = await context.host.open(sh`${quiet}; exec ${words}`, { terminal: true, cwd: a.chdir });
      return converse(remote, events, seconds === undefined ? undefined : seconds * 1000, (ms, signal) =>
        pause(ms, signal),
      );
    });
    const end = task.now();
    if (!spoken) throw new Error('a change was not made');
    if (spoken.unanswered !== undefined) {
      throw new ModuleFailure(`No remaining responses for '${spoken.unanswered}', output was '${spoken.last}'`);
    }
    const result = {
      cmd: a.command,
      ...linesOf(spoken.output.replace(/[\r\n]+$/, '')),
      rc: spoken.rc,
      start: formatTime(start),
      end: formatTime(end),
      delta: formatDuration(end - start),
      changed: true,
    };
    if (spoken.rc === null) throw new ModuleFailure('command exceeded timeout', result);
    if (spoken.rc !== 0) throw new ModuleFailure('non-zero return code', result);
    return result;
  },
});

const linesOf = (text: string): { stdout: string; stdout_lines: unknown } => ({
  stdout: text,
  stdout_lines: outputOf(text, '')['stdout_lines'],
});

function timeoutOf(given: unknown): number | undefined {
  if (given === null) return undefined;
  const number = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
  if (typeof number === 'number' && Number.isInteger(number)) return number;
  throw new ModuleFailure(`argument 'timeout' is not a whole number of seconds: ${JSON.stringify(given)}`);
}

/** Why nothing is run. @throws ModuleFailure when it cannot be run */
async function lookFirst({ args: a, host }: RunContext<Args>, program: string): Promise<string | undefined> {
  const told = await ask(
    host,
    sh`c=${a.chdir ?? '.'} y=${a.creates ?? ''} n=${a.removes ?? ''} p=${program}
cd -- "$c" 2>/dev/null || { say problem chdir; exit 0; }
if [ -n "$y" ] && [ -e "$y" ]; then say skip creates; exit 0; fi
if [ -n "$n" ] && [ ! -e "$n" ]; then say skip removes; exit 0; fi
case $p in */*) [ -x "$p" ] && [ ! -d "$p" ] || say problem command ;; *) [ -n "$(command -v -- "$p")" ] || say problem command ;; esac`,
  );
  if (told.value('problem') === 'chdir') throw new ModuleFailure(`the directory ${a.chdir} cannot be entered`);
  if (told.value('problem') !== undefined) {
    throw new ModuleFailure(`The command was not found or was not executable: ${program}.`);
  }
  const skip = told.value('skip');
  if (skip === undefined) return undefined;
  return skip === 'creates' ? `${a.creates} exists` : `${a.removes} does not exist`;
}

/** Rejects when it is called off. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new Error('called off'));
    });
  });
}
