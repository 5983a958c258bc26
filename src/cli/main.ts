#!/usr/bin/env node
// The command `tsplay` and the names it is linked by: finds the command that is meant, reports mistakes, sets the exit code.
import { LoadErrors, TsplayError, type Diagnostic } from '../ground/index.js';
import { choose } from './dispatch.js';
import { Interrupted } from './interrupt.js';

/** Exit codes of mistakes, as ansible-playbook has them; those of a finished run come with it. */
const EXIT = { error: 1, usage: 2, load: 4, options: 5, interrupted: 99, bug: 250 } as const;

/** What is missing ends with 1, what is written wrongly with 4: as ansible-playbook does. */
const MISSING: readonly string[] = ['file-missing', 'file-unreadable', 'role-missing', 'vault-failed'];
/** Texts of the command line itself (`-e '{…'`) that do not parse. */
const UNREADABLE: readonly string[] = ['yaml-syntax', 'yaml-value', 'yaml-duplicate-key'];

async function main(path: string, words: readonly string[]): Promise<number> {
  try {
    const { load, argv } = choose(path, words);
    const command = await load();
    return await command.run(argv);
  } catch (error) {
    return report(error);
  }
}

async function report(error: unknown): Promise<number> {
  const { showDiagnostics } = await import('./console.js');
  if (error instanceof LoadErrors) {
    showDiagnostics(error.diagnostics);
    const errors = error.diagnostics.filter((d) => d.severity === 'error');
    return errors.every((d) => MISSING.includes(d.code)) ? EXIT.error : EXIT.load;
  }
  if (error instanceof TsplayError) {
    const diagnostic: Diagnostic = error.toDiagnostic();
    showDiagnostics([diagnostic]);
    if (error.code === 'bad-usage') return EXIT.usage;
    if (error.code === 'bad-option') return EXIT.options;
    return UNREADABLE.includes(error.code) ? EXIT.load : EXIT.error;
  }
  if (error instanceof Interrupted) {
    process.stderr.write(`${error.message}\n`);
    return EXIT.interrupted;
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

const code = await main(process.argv[1] ?? 'tsplay', process.argv.slice(2));
process.exitCode = code;
// Steps that were given up may still hold the process.
if (code === EXIT.interrupted) process.exit();
