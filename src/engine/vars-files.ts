// `vars_files`: the mappings that count for one host; which files they are may depend on its facts.
import { TsplayError } from '../ground/index.js';
import { keyText, OmitValue, type Value, type ValueMap } from '../value/index.js';
import { scopeFor } from './scope.js';
import type { HostRecord } from './records.js';
import type { ScopeRun } from './types.js';

/**
 * In the order listed; of a list of names the first that exists. What has been loaded is seen by the names that follow.
 * `compat:` a file that is not there is passed over, and so is a name that cannot be evaluated, unless facts were gathered.
 * @throws TsplayError for such a name when `mode` is strict and there are facts, and for files that cannot be read
 */
export function loadVarsFiles(run: ScopeRun, host: HostRecord, mode: 'lenient' | 'strict'): void {
  const listed = run.play.varsFiles;
  const entries = listed === null ? [] : Array.isArray(listed) ? listed : [listed];
  const loaded: ValueMap[] = [];
  run.varsFiles.set(host.name, loaded);
  for (const entry of entries) {
    const vars = loadEntry(run, host, entry, mode);
    if (vars) loaded.push(vars);
  }
}

function loadEntry(run: ScopeRun, host: HostRecord, entry: Value, mode: 'lenient' | 'strict'): ValueMap | undefined {
  const scope = scopeFor(run, host);
  try {
    for (const candidate of Array.isArray(entry) ? entry : [entry]) {
      const name = run.ports.template.resolve(candidate, scope);
      if (name instanceof OmitValue) continue;
      if (name === null || typeof name === 'object') {
        throw new TsplayError('bad-keyword', "'vars_files' takes names of files, or lists of them", {
          span: run.play.varsFilesSpan,
        });
      }
      const path = run.ports.findVarsFile(keyText(name), { role: undefined, file: run.play.file });
      if (path !== undefined) return run.ports.loadVars(path);
    }
  } catch (error) {
    const undefinedName = error instanceof TsplayError && error.code === 'undefined-variable';
    if (!undefinedName || (mode === 'strict' && host.facts.gathered)) throw error;
  }
  return undefined;
}
