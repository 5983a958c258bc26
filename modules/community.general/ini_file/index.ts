// Options of an INI file: there with their values, or gone.
import { alias, bool, choice, defineModule, list, ModuleFailure, path, str, z, text } from '../../../src/kit/index.js';
import { encodingOf, readText, writeText } from '../../_shared/edit-file.js';
import { fileArguments, fileReturnFields, fileReturns, lookAtOne } from '../../_shared/file-attributes.js';
import { editIni } from './edit.js';

const args = z.strictObject({
  path: alias(path(), 'dest').describe('The file.'),
  section: str().optional().describe('The section; without it the lines before the first one.'),
  section_has_values: list(
    z.strictObject({
      option: str().describe('An option the section must have.'),
      value: str().optional().describe('The value it must have.'),
      values: list(str()).optional().describe('The values one of which it must have.'),
    }),
  )
    .optional()
    .describe('Of several sections of the name the first that has these options.'),
  option: str().optional().describe('The option; without it the whole section.'),
  value: text().optional().describe('Its value.'),
  values: list(str()).optional().describe('Its values, each on a line of its own.'),
  backup: bool().default(false).describe('Keep a copy of the old file, with the time in its name.'),
  state: choice('absent', 'present').default('present').describe('Whether it shall be there.'),
  exclusive: bool().default(true).describe('Other values of the option go; no leaves them alone.'),
  no_extra_spaces: bool().default(false).describe('No blanks around the equals sign.'),
  ignore_spaces: bool().default(false).describe('Leave a line alone that differs only in such blanks.'),
  allow_no_value: bool().default(false).describe('The option may stand alone, without value and equals sign.'),
  modify_inactive_option: bool().default(true).describe('A line of the option that is a comment is used for it.'),
  create: bool().default(true).describe('Make the file when it is not there.'),
  follow: bool().default(false).describe('Write what a link leads to instead of replacing the link.'),
  ...fileArguments,
});

export default defineModule({
  name: 'community.general.ini_file',
  summary: 'Sets and removes options and sections of INI files.',
  args,
  returns: z.object({
    msg: z.string().describe('What was done.'),
    path: z.string().describe('The file.'),
    backup_file: z.string().optional().describe('The copy of the old file.'),
    ...fileReturnFields,
  }),
  check: 'full',
  foreseeable: true,
  diff: true,
  oneDiff: true,
  rules: (a) => {
    const broken: string[] = [];
    if (a.value !== undefined && a.values !== undefined) {
      broken.push('parameters are mutually exclusive: value|values');
    }
    if (a.section_has_values?.some(({ value, values }) => value !== undefined && values !== undefined)) {
      broken.push('parameters are mutually exclusive: value|values found in section_has_values');
    }
    const valued = a.value !== undefined || (a.values !== undefined && a.values.length > 0);
    if (a.state === 'present' && !a.allow_no_value && !valued) {
      broken.push("Parameter 'value(s)' must be defined if state=present and allow_no_value=False.");
    }
    if (a.mode?.kind === 'preserve') broken.push("mode 'preserve' has no meaning here: give the mode itself");
    return broken;
  },
  examples: [
    {
      name: 'One option',
      task: 'community.general.ini_file:\n  path: /etc/app.ini\n  section: server\n  option: port\n  value: "8080"',
    },
    {
      name: 'No such section',
      task: 'community.general.ini_file:\n  path: /etc/app.ini\n  section: old\n  state: absent',
    },
  ],
  async run(context) {
    const { args: given } = context;
    const file = await readText(context);
    if (!file.bytes && !given.create) {
      throw new ModuleFailure(`Destination ${given.path} does not exist!`, { rc: 257 });
    }
    const bytes = file.bytes ?? Buffer.alloc(0);
    const encoding = encodingOf(bytes);
    // compat: without a byte order mark, and all line ends are newlines.
    const before = encoding
      .decode(bytes)
      .replace(/^\ufeff/, '')
      .replace(/\r\n?/g, '\n');
    const own = (text: string): string => encoding.argument(text);
    const values = given.value === undefined ? (given.values ?? []) : [given.value];
    const edited = editIni(before.match(/[^\n]*\n|[^\n]+$/g) ?? [], {
      ...given,
      section: given.section === undefined ? undefined : own(given.section),
      option: given.option === undefined ? undefined : own(given.option),
      values: [...new Set(values)].map(own),
      conditions: (given.section_has_values ?? []).map(({ option, value, values: some }) => ({
        option: own(option),
        values: (value === undefined ? (some ?? []) : [value]).map(own),
      })),
    });
    const after = edited.lines.join('');
    const { backup, file: known } = await writeText(
      context,
      file,
      edited.changed ? encoding.encode(after) : undefined,
      edited.msg,
      { follow: given.follow },
    );
    // compat: a dry run says nothing of a file that it would make.
    const none = edited.changed && context.checkMode ? {} : { state: 'absent' };
    const now = Object.keys(known).length > 0 ? known : none;
    // What the path is like now, said of all results that name one.
    const wrote = (edited.changed || file.file.target === null) && !context.checkMode;
    const status = wrote ? (await lookAtOne(context.host, given.path)).file.self : undefined;
    const header = `${given.path} (content)`;
    return {
      msg: edited.msg,
      path: given.path,
      ...(backup === undefined ? {} : { backup_file: backup }),
      ...(status === undefined ? now : fileReturns(status)),
      // compat: there without --diff too, then empty.
      ...(context.diffMode ? {} : { diff: { before: '', after: '', before_header: header, after_header: header } }),
    };
  },
});
