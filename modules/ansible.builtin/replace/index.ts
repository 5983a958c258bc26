// Every match of a regular expression in a text file replaced.
import { alias, bool, defineModule, ModuleFailure, path, str, z, text } from '../../../src/kit/index.js';
import { encodingOf, readText, writeText, type Encoding } from '../../_shared/edit-file.js';
import { fileArguments } from '../../_shared/file-attributes.js';
import { isLatin1, replaceAll } from './decide.js';

const args = z.strictObject({
  path: alias(path(), 'dest', 'destfile', 'name').describe('The file.'),
  regexp: str().describe('Python regular expression; ^ and $ match at every line.'),
  replace: text().default('').describe('What a match becomes; may hold \\1 and \\g<name>.'),
  after: str().optional().describe('Only what comes after a match of this is changed.'),
  before: str().optional().describe('Only what comes before a match of this is changed.'),
  backup: bool().default(false).describe('Keep a copy of the old file, with the time in its name.'),
  encoding: str().default('utf-8').describe('Encoding of the file: utf-8 or latin-1.'),
  validate: str().optional().describe('Command that must accept the new file; %s is its temporary path.'),
  ...fileArguments,
});

const LATIN1: Encoding = {
  decode: (bytes) => Buffer.from(bytes).toString('latin1'),
  encode: (text) => Buffer.from(text, 'latin1'),
  argument: (text) => text,
};

export default defineModule({
  name: 'ansible.builtin.replace',
  summary: 'Replaces every match of a regular expression in a text file.',
  args,
  returns: z.object({
    msg: z.string().describe('What was done.'),
    rc: z.number().describe('0.'),
    backup_file: z.string().optional().describe('The copy of the old file, with backup.'),
  }),
  check: 'full',
  foreseeable: true,
  diff: true,
  oneDiff: true,
  rules: (a) => {
    const broken: string[] = [];
    if (a.mode?.kind === 'preserve') broken.push("mode 'preserve' has no meaning here: give the mode itself");
    if (a.validate !== undefined && !a.validate.includes('%s')) broken.push(`validate must contain %s: ${a.validate}`);
    return broken;
  },
  examples: [
    {
      name: 'A new host name',
      task: "ansible.builtin.replace:\n  path: /etc/hosts\n  regexp: '(\\s+)old\\.host\\.name(\\s+.*)?$'\n  replace: '\\1new.host.name\\2'",
    },
  ],
  run: async (context) => {
    const { args: given } = context;
    const latin1 = isLatin1(given.encoding);
    const file = await readText(context);
    if (!file.bytes) throw new ModuleFailure(`Path ${given.path} does not exist !`, { rc: 257 });
    const encoding = latin1 ? LATIN1 : encodingOf(file.bytes);
    const edit = replaceAll(encoding.decode(file.bytes), {
      regexp: encoding.argument(given.regexp),
      replace: encoding.argument(given.replace),
      after: given.after && encoding.argument(given.after),
      before: given.before && encoding.argument(given.before),
    });
    const after = edit.text === undefined ? undefined : encoding.encode(edit.text);
    const { msg, backup } = await writeText(context, file, after, edit.msg, {
      attributes: 'untold',
      ...(latin1 ? { encoding } : {}),
    });
    return { msg, rc: 0, ...(backup === undefined ? {} : { backup_file: backup }) };
  },
});
