#!/usr/bin/env node
// The command `tsplay`: parses flags, wires everything, sets the exit code.
import { LoadErrors, TsplayError } from '../ground/index.js';
import { exitCodeOf } from './exit-code.js';
import { parseOptions } from './options.js';
import { Interrupted } from './interrupt.js';
import { VERSION } from './version.js';

async function main(argv: readonly string[]): Promise<number> {
  try {
    const cli = parseOptions(argv, VERSION);
    if (!cli) return 0;
    const { runCommand } = await import('./command.js');
    return await runCommand(cli);
  } catch (error) {
    await report(error);
    return exitCodeOf(error);
  }
}

async function report(error: unknown): Promise<void> {
  if (error instanceof LoadErrors || error instanceof TsplayError) {
    const { showDiagnostics } = await import('./console.js');
    showDiagnostics(error instanceof LoadErrors ? error.diagnostics : [error.toDiagnostic()]);
  } else if (error instanceof Interrupted) {
    process.stderr.write(`${error.message}\n`);
  } else {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`tsplay has a bug: ${text}\n`);
  }
}

// A reader that goes away (`tsplay … | head`) ends the output, not the run.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const code = await main(process.argv.slice(2));
process.exitCode = code;
// Steps that were given up may still hold the process.
if (code === exitCodeOf(new Interrupted(''))) process.exit();
