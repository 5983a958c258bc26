// Applies a patch file to files of the host, or takes it back.
import {
  alias,
  bool,
  choice,
  defineModule,
  int,
  lines,
  ModuleFailure,
  path,
  script,
  sh,
  z,
  type Script,
} from '../../../src/kit/index.js';
import { needPrograms, requirePrograms } from '../../_shared/programs.js';

const args = z.strictObject({
  src: alias(path().describe('The patch file, of the controller unless remote_src is set.'), 'patchfile'),
  dest: alias(
    path().optional().describe('The one file to be patched, when the patch file shall not say which.'),
    'originalfile',
  ),
  basedir: path().optional().describe('Where the names in the patch file begin; default: the directory of dest.'),
  state: choice('absent', 'present').default('present').describe('Whether the patch shall be applied or taken back.'),
  strip: int().default(0).describe('How many parts are taken off the front of each name in the patch file.'),
  remote_src: bool().default(false).describe('The patch file is on the host.'),
  backup: bool().default(false).describe('Keep the old files as numbered copies.'),
  binary: bool().default(false).describe('Leave the line ends of patch and files as they are.'),
  ignore_whitespace: bool().default(false).describe('Let blanks differ between the patch and the files.'),
});
type Args = z.output<typeof args>;

/** Codes of the look. */
const PROBLEMS: Readonly<Record<number, (a: Args) => string>> = {
  71: (a) => `src ${a.src} doesn't exist or not readable`,
  72: (a) => `dest ${a.dest} doesn't exist or not writable`,
  73: (a) => `basedir ${a.basedir} doesn't exist`,
  74: () => 'the patch program of the host is not GNU patch: install the package patch',
};
const APPLIED = 70;

export default defineModule({
  name: 'ansible.posix.patch',
  summary: 'Applies a patch file to files of the host, or takes it back, by GNU patch.',
  args,
  returns: z.object({}),
  requires: ['patch'],
  check: 'full',
  diff: false,
  controllerFiles: [{ argument: 'src', kind: 'files', unless: { remote_src: true } }],
  rules: (a) =>
    a.dest === undefined && a.basedir === undefined ? ['one of the following is required: dest, basedir'] : [],
  examples: [
    { name: 'One file', task: 'ansible.posix.patch:\n  src: index.html.patch\n  dest: /var/www/index.html' },
    {
      name: 'A tree',
      task: 'ansible.posix.patch:\n  src: /tmp/fix.patch\n  basedir: /srv/app\n  strip: 1\n  remote_src: true',
    },
  ],
  async run({ args: a, host, task, change, checkMode }) {
    const text = a.remote_src ? undefined : task.files.read(task.files.find('files', a.src));
    const basedir = a.basedir ?? a.dest?.replace(/\/[^/]*$/, '') ?? '';
    const dry = checkMode
      ? sh`
${patch(a, ['-t', '-r', '-', '--dry-run', ...(a.state === 'absent' ? ['-R'] : [])])}`
      : script('');
    const look = await host.probe(
      sh`(${lines([
        needPrograms('patch', 'mktemp'),
        script('patch --version 2>/dev/null | grep -q GNU || exit 74'),
        sourceScript(a),
        sh`${script(a.dest === undefined ? ':' : sh`[ -w ${a.dest} ]`.text)} || exit 72`,
        sh`cd -- ${basedir === '' ? '/' : basedir} || exit 73`,
        sh`${patch(a, ['--dry-run', ...(a.state === 'present' ? ['-R'] : [])])} >/dev/null 2>&1 && exit ${APPLIED}`,
        dry,
        script(checkMode ? '' : ':'),
      ])})`,
      { stdin: text },
    );
    requirePrograms(look, 'install the package patch');
    if (look.rc === APPLIED) return {};
    const problem = PROBLEMS[look.rc];
    if (problem) throw new ModuleFailure(problem(a));
    if (look.rc !== 0) throw new ModuleFailure((look.stderr || look.stdout).trim());
    await change({ summary: `${a.state === 'present' ? 'apply' : 'take back'} patch ${a.src}` }, async (hands) => {
      const backup = a.backup ? ['-b', '-V', 'numbered'] : [];
      const command = patch(a, ['-t', '-r', '-', ...backup, ...(a.state === 'absent' ? ['-R'] : [])]);
      const { rc, stdout, stderr } = await hands.run(
        sh`(export LC_ALL=C
${sourceScript(a)}
cd -- ${basedir === '' ? '/' : basedir} && ${command})`,
        { stdin: text },
      );
      if (rc !== 0) throw new ModuleFailure((stderr || stdout).trim());
    });
    return {};
  },
});

/** Sets `p` to the patch file on the host; one of the controller comes as standard input. */
function sourceScript(a: Args): Script {
  if (a.remote_src) return sh`p=${a.src}; case $p in /*) ;; *) p=$PWD/$p ;; esac; [ -r "$p" ] || exit 71`;
  return script(`p=$(mktemp) || exit; trap 'rm -f "$p"' EXIT; cat > "$p" || exit`);
}

function patch(a: Args, options: readonly string[]): Script {
  const words = ['patch', '-s', '-N', `-p${a.strip}`, ...options];
  if (a.binary) words.push('--binary');
  if (a.ignore_whitespace) words.push('-l');
  return sh`${words} -i "$p" ${a.dest === undefined ? [] : ['--', a.dest]} </dev/null`;
}
