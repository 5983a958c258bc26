// Makes trees of files equal between two machines, by rsync.
import {
  bool,
  choice,
  defineModule,
  int,
  list,
  ModuleFailure,
  path,
  sh,
  str,
  z,
  type RunContext,
} from '../../../src/kit/index.js';
import {
  hasShell,
  isDaemon,
  missingProgram,
  needsShell,
  readOutput,
  rsyncWords,
  shownCommand,
  sshCommand,
  type Ends,
} from './command.js';

const part = (what: string) => bool().optional().describe(`${what} Default: as archive says.`);

export const args = z.strictObject({
  src: str().describe('What is brought over; with a slash at its end the content of the directory. Or rsync://….'),
  dest: str().describe('Where it goes. Or rsync://….'),
  mode: choice('pull', 'push')
    .default('push')
    .describe('push: from the machine rsync runs on to the host; pull: the other way.'),
  archive: bool().default(true).describe('Recursively, with links, permissions, times, owner, group and devices.'),
  checksum: bool().default(false).describe('Compare contents, not sizes and times.'),
  compress: bool().default(true).describe('Compress on the way.'),
  existing_only: bool().default(false).describe('Make no files that are not there yet.'),
  delete: bool().default(false).describe('Remove what the source does not have; needs recursive.'),
  dirs: bool().default(false).describe('Bring directories over without what is in them.'),
  recursive: part('Whether to go into directories.'),
  links: part('Whether links are brought over as links.'),
  copy_links: bool().default(false).describe('Bring over what links lead to, not the links.'),
  perms: part('Whether permissions are kept.'),
  times: part('Whether modification times are kept.'),
  owner: part('Whether the owner is kept; needs root on the receiving side.'),
  group: part('Whether the group is kept.'),
  rsync_path: str()
    .optional()
    .describe('The rsync command of the host; as the login user then, so "sudo rsync" where more is needed.'),
  rsync_timeout: int().default(0).describe('Seconds without any data after which rsync gives up; 0 is never.'),
  rsync_opts: list(str()).default([]).describe('Further options for rsync.'),
  partial: bool().default(false).describe('Keep files that came only in part, for the next run.'),
  delay_updates: bool().default(true).describe('Put files in their places at the end; merges .rsync-filter files too.'),
  link_dest: list(path()).optional().describe('Hard-link unchanged files to those in these directories.'),
  set_remote_user: bool()
    .default(true)
    .describe(
      'Whether the user of the connection is named to rsync; false: an ssh of its own with its own configuration.',
    ),
  dest_port: int().optional().describe('Port of an ssh of its own; default: the connection that is open already.'),
  private_key: path().optional().describe('Private key of an ssh of its own; default: the open connection.'),
  use_ssh_args: bool()
    .default(false)
    .describe('Use the ssh arguments of the settings; the open connection always does.'),
  ssh_connection_multiplexing: bool()
    .default(false)
    .describe("Let an ssh of its own share connections; the host's open connection is shared in any case."),
  verify_host: bool().default(false).describe('Check the host key although the connection does not.'),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'ansible.posix.synchronize',
  summary: 'Makes trees of files equal between two machines, by rsync over the connection that is open already.',
  args,
  returns: z.object({
    cmd: z.string().describe('The command line of rsync.'),
    rc: z.int().describe("rsync's exit code."),
    msg: z.string().describe('What rsync printed: one line for each file that differs.'),
    stdout_lines: z.array(z.string()).describe('The same, line by line.'),
  }),
  requires: ['rsync, on the controller too'],
  check: 'full',
  diff: true,
  rules: (a) =>
    isDaemon(a.src) && isDaemon(a.dest) ? ['either src or dest must be a path: rsync needs one end here'] : [],
  examples: [
    {
      name: 'Push a tree, removing what is not in it',
      task: 'ansible.posix.synchronize:\n  src: site/\n  dest: /var/www/html/\n  delete: true\n  rsync_opts:\n    - "--exclude=.git"',
    },
    {
      name: 'Between two directories of the host itself',
      task: 'ansible.posix.synchronize:\n  src: /srv/a/\n  dest: /srv/b\ndelegate_to: "{{ inventory_hostname }}"',
    },
  ],
  async run(context) {
    const { args: a, warn, diffMode } = context;
    if (a.rsync_opts.includes('')) {
      warn(
        "an empty text in 'rsync_opts' would make rsync bring over the working directory: it is left out; write '.' if that is meant",
      );
    }
    const ran = await rsync(context);
    if (ran.rc !== 0) {
      const msg = missingProgram(ran.stderr, ran.where) ?? ran.stderr;
      throw new ModuleFailure(msg, { rc: ran.rc, cmd: ran.cmd });
    }
    const { changed, text, lines } = readOutput(a, ran.stdout);
    const result = { changed, msg: text, rc: 0, cmd: ran.cmd, stdout_lines: lines };
    // compat: the diff is the list of files itself.
    return diffMode ? { ...result, diff: { prepared: text } } : result;
  },
});

/** One run of rsync, wherever it was. */
interface Ran {
  readonly rc: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly cmd: string;
  /** Which machines rsync was needed on. */
  readonly where: string;
}

type Own = Awaited<ReturnType<RunContext<Args>['task']['transfer']['connection']>>;

async function rsync(context: RunContext<Args>): Promise<Ran> {
  const { args: a, host, task, checkMode } = context;
  const { transfer } = task;
  const own = await transfer.connection();
  const address = own.transport === 'ssh' ? own.host : own.name;
  const toItself = transfer.delegate !== undefined && [transfer.host, address].includes(transfer.delegate);
  const named = task.evaluate('ansible_rsync_path | default("rsync", true)');
  const program = typeof named === 'string' ? named : 'rsync';
  // Both ends on one machine: rsync runs there, as whom the task becomes.
  if (toItself || (own.transport === 'local' && task.connection.transport === 'local')) {
    const near = own.transport === 'local' ? here : there;
    const ends = { src: await near(context, a.src), dest: await near(context, a.dest) };
    return onHost(context, rsyncWords(a, ends, { program, dry: checkMode, shell: undefined }), host.name);
  }
  const far = (text: string): string => remotePath(text, own, a.set_remote_user);
  const delegated = transfer.delegate !== undefined && task.connection.transport !== 'local';
  const near = delegated ? there : here;
  const ends =
    a.mode === 'push'
      ? { src: await near(context, a.src), dest: far(a.dest) }
      : { src: far(a.src), dest: await near(context, a.dest) };
  if (!delegated) return onController(context, ends, program, own);
  const port = a.dest_port ?? (own.transport === 'ssh' ? own.port : undefined);
  const shell = needsShell(ends) && !hasShell(a) ? sshCommand(a, port) : undefined;
  const words = rsyncWords(await withSudo(context), ends, { program, dry: checkMode, shell });
  return onHost(context, words, `${host.name} and ${transfer.host}`, true);
}

/** A path of the controller. */
function here({ task }: RunContext<Args>, text: string): Promise<string> {
  if (isDaemon(text) || text.startsWith('/')) return Promise.resolve(text);
  const slash = (found: string): string => (text.endsWith('/') && !found.endsWith('/') ? `${found}/` : found);
  if (text.startsWith('~')) return Promise.resolve(slash(task.files.resolve(text)));
  try {
    return Promise.resolve(slash(task.files.find('files', text)));
  } catch {
    // What is pulled need not be there yet.
    return Promise.resolve(slash(task.files.resolve(text)));
  }
}

/** A path of the machine the task works on. */
const there = ({ host }: RunContext<Args>, text: string): Promise<string> => host.expand(text);

/** `user@host:path`; one that names its host already is left as it is. */
function remotePath(text: string, own: Own, withUser: boolean): string {
  if (isDaemon(text)) return text;
  const user = own.transport === 'ssh' && withUser ? `${own.user}@` : '';
  const address = own.transport === 'ssh' ? own.host : '127.0.0.1';
  if (address.includes(':')) return `[${user}${address}]:${text}`;
  if (!text.includes(':')) return `${user}${address}:${text}`;
  return text.includes('@') ? text : `${user}${text}`;
}

/** The arguments with what makes an rsync that logs in by itself become another user. @throws ModuleFailure */
async function withSudo({ args: a, task }: RunContext<Args>): Promise<Args> {
  const become = await task.transfer.become();
  if (become === undefined || (a.rsync_path !== undefined && a.rsync_path !== '')) return a;
  if (become.method === 'sudo') return { ...a, rsync_path: `sudo -u ${become.user} rsync` };
  throw new ModuleFailure(
    `an rsync that logs in by itself becomes another user by sudo only, not by ${become.method}: give rsync_path`,
  );
}

/** @param login as the login user, whoever the task becomes */
async function onHost(
  { host, task, change, checkMode }: RunContext<Args>,
  words: readonly string[],
  where: string,
  login = false,
): Promise<Ran> {
  const cmd = shownCommand(words);
  const command = sh`LC_ALL=C exec ${words}`;
  const summary = `rsync on ${host.name}`;
  const as = login ? await task.transfer.login() : undefined;
  const ran = checkMode
    ? await (as?.view ?? host).probe(sh`(${command}) </dev/null`)
    : await change({ summary }, (hands) => (as?.hands ?? hands).run(sh`(${command}) </dev/null`));
  if (ran === undefined) throw new Error('a change was not made');
  return { ...ran, cmd, where };
}

/** Whether rsync is to log in by itself, as the arguments describe a login that is not the open connection's. */
function logsIn(a: Args, own: Own): boolean {
  if (hasShell(a) || own.transport === 'local') return true;
  const other = a.private_key !== undefined || a.dest_port !== undefined || !a.set_remote_user;
  const explicit = (a.mode === 'push' ? a.dest : a.src).includes(':');
  return other || explicit || (a.verify_host && own.transport === 'ssh' && own.hostKeyPolicy === 'off');
}

async function onController(context: RunContext<Args>, ends: Ends, program: string, own: Own): Promise<Ran> {
  const { args: a, task, change, checkMode } = context;
  const wire = needsShell(ends) && !logsIn(a, own);
  const port = a.dest_port ?? (own.transport === 'ssh' ? own.port : undefined);
  const ssh = needsShell(ends) && !hasShell(a) ? sshCommand(a, port) : undefined;
  if (ssh !== undefined && !wire && own.transport === 'ssh' && own.password !== undefined) {
    throw new ModuleFailure(
      'an rsync that logs in by itself cannot be given the password of the connection: leave dest_port, private_key, set_remote_user and verify_host out, then the open connection is used',
    );
  }
  const given = wire ? a : await withSudo(context);
  const words = (shell: string | undefined): string[] =>
    rsyncWords(given, ends, { program, dry: checkMode, shell: wire ? shell : ssh });
  const run = () => task.transfer.run(words, { become: wire && (a.rsync_path === undefined || a.rsync_path === '') });
  const ran = checkMode ? await run() : await change({ summary: `rsync from ${ends.src} to ${ends.dest}` }, run);
  if (ran === undefined) throw new Error('a change was not made');
  return { ...ran, cmd: shownCommand(words('tsplay')), where: `the host ${task.transfer.host}` };
}
