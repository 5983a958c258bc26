// Edits rules of PAM services.
import { bool, choice, defineModule, list, ModuleFailure, path, sh, str, z } from '../../../src/kit/index.js';
import { ask, fromLatin, toLatin } from '../../_shared/told.js';
import {
  addArguments,
  insertRules,
  normalControl,
  parseService,
  printService,
  problemOf,
  removeArguments,
  removeRules,
  splitArguments,
  TYPES,
  updateRules,
} from './service.js';

const args = z.strictObject({
  name: str().describe('The service, which is the name of its file.'),
  type: choice(...TYPES).describe('Type of the rule that is looked for.'),
  control: str().describe('Control of the rule that is looked for.'),
  module_path: str().describe('Module of the rule that is looked for.'),
  new_type: choice(...TYPES)
    .optional()
    .describe('Its type from now on, or that of a new rule.'),
  new_control: str().optional().describe('Its control from now on, or that of a new rule.'),
  new_module_path: str().optional().describe('Its module from now on, or that of a new rule.'),
  module_arguments: list(str()).optional().describe('Arguments of the module; an empty text is none.'),
  state: choice('absent', 'before', 'after', 'args_absent', 'args_present', 'updated')
    .default('updated')
    .describe('What becomes of the rule; before and after: a new one is put there.'),
  path: path().default('/etc/pam.d').describe('The directory of the services.'),
  backup: bool().default(false).describe('Keep a copy of the file as it was.'),
});
type Args = z.output<typeof args>;

function rules(a: Args): string[] {
  const need = (...names: readonly (keyof Args)[]): string[] => {
    const missing = names.filter((name) => a[name] === undefined);
    return missing.length === 0
      ? []
      : [`state is ${a.state} but all of the following are missing: ${missing.join(', ')}`];
  };
  if (a.state === 'args_present' || a.state === 'args_absent') return need('module_arguments');
  if (a.state === 'before' || a.state === 'after') return need('new_control', 'new_type', 'new_module_path');
  return [];
}

export default defineModule({
  name: 'community.general.pamd',
  summary: 'Edits rules of PAM services, in /etc/pam.d.',
  args,
  returns: z.object({
    change_count: z.int().describe('How many rules were changed.'),
    backupdest: z.string().describe('The copy of the file as it was; empty when there is none.'),
  }),
  check: 'full',
  diff: false,
  rules,
  examples: [
    {
      name: 'Remember passwords',
      task: 'community.general.pamd:\n  name: common-password\n  type: password\n  control: requisite\n  module_path: pam_pwquality.so\n  module_arguments: retry=5\n  state: args_present',
    },
  ],
  async run({ args: a, host, task, change }) {
    const file = `${a.path.replace(/(?<=.)\/+$/, '')}/${a.name}`;
    const told = await ask(host, sh`tell ${file}`);
    const seen = told.file(file);
    if (!seen)
      throw new ModuleFailure(`Unable to open/read PAM module file ${file} with error: there is no such file.`);
    const lines = parseService(told.text(file));
    const count = edit(lines, a);
    const problem = problemOf(lines);
    if (problem !== undefined) throw new ModuleFailure(fromLatin(problem));
    const result = { change_count: count, backupdest: '' };
    if (count === 0) return result;
    const text = Buffer.from(printService(lines, new Date(task.now()).toISOString().replace('Z', '')), 'latin1');
    const made = await change({ summary: `change ${count} rules of ${file}` }, (hands) =>
      hands.write(seen.realPath, text, { backup: a.backup }),
    );
    return { ...result, backupdest: made?.backupFile ?? '' };
  },
});

function edit(lines: ReturnType<typeof parseService>, a: Args): number {
  const key = { type: a.type, control: toLatin(a.control), path: toLatin(a.module_path) };
  const given = a.module_arguments === undefined ? undefined : splitArguments(a.module_arguments.map(toLatin));
  const to = {
    type: a.new_type ?? '',
    control: normalControl(toLatin(a.new_control ?? '')),
    path: toLatin(a.new_module_path ?? ''),
  };
  switch (a.state) {
    case 'updated':
      return updateRules(lines, key, to, given);
    case 'before':
    case 'after':
      return insertRules(lines, key, to, given ?? [], a.state);
    case 'args_absent':
      return removeArguments(lines, key, given ?? []);
    case 'args_present':
      if (given?.some((arg) => arg.startsWith('['))) {
        throw new ModuleFailure(
          "Unable to process bracketed '[' complex arguments with 'args_present'. Please use 'updated'.",
        );
      }
      return addArguments(lines, key, given ?? []);
    case 'absent':
      return removeRules(lines, key);
  }
}
