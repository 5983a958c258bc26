// Reads settings of git.
import { choice, defineModule, lines, ModuleFailure, path, script, sh, str, z } from '../../../src/kit/index.js';
import { needPrograms, requirePrograms } from '../../_shared/programs.js';

const args = z.strictObject({
  name: str().optional().describe('The setting; default all.'),
  path: path().optional().describe('The repository, for scope local; the file, for scope file.'),
  scope: choice('global', 'system', 'local', 'file').default('system').describe('Whose settings.'),
});

export default defineModule({
  name: 'community.general.git_config_info',
  summary: 'Reads settings of git.',
  args,
  returns: z.object({
    config_value: z.string().describe('The first value of the setting; empty without `name`.'),
    config_values: z.record(z.string(), z.array(z.string())).describe('Each setting with all its values.'),
  }),
  requires: ['git'],
  check: 'full',
  diff: false,
  rules: (a) =>
    (a.scope === 'local' || a.scope === 'file') && a.path === undefined
      ? [`scope is ${a.scope} but all of the following are missing: path`]
      : [],
  examples: [
    { name: 'An editor', task: 'community.general.git_config_info:\n  name: core.editor\nregister: editor' },
    {
      name: 'All settings of a repository',
      task: 'community.general.git_config_info:\n  scope: local\n  path: /srv/app',
    },
  ],
  async run({ args: a, host }) {
    const words = ['config', '--includes', '--null', `--${a.scope}`];
    if (a.scope === 'file') words.push(a.path ?? '');
    if (a.name) words.push('--get-all', a.name);
    else words.push('--list');
    const look = await host.probe(
      sh`(${lines([
        needPrograms('git'),
        script('export LC_ALL=C HOME="\${HOME:-/}"'),
        sh`cd -- ${a.scope === 'local' ? (a.path ?? '/') : '/'} || exit 128
exec git ${words}`,
      ])})`,
    );
    requirePrograms(look, 'install the package git');
    const unset = look.rc === 128 && look.stderr.includes('unable to read config file');
    if (look.rc >= 2 && !unset) throw new ModuleFailure(look.stderr, { rc: look.rc, cmd: `git ${words.join(' ')}` });
    const records = look.stdout.split('\0').slice(0, -1);
    if (a.name) return { msg: '', config_value: records[0] ?? '', config_values: { [a.name]: records } };
    return { msg: '', config_value: '', config_values: settingsOf(records) };
  },
});

/** `name LF value` each; one without a line feed is a switch that is on. */
export function settingsOf(records: readonly string[]): Record<string, string[]> {
  const found = new Map<string, string[]>();
  for (const record of records) {
    const at = record.indexOf('\n');
    const name = at < 0 ? record : record.slice(0, at);
    found.set(name, [...(found.get(name) ?? []), at < 0 ? '' : record.slice(at + 1)]);
  }
  return Object.fromEntries(found);
}
