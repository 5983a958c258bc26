// `tsplay PLAYBOOK…`, `tsplay playbook`, `ansible-playbook`: runs playbooks.
import { parseOptions, PLAYBOOK } from '../options.js';

/** For shell completion. */
export const SPECS = { '': PLAYBOOK };

export async function run(argv: readonly string[]): Promise<number> {
  const cli = parseOptions(argv);
  if (!cli) return 0;
  const { runCommand } = await import('../command.js');
  return runCommand(cli);
}
