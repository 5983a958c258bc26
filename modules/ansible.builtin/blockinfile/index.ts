// A block of lines between marker lines in a text file: there, replaced, or gone.
import { alias, bool, choice, defineModule, ModuleFailure, path, str, z, text } from '../../../src/kit/index.js';
import { encodingOf, readText, writeText } from '../../_shared/edit-file.js';
import { fileArguments } from '../../_shared/file-attributes.js';
import { blockEdit } from './decide.js';

const args = z.strictObject({
  path: alias(path(), 'dest', 'destfile', 'name').describe('The file.'),
  state: choice('absent', 'present').default('present').describe('Whether the block shall be there.'),
  marker: str()
    .default('# {mark} ANSIBLE MANAGED BLOCK')
    .describe('The line before and after the block; {mark} becomes marker_begin and marker_end.'),
  block: alias(text().default(''), 'content').describe('The lines; none removes the block.'),
  insertafter: str().optional().describe('Where a new block goes: after the last match of this, or EOF.'),
  insertbefore: str().optional().describe('Where a new block goes: before the last match of this, or BOF.'),
  create: bool().default(false).describe('Make the file when it is not there.'),
  backup: bool().default(false).describe('Keep a copy of the old file, with the time in its name.'),
  marker_begin: str().default('BEGIN').describe('What {mark} is before the block.'),
  marker_end: str().default('END').describe('What {mark} is after the block.'),
  append_newline: bool().default(false).describe('Put an empty line after the block, unless it ends the file.'),
  prepend_newline: bool().default(false).describe('Put an empty line before the block, unless it begins the file.'),
  validate: str().optional().describe('Command that must accept the new file; %s is its temporary path.'),
  ...fileArguments,
});

export default defineModule({
  name: 'ansible.builtin.blockinfile',
  summary: 'Makes sure that a block of lines between markers is in a text file, or is not.',
  args,
  returns: z.object({
    msg: z.string().describe('What was done.'),
    backup_file: z.string().optional().describe('The copy of the old file, with backup.'),
  }),
  check: 'full',
  foreseeable: true,
  diff: true,
  rules: (a) => {
    const broken: string[] = [];
    if (a.insertbefore !== undefined && a.insertafter !== undefined) {
      broken.push('insertbefore and insertafter are mutually exclusive');
    }
    if (a.mode?.kind === 'preserve') broken.push("mode 'preserve' has no meaning here: give the mode itself");
    if (a.validate !== undefined && !a.validate.includes('%s')) broken.push(`validate must contain %s: ${a.validate}`);
    return broken;
  },
  examples: [
    {
      name: 'A block of sshd_config',
      task: 'ansible.builtin.blockinfile:\n  path: /etc/ssh/sshd_config\n  block: |\n    Match User ansible-agent\n    PasswordAuthentication no',
    },
    {
      name: 'With other markers',
      task: 'ansible.builtin.blockinfile:\n  path: /var/www/html/index.html\n  marker: "<!-- {mark} ANSIBLE MANAGED BLOCK -->"\n  insertafter: "<body>"\n  block: <h1>Welcome</h1>',
    },
  ],
  run: async (context) => {
    const { args: given } = context;
    const file = await readText(context);
    if (!file.bytes && given.state === 'absent') return { msg: `File ${given.path} not present` };
    if (!file.bytes && !given.create) throw new ModuleFailure(`Path ${given.path} does not exist !`, { rc: 257 });
    const encoding = encodingOf(file.bytes ?? Buffer.alloc(0));
    const terms = { ...given };
    for (const name of ['block', 'marker', 'marker_begin', 'marker_end', 'insertafter', 'insertbefore'] as const) {
      const value = given[name];
      if (value !== undefined) terms[name] = encoding.argument(value);
    }
    const edit = blockEdit(file.bytes && encoding.decode(file.bytes), terms);
    const after = edit.text === undefined ? undefined : encoding.encode(edit.text);
    const { msg, backup } = await writeText(context, file, after, edit.msg, { attributes: 'bare' });
    return { msg, ...(backup === undefined ? {} : { backup_file: backup }) };
  },
});
