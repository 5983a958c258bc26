// Renders a template of the controller and puts the text on the host.
import {
  bool,
  choice,
  defineModule,
  mode,
  ModuleFailure,
  path,
  str,
  z,
  type RenderOptions,
} from '../../../src/kit/index.js';
import { fileArguments, fileReturnFields } from '../../_shared/file-attributes.js';
import { bytesSource, putFile } from '../../_shared/put-file.js';

const args = z.strictObject({
  src: path().describe('The template on the controller, UTF-8.'),
  dest: path().describe('Where to on the host; a directory takes the file under the name of the template.'),
  backup: bool().default(false).describe('Keep a copy of the old file, with the time in its name.'),
  force: bool().default(true).describe('Replace a file that differs; no leaves any existing file alone.'),
  follow: bool().default(false).describe('When dest is a link, write what it leads to instead of replacing the link.'),
  validate: str().optional().describe('Command that must accept the new file; %s is its temporary path.'),
  newline_sequence: choice('\n', '\r', '\r\n', '\\n', '\\r', '\\r\\n')
    .default('\n')
    .describe('How lines end in the result.'),
  block_start_string: str().optional().describe('What begins a block; default {%.'),
  block_end_string: str().optional().describe('What ends a block; default %}.'),
  variable_start_string: str().optional().describe('What begins a print statement; default {{.'),
  variable_end_string: str().optional().describe('What ends a print statement; default }}.'),
  comment_start_string: str().optional().describe('What begins a comment; default {#.'),
  comment_end_string: str().optional().describe('What ends a comment; default #}.'),
  trim_blocks: bool().default(true).describe('Remove the first newline after a block.'),
  lstrip_blocks: bool().default(false).describe('Remove blanks and tabs from the start of a line to a block.'),
  output_encoding: str().default('utf-8').describe('Encoding of the result; utf-8, ascii, latin-1 or utf-16.'),
  ...fileArguments,
  mode: mode().optional().describe("Permissions: octal in quotes ('0644'), symbolic, or preserve (as the template's)."),
});

export default defineModule({
  name: 'ansible.builtin.template',
  summary: 'Renders a template and puts the result on the host.',
  args,
  returns: z.object({
    dest: z.string().describe('Where the file is.'),
    src: z.string().optional().describe('The template.'),
    checksum: z.string().optional().describe('SHA-1 of the file.'),
    md5sum: z.string().optional().describe('MD5 of the file, when it was written.'),
    backup_file: z.string().optional().describe('The copy of the old file, with backup.'),
    ...fileReturnFields,
  }),
  check: 'full',
  foreseeable: true,
  controllerFiles: [{ argument: 'src', kind: 'templates' }],
  diff: true,
  rules: (a) =>
    a.validate !== undefined && !a.validate.includes('%s') ? [`validate must contain %s: ${a.validate}`] : [],
  examples: [
    {
      name: 'A configuration',
      task: "ansible.builtin.template:\n  src: foo.conf.j2\n  dest: /etc/foo.conf\n  mode: '0644'",
    },
    {
      name: 'Checked before it is put in place',
      task: 'ansible.builtin.template:\n  src: sshd_config.j2\n  dest: /etc/ssh/sshd_config\n  validate: /usr/sbin/sshd -t -f %s\n  backup: true',
    },
  ],
  run: async (context) => {
    const { args: given, task } = context;
    const source = task.files.find('templates', given.src);
    const status = task.files.stat(source);
    if (status?.kind !== 'file') throw new ModuleFailure(`${source} is not a file: a template is one file`);
    const name = source.slice(source.lastIndexOf('/') + 1);
    const destination = given.dest.endsWith('/') ? given.dest + name : given.dest;
    const content = encode(task.render(source, renderOptions(given), destination, given.src), given.output_encoding);
    const put = await putFile(context, given, bytesSource(content, name, source, status.mode));
    return { src: source, ...put };
  },
});

function renderOptions(given: z.output<typeof args>): RenderOptions {
  const newlines = { '\\n': '\n', '\\r': '\r', '\\r\\n': '\r\n' } as const;
  const newline = given.newline_sequence;
  return {
    trimBlocks: given.trim_blocks,
    lstripBlocks: given.lstrip_blocks,
    newlineSequence:
      newline in newlines ? newlines[newline as keyof typeof newlines] : (newline as '\n' | '\r' | '\r\n'),
    ...(given.block_start_string === undefined ? {} : { blockStart: given.block_start_string }),
    ...(given.block_end_string === undefined ? {} : { blockEnd: given.block_end_string }),
    ...(given.variable_start_string === undefined ? {} : { variableStart: given.variable_start_string }),
    ...(given.variable_end_string === undefined ? {} : { variableEnd: given.variable_end_string }),
    ...(given.comment_start_string === undefined ? {} : { commentStart: given.comment_start_string }),
    ...(given.comment_end_string === undefined ? {} : { commentEnd: given.comment_end_string }),
  };
}

/** Text in the encodings that occur; characters an encoding does not have are refused, as Python does. */
function encode(text: string, encoding: string): Buffer {
  const name = encoding.toLowerCase().replace(/[_ ]/g, '-');
  const limited = (limit: number, as: 'ascii' | 'latin1'): Buffer => {
    for (const character of text) {
      if ((character.codePointAt(0) ?? 0) > limit) {
        throw new ModuleFailure(`output_encoding ${encoding} has no character '${character}': use utf-8`);
      }
    }
    return Buffer.from(text, as);
  };
  if (['utf-8', 'utf8'].includes(name)) return Buffer.from(text, 'utf8');
  if (name === 'utf-8-sig') return Buffer.from(`\uFEFF${text}`, 'utf8');
  if (['ascii', 'us-ascii'].includes(name)) return limited(0x7f, 'ascii');
  if (['latin-1', 'latin1', 'iso-8859-1', 'iso8859-1'].includes(name)) return limited(0xff, 'latin1');
  if (['utf-16-le', 'utf-16le'].includes(name)) return Buffer.from(text, 'utf16le');
  if (['utf-16', 'utf16'].includes(name)) return Buffer.from(`\uFEFF${text}`, 'utf16le');
  throw new ModuleFailure(`output_encoding ${encoding} is not supported: use utf-8, ascii, latin-1 or utf-16`);
}
