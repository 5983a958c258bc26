// Manages named jobs and variables of crontabs.
import { alias, bool, choice, defineModule, ModuleFailure, path, str, z } from '../../../src/kit/index.js';
import {
  envNames,
  isEmpty,
  jobLine,
  jobNames,
  removeEnv,
  removeJob,
  setEnv,
  setJob,
  type EnvPosition,
} from './edit.js';
import { decode, encode, fileTab, userTab } from '../../_shared/crontab.js';

const args = z.strictObject({
  name: str().describe('Name of the job, kept in a comment over it; with `env` the name of the variable.'),
  job: alias(str().optional().describe('The command; with `env` the value of the variable.'), 'value'),
  state: choice('present', 'absent').default('present').describe('Whether the job or variable shall be there.'),
  minute: str().default('*').describe('Minute: 0-59, `*`, `*/2` …'),
  hour: str().default('*').describe('Hour: 0-23, `*`, `*/2` …'),
  day: alias(str().default('*').describe('Day of the month: 1-31, `*`, `*/2` …'), 'dom'),
  month: str().default('*').describe('Month: 1-12, `*`, `*/2` …'),
  weekday: alias(str().default('*').describe('Day of the week: 0-6 from Sunday on, `*` …'), 'dow'),
  special_time: choice('annually', 'daily', 'hourly', 'monthly', 'reboot', 'weekly', 'yearly')
    .optional()
    .describe('A name for the time, instead of the fields.'),
  disabled: bool().default(false).describe('Whether the job is there but commented out.'),
  env: bool().default(false).describe('Manage a variable of the crontab, not a job.'),
  insertafter: str().optional().describe('With `env`: put a new variable after this one.'),
  insertbefore: str().optional().describe('With `env`: put a new variable before this one.'),
  user: str().optional().describe('Whose crontab; in a cron_file the user the job runs as.'),
  cron_file: path().optional().describe('A file, in /etc/cron.d unless absolute, instead of a crontab.'),
  backup: bool().default(false).describe('Keep a copy of the crontab before it is changed.'),
});
type Args = z.output<typeof args>;

function rules(a: Args): string[] {
  const broken: string[] = [];
  const present = a.state === 'present';
  const fields = [a.minute, a.hour, a.day, a.month, a.weekday];
  if (a.special_time !== undefined && fields.some((field) => field !== '*')) {
    broken.push('give either time and date fields or special_time, not both');
  }
  if (a.cron_file !== undefined && a.user === undefined && present) {
    broken.push("cron_file needs 'user' as well: each line of such a file says as whom the job runs");
  }
  if (a.job === undefined && present) broken.push("needs the parameter 'job' to put a job or variable in");
  if ((a.insertafter !== undefined || a.insertbefore !== undefined) && !(a.env && present)) {
    broken.push('insertafter and insertbefore are valid only with env: true and state: present');
  }
  if (a.insertafter !== undefined && a.insertbefore !== undefined) {
    broken.push('parameters are mutually exclusive: insertafter|insertbefore');
  }
  if (/[\r\n]/.test(a.name)) broken.push("'name' must be one line");
  if (/[\r\n]/.test(trimmed(a.job)) && present) {
    broken.push("'job' must be one line: cron would take the next one for another entry");
  }
  return broken;
}

/** The newline a block scalar leaves at the ends is not meant. */
const trimmed = (job: string | undefined): string => (job ?? '').replace(/^[\r\n]+|[\r\n]+$/g, '');

export default defineModule({
  name: 'ansible.builtin.cron',
  summary: 'Manages named jobs and environment variables of crontabs, and leaves the rest of them alone.',
  args,
  returns: z.object({
    jobs: z.array(z.string()).describe('Names of the managed jobs in the crontab.'),
    envs: z.array(z.string()).describe('Names of the variables in the crontab.'),
    cron_file: z.string().optional().describe('The file, when there is one.'),
    backup_file: z.string().optional().describe('The copy of the crontab as it was.'),
    state: z.string().optional().describe('`absent` when the file is taken away, as nothing is left in it.'),
  }),
  requires: ['crontab'],
  check: 'full',
  foreseeable: true,
  diff: true,
  oneDiff: true,
  rules,
  examples: [
    {
      name: 'Every night',
      task: 'ansible.builtin.cron:\n  name: backup\n  hour: "3"\n  minute: "15"\n  job: /usr/local/bin/backup',
    },
  ],
  async run(context) {
    const { args, host } = context;
    const { cron_file: file } = args;
    const tab = file === undefined ? await userTab(context, args.user) : await fileTab(host, file);
    const after = edited(tab.text, args);
    const gone = file !== undefined && args.state === 'absent' && after !== tab.text && isEmpty(after);
    const result: Record<string, unknown> = {
      ...(gone ? { state: 'absent' } : { jobs: jobNames(after).map(decode), envs: envNames(after) }),
      ...(file === undefined ? {} : { cron_file: file }),
    };
    if (after === tab.text) return result;
    const diff = {
      before: decode(tab.text),
      after: gone ? '' : decode(after),
      beforeHeader: tab.label,
      afterHeader: gone ? '/dev/null' : tab.label,
    };
    const summary = `${args.state === 'present' ? 'set' : 'remove'} ${args.env ? 'variable' : 'job'} '${args.name}' in ${tab.label}`;
    const saved = await context.change({ summary, diff }, (hands) =>
      gone ? tab.remove(hands, args.backup) : tab.write(hands, after, args.backup),
    );
    return saved === undefined ? result : { ...result, backup_file: saved };
  },
});

/** The crontab as it shall be. */
function edited(text: string, args: Args): string {
  const name = encode(args.name);
  const job = encode(trimmed(args.job));
  if (args.env) {
    if (args.state === 'absent') return removeEnv(text, name);
    const { insertafter: after, insertbefore: before } = args;
    const position: EnvPosition = after !== undefined ? { after } : before !== undefined ? { before } : undefined;
    const outcome = setEnv(text, name, job, position);
    if (typeof outcome === 'string') return outcome;
    throw new ModuleFailure(`Variable named '${outcome.missing}' not found.`);
  }
  if (args.state === 'absent') return removeJob(text, name);
  const user = args.cron_file === undefined ? undefined : args.user;
  return setJob(text, name, jobLine(args, job, user, args.disabled));
}
