// Runs a program on the host, without a shell in between.
import { bool, defineModule, list, str, z } from '../../../src/kit/index.js';
import { commandArgs, commandReturns, noCommand, runCommand } from '../../_shared/command.js';
import { splitWords } from '../../_shared/words.js';
import { runWords } from './expand.js';

export default defineModule({
  name: 'ansible.builtin.command',
  summary: 'Runs a program with arguments; no pipes, redirections or other shell syntax.',
  args: z.strictObject({
    ...commandArgs,
    cmd: str().optional().describe('The command line; split into words by quotes and blanks.'),
    argv: list(str()).optional().describe('The command as a list of words.'),
    expand_argument_vars: bool()
      .default(true)
      .describe('Whether `$VAR` and `~` in the words are expanded on the host.'),
  }),
  returns: commandReturns,
  check: 'partial',
  detaches: true,
  diff: false,
  freeForm: 'cmd',
  examples: [
    { name: 'Make a key once', task: 'ansible.builtin.command: ssh-keygen -q -f /root/id -N "" creates=/root/id' },
    { name: 'Words as a list', task: 'ansible.builtin.command:\n  argv: [touch, "a file with blanks"]' },
  ],
  async run(context) {
    const { args } = context;
    if (args.executable !== undefined) {
      context.warn(
        `'executable' means nothing to the command module; use the shell module (not using '${args.executable}')`,
      );
    }
    if (args.argv && args.argv.length > 0 && args.cmd) throw noCommand('only command or argv can be given, not both');
    const words = args.argv && args.argv.length > 0 ? args.argv : splitWords(args.cmd ?? '');
    const program = words[0];
    if (program === undefined) throw noCommand('no command given');
    return runCommand(context, { cmd: words, script: runWords(words, args.expand_argument_vars), program });
  },
});
