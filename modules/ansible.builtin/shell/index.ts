// Has a shell on the host read a command, byte for byte as written.
import { defineModule, sh, str, z } from '../../../src/kit/index.js';
import { commandArgs, commandReturns, noCommand, runCommand } from '../../_shared/command.js';

export default defineModule({
  name: 'ansible.builtin.shell',
  summary: 'Runs a command line by a shell of the host: pipes, redirections, variables.',
  args: z.strictObject({
    ...commandArgs,
    cmd: str().optional().describe('The text the shell reads.'),
  }),
  returns: commandReturns,
  check: 'partial',
  detaches: true,
  diff: false,
  freeForm: 'cmd',
  refused: {
    argv: 'the shell module takes text; use ansible.builtin.command with argv',
    expand_argument_vars: 'the shell expands variables itself; use ansible.builtin.command for words taken literally',
  },
  examples: [
    {
      name: 'A pipe',
      task: 'ansible.builtin.shell: set -o pipefail; zcat dump.gz | psql\nargs:\n  executable: /bin/bash',
    },
  ],
  async run(context) {
    const { cmd, executable = '/bin/sh' } = context.args;
    if (!cmd) throw noCommand('no command given');
    return runCommand(context, {
      cmd,
      script: sh`${executable} -c ${cmd}`,
      program: context.args.executable,
    });
  },
});
