// The files below directories of the host that fit a description.
import {
  alias,
  bool,
  choice,
  defineModule,
  int,
  lines,
  list,
  mode,
  path,
  script,
  sh,
  str,
  z,
  type FileStatus,
  type HostView,
} from '../../../src/kit/index.js';
import { newMark, parseMany, statusFormat } from '../../_shared/file-tree.js';
import { statResult } from '../../_shared/stat-result.js';
import { containsMatcher, decoderOf, matcher } from './match.js';

const args = z.strictObject({
  paths: alias(list(path()), 'name', 'path').describe('The directories to search.'),
  patterns: alias(list(str()).default([]), 'pattern').describe('Shell patterns (or regular expressions) for names.'),
  excludes: alias(list(str()).default([]), 'exclude').describe('Patterns for names that are left out.'),
  use_regex: bool().default(false).describe('patterns and excludes are Python regular expressions.'),
  contains: str().optional().describe('Regular expression a line of the file begins with.'),
  encoding: str()
    .optional()
    .describe("How the files that contains reads are written, by Python's name; default UTF-8."),
  read_whole_file: bool().default(false).describe('Look for contains anywhere in the file.'),
  file_type: choice('any', 'directory', 'file', 'link').default('file').describe('What kind is wanted.'),
  recurse: bool().default(false).describe('Search the directories below as well.'),
  depth: int().optional().describe('How many levels, with recurse.'),
  age: str().optional().describe('At least this old (s, m, h, d, w); negative: at most.'),
  age_stamp: choice('atime', 'ctime', 'mtime').default('mtime').describe('The time that age is of.'),
  size: str().optional().describe('At least this big (b, k, m, g, t); negative: at most.'),
  hidden: bool().default(false).describe('Names that begin with a dot as well.'),
  mode: mode().optional().describe('Only what has this mode.'),
  exact_mode: bool().default(true).describe('Exactly this mode; no: at least these bits.'),
  follow: bool().default(false).describe('Follow links to directories.'),
  get_checksum: bool().default(false).describe('Give the SHA-1 of files.'),
  limit: int().optional().describe('No more than this many.'),
});

export default defineModule({
  name: 'ansible.builtin.find',
  summary: 'Lists files that fit a description.',
  args,
  returns: z.object({
    files: z.array(z.looseObject({ path: z.string() })).describe('What was found, each as stat describes it.'),
    matched: z.number().describe('How many were found.'),
    examined: z.number().describe('How many were looked at.'),
    skipped_paths: z.record(z.string(), z.string()).describe('Paths that could not be searched, and why.'),
    msg: z.string().describe('Whether all paths were searched.'),
  }),
  check: 'full',
  diff: false,
  rules: (a) =>
    a.limit !== undefined && a.limit <= 0 ? [`limit cannot be ${a.limit} (leave it out for unlimited)`] : [],
  examples: [
    {
      name: 'Old files',
      task: 'ansible.builtin.find:\n  paths: /var/log\n  patterns: "*.log"\n  age: 4w\n  recurse: true\nregister: old',
    },
  ],
  run: async ({ args: given, host, task, warn }) => {
    const paths = await Promise.all(given.paths.map((p) => host.expand(p)));
    const found = await search(host, paths, given);
    for (const [where, why] of Object.entries(found.skipped)) {
      warn(`Skipped '${where}' path due to this access issue: ${why}`);
    }
    const fits = matcher(given, task.now() / 1000);
    let files = found.entries.filter(fits);
    if (given.contains !== undefined && given.file_type === 'file') {
      const decode = decoderOf(given.encoding ?? 'utf-8');
      const has = containsMatcher(given.contains, given.read_whole_file);
      const texts = await perFile(host, files, sh`base64 < "$f" 2>/dev/null | tr -d '\n'`);
      files = files.filter((_file, i) => has(decode(Buffer.from(texts[i] ?? '', 'base64'))));
    }
    const limited = given.limit !== undefined && files.length >= given.limit;
    if (limited) files = files.slice(0, given.limit);
    const regular = files.filter((file) => file.kind === 'file');
    const sums = given.get_checksum
      ? await perFile(host, regular, sh`sha1sum < "$f" 2>/dev/null | cut -d ' ' -f 1 | tr -d '\n'`)
      : [];
    const checksums = new Map(regular.map((file, i) => [file.path, sums[i]]));
    return {
      files: files.map((file) => ({
        path: file.path,
        ...statResult(file),
        ...(checksums.get(file.path) ? { checksum: checksums.get(file.path) } : {}),
      })),
      matched: files.length,
      examined: found.entries.length,
      skipped_paths: found.skipped,
      msg:
        Object.keys(found.skipped).length > 0
          ? 'Not all paths examined, check warnings for details'
          : limited
            ? 'Limit of matches reached'
            : 'All paths examined',
    };
  },
});

interface Found {
  readonly entries: readonly FileStatus[];
  readonly skipped: Record<string, string>;
}

/** One round trip for all paths; links are described as links, also where they are followed. */
async function search(
  host: HostView,
  paths: readonly string[],
  { recurse, depth, follow }: Pick<z.output<typeof args>, 'recurse' | 'depth' | 'follow'>,
): Promise<Found> {
  const levels = recurse ? (depth === undefined || depth === 0 ? [] : ['-maxdepth', depth]) : ['-maxdepth', 1];
  const option = follow ? ['-L'] : [];
  const mark = newMark();
  const { stdout, stderr } = await host.probe(
    lines([
      script('export LC_ALL=C TZ=UTC0'),
      ...paths.map(
        (p) => sh`if [ -d ${p} ]; then
find ${option} ${`${p.replace(/\/+$/, '')}/`} -mindepth 1 ${levels} -exec stat -c ${statusFormat(mark)} -- {} +
else printf '%s\tSKIP\t%s\n' ${mark} ${p}; fi`,
      ),
      script(':'),
    ]),
  );
  const skipped: Record<string, string> = {};
  const entries: FileStatus[] = [];
  for (const record of stdout.split(`${mark}\t`).slice(1)) {
    const line = record.replace(/\n$/, '');
    if (line.startsWith('SKIP\t')) skipped[line.slice(5)] = `'${line.slice(5)}' is not a directory`;
    else entries.push(...parseMany(`${mark}\t${record}`, mark));
  }
  for (const [, where, why] of stderr.matchAll(/^find: [‘'"]?(.*?)[’'"]?: (Permission denied)$/gm)) {
    skipped[where ?? ''] = why ?? '';
  }
  return { entries, skipped };
}

/** One line of output per file, in their order. */
async function perFile(
  host: HostView,
  files: readonly FileStatus[],
  command: ReturnType<typeof script>,
): Promise<string[]> {
  const out: string[] = [];
  for (let i = 0; i < files.length; i += 100) {
    const some = files.slice(i, i + 100).map((file) => file.path);
    const { stdout } = await host.probe(sh`export LC_ALL=C; for f in ${some}; do ${command}; echo; done`);
    out.push(...stdout.split('\n').slice(0, some.length));
  }
  return out;
}
