// `tsplay run PATTERN -m MODULE -a ARGS`, `ansible`: one module on some hosts.
import { join, resolve } from 'node:path';
import { preflight, runPlaybooks } from '../../engine/index.js';
import type { EventBody } from '../../events/index.js';
import { TsplayError, type Diagnostic } from '../../ground/index.js';
import type { Reporter } from '../../reporters/index.js';
import type { Settings } from '../../config/index.js';
import { ADHOC } from '../adhoc-options.js';
import { adhocPlaybook } from '../adhoc-play.js';
import { assemble } from '../assemble.js';
import { assertLoadable } from '../findings.js';
import { createReporters, furtherReporters, minimalReporter } from '../callbacks.js';
import { readCommandLine } from '../command-line.js';
import { consoleOptions, openConsole, showDiagnostics, write } from '../console.js';
import { interruptible } from '../interrupt.js';
import { treeWriter } from '../tree.js';

/** For shell completion. */
export const SPECS = { '': ADHOC };

/** The name of the playbook that is not a file; it stands in messages about the play. */
const NAME = '<ad hoc>';

/** Mistakes in the one task. */
const TASK_MISTAKES: readonly string[] = [
  'unknown-module',
  'lacking-module',
  'unknown-argument',
  'unsupported-argument',
  'missing-argument',
  'bad-argument',
];

/** The exit code of a run with a failed task. */
const FAILED = 2;

export async function run(argv: readonly string[]): Promise<number> {
  const line = readCommandLine(ADHOC, argv);
  if (!line) return 0;
  const settings = openConsole(line.options.verbosity);
  const options = {
    ...line.options,
    verbosity: line.options.verbosity + settings.display.verbosity,
    moduleName: line.options.moduleName ?? settings.run.moduleName,
    moduleArgs: line.options.moduleArgs ?? settings.run.moduleArgs,
  };
  const [pattern = ''] = line.positionals;
  const playbook = join(resolve(options.playbookDir ?? settings.paths.playbookDir ?? '.'), NAME);
  const abort = new AbortController();
  const reporter = await adhocReporter(options, settings);
  const tree = options.tree === undefined ? undefined : treeWriter(resolve(options.tree));
  const emit = (event: EventBody): void => {
    reporter.on(event);
    tree?.(event);
  };
  // Listing needs no module; the play is then one that does nothing.
  const play = adhocPlaybook(pattern, options.listHosts ? { moduleName: 'meta', moduleArgs: 'noop' } : options);
  const cli = {
    ...options,
    playbooks: [playbook],
    tags: [],
    skipTags: [],
    listTasks: false,
    listTags: false,
    syntaxCheck: false,
    startAtTask: undefined,
    flushCache: false,
    forceHandlers: false,
    step: false,
  };
  const assembly = await assemble(cli, emit, abort.signal, new Map([[playbook, play]]), settings);
  try {
    const diagnostics = [...assembly.diagnostics, ...(await preflight(assembly.plans))];
    const errors = diagnostics.filter((d) => d.severity === 'error');
    // `compat:` a module or parameter that does not exist fails the task; it is found before any host is asked.
    if (errors.length > 0 && errors.every((d) => TASK_MISTAKES.includes(d.code))) {
      showDiagnostics(diagnostics);
      return FAILED;
    }
    assertLoadable(diagnostics);
    showDiagnostics(diagnostics);
    if (options.listHosts) {
      const hosts = assembly.plans.flatMap((p) => p.ports.hostsOf(pattern, undefined).names);
      write([`  hosts (${hosts.length}):`, ...hosts.map((host) => `    ${host}`), ''].join('\n'));
      return 0;
    }
    const selected = assembly.plans.flatMap((p) => p.ports.hostsOf(pattern, undefined).names);
    if (options.limit !== undefined && selected.length === 0)
      throw new TsplayError('host-pattern', `'${pattern}' with --limit '${options.limit}' leaves no host to work on`);
    const summary = await interruptible(abort, () => runPlaybooks(assembly.plans, assembly.options, emit));
    return summary.exitCode;
  } finally {
    await assembly.close();
  }
}

/** `compat:` what is enabled tells ad hoc commands only where `bin_ansible_callbacks` says so. */
async function adhocReporter(
  options: { readonly verbosity: number; readonly oneLine: boolean; readonly check: boolean },
  settings: Settings,
): Promise<Reporter> {
  const terminal = consoleOptions(options.verbosity);
  const { callbacksForAdhoc, stdoutCallback } = settings.display;
  const warn = (diagnostic: Diagnostic): void => showDiagnostics([diagnostic]);
  const request = { terminal, settings, checkMode: options.check, warn };
  if (callbacksForAdhoc && !options.oneLine && stdoutCallback !== 'default') return createReporters(request);
  const reporters = [
    await minimalReporter(terminal, settings, options.oneLine),
    ...(callbacksForAdhoc ? await furtherReporters(request) : []),
  ];
  return { on: (event) => reporters.forEach((reporter) => reporter.on(event)) };
}
