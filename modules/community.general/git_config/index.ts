// Reads and writes settings of git.
import { bool, choice, defineModule, lines, ModuleFailure, path, script, sh, str, z } from '../../../src/kit/index.js';
import { splitLines } from '../../_shared/output.js';
import { needPrograms, requirePrograms } from '../../_shared/programs.js';

const args = z.strictObject({
  list_all: bool()
    .default(false)
    .describe('Only list all settings; community.general.git_config_info is meant for that.'),
  name: str().optional().describe('The setting.'),
  repo: path().optional().describe('The repository, for scope local.'),
  file: path().optional().describe('The file, for scope file.'),
  scope: choice('file', 'local', 'global', 'system').optional().describe('Whose settings; default system.'),
  state: choice('present', 'absent').default('present').describe('Whether the setting shall be there.'),
  value: str().optional().describe('Its value; without one the setting is only read.'),
  add_mode: choice('add', 'replace-all').default('replace-all').describe('add: another value beside those there are.'),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.general.git_config',
  summary: 'Reads and writes settings of git.',
  args,
  returns: z.object({
    config_value: z.string().describe('The value that was read.'),
    config_values: z.record(z.string(), z.string()).describe('All settings, with list_all.'),
    msg: z.string().describe('What was done.'),
  }),
  requires: ['git'],
  check: 'full',
  diff: true,
  oneDiff: true,
  rules: (a) => {
    const broken: string[] = [];
    if (a.list_all && a.name !== undefined) broken.push('parameters are mutually exclusive: list_all|name');
    if (a.list_all && a.value !== undefined) broken.push('parameters are mutually exclusive: list_all|value');
    if (!a.list_all && a.name === undefined) broken.push('one of the following is required: list_all, name');
    if (a.scope === 'local' && a.repo === undefined) {
      broken.push('scope is local but all of the following are missing: repo');
    }
    if (a.scope === 'file' && a.file === undefined) {
      broken.push('scope is file but all of the following are missing: file');
    }
    return broken;
  },
  examples: [
    {
      name: 'For all users',
      task: 'community.general.git_config:\n  name: core.editor\n  scope: system\n  value: vim',
    },
  ],
  async run({ args: a, host, change, warn }) {
    const unset = a.state === 'absent';
    const value = a.value ?? '';
    if (!unset && value === '' && !a.list_all) {
      warn('without a value the setting is only read: community.general 11 wants git_config_info for that');
    }
    const scope = a.scope ?? (a.list_all ? undefined : 'system');
    const base = ['config', '--includes'];
    if (scope === 'file') base.push('-f', a.file ?? '');
    else if (scope !== undefined) base.push(`--${scope}`);
    const directory = directoryOf(a, scope);
    const listing = [...base, ...(a.list_all ? ['-l', '-z'] : []), ...(a.name ? ['--get-all', '-z', a.name] : [])];
    const look = await host.probe(
      sh`(${lines([
        needPrograms('git'),
        script('export LC_ALL=C HOME="\${HOME:-/}"'),
        sh`cd -- ${directory} || exit 128
exec git ${listing}`,
      ])})`,
    );
    requirePrograms(look, 'install the package git');
    if (a.list_all && scope !== undefined && look.rc === 128 && look.stderr.includes('unable to read config file')) {
      return { changed: false, msg: '', config_values: {} };
    }
    if (look.rc >= 2) throw new ModuleFailure(look.stderr.trim(), { rc: look.rc, cmd: `git ${listing.join(' ')}` });
    const old = look.stdout.split('\0').slice(0, -1);
    if (a.list_all) return { changed: false, msg: '', config_values: settingsOf(old) };
    if (!unset && value === '') return { changed: false, msg: '', config_value: old[0] ?? '' };
    if (unset && old.length === 0) return { changed: false, msg: 'no setting to unset' };
    if (!unset && old.includes(value) && (old.length === 1 || a.add_mode === 'add')) return { changed: false, msg: '' };
    const name = a.name ?? '';
    const words = [...base, ...(unset ? ['--unset-all', name] : [`--${a.add_mode}`, name, value])];
    const after = unset ? [] : a.add_mode === 'add' ? [...old, value] : [value];
    const header = `git ${words.join(' ')}`;
    const diff = { before: shown(old), after: shown(after), beforeHeader: header, afterHeader: header };
    await change({ summary: header, diff }, async (hands) => {
      const { rc, stderr } = await hands.run(
        lines([script('export LC_ALL=C HOME="\${HOME:-/}"'), sh`cd -- ${directory} && git ${words}`]),
      );
      if (rc !== 0 || stderr.trim() !== '') throw new ModuleFailure(stderr.trim(), { rc, cmd: header });
    });
    return { msg: 'setting changed' };
  },
});

/** Not in a repository where none is meant: its own settings would be seen. */
function directoryOf(a: Args, scope: string | undefined): string {
  if (scope === 'local' || (a.list_all && a.repo !== undefined)) return a.repo ?? '/';
  return '/';
}

/** `name LF value` each. */
function settingsOf(records: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const record of records) {
    const at = record.indexOf('\n');
    found[at < 0 ? record : record.slice(0, at)] = at < 0 ? '' : record.slice(at + 1);
  }
  return found;
}

function shown(values: readonly string[]): string {
  if (values.length <= 1) return `${values[0] ?? ''}\n`;
  return values.map((value) => `${splitLines(value).join(' ')}\n`).join('');
}
