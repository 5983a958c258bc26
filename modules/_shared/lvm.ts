// How the tools of LVM are run: words on the command line, answers in lines of fields.
import {
  lines,
  ModuleFailure,
  sh,
  type HostHands,
  type HostView,
  type RunContext,
  type ScriptResult,
} from '../../src/kit/index.js';
import { SBIN } from './sbin.js';

export const LVM_PACKAGE = 'on Debian it is in the package lvm2';

/** Lines of fields separated by `;`, blanks at the ends dropped. */
export const lvmRows = (output: string): string[][] =>
  output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => line.split(';'));

/** Runs a tool by its words in the C locale; it reads nothing, so that it cannot ask. */
export const lvm = (host: Pick<HostHands, 'run'>, argv: readonly string[]): Promise<ScriptResult> =>
  host.run(lines([SBIN, sh`LC_ALL=C LVM_SUPPRESS_FD_WARNINGS=1 ${argv} </dev/null`]));

/** The same as a dry run (`--test`), which only reads. */
export const lvmTest = (host: HostView, [tool = '', ...words]: readonly string[]): Promise<ScriptResult> =>
  host.probe(lines([SBIN, sh`LC_ALL=C LVM_SUPPRESS_FD_WARNINGS=1 ${[tool, '--test', ...words]} </dev/null`]));

/** One step by a tool. @throws ModuleFailure with `failed` as its message, and `rc`, `err`, when the tool failed */
export async function lvmStep(
  { change }: Pick<RunContext<unknown>, 'change'>,
  argv: readonly string[],
  failed: string,
): Promise<void> {
  await change({ summary: argv.join(' ') }, async (hands) => {
    const { rc, stdout, stderr } = await lvm(hands, argv);
    if (rc !== 0) throw new ModuleFailure(failed, { rc, err: stderr, out: stdout });
  });
}
