// Runs the chosen mode: list, check the syntax, or play.
import { preflight, runPlaybooks } from '../engine/index.js';
import type { EventBody } from '../events/index.js';
import { listing } from '../reporters/index.js';
import { assemble } from './assemble.js';
import { assertLoadable, forShowing } from './findings.js';
import { createReporters } from './callbacks.js';
import { consoleOptions, openConsole, showDiagnostics, write } from './console.js';
import { interruptible } from './interrupt.js';
import { listed } from './list.js';
import type { CliOptions } from './options.js';
import { retryFiles } from './retry-file.js';
import { withSettings } from './settings.js';

/**
 * @returns the exit code
 * @throws TsplayError, LoadErrors for what is wrong with the command line or the project
 */
export async function runCommand(given: CliOptions): Promise<number> {
  const settings = openConsole(given.verbosity);
  const cli = withSettings(given, settings);
  const abort = new AbortController();
  const reporter = await createReporters({
    terminal: consoleOptions(cli.verbosity),
    settings,
    checkMode: cli.check,
    warn: (diagnostic) => showDiagnostics([diagnostic]),
  });
  const retries = settings.run.retryFiles ? retryFiles(settings.run.retryFilesPath) : undefined;
  const emit = (event: EventBody): void => {
    reporter.on(event);
    retries?.on(event);
  };
  const assembly = await assemble(given, emit, abort.signal, undefined, settings);
  try {
    const onlyLists = cli.listHosts || cli.listTasks || cli.listTags;
    const onlyShows = cli.syntaxCheck || onlyLists;
    const found = await preflight(assembly.plans);
    const diagnostics = [...assembly.diagnostics, ...(onlyShows ? forShowing(found, onlyLists) : found)];
    assertLoadable(diagnostics);
    showDiagnostics(diagnostics);
    if (onlyShows) {
      const wanted = { hosts: cli.listHosts, tasks: cli.listTasks, tags: cli.listTags };
      const { playbooks, warnings } = listed(assembly.plans, cli.playbooks, cli);
      showDiagnostics(warnings);
      write(listing(playbooks, wanted));
      return 0;
    }
    const summary = await interruptible(abort, () => runPlaybooks(assembly.plans, assembly.options, emit));
    for (const line of retries?.finish() ?? []) write(line);
    return summary.exitCode;
  } finally {
    await assembly.close();
  }
}
