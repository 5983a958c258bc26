// Runs a file of `dist` out of V8's code cache beside it, and makes that cache where there is none that fits.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { Script } from 'node:vm';

/** What the build wraps each file in. The file's name holds a hash of its text, so a cache never belongs to another text. */
type Wrapped = (require: NodeJS.Require, __filename: string, module: { exports: unknown }) => void;

/**
 * @param require what the file gets its parts from
 * @returns what the file exports
 */
export function loadScript(file: string, require: NodeJS.Require): unknown {
  const cacheFile = `${file}.cache`;
  const cachedData = readCache(cacheFile);
  // The build leaves ASCII only, which is read fastest in this way.
  const script = new Script(readFileSync(file, 'latin1'), { filename: file, cachedData });
  // Another version of node rejects the cache, and the first run on a new machine may find none.
  if (cachedData === undefined || script.cachedDataRejected) {
    process.once('exit', () => keepCache(cacheFile, script));
  }
  const module: { exports: unknown } = { exports: {} };
  (script.runInThisContext() as Wrapped)(require, file, module);
  return module.exports;
}

function readCache(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** At the end of a run the cache holds what the run compiled. Who may not write here starts slower, nothing else. */
function keepCache(file: string, script: Script): void {
  const part = `${file}.${process.pid}`;
  try {
    writeFileSync(part, script.createCachedData());
    renameSync(part, file);
  } catch {
    rmSync(part, { force: true });
  }
}
