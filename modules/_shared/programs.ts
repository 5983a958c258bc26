// What is said when a program a module needs is not on the host.
import { ModuleFailure, script, sh, type Script } from '../../src/kit/index.js';

/** The code of a script that ends because a program is missing; the program's name is all it prints. */
const MISSING = 77;

/** Put in front of a script: ends it when one of the programs is not there. `SBIN` comes first where it may be in sbin. */
export function needPrograms(...programs: readonly string[]): Script {
  const check = (program: string): string =>
    sh`command -v ${program} >/dev/null 2>&1 || { printf %s ${program}; exit ${MISSING}; }`.text;
  return script(programs.map(check).join('\n'));
}

/** @param where which package has it, or what else to do */
export function missingProgram(name: string, where: string): ModuleFailure {
  return new ModuleFailure(`Failed to find required executable "${name}" on the host: ${where}`);
}

/** @throws ModuleFailure when the script ended because a program is missing */
export function requirePrograms(result: { readonly rc: number; readonly stdout: string }, advice: string): void {
  if (result.rc !== MISSING) return;
  throw missingProgram(result.stdout, advice);
}
