// The first bytes of an archive that is on the host.
import { lines, ModuleFailure, script, sh, type Script, type ScriptResult } from '../../../src/kit/index.js';
import { HEAD } from './archive.js';

export function headScript(src: string): Script {
  return lines([script('export LC_ALL=C'), sh`[ -e ${src} ] || exit 71`, sh`head -c ${HEAD} ${src} || exit 73`]);
}

/** @throws ModuleFailure when the archive is missing or cannot be read */
export function parseHead(src: string, { rc, stdoutBytes, stderr }: ScriptResult): Buffer {
  if (rc === 71) throw new ModuleFailure(`Source '${src}' does not exist`, { src });
  if (rc !== 0) throw new ModuleFailure(`Source '${src}' not readable: ${stderr.trim()}`, { src });
  return stdoutBytes;
}
