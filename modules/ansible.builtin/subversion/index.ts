// Checks out, updates and exports Subversion repositories on the host.
import {
  alias,
  argvScript,
  bool,
  defineModule,
  lines,
  ModuleFailure,
  path,
  script,
  secret,
  sh,
  str,
  z,
  type ModuleReturn,
  type RunContext,
} from '../../../src/kit/index.js';
import { noProgram, PLAIN, programFailure } from '../../_shared/program.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask, type Told } from '../../_shared/told.js';

const args = z.strictObject({
  repo: alias(str(), 'name', 'repository').describe('Address of the repository.'),
  dest: path().optional().describe('Directory for it; needed unless checkout, update and export are all off.'),
  revision: alias(str().default('HEAD'), 'rev', 'version').describe('The revision.'),
  force: bool().default(false).describe('Changed files are thrown away; without it they are a failure.'),
  in_place: bool().default(false).describe('Check out over a directory that is no working copy.'),
  username: str().optional().describe('User for the server.'),
  password: secret(str().optional()).describe(
    'Password for the server; handed over on standard input, which needs svn 1.10.',
  ),
  executable: path().optional().describe('The svn to use.'),
  checkout: bool().default(true).describe('Check out when there is nothing yet.'),
  update: bool().default(true).describe('Fetch new revisions.'),
  export: bool().default(false).describe('Export instead of checking out.'),
  switch: bool().default(true).describe('Switch to the address first.'),
  validate_certs: bool().default(false).describe("Whether the server's certificate must be known as good."),
});
type Args = z.output<typeof args>;
type Context = RunContext<Args>;

export default defineModule({
  name: 'ansible.builtin.subversion',
  summary: 'Deploys a Subversion repository.',
  args,
  returns: z.object({}),
  requires: ['svn 1.10 or later'],
  check: 'full',
  diff: false,
  rules: (a) =>
    a.dest === undefined && (a.checkout || a.update || a.export)
      ? ['the destination directory must be specified unless checkout=no, update=no, and export=no']
      : [],
  examples: [
    {
      name: 'A working copy',
      task: 'ansible.builtin.subversion:\n  repo: svn+ssh://svn.example.com/app/trunk\n  dest: /srv/app',
    },
  ],
  run: (context) => manage(context),
});

/** The options of every command; a password comes on standard input. */
function svnWords(a: Args, ...words: readonly string[]): string[] {
  return [
    '--non-interactive',
    '--no-auth-cache',
    ...(a.validate_certs ? [] : ['--trust-server-cert']),
    ...(a.username ? ['--username', a.username] : []),
    ...(a.password ? ['--password-from-stdin'] : []),
    ...words,
  ];
}

/** `svn NAME WORDS…` in the look: tells what was printed as NAME and its code as NAME.rc. */
function svnLook(a: Args, name: string, ...words: readonly string[]): string {
  const input = a.password ? '"$password"' : "''";
  return `o=$(printf %s ${input} | "$svn" ${argvScript(svnWords(a, ...words)).text} 2>&1); c=$?; say ${name} "$o"; say ${name}.rc "$c"`;
}

async function manage(context: Context): Promise<ModuleReturn> {
  const { args: a, checkMode } = context;
  const dest = a.dest ?? '';
  const told = await look(context);
  const idle = !a.export && !a.update && !a.checkout;
  if (idle) {
    return { changed: false, after: revision(must(told, 'remote', a)) ?? 'Unable to get remote revision' };
  }
  const there = told.value('there') !== undefined;
  if (a.export || !there) {
    if (!a.export && !a.checkout) return { changed: false };
    const words = a.export
      ? ['export', ...(a.force ? ['--force'] : []), '-r', a.revision, '--', a.repo, dest]
      : ['checkout', '-r', a.revision, '--', a.repo, dest];
    await svn(context, words);
    if (checkMode || a.export) return { changed: true };
    return { changed: true, before: null, after: described(await lookAfter(context)) };
  }
  if (told.value('info.rc') !== '0') {
    if (!a.in_place) {
      throw new ModuleFailure(`ERROR: ${dest} folder already exists, but its not a subversion repository.`);
    }
    await svn(context, ['checkout', '--force', '-r', a.revision, '--', a.repo, dest]);
    if (checkMode) return { changed: true };
    if (a.force && hasChanges((await lookAfter(context)).value('status') ?? ''))
      await svn(context, ['revert', '-R', '--', dest]);
    return { changed: true, before: null, after: described(await lookAfter(context)) };
  }
  if (!a.update) return { changed: false };
  const changes = hasChanges(told.value('status') ?? '');
  if (changes && !a.force) throw new ModuleFailure('ERROR: modified files exist in the repository.');
  const before = described(told);
  if (checkMode) {
    const wanted = revision(must(told, 'wanted', a));
    const number = (text: string | undefined): number => Number(/\d+/.exec(text ?? '')?.[0] ?? 0);
    return { changed: number(before[0]) < number(wanted) || (changes && a.force), before: before[0], after: wanted };
  }
  let changed = false;
  const moved = (output: string): boolean => /^[ABDUCGE]\s/m.test(output);
  if (a.switch) changed = moved(await svn(context, ['switch', '--revision', a.revision, '--', a.repo, dest]));
  if (changes) await svn(context, ['revert', '-R', '--', dest]);
  if (moved(await svn(context, ['update', '-r', a.revision, '--', dest]))) changed = true;
  return { changed: changed || changes, before, after: described(await lookAfter(context)) };
}

/** Lines of `svn status --quiet` that speak of files under control. */
const hasChanges = (status: string): boolean => /^[^?X\s]|^ [MC]/m.test(status);

const revision = (info: string): string | undefined => /^\w+\s?:\s+\d+$/m.exec(info)?.[0];

/** `compat:` revision and address, each a line of `svn info`. */
function described(told: Told): [string, string] {
  const info = told.value('info') ?? '';
  return [revision(info) ?? 'Unable to get revision', /^URL\s?:.*$/m.exec(info)?.[0] ?? 'Unable to get URL'];
}

function must(told: Told, name: string, a: Args): string {
  const text = told.value(name) ?? '';
  if (told.value(`${name}.rc`) === '0') return text;
  throw programFailure(['svn', 'info', a.repo], { rc: Number(told.value(`${name}.rc`)), stdout: '', stderr: text });
}

/** One round trip. */
async function look({ args: a, checkMode, host }: Context): Promise<Told> {
  const dest = a.dest ?? '';
  const idle = !a.export && !a.update && !a.checkout;
  const told = await ask(
    host,
    lines([
      SBIN,
      sh`svn=$(command -v -- ${a.executable ?? 'svn'}) && say program "$svn"; say path "$PATH"; [ -n "$svn" ] || exit 0; dest=${dest}`,
      script('IFS= read -r password || :'),
      script(idle ? svnLook(a, 'remote', 'info', '--', a.repo) : ''),
      script(
        `{ [ -n "$dest" ] && { [ -e "$dest" ] || [ -L "$dest" ]; }; } || exit 0; say there yes
${svnLook(a, 'info', 'info', '--', dest)}
[ "$c" = 0 ] || exit 0
${a.update ? svnLook(a, 'status', 'status', '--quiet', '--ignore-externals', '--', dest) : ''}
${a.update && checkMode ? svnLook(a, 'wanted', 'info', '-r', a.revision, '--', dest) : ''}`,
      ),
    ]),
    { env: PLAIN, stdin: `${a.password ?? ''}\n` },
  );
  if (told.value('program') === undefined) {
    throw noProgram('svn', told.value('path'), 'Install Subversion on the host, or name it with `executable`.');
  }
  return told;
}

const lookAfter = (context: Context): Promise<Told> => look({ ...context, args: { ...context.args, force: false } });

/** Runs a changing command; gives what it printed. @throws ModuleFailure */
async function svn({ args: a, change }: Context, words: readonly string[]): Promise<string> {
  const argv = [a.executable ?? 'svn', ...svnWords(a, ...words)];
  const ran = await change({ summary: `run svn ${words.join(' ')}` }, (hands) =>
    hands.run(lines([SBIN, argvScript(argv)]), { env: PLAIN, stdin: a.password }),
  );
  if (ran && ran.rc !== 0) throw programFailure(argv, ran);
  return ran?.stdout ?? '';
}
