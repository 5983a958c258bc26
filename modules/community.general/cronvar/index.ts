// Manages variables of crontabs.
import { bool, choice, defineModule, ModuleFailure, str, z } from '../../../src/kit/index.js';
import { decode, encode, fileTab, userTab } from '../../_shared/crontab.js';
import { addVariable, changeVariable, findVariable, removeVariable, variableNames } from './edit.js';

const args = z.strictObject({
  name: str().describe('The variable.'),
  value: str().optional().describe('Its value; quotes are part of it.'),
  state: choice('absent', 'present').default('present').describe('Whether it shall be there.'),
  user: str().optional().describe('Whose crontab; default: of whom the task runs as.'),
  cron_file: str().optional().describe('A file, in /etc/cron.d unless absolute, instead of a crontab.'),
  insertafter: str().optional().describe('Put a new variable behind this one; otherwise it comes on top.'),
  insertbefore: str().optional().describe('Put a new variable before this one.'),
  backup: bool().default(false).describe('Keep a copy of the crontab as it was.'),
});
type Args = z.output<typeof args>;

function rules(a: Args): string[] {
  const broken: string[] = [];
  if (a.insertafter !== undefined && a.insertbefore !== undefined) {
    broken.push('parameters are mutually exclusive: insertbefore|insertafter');
  }
  if (a.state === 'present' && a.value === undefined) {
    broken.push("You must specify 'value' to insert a new cron variable");
  }
  if (/[\r\n\s='"#]/.test(a.name) || a.name === '') broken.push(`'${a.name}' cannot be the name of a variable`);
  if (/[\r\n]/.test(a.value ?? '')) broken.push("'value' must be one line");
  return broken;
}

export default defineModule({
  name: 'community.general.cronvar',
  summary: 'Manages variables of crontabs and of files like those of /etc/cron.d.',
  args,
  returns: z.object({
    vars: z.array(z.string()).describe('Names of all variables in the crontab.'),
    cron_file: z.string().describe('The file, when there is one.'),
    backup_file: z.string().describe('The copy of the crontab as it was.'),
  }),
  check: 'none',
  diff: false,
  rules,
  examples: [
    { name: 'Mail to somebody', task: 'community.general.cronvar:\n  name: MAILTO\n  value: doug@example.com' },
    { name: 'No such variable', task: 'community.general.cronvar:\n  name: OLD\n  cron_file: backup\n  state: absent' },
  ],
  async run(context) {
    const { args: a, change } = context;
    const file = a.cron_file;
    const tab = file === undefined ? await userTab(context, a.user) : await fileTab(context.host, file);
    const after = edited(tab.text, a);
    const result = { vars: variableNames(after).map(decode), ...(file === undefined ? {} : { cron_file: file }) };
    if (after === tab.text) return result;
    const saved = await change({ summary: `variable ${a.name} of ${tab.label}` }, (hands) =>
      tab.write(hands, after, a.backup),
    );
    return saved === undefined ? result : { ...result, backup_file: saved };
  },
});

function edited(text: string, a: Args): string {
  const name = encode(a.name);
  const old = findVariable(text, name);
  if (a.state === 'absent') return old === undefined ? text : removeVariable(text, name);
  const value = a.value === '' ? '""' : encode(a.value ?? '');
  if (old !== undefined) return old === value ? text : changeVariable(text, name, value);
  const position = { before: a.insertbefore, after: a.insertafter };
  const added = addVariable(text, name, value, position);
  if (added === undefined) throw new ModuleFailure(`Variable named '${a.insertbefore ?? a.insertafter}' not found.`);
  return added;
}
