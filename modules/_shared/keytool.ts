// Runs keytool, Java's program for keystores: passwords go to its standard input, its words are read in English.
import {
  argvScript,
  lines,
  ModuleFailure,
  script,
  type HostHands,
  type Script,
  type ScriptResult,
} from '../../src/kit/index.js';
import { needPrograms, requirePrograms } from './programs.js';

/** Passwords may have any characters, so Java must not read them as ASCII. */
const ENGLISH = { LC_ALL: 'C.UTF-8', LANG: 'C.UTF-8', LANGUAGE: 'en' };

const ADVICE = 'install a Java runtime (default-jre-headless on Debian)';

/** @throws ModuleFailure for a password that keytool could not read from one line */
export function onOneLine(...passwords: readonly string[]): void {
  if (passwords.some((one) => /[\r\n]/.test(one))) {
    throw new ModuleFailure('a password with a line end cannot be given to keytool');
  }
}

/**
 * Runs keytool in a directory of its own that is gone afterwards.
 * @param executable the program; the script begins only when it is there
 * @param act what runs it; `$d` is the directory
 * @param stdin what the script reads
 */
export async function withKeytool(
  hands: HostHands,
  executable: string,
  act: Script,
  stdin: string | Uint8Array,
): Promise<ScriptResult> {
  const prepare = script(`d=$(mktemp -d) || exit; trap 'rm -rf -- "$d"' EXIT; trap 'exit 143' HUP INT TERM`);
  const result = await hands.run(lines([needPrograms(executable), script('('), prepare, act, script(')')]), {
    stdin,
    env: ENGLISH,
  });
  requirePrograms(result, ADVICE);
  return result;
}

/** A command line with the shell's own words (`"$d/out"`) at its end. */
export const keytoolCommand = (argv: readonly string[], ...own: readonly string[]): Script =>
  script([argvScript(argv).text, ...own].join(' '));

/** What keytool said, as a message: it tells its errors on its standard output. */
export function keytoolFailure(
  ran: Pick<ScriptResult, 'rc' | 'stdout' | 'stderr'>,
  cmd: readonly string[],
  extra: Record<string, unknown>,
): ModuleFailure {
  return new ModuleFailure(ran.stdout, { rc: ran.rc, cmd, ...extra });
}
