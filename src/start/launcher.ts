// Starts the program out of V8's code cache: to compile it anew would be a third of a short run. Built as CommonJS.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { loadScript } from './cached-script.js';

/** The program's file beside this one, and those of packages it asks for by name; see decisions/bundling.md. */
declare const PROGRAM: string;
declare const PACKAGES: Readonly<Record<string, string>>;

/** Parts of node that take milliseconds to load and that most runs never use; packages require them at their top. */
const LATE = new Set(
  ['child_process', 'crypto', 'net', 'stream', 'tty', 'zlib'].flatMap((name) => [name, `node:${name}`]),
);

/** Such a part is loaded when something is first taken from it. */
function requireLate(require: NodeJS.Require): NodeJS.Require {
  const packages = new Map<string, unknown>();
  const packed = (name: string, file: string): unknown => {
    if (!packages.has(name)) packages.set(name, loadScript(join(__dirname, file), require));
    return packages.get(name);
  };
  const late = (name: string): unknown => {
    const file = PACKAGES[name];
    if (file !== undefined) return packed(name, file);
    return LATE.has(name)
      ? new Proxy({}, { get: (_, key) => Reflect.get(require(name) as object, key) as unknown })
      : (require(name) as unknown);
  };
  return Object.assign(late, require);
}

const file = join(__dirname, PROGRAM);
loadScript(file, requireLate(createRequire(file)));
