// One line of a text file: there, replaced, or gone.
import { alias, bool, choice, defineModule, ModuleFailure, path, str, z, text } from '../../../src/kit/index.js';
import { encodingOf, readText, writeText } from '../../_shared/edit-file.js';
import { fileArguments } from '../../_shared/file-attributes.js';
import { absent, present } from './decide.js';

const args = z.strictObject({
  path: alias(path(), 'dest', 'destfile', 'name').describe('The file.'),
  regexp: alias(str().optional(), 'regex').describe('Python regular expression for the line to replace or remove.'),
  search_string: str().optional().describe('Text that the line to replace or remove contains.'),
  state: choice('absent', 'present').default('present').describe('Whether the line shall be there.'),
  line: alias(text().optional(), 'value').describe('The line.'),
  backrefs: bool().default(false).describe('Expand \\1 and \\g<name> in line; change nothing without a match.'),
  insertafter: str().optional().describe('Where a new line goes: after the last match of this, or EOF, BOF.'),
  insertbefore: str().optional().describe('Where a new line goes: before the last match of this, or BOF.'),
  create: bool().default(false).describe('Make the file when it is not there.'),
  backup: bool().default(false).describe('Keep a copy of the old file, with the time in its name.'),
  firstmatch: bool().default(false).describe('Work with the first match instead of the last.'),
  validate: str().optional().describe('Command that must accept the new file; %s is its temporary path.'),
  ...fileArguments,
});

export default defineModule({
  name: 'ansible.builtin.lineinfile',
  summary: 'Makes sure that a line is in a text file, or is not.',
  args,
  returns: z.object({
    msg: z.string().describe('What was done.'),
    backup: z.string().optional().describe('The copy of the old file, empty without one.'),
    found: z.number().optional().describe('How many lines were removed, with state absent.'),
  }),
  check: 'full',
  foreseeable: true,
  diff: true,
  rules: (a) => {
    const broken: string[] = [];
    if (a.insertbefore !== undefined && a.insertafter !== undefined) {
      broken.push('insertbefore and insertafter are mutually exclusive');
    }
    if (a.regexp !== undefined && a.search_string !== undefined) {
      broken.push('regexp and search_string are mutually exclusive');
    }
    if (a.backrefs && a.search_string !== undefined) broken.push('backrefs and search_string are mutually exclusive');
    if (a.state === 'present' && a.backrefs && a.regexp === undefined) {
      broken.push('regexp is required with backrefs=true');
    }
    if (a.state === 'present' && a.line === undefined) broken.push('line is required with state=present');
    if (a.state === 'absent' && a.line === undefined && a.regexp === undefined && a.search_string === undefined) {
      broken.push('one of line, search_string, or regexp is required with state=absent');
    }
    if (a.mode?.kind === 'preserve') broken.push("mode 'preserve' has no meaning here: give the mode itself");
    if (a.validate !== undefined && !a.validate.includes('%s')) broken.push(`validate must contain %s: ${a.validate}`);
    return broken;
  },
  examples: [
    {
      name: 'No root logins',
      task: "ansible.builtin.lineinfile:\n  path: /etc/ssh/sshd_config\n  regexp: '^#?PermitRootLogin'\n  line: PermitRootLogin no\n  validate: /usr/sbin/sshd -t -f %s",
    },
    {
      name: 'With a back-reference',
      task: "ansible.builtin.lineinfile:\n  path: /opt/jboss/standalone.conf\n  regexp: '^(.*)Xms(\\d+)m(.*)$'\n  line: '\\1Xms512m\\3'\n  backrefs: true",
    },
  ],
  run: async (context) => {
    const { args: given, warn } = context;
    for (const name of ['regexp', 'search_string'] as const) {
      if (given[name] === '') {
        warn(`${name} is empty and so matches every line of the file; if that is meant, use the regexp '^'`);
      }
    }
    const file = await readText(context);
    if (!file.bytes && given.state === 'absent') return { msg: 'file not present' };
    if (!file.bytes && !given.create) {
      throw new ModuleFailure(`Destination ${given.path} does not exist !`, { rc: 257 });
    }
    const bytes = file.bytes ?? Buffer.alloc(0);
    const encoding = encodingOf(bytes);
    const terms = { ...given };
    for (const name of ['regexp', 'search_string', 'line', 'insertafter', 'insertbefore'] as const) {
      const value = given[name];
      if (value !== undefined) terms[name] = encoding.argument(value);
    }
    const edit = (given.state === 'present' ? present : absent)(encoding.decode(bytes), terms);
    const after = edit.text === undefined ? undefined : encoding.encode(edit.text);
    const { msg, backup } = await writeText(context, file, after, edit.msg, { attributes: 'bare' });
    return { msg, backup: backup ?? '', ...(given.state === 'absent' ? { found: edit.found } : {}) };
  },
});
