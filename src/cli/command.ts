// Runs the chosen mode: list, check the syntax, or play.
import { preflight, runPlaybooks } from '../engine/index.js';
import type { EventBody } from '../events/index.js';
import { listing } from '../reporters/index.js';
import { assemble, assertLoadable } from './assemble.js';
import { configureConsole, consoleReporter, showDiagnostics } from './console.js';
import { interruptible } from './interrupt.js';
import { listed } from './list.js';
import type { CliOptions } from './options.js';
import { retryFiles } from './retry-file.js';
import { loadSettings, withSettings } from './settings.js';

/**
 * @returns the exit code
 * @throws TsplayError, LoadErrors for what is wrong with the command line or the project
 */
export async function runCommand(given: CliOptions): Promise<number> {
  const { settings, configuration, remarks } = loadSettings();
  const cli = withSettings(given, settings);
  configureConsole(settings.display);
  showDiagnostics([...configuration.warnings, ...(cli.verbosity > 0 ? remarks() : [])]);
  if (cli.verbosity > 0) {
    const { configFile } = settings;
    process.stdout.write(
      configFile === undefined ? 'No config file found; using defaults\n' : `Using ${configFile} as config file\n`,
    );
  }
  const abort = new AbortController();
  const reporter = consoleReporter(cli, settings.display);
  const retries = settings.run.retryFiles ? retryFiles(settings.run.retryFilesPath) : undefined;
  const emit = (event: EventBody): void => {
    reporter.on(event);
    retries?.on(event);
  };
  const assembly = await assemble(given, emit, abort.signal, undefined, settings);
  try {
    const diagnostics = [...assembly.diagnostics, ...(await preflight(assembly.plans))];
    assertLoadable(diagnostics);
    showDiagnostics(diagnostics);
    if (cli.syntaxCheck || cli.listHosts || cli.listTasks || cli.listTags) {
      const wanted = { hosts: cli.listHosts, tasks: cli.listTasks, tags: cli.listTags };
      const { playbooks, warnings } = listed(assembly.plans, cli.playbooks, cli);
      showDiagnostics(warnings);
      process.stdout.write(listing(playbooks, wanted));
      return 0;
    }
    const summary = await interruptible(abort, () => runPlaybooks(assembly.plans, assembly.options, emit));
    for (const line of retries?.finish() ?? []) process.stdout.write(line);
    return summary.exitCode;
  } finally {
    await assembly.close();
  }
}
