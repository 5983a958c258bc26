#!/usr/bin/env node
// The command `tsplay`: parses flags, wires everything, sets the exit code.
import { LoadErrors, TsplayError, type Diagnostic } from '../ground/index.js';
import { parseOptions } from './options.js';
import { VERSION } from './version.js';

/** Exit codes of mistakes, as ansible-playbook has them; those of a finished run come with it. */
const EXIT = { error: 1, load: 4, options: 5, bug: 250 } as const;

async function main(argv: readonly string[]): Promise<number> {
  try {
    const cli = parseOptions(argv, VERSION);
    if (!cli) return 0;
    const { runCommand } = await import('./command.js');
    return await runCommand(cli);
  } catch (error) {
    return report(error);
  }
}

async function report(error: unknown): Promise<number> {
  const { showDiagnostics } = await import('./console.js');
  if (error instanceof LoadErrors) {
    showDiagnostics(error.diagnostics);
    return EXIT.load;
  }
  if (error instanceof TsplayError) {
    const diagnostic: Diagnostic = error.toDiagnostic();
    showDiagnostics([diagnostic]);
    return error.code === 'bad-option' ? EXIT.options : EXIT.error;
  }
  process.stderr.write(
    `tsplay has a bug: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return EXIT.bug;
}

// A reader that goes away (`tsplay … | head`) ends the output, not the run.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await main(process.argv.slice(2));
