// Which ansible.cfg is used, and what it says.
import { extname, join } from 'node:path';
import type { Files } from '../controller/index.js';
import { TsplayError, type Diagnostic } from '../ground/index.js';
import { expandPath } from './coerce.js';
import { parseIni, type Ini } from './ini.js';
import type { Surroundings } from './types.js';

export interface ConfigFile {
  readonly path: string;
  readonly ini: Ini;
}

export interface FoundConfig {
  readonly file: ConfigFile | undefined;
  readonly warnings: readonly Diagnostic[];
}

/**
 * The first of `$ANSIBLE_CONFIG`, `ansible.cfg` here, `~/.ansible.cfg` and `/etc/ansible/ansible.cfg` that can be read.
 * One in a directory that everybody can write to is passed over, with a warning.
 * @throws TsplayError bad-config, file-unreadable
 */
export function findConfig(files: Files, surroundings: Surroundings): FoundConfig {
  const { env, cwd, home } = surroundings;
  const places: string[] = [];
  const named = env['ANSIBLE_CONFIG'];
  let given: string | undefined;
  if (named !== undefined) {
    given = expandPath(named, surroundings);
    if (files.exists(given) === 'directory') given = join(given, 'ansible.cfg');
    places.push(given);
  }
  const here = join(cwd, 'ansible.cfg');
  const open = ((files.stat(cwd)?.mode ?? 0) & 0o002) !== 0;
  if (!open) places.push(here);
  places.push(join(home, '.ansible.cfg'), '/etc/ansible/ansible.cfg');
  let file: ConfigFile | undefined;
  for (const path of places) {
    const text = textOf(files, path);
    if (text === undefined) continue;
    file = { path, ini: readConfig(path, text) };
    break;
  }
  const asked = given !== undefined && file?.path === given;
  const passedOver = open && files.exists(here) !== undefined && !asked;
  return { file, warnings: passedOver ? [worldWritable(cwd)] : [] };
}

/** The configuration file of this path. @throws TsplayError bad-config, file-missing, file-unreadable */
export function readConfigFile(files: Files, path: string): ConfigFile {
  return { path, ini: readConfig(path, files.readText(path)) };
}

function textOf(files: Files, path: string): string | undefined {
  if (files.exists(path) === undefined) return undefined;
  try {
    return files.readText(path);
  } catch (error) {
    // compat: what the user may not read is as if it were not there
    const denied = (error as { cause?: NodeJS.ErrnoException }).cause?.code;
    if (denied === 'EACCES' || denied === 'EPERM') return undefined;
    throw error;
  }
}

function readConfig(path: string, text: string): Ini {
  const extension = extname(path);
  if (extension === '.cfg' || extension === '.ini') return parseIni(text, path);
  throw new TsplayError('bad-config', `the configuration file '${path}' must end in .cfg or .ini`, {
    hint: 'Ansible reads no other; check ANSIBLE_CONFIG',
  });
}

function worldWritable(cwd: string): Diagnostic {
  return {
    code: 'bad-config',
    severity: 'warning',
    message: `Ansible is being run in a world writable directory (${cwd}), ignoring it as an ansible.cfg source.`,
    hint: 'take write permission from others (chmod o-w .), or name the file in ANSIBLE_CONFIG',
  };
}
