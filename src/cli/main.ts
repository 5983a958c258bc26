// The command `tsplay` and the names it is linked by: finds the command that is meant, reports mistakes, sets the exit code.
import { LoadErrors, TsplayError } from '../ground/index.js';
import { choose } from './dispatch.js';
import { exitCodeOf } from './exit-code.js';
import { Interrupted } from './interrupt.js';
import { VersionAsked, versionText } from './version.js';
import { stderr, stdout } from '../controller/streams.js';

async function main(path: string, words: readonly string[]): Promise<number> {
  try {
    const { load, argv } = choose(path, words);
    const command = await load();
    return await command.run(argv);
  } catch (error) {
    if (error instanceof VersionAsked) return showVersion(error.program);
    await report(error);
    return exitCodeOf(error);
  }
}

async function showVersion(program: string): Promise<number> {
  const { loadSettings } = await import('./settings.js');
  stdout.write(versionText(program, loadSettings().settings));
  return 0;
}

async function report(error: unknown): Promise<void> {
  if (error instanceof LoadErrors || error instanceof TsplayError) {
    const { showDiagnostics } = await import('./console.js');
    showDiagnostics(error instanceof LoadErrors ? error.diagnostics : [error.toDiagnostic()]);
  } else if (error instanceof Interrupted) {
    stderr.write(`${error.message}\n`);
  } else {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const { redacted } = await import('./console.js');
    stderr.write(`tsplay has a bug: ${redacted(text)}\n`);
  }
}

void main(process.argv[1] ?? 'tsplay', process.argv.slice(2)).then((code) => {
  process.exitCode = code;
  // Steps that were given up may still hold the process.
  if (code === exitCodeOf(new Interrupted(''))) process.exit();
});
