// Unpacks an archive on the host, when what is there differs from what is in it.
import {
  bool,
  defineModule,
  list,
  ModuleFailure,
  path,
  str,
  z,
  type FileStatus,
  type RunContext,
} from '../../../src/kit/index.js';
import {
  fileArguments,
  fileReturnFields,
  fileReturns,
  lookAtOne,
  requireAttributes,
  type HostLook,
} from '../../_shared/file-attributes.js';
import { planTree, statMany } from '../../_shared/file-tree.js';
import {
  extractScript,
  extractWords,
  HANDLERS,
  kindOf,
  parseTimes,
  relevantDifferences,
  timesScript,
  type Comparison,
  type Unpacking,
} from './archive.js';
import { download, isUrl } from './download.js';
import { lookAtUnpacking } from './look.js';

const args = z.strictObject({
  src: path().describe('The archive: on the controller; with remote_src on the host, or at a URL it fetches.'),
  dest: path().describe('The directory on the host to unpack into; must be there.'),
  remote_src: bool().default(false).describe('The archive is on the host.'),
  copy: bool().default(true).describe('The old opposite of remote_src.'),
  creates: path().optional().describe('Do nothing when this is there.'),
  list_files: bool().default(false).describe('Return the names of what is in the archive.'),
  exclude: list(str()).default([]).describe('Members to leave out.'),
  include: list(str()).default([]).describe('The only members to unpack.'),
  keep_newer: bool().default(false).describe('Leave files alone that are newer than those in the archive.'),
  extra_opts: list(str()).default([]).describe('More options for tar or unzip, one per element.'),
  decrypt: bool().default(true).describe('Decrypt a vault-encrypted archive.'),
  validate_certs: bool()
    .default(true)
    .describe('Whether the certificate of the server must be valid, for an archive at a URL.'),
  ...fileArguments,
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'ansible.builtin.unarchive',
  summary: 'Unpacks an archive into a directory of the host.',
  args,
  returns: z.object({
    dest: z.string().describe('The directory.'),
    src: z.string().optional().describe('The archive.'),
    handler: z.string().optional().describe('Which kind of archive it is, by the name Ansible has for it.'),
    files: z.array(z.string()).optional().describe('What is in the archive, with list_files.'),
    extract_results: z.looseObject({}).optional().describe('How unpacking went: cmd, rc, out, err.'),
    ...fileReturnFields,
  }),
  requires: ['tar; gzip, bzip2, xz or zstd by the archive; unzip for zip'],
  check: 'full',
  controllerFiles: [{ argument: 'src', kind: 'files', unless: { remote_src: true, copy: false } }],
  diff: true,
  refused: {
    io_buffer_size: 'leave it out: archives are streamed',
  },
  rules: (a) => {
    const broken: string[] = [];
    if (a.include.length > 0 && a.exclude.length > 0) broken.push('include and exclude are mutually exclusive');
    if (a.mode?.kind === 'preserve') broken.push("mode 'preserve' has no meaning here: an archive holds modes itself");
    if (a.attributes !== undefined) {
      broken.push("'attributes' is not supported by tsplay: use a command task with chattr -R afterwards");
    }
    if (a.unsafe_writes) {
      broken.push(
        "'unsafe_writes' is not supported by tsplay, as tar and unzip write the files: unpack elsewhere and use ansible.builtin.copy",
      );
    }
    if (isUrl(a.src) && !a.remote_src && a.copy) broken.push('src is a URL: that needs remote_src: true');
    return broken;
  },
  examples: [
    { name: 'From the controller', task: 'ansible.builtin.unarchive:\n  src: foo.tgz\n  dest: /var/lib/foo' },
    {
      name: 'Already on the host',
      task: 'ansible.builtin.unarchive:\n  src: /tmp/foo.zip\n  dest: /usr/local/bin\n  remote_src: true',
    },
  ],
  run,
});

async function run(context: RunContext<Args>): Promise<Record<string, unknown>> {
  const { args: given, host, checkMode, warn, task } = context;
  const remote = given.remote_src || !given.copy;
  const dest = given.dest.replace(/(?<=.)\/+$/, '');
  // Asked before the archive is sent.
  if (given.creates !== undefined && (await lookAtOne(host, given.creates)).file.self) {
    return { skipped: true, msg: `skipped, since ${given.creates} exists` };
  }
  const local = remote ? undefined : task.files.find('files', given.src);
  const bytes =
    local !== undefined
      ? task.files.read(local, { decrypt: given.decrypt })
      : isUrl(given.src)
        ? await download(host, given.src, given.validate_certs)
        : undefined;
  const src = local ?? given.src;
  const question = {
    kind: bytes && kindOf(bytes),
    dest,
    file: bytes ? undefined : given.src,
    include: given.include,
    exclude: given.exclude,
    keepNewer: given.keep_newer,
    extra: given.extra_opts,
  };
  if (bytes && question.kind === undefined) throw unknownKind(src, given.dest);
  const attributes = given.owner !== undefined || given.group !== undefined || given.mode !== undefined;
  const owner = { owner: given.owner, group: given.group };
  const { paths, kind, comparison, members, ...look } = await lookAtUnpacking(host, question, owner, attributes, bytes);
  requireAttributes(given, look, checkMode, warn);
  const there = paths[0]?.target ?? null;
  // In check mode an earlier task may be going to make it.
  if (there ? there.kind !== 'directory' : !checkMode) {
    throw new ModuleFailure(`dest '${given.dest}' must be an existing dir`, { dest: given.dest });
  }
  if (kind === undefined) throw unknownKind(src, given.dest);
  const unpacking: Unpacking = { ...question, kind };
  const returns = { dest: given.dest, src, handler: HANDLERS[kind].name };
  if (!there || !comparison) {
    await context.change({ summary: `unpack ${src} into ${dest}` }, async () => undefined);
    return returns;
  }
  const differing = await toMend(context, unpacking, bytes, comparison);
  const extracted = differing.size === 0 ? undefined : await extract(context, unpacking, bytes, src, differing);
  if (attributes) {
    const tree = differing.size === 0 ? members : await statMany(host, pathsOf(dest, comparison));
    await setAttributes(context, look, dest, tree);
  }
  return {
    ...returns,
    ...(given.list_files ? { files: comparison.members } : {}),
    ...(extracted ? { extract_results: extracted } : {}),
    ...fileReturns(there),
  };
}

function unknownKind(src: string, dest: string): ModuleFailure {
  return new ModuleFailure(
    `Failed to find handler for "${src}": it is neither a tar archive (plain, gzip, bzip2, xz, zstd) nor a zip file`,
    { src, dest },
  );
}

const pathsOf = (dest: string, { members }: Comparison): string[] =>
  members.map((member) => `${dest}/${member.replace(/^\.\/|\/$/g, '')}`.replace(/\/$/, ''));

/** The differences that count; with keep_newer not those of files that are newer than the archive's. */
async function toMend(
  { args: given, host }: RunContext<Args>,
  u: Unpacking,
  bytes: Buffer | undefined,
  comparison: Comparison,
): Promise<Map<string, string[]>> {
  const differing = relevantDifferences(comparison, {
    owner: given.owner !== undefined,
    group: given.group !== undefined,
    mode: given.mode !== undefined,
  });
  if (!u.keepNewer || u.kind === 'zip' || differing.size === 0) return differing;
  const { stdout } = await host.probe(timesScript(u), { stdin: bytes });
  const archived = parseTimes(stdout);
  const members = new Map([...differing.keys()].map((member) => [`${u.dest}/${member}`, member]));
  for (const status of await statMany(host, [...members.keys()])) {
    const member = members.get(status.path) ?? '';
    if (status.kind === 'file' && status.mtime > (archived.get(member) ?? Infinity)) differing.delete(member);
  }
  return differing;
}

async function extract(
  { args: given, change }: RunContext<Args>,
  u: Unpacking,
  bytes: Buffer | undefined,
  src: string,
  differing: ReadonlyMap<string, readonly string[]>,
): Promise<Record<string, unknown> | undefined> {
  const after = [...differing].map(([member, what]) => `${member}: ${what.join(', ')}\n`).join('');
  const note = { summary: `unpack ${src} into ${u.dest}`, diff: { before: '', after, afterHeader: u.dest } };
  return change(note, async (hands) => {
    const { rc, stdout, stderr } = await hands.run(extractScript(u, given), { stdin: bytes });
    const end = stdout.indexOf('\0');
    const cmd = end < 0 ? {} : { cmd: [stdout.slice(0, end), ...extractWords(u, given, u.file ?? src)] };
    const result = { ...cmd, rc, out: stdout.slice(end + 1), err: stderr };
    if (rc !== 0) {
      throw new ModuleFailure(`failed to unpack ${src} to ${u.dest}: ${stderr.trim()}`, { extract_results: result });
    }
    return result;
  });
}

/** Owner, group and mode of everything that came out of the archive. */
async function setAttributes(
  { args: given, change }: RunContext<Args>,
  look: HostLook,
  dest: string,
  tree: readonly FileStatus[],
): Promise<void> {
  const plan = planTree(given, look, dest, tree);
  if (!plan) return;
  await change({ summary: `set attributes of ${plan.count} entries below ${dest}`, diff: plan.diff }, async (hands) => {
    const { rc, stderr } = await hands.run(plan.script);
    if (rc !== 0) throw new ModuleFailure(`could not set owner, group or mode below ${dest}: ${stderr.trim()}`, { rc });
  });
}
