// Has a command run once, later, by the at daemon.
import { bool, choice, defineModule, int, lines, ModuleFailure, script, sh, str, z } from '../../../src/kit/index.js';
import { requirePrograms } from '../../_shared/programs.js';
import { ask } from '../../_shared/told.js';

const args = z.strictObject({
  command: str().optional().describe('The command to be run.'),
  script_file: str().optional().describe('A script of the host to be run instead.'),
  count: int().optional().describe('In how many units of time.'),
  units: choice('minutes', 'hours', 'days', 'weeks').optional().describe('The unit of count.'),
  state: choice('absent', 'present')
    .default('present')
    .describe('absent: jobs with this command are taken off the queue.'),
  unique: bool().default(false).describe('Queue no second job with the same command.'),
});

export default defineModule({
  name: 'ansible.posix.at',
  summary: 'Has a command run once, later, by the at daemon.',
  args,
  returns: z.object({
    state: z.string().describe('The wanted state.'),
    script_file: z.string().nullable().describe('The script, when one was given.'),
    count: z.int().describe('As given.'),
    units: z.string().describe('As given.'),
  }),
  check: 'none',
  diff: false,
  rules: (a) => [
    ...(a.command !== undefined && a.script_file !== undefined
      ? ['parameters are mutually exclusive: command|script_file']
      : []),
    ...(a.command === undefined && a.script_file === undefined
      ? ['one of the following is required: command, script_file']
      : []),
    ...(a.state === 'present' && (!a.count || a.units === undefined) ? ['present state requires count and units'] : []),
  ],
  examples: [
    {
      name: 'In twenty minutes',
      task: 'ansible.posix.at:\n  command: ls -d / >/dev/null\n  count: 20\n  units: minutes',
    },
  ],
  async run({ args: a, host, change }) {
    const file = a.script_file;
    const told = await ask(
      host,
      lines([
        script(`for p in at atq; do command -v $p >/dev/null 2>&1 || { say lacks $p; exit 0; }; done`),
        ...(file === undefined ? [] : [sh`tell ${file}`]),
        script('for j in $(atq | cut -f 1); do say job "$j"; say text "$(at -c "$j" 2>/dev/null)"; done'),
      ]),
    );
    const lacks = told.value('lacks');
    if (lacks !== undefined) requirePrograms({ rc: 77, stdout: lacks }, 'install the package at');
    if (file !== undefined && !told.file(file)) throw new ModuleFailure(`the script ${file} does not exist`);
    const text = (file === undefined ? (a.command ?? '') : (told.file(file)?.bytes.toString('utf8') ?? '')).trim();
    const texts = told.values('text');
    // compat: a job is the same when the command stands anywhere in it.
    const jobs = told.values('job').filter((_job, i) => texts[i]?.includes(text));
    if (a.state === 'absent') {
      for (const job of jobs) await change({ summary: `remove job ${job}` }, (hands) => hands.must(sh`at -r ${job}`));
      return { state: a.state };
    }
    if (a.unique && jobs.length > 0) return { state: a.state };
    const { count = 0, units = 'minutes' } = a;
    await change({ summary: `run in ${count} ${units}: ${text}` }, async (hands) => {
      const when = ['now', '+', String(count), units];
      const { rc, stderr } =
        file === undefined
          ? await hands.run(sh`at ${when}`, { stdin: `${a.command ?? ''}\n` })
          : await hands.run(sh`at -f ${file} ${when} </dev/null`);
      if (rc !== 0) throw new ModuleFailure(stderr.trim(), { rc, stderr });
    });
    return { state: a.state, script_file: file ?? null, count, units };
  },
});
