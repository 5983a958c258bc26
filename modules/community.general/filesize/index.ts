// Makes, grows and shortens files to a size.
import { bool, defineModule, ModuleFailure, path, raw, sh, z, type RunContext } from '../../../src/kit/index.js';
import {
  applyAttributes,
  fileArguments,
  fileReturnFields,
  fileReturns,
  lookAtOne,
  lookFor,
  planAttributes,
  requireAttributes,
} from '../../_shared/file-attributes.js';
import { ask } from '../../_shared/told.js';
import { ddWords, sizeSpec } from './size.js';

const args = z.strictObject({
  ...fileArguments,
  path: path().describe('The file.'),
  size: raw().describe('Its size: a number of blocks, or with a unit (10 MiB, 3.5 GB) of bytes.'),
  blocksize: raw().optional().describe('Size of the blocks; default: that of the file system.'),
  source: path().default('/dev/zero').describe('Where the bytes come from.'),
  sparse: bool().default(false).describe('Write no bytes: leave a hole.'),
  force: bool().default(false).describe('Write the whole file anew in any case.'),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.general.filesize',
  summary: 'Makes, grows and shortens files to a size, by dd.',
  args,
  returns: z.object({
    ...fileReturnFields,
    cmd: z.string().describe('The command that was or would be run.'),
    filesize: z
      .object({
        blocks: z.int().describe('Number of blocks.'),
        blocksize: z.int().describe('Bytes in a block.'),
        bytes: z.int().describe('Size in bytes.'),
        iec: z.string().describe('Size for people, by powers of 1024.'),
        si: z.string().describe('Size for people, by powers of 1000.'),
      })
      .describe('The size.'),
    size_diff: z.int().describe('By how many bytes the size changes.'),
    path: z.string().describe('The file, links followed.'),
    rc: z.int().describe("dd's code."),
    stderr: z.string().describe('What dd printed.'),
  }),
  check: 'full',
  diff: true,
  oneDiff: true,
  rules: (a) => (a.sparse && a.force ? ['parameters values are mutually exclusive: force=true|sparse=true'] : []),
  examples: [
    { name: 'A swap file', task: 'community.general.filesize:\n  path: /swapfile\n  size: 1 GiB\n  mode: "0600"' },
  ],
  async run(context) {
    const { args: a, host, change, checkMode } = context;
    const directory = a.path.replace(/\/[^/]*$/, '') || '/';
    const told = await ask(
      host,
      sh`p=${a.path} d=${directory}
[ -e "$d" ] || exit 0
say block "$(stat -f -c %S -- "$d")"; say dd "$(command -v dd)"
if [ -f "$p" ]; then say size "$(stat -L -c %s -- "$p")"; elif [ -e "$p" ]; then say other yes; fi
if [ -L "$p" ]; then say real "$(readlink -f -- "$p")"; fi`,
    );
    const block = told.value('block');
    if (block === undefined)
      throw new ModuleFailure('parent directory of the file must exist prior to run this module');
    if (told.value('other') !== undefined) throw new ModuleFailure(`${a.path} exists but is not a regular file`);
    const sizeText = told.value('size');
    const size = sizeText === undefined ? null : Number(sizeText);
    const spec = sizeSpec(
      textOf(a.size),
      a.blocksize === undefined || a.blocksize === '' ? block : textOf(a.blocksize),
    );
    const real = told.value('real') ?? a.path;
    const result = { path: real, filesize: spec, size_diff: spec.bytes - (size ?? 0) };
    if (size === spec.bytes && !a.force) {
      const attributes = await setAttributes(context, real);
      return { ...result, ...attributes };
    }
    const dd = told.value('dd') ?? '';
    if (dd === '') throw new ModuleFailure('Failed to find required executable "dd" on the host');
    const words = [dd, `if=${a.source}`, `of=${a.path}`, ...ddWords(spec, { size }, a)];
    const cmd = words.join(' ');
    const diff = { before: { size }, after: { size: spec.bytes } };
    const ran = await change({ summary: cmd, diff }, (hands) =>
      hands.run(sh`LC_ALL=C ${words}; c=$?; stat -L -c %s -- ${a.path}; exit $c`),
    );
    if (checkMode || !ran)
      return { ...result, cmd, changed: true, ...(size === null ? {} : await setAttributes(context, real)) };
    const now = Number(ran.stdout.trim());
    const done = { ...result, cmd, rc: ran.rc, stderr: ran.stderr, size_diff: now - (size ?? 0) };
    const from = `while creating file ${a.path} with size ${textOf(a.size)} from source ${a.source}`;
    if (ran.rc !== 0) throw new ModuleFailure(`dd error ${from}: see stderr for details`, done);
    if (now !== spec.bytes) throw new ModuleFailure(`module error ${from}: file is ${now} bytes long`, done);
    const attributes = await setAttributes(context, real);
    return { ...done, ...attributes, changed: a.force || now !== size || attributes['changed'] === true };
  },
});

function textOf(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new ModuleFailure(`invalid value type (${typeof value}): size must be integer, float or string`);
}

async function setAttributes(
  { args: a, host, change, checkMode, warn }: RunContext<Args>,
  file: string,
): Promise<Record<string, unknown>> {
  const { file: seen, ...look } = await lookAtOne(host, file, lookFor(a));
  requireAttributes(a, look, checkMode, warn);
  if (!seen.target) return {};
  const plan = planAttributes(a, look, seen.target, seen.flags);
  if (!plan) return fileReturns(seen.target);
  await change({ summary: `set attributes of ${file}`, diff: plan.diff }, (hands) =>
    applyAttributes(hands, file, plan),
  );
  return { ...fileReturns(plan.after), changed: true };
}
