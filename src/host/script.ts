// The text that a resident shell gets for one script: environment, directory and interpreter put in front.
import { quote, TsplayError } from '../ground/index.js';
import type { ScriptOptions } from './types.js';

/** A path as a word that no tool takes for an option. */
export function pathWord(path: string): string {
  return quote(path.startsWith('-') ? `./${path}` : path);
}

const POSIX_SHELLS = /(^|\/)(ba|da|z|k|mk|pdk|a)?sh$/;

export interface Prelude {
  readonly environment: Readonly<Record<string, string>>;
  /** Whether messages are parsed by us: then in the C locale. Otherwise the user's own locale stays. */
  readonly parsed: boolean;
}

function exports(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment)
    .map(([name, value]) => {
      if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return `export ${name}=${quote(value)}\n`;
      throw new TsplayError('command-failed', `'${name}' cannot be the name of an environment variable`, {
        hint: 'names consist of letters, digits and _, and do not begin with a digit',
      });
    })
    .join('');
}

/** The script handed to another interpreter; a shell reads it from a descriptor, so that it is in no process list. */
function throughInterpreter(text: string, executable: string): string {
  const exe = quote(executable);
  if (!POSIX_SHELLS.test(executable)) return `exec ${exe} -c ${quote(text)}\n`;
  const read = `exec ${exe} -c 'eval "$(cat <&8)" 8<&-'`;
  return `exec 9<&0\nprintf '%s\\n' ${quote(text)} | { exec 8<&0 0<&9 9<&-; ${read}; }\n`;
}

/** @throws TsplayError command-failed for an impossible variable name */
export function composeScript(text: string, prelude: Prelude, options: ScriptOptions): string {
  const locale = prelude.parsed ? 'export LC_ALL=C\n' : '';
  const environment = exports({ ...prelude.environment, ...options.env });
  const cd = options.cwd === undefined ? '' : `CDPATH= cd -- ${quote(options.cwd)} || exit 1\n`;
  const executable = options.executable;
  const body = executable === undefined || executable === '/bin/sh' ? text : throughInterpreter(text, executable);
  return `${environment}${locale}${cd}${body}`;
}
