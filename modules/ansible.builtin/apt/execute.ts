// Turns failures of apt commands into messages that say what to do.
import { ModuleFailure, type ScriptResult } from '../../../src/kit/index.js';

/** What to do about the refusals that people meet most often. */
const ADVICE: readonly (readonly [RegExp, string])[] = [
  [
    /Held packages were changed/,
    'a package is on hold: set allow_change_held_packages: true, or release it with apt-mark unhold',
  ],
  [/Packages were downgraded/, 'an older version would replace a newer one: set allow_downgrade: true'],
  [
    /unauthenticated packages|There were unauthenticated/,
    'the packages are not signed by a trusted key: add the key, or set allow_unauthenticated: true',
  ],
  [/dpkg was interrupted/, 'an earlier run was interrupted: run dpkg --configure -a on the host'],
  [/Unmet dependencies|unmet dependencies/, 'dependencies are broken: state: fixed tries to repair them'],
  [/are you root|Permission denied/, 'only root may do that: set become: true'],
  [/Packages need to be removed but remove is disabled/, 'fail_on_autoremove is set and packages would be removed'],
  [
    /Essential packages were removed|essential packages/i,
    'an essential package would be removed: only force: true allows that',
  ],
  [/Unable to fetch some archives|404 +Not Found/, 'the lists are older than the mirror: set update_cache: true'],
];

/** @throws ModuleFailure when the command failed */
export function requireSuccess(argv: readonly string[], result: ScriptResult): void {
  if (result.rc === 0) return;
  const { rc, stdout, stderr } = result;
  const said = stderr.trim() || stdout.trim().split('\n').slice(-5).join('\n');
  const advice = ADVICE.find(([pattern]) => pattern.test(stderr + stdout))?.[1];
  throw new ModuleFailure(`'${argv.join(' ')}' failed: ${said}${advice === undefined ? '' : ` (${advice})`}`, {
    rc,
    stdout,
    stderr,
  });
}
