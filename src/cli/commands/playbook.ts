// `tsplay PLAYBOOK…`, `tsplay playbook`, `ansible-playbook`: runs playbooks.
import { parseOptions } from '../options.js';

export async function run(argv: readonly string[]): Promise<number> {
  const cli = parseOptions(argv);
  if (!cli) return 0;
  const { runCommand } = await import('../command.js');
  return runCommand(cli);
}
