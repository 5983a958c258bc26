// Loads a JavaScript or TypeScript file of the project: bundled in memory, with the kit given to it as `tsplay`.
import { createRequire } from 'node:module';
import type * as Esbuild from 'esbuild';
import { compileFunction } from 'node:vm';
import { TsplayError } from '../ground/index.js';
import * as kit from '../kit/index.js';

/** What such a file imports instead of the kit's place in the source. */
const NAME = 'tsplay';

interface BuildFailure {
  readonly errors: readonly Esbuild.Message[];
}

/**
 * The file's exports. Its own imports are bundled with it; packages are looked for beside it, `tsplay` is the kit.
 * @throws TsplayError plugin-broken with the place of what is wrong
 */
export function loadScriptFile(path: string): Record<string, unknown> {
  const require = createRequire(path);
  const code = bundle(path);
  const module = { exports: {} as Record<string, unknown> };
  try {
    const run = compileFunction(code, ['module', 'exports', 'require', '__filename'], { filename: path }) as (
      ...args: unknown[]
    ) => void;
    run(module, module.exports, (name: string): unknown => (name === NAME ? kit : (require(name) as unknown)), path);
  } catch (error) {
    throw broken(path, error instanceof Error ? error.message : String(error));
  }
  return module.exports;
}

function bundle(path: string): string {
  // Rarely needed, and it starts a process of its own: loaded when the first such file is met.
  const esbuild = createRequire(import.meta.url)('esbuild') as typeof Esbuild;
  try {
    const built = esbuild.buildSync({
      entryPoints: [path],
      bundle: true,
      write: false,
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      external: [NAME],
      logLevel: 'silent',
    });
    return built.outputFiles[0]?.text ?? '';
  } catch (error) {
    const [first] = (error as Partial<BuildFailure>).errors ?? [];
    if (!first) throw error;
    const { location, text } = first;
    throw broken(
      path,
      text,
      location ? { file: location.file, line: location.line, col: location.column + 1 } : undefined,
    );
  }
}

function broken(path: string, message: string, span?: { file: string; line: number; col: number }): TsplayError {
  return new TsplayError('plugin-broken', `${path} cannot be loaded: ${message}`, {
    span,
    hint: `it may import from '${NAME}', from packages beside it and from Node`,
  });
}
