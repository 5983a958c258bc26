// Manages rules of sudo, a file for each.
import { bool, choice, defineModule, list, ModuleFailure, sh, str, z } from '../../../src/kit/index.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask } from '../../_shared/told.js';
import { lines } from '../../../src/kit/index.js';

const args = z.strictObject({
  name: str().describe('Name of the rule, which is that of its file.'),
  state: choice('present', 'absent').default('present').describe('Whether the rule shall be there.'),
  user: str().optional().describe('Who may.'),
  group: str().optional().describe('The group whose members may.'),
  commands: list(str()).optional().describe('What may be run, as sudoers(5) has it; ALL for anything.'),
  host: str().default('ALL').describe('On which host it holds.'),
  runas: str().optional().describe('As whom it may be run.'),
  nopassword: bool().default(true).describe('Without a password.'),
  noexec: bool().default(false).describe('The command may start no others.'),
  setenv: bool().default(false).describe('The environment may be kept.'),
  sudoers_path: str().default('/etc/sudoers.d').describe('The directory of the files.'),
  validation: choice('absent', 'detect', 'required')
    .default('detect')
    .describe('Have visudo look at the rule first: no, where there is one, always.'),
});
type Args = z.output<typeof args>;

/** Permissions sudo wants its files to have. */
const MODE = 0o440;

export default defineModule({
  name: 'community.general.sudoers',
  summary: 'Manages rules of sudo, a file for each.',
  args,
  returns: z.object({}),
  check: 'full',
  diff: false,
  rules: (a) => [
    ...(a.user !== undefined && a.group !== undefined ? ['parameters are mutually exclusive: user|group'] : []),
    ...(a.state === 'present' && a.commands === undefined
      ? ['state is present but all of the following are missing: commands']
      : []),
    ...(a.state === 'present' && !a.user && !a.group ? ['one of the following is required: user, group'] : []),
    ...([a.user, a.group, a.host, a.runas, ...(a.commands ?? [])].some((text) => /[\r\n]/.test(text ?? ''))
      ? ['a rule is one line: user, group, host, runas and commands have no line feeds']
      : []),
  ],
  examples: [
    {
      name: 'The deployer may restart the service',
      task: 'community.general.sudoers:\n  name: deploy\n  user: deploy\n  commands: /usr/bin/systemctl restart app',
    },
  ],
  async run({ args: a, host, change }) {
    const file = a.name.startsWith('/') ? a.name : `${a.sudoers_path.replace(/(?<=.)\/+$/, '')}/${a.name}`;
    const content = contentOf(a);
    const validates = a.state === 'present' && a.validation !== 'absent';
    const look = lines([
      SBIN,
      sh`if [ -e ${file} ]; then say there yes; fi`,
      ...(a.state === 'present' ? [sh`tell ${file}`] : []),
      ...(validates
        ? [
            sh`if command -v visudo >/dev/null 2>&1; then
  o=$(visudo -c -f - 2>&1); c=$?; say validated "$o"; say validated.rc "$c"
fi`,
          ]
        : []),
    ]);
    const told = await ask(host, look, { stdin: content });
    const there = told.value('there') !== undefined;
    if (a.state === 'absent') {
      if (there) await change({ summary: `remove ${file}` }, (hands) => hands.must(sh`rm -f -- ${file}`));
      return {};
    }
    if (validates) {
      const rc = told.value('validated.rc');
      if (rc === undefined && a.validation === 'required') {
        throw new ModuleFailure('Failed to find required executable "visudo" on the host: install the package sudo');
      }
      const said = told.value('validated') ?? '';
      if (rc !== undefined && rc !== '0') {
        throw new ModuleFailure(`Failed to validate sudoers rule:\n${said}`, { stdout: said, stderr: '' });
      }
    }
    const present = told.file(file);
    const same = present?.bytes.toString('utf8') === content && (present.mode & 0o777) === MODE;
    if (!same) await change({ summary: `write ${file}` }, (hands) => hands.write(file, content, { mode: MODE }));
    return {};
  },
});

/** The rule's line. */
function contentOf(a: Args): string {
  const owner = a.user ? a.user : `%${a.group ?? ''}`;
  const runas = a.runas === undefined ? '' : `(${a.runas})`;
  const tags = [a.noexec ? 'NOEXEC:' : '', a.nopassword ? 'NOPASSWD:' : '', a.setenv ? 'SETENV:' : ''].join('');
  return `${owner} ${a.host}=${runas}${tags} ${(a.commands ?? []).join(', ')}\n`;
}
