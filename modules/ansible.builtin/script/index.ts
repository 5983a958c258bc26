// Runs a script of the controller on the host.
import {
  bool,
  defineModule,
  ModuleFailure,
  path,
  script,
  sh,
  str,
  z,
  type ScriptResult,
} from '../../../src/kit/index.js';
import { matchesAnything } from '../../_shared/glob.js';
import { outputOf } from '../../_shared/output.js';
import { splitCommand } from './split.js';

/** The host's directory for temporary files. */
const TEMPORARY = script('${TMPDIR:-/tmp}');

export default defineModule({
  name: 'ansible.builtin.script',
  summary: 'Copies a script to the host, runs it there and takes it away again.',
  args: z.strictObject({
    cmd: str().optional().describe('Path of the script on the controller, and its arguments.'),
    chdir: path().optional().describe('Directory of the host to run it in.'),
    creates: path().optional().describe('When this file or pattern is there, it is not run.'),
    removes: path().optional().describe('When nothing matches this, it is not run.'),
    decrypt: bool().default(true).describe('Decrypt a vault-encrypted script.'),
    executable: str().optional().describe('The program that runs the script, with its arguments.'),
  }),
  returns: z.object({
    rc: z.int().describe('The exit code.'),
    stdout: z.string().describe('What it printed.'),
    stderr: z.string().describe('What it printed as errors.'),
  }),
  check: 'partial',
  diff: false,
  freeForm: 'cmd',
  examples: [{ name: 'With an argument', task: 'ansible.builtin.script: files/setup.sh --force creates=/etc/done' }],
  async run({ args, host, task, change, checkMode }) {
    const { chdir, creates, removes, executable } = args;
    const [file, rest] = splitCommand(args.cmd ?? '');
    if (file === '') throw new ModuleFailure('no script given: name a file of the controller');
    const skipped = { changed: false, skipped: true };
    const matches = async (pattern: string): Promise<boolean> =>
      (await host.probe(matchesAnything(pattern), { cwd: chdir })).rc === 0;
    if (creates !== undefined && (await matches(creates))) {
      return { ...skipped, msg: `${creates} exists, matching creates option` };
    }
    if (removes !== undefined && !(await matches(removes))) {
      return { ...skipped, msg: `${removes} does not exist, matching removes option` };
    }
    const source = task.files.find('files', file);
    if (checkMode) {
      const decided = creates !== undefined || removes !== undefined;
      return decided ? { changed: true } : { ...skipped, msg: 'Check mode is not supported for this task.' };
    }
    const name = source.split('/').at(-1) ?? 'script';
    const start = script(executable === undefined ? '"$f"' : `${executable} "$f"`);
    // The arguments go through the shell of the host, as they are written.
    const run = sh`(
d=$(mktemp -d "${TEMPORARY}/tsplay-script.XXXXXX") || exit
f=$d/${name}
trap 'rm -rf -- "$d"' 0; trap 'exit 129' 1; trap 'exit 130' 2; trap 'exit 143' 15
cat > "$f" && chmod 700 "$f" || exit
${start} ${script(rest)} </dev/null
)`;
    const content = task.files.read(source, { decrypt: args.decrypt });
    const ran = await change({ summary: `run the script ${source}` }, (hands) =>
      hands.run(run, { stdin: content, cwd: chdir }),
    );
    const { rc, stdout, stderr } = ran as ScriptResult;
    const result = { changed: true, rc, ...outputOf(stdout, stderr) };
    if (rc !== 0) throw new ModuleFailure('non-zero return code', result);
    return result;
  },
});
