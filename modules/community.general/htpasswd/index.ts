// Users and passwords of a file that web servers ask: htpasswd.
import {
  alias,
  bool,
  choice,
  defineModule,
  ModuleFailure,
  path,
  secret,
  str,
  z,
  type RunContext,
} from '../../../src/kit/index.js';
import { encodingOf, readText, writeText, type EditArguments } from '../../_shared/edit-file.js';
import { fileArguments } from '../../_shared/file-attributes.js';
import { hashed, isPassword, schemes } from './hash.js';

const args = z.strictObject({
  path: alias(path(), 'dest', 'destfile').describe('The file.'),
  name: alias(str(), 'username').describe('The user.'),
  password: secret(str().optional().describe('The password; needed with state present.')),
  hash_scheme: alias(str().default('apr_md5_crypt'), 'crypt_scheme').describe(
    `How new passwords are hashed: ${schemes.join(', ')}.`,
  ),
  state: choice('present', 'absent').default('present').describe('Whether the user is in the file.'),
  create: bool().default(true).describe('Make the file when it is not there.'),
  ...fileArguments,
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.general.htpasswd',
  summary: 'Users and passwords of a file that web servers ask.',
  args,
  returns: z.object({ msg: z.string().describe('What was done.') }),
  check: 'full',
  diff: false,
  rules(a) {
    const broken: string[] = [];
    if (a.state === 'present' && a.password === undefined) broken.push('state is present but password is missing');
    if (a.state === 'present' && !schemes.includes(a.hash_scheme))
      broken.push(`hash_scheme '${a.hash_scheme}' is not supported: use one of ${schemes.join(', ')}`);
    if (/[:\r\n]/.test(a.name) || a.name === '') broken.push('a user name is one line without colons');
    if (a.hash_scheme === 'plaintext' && /[\r\n]/.test(a.password ?? ''))
      broken.push('a plain password must be one line');
    if (a.mode?.kind === 'preserve') broken.push("mode 'preserve' has no meaning here: give the mode itself");
    return broken;
  },
  examples: [
    {
      name: 'A user',
      task: "community.general.htpasswd:\n  path: /etc/nginx/passwd\n  name: janet\n  password: '{{ janet_password }}'\n  owner: root\n  group: www-data\n  mode: '0640'",
    },
  ],
  async run(given) {
    const a = given.args;
    const context: RunContext<Args & EditArguments> = { ...given, args: { ...a, backup: false } };
    const file = await readText(context);
    if (!file.bytes && a.state === 'absent') {
      given.warn(`${a.path} does not exist`);
      return { changed: false, msg: `${a.name} not present` };
    }
    if (!file.bytes && !a.create) throw new ModuleFailure(`Destination ${a.path} does not exist`);
    const encoding = encodingOf(file.bytes ?? Buffer.alloc(0));
    const name = encoding.argument(a.name);
    const lines = encoding.decode(file.bytes ?? Buffer.alloc(0)).split('\n');
    const { after, msg } = decide(lines, name, given, (text) => encoding.argument(text));
    // Of a hash, old or new, nothing is to be shown.
    const silent: typeof context = { ...context, change: (note, act) => given.change({ summary: note.summary }, act) };
    const written = await writeText(
      silent,
      file,
      after === undefined ? undefined : encoding.encode(after),
      msg(file.bytes === null),
    );
    return { msg: written.msg };
  },
});

interface Edit {
  /** undefined: the file stays as it is. */
  readonly after: string | undefined;
  readonly msg: (isNew: boolean) => string;
}

/** Blank lines are dropped whenever the file is written, as they always were. */
function decide(
  lines: readonly string[],
  name: string,
  { args: a, task, checkMode }: RunContext<Args>,
  written: (text: string) => string,
): Edit {
  const at = lines.findIndex((line) => line.startsWith(`${name}:`));
  const textOf = (kept: readonly string[]): string =>
    kept
      .filter((line) => line.trim() !== '')
      .map((line) => `${line}\n`)
      .join('');
  if (a.state === 'absent') {
    if (at < 0) return { after: undefined, msg: () => `${a.name} not present` };
    return { after: textOf(lines.filter((_line, i) => i !== at)), msg: () => `Remove ${a.name}` };
  }
  const password = a.password ?? '';
  const stored = at < 0 ? undefined : lines[at]?.slice(name.length + 1).replace(/\r$/, '');
  if (stored !== undefined && isPassword(task, stored, password, true))
    return { after: undefined, msg: () => `${a.name} already present` };
  const line = `${name}:${written(hashed(task, a.hash_scheme, password))}`;
  return {
    after: textOf(at < 0 ? [...lines, line] : lines.map((one, i) => (i === at ? line : one))),
    msg: (isNew) =>
      !isNew ? `Add/update ${a.name}` : checkMode ? `Create ${a.path}` : `Created ${a.path} and added ${a.name}`,
  };
}
