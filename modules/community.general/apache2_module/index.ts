// Enables and disables modules of Apache as Debian keeps them.
import {
  bool,
  choice,
  defineModule,
  lines,
  ModuleFailure,
  script,
  sh,
  str,
  z,
  type RunContext,
} from '../../../src/kit/index.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask, type Told } from '../../_shared/told.js';

const args = z.strictObject({
  name: str().describe('The module as a2enmod knows it.'),
  identifier: str().optional().describe('Its name as Apache lists it; default made of `name`.'),
  state: choice('present', 'absent').default('present').describe('Whether it is enabled.'),
  force: bool().default(false).describe('Disable it although Apache is said to need it.'),
  ignore_configcheck: bool().default(false).describe('Go on although the configuration is in disorder.'),
  warn_mpm_absent: bool().default(true).describe('Warn when no module for processes is left.'),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.general.apache2_module',
  summary: 'Enables and disables modules of Apache as Debian keeps them.',
  args,
  returns: z.object({ result: z.string().describe('What the module is now.') }),
  requires: ['a2enmod, a2dismod, apachectl'],
  check: 'full',
  diff: false,
  rules: (a) => (/^[\w.+-]+$/.test(a.name) && !a.name.startsWith('-') ? [] : ["'name' is no name of a module"]),
  examples: [{ name: 'Rewriting', task: 'community.general.apache2_module:\n  name: rewrite' }],
  async run(context) {
    const { args: a, host, change, checkMode } = context;
    const told = await ask(host, lookScript(a));
    if (a.name === 'cgi' && a.state === 'present' && /threaded: *yes/.test(told.value('version') ?? ''))
      throw new ModuleFailure('Your MPM seems to be threaded, therefore enabling cgi module is not allowed.');
    const wanted = a.state === 'present';
    const state = wanted ? 'enabled' : 'disabled';
    const result = `Module ${a.name} ${state}`;
    if (isEnabled(context, told) === wanted) return { changed: false, result };
    const program = wanted ? 'a2enmod' : 'a2dismod';
    if (!checkMode && told.value(program) === undefined)
      throw new ModuleFailure(`${program} not found. Perhaps this system does not use ${program} to manage apache`);
    const words = [...(!wanted && a.force ? ['-f'] : []), a.name];
    const ran = await change({ summary: `${program} ${words.join(' ')}` }, (hands) =>
      hands.run(lines([SBIN, sh`LC_ALL=C ${program} ${words} </dev/null`])),
    );
    if (!ran) return { changed: true, result };
    if (isEnabled(context, await ask(host, lookScript(a))) === wanted) return { changed: true, result };
    throw new ModuleFailure(
      `Failed to set module ${a.name} to ${state}:\n${ran.stdout}\nMaybe the module identifier (${identifierOf(a)}) was guessed incorrectly.Consider setting the "identifier" option.`,
      { rc: ran.rc, stdout: ran.stdout, stderr: ran.stderr },
    );
  },
});

const lookScript = (a: Args) =>
  lines([
    SBIN,
    script(`for p in a2enmod a2dismod; do command -v "$p" >/dev/null 2>&1 && say "$p" yes; done
for p in apache2ctl apachectl ''; do command -v "$p" >/dev/null 2>&1 && break; done
[ -n "$p" ] || exit 0
say control "$(command -v "$p")"
o=$("$p" -M 2>/dev/null </dev/null); say modules.rc "$?"; say modules "$o"
if [ "$o" = '' ]; then say errors "$("$p" -M 2>&1 >/dev/null </dev/null)"; fi`),
    ...(a.name === 'cgi' ? [script(`say version "$("$p" -V 2>/dev/null </dev/null)"`)] : []),
  ]);

/** What Apache calls a module is its name with an ending, but for a few. */
export function identifierOf({ identifier, name }: Pick<Args, 'identifier' | 'name'>): string {
  if (identifier !== undefined && identifier !== '') return identifier;
  if (name.includes('shib')) return 'mod_shib';
  if (name.includes('evasive')) return 'evasive20_module';
  const php = /^(php)8[\d.]*/.exec(name) ?? /^(php\d)\./.exec(name);
  return `${php?.[1] ?? name}_module`;
}

function isEnabled({ args: a, warn }: RunContext<Args>, told: Told): boolean {
  const control = told.value('control');
  if (control === undefined) {
    throw new ModuleFailure(
      'Neither of apache2ctl nor apachectl found. At least one apache control binary is necessary.',
    );
  }
  if (told.value('modules.rc') === '0') return (told.value('modules') ?? '').includes(` ${identifierOf(a)}`);
  const stderr = told.value('errors') ?? '';
  const message = `Error executing ${control}: ${stderr}`;
  if (!a.ignore_configcheck) throw new ModuleFailure(message);
  if (!stderr.includes('AH00534') || !a.name.includes('mpm_')) warn(message);
  else if (a.warn_mpm_absent) {
    warn(
      'No MPM module loaded! apache2 reload AND other module actions will fail if no MPM module is loaded immediately.',
    );
  }
  return false;
}
