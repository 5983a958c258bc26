// Plays a playbook in this process, the way the command does, and hands back what it told.
import { assemble } from '../../src/cli/assemble.js';
import { assertLoadable } from '../../src/cli/findings.js';
import { parseOptions } from '../../src/cli/options.js';
import { preflight, runPlaybooks } from '../../src/engine/index.js';
import type { EventBody, HostStats } from '../../src/events/index.js';
import type { Diagnostic } from '../../src/ground/index.js';

export interface Played {
  readonly all: readonly EventBody[];
  /** Finished tasks in order, without includes. */
  readonly events: readonly { task: string; host: string; status: string; result: Record<string, unknown> }[];
  readonly recap: Readonly<Record<string, Readonly<HostStats>>>;
  readonly exit: number;
  readonly diagnostics: readonly Diagnostic[];
}

const KEPT = ['msg', 'rc', 'stdout', 'item', 'attempts', 'skip_reason', 'failed_when_result'];

/** @throws LoadErrors, TsplayError for what the command would refuse */
export async function play(
  argv: readonly string[],
  options: { readonly rolesPath?: string; readonly onEvent?: (event: EventBody) => void } = {},
): Promise<Played> {
  if (options.rolesPath !== undefined) process.env['ANSIBLE_ROLES_PATH'] = options.rolesPath;
  const cli = parseOptions(argv);
  if (!cli) throw new Error('no options');
  const all: EventBody[] = [];
  const emit = (event: EventBody): void => {
    all.push(event);
    options.onEvent?.(event);
  };
  const assembly = await assemble(cli, emit, new AbortController().signal);
  try {
    const diagnostics = [...assembly.diagnostics, ...(await preflight(assembly.plans))];
    assertLoadable(diagnostics);
    // The listings are texts of the command; here it only counts that nothing runs.
    if (cli.syntaxCheck || cli.listHosts || cli.listTasks || cli.listTags)
      return { all, events: [], recap: {}, exit: 0, diagnostics };
    const summary = await runPlaybooks(assembly.plans, assembly.options, emit);
    const events = all.flatMap((e) => {
      if (e.type !== 'task-finished' || (e.task.kind === 'include' && e.status !== 'skipped' && e.status !== 'failed'))
        return [];
      const result = Object.fromEntries(Object.entries(e.result).filter(([k]) => KEPT.includes(k)));
      return [{ task: e.task.name, host: e.host, status: e.status, result }];
    });
    return { all, events, recap: summary.stats, exit: summary.exitCode, diagnostics };
  } finally {
    await assembly.close();
  }
}
