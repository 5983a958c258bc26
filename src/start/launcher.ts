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
  (script.runInThisContext() as Program)(requireLate(createRequire(file)), file);
}

/** Parts of node that take milliseconds to load and that most runs never use; packages require them at their top. */
const LATE = new Set(
  ['child_process', 'crypto', 'net', 'stream', 'tty', 'zlib'].flatMap((name) => [name, `node:${name}`]),
);

/** Such a part is loaded when something is first taken from it. */
function requireLate(require: NodeJS.Require): NodeJS.Require {
  const late = (name: string): unknown =>
    LATE.has(name)
      ? new Proxy({}, { get: (_, key) => Reflect.get(require(name) as object, key) as unknown })
      : (require(name) as unknown);
  return Object.assign(late, require);
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
