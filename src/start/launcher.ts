// Starts the program out of V8's code cache: to compile it anew would be a third of a short run. Built as CommonJS.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';

/** The program's file beside this one; its name holds a hash of what is in it, so a cache never belongs to another program. */
declare const PROGRAM: string;

const file = join(__dirname, PROGRAM);
const cacheFile = `${file}.cache`;

type Program = (require: NodeJS.Require, __filename: string) => void;

function start(): void {
  const cachedData = readCache();
  // The build leaves ASCII only, which is read fastest in this way.
  const script = new Script(readFileSync(file, 'latin1'), { filename: file, cachedData });
  // Another version of node rejects the cache, and the first run on a new machine may find none.
  if (cachedData === undefined || script.cachedDataRejected) process.once('exit', () => keepCache(script));
  (script.runInThisContext() as Program)(createRequire(file), file);
}

function readCache(): Buffer | undefined {
  try {
    return readFileSync(cacheFile);
  } catch {
    return undefined;
  }
}

/** At the end of a run the cache holds what the run compiled. Who may not write here starts slower, nothing else. */
function keepCache(script: Script): void {
  const part = `${cacheFile}.${process.pid}`;
  try {
    writeFileSync(part, script.createCachedData());
    renameSync(part, cacheFile);
  } catch {
    rmSync(part, { force: true });
  }
}

start();
