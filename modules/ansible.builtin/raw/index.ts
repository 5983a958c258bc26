// Has the host's shell read a command, without anything around it.
import { defineModule, ModuleFailure, path, sh, str, z, type ScriptResult } from '../../../src/kit/index.js';
import { outputOf } from '../../_shared/output.js';

export default defineModule({
  name: 'ansible.builtin.raw',
  summary: "Runs a command line by the host's shell and returns what it printed, untouched.",
  args: z.strictObject({
    free_form: str().describe('The text the shell reads; written behind the name of the module.'),
    executable: path().optional().describe('Absolute path of the shell.'),
  }),
  returns: z.object({
    rc: z.int().describe('The exit code.'),
    stdout: z.string().describe('What it printed.'),
    stderr: z.string().describe('What it printed as errors.'),
  }),
  passesOver: true,
  check: 'none',
  diff: false,
  freeForm: 'free_form',
  examples: [{ name: 'A system without Python', task: 'ansible.builtin.raw: apk add python3' }],
  async run({ args, host, change }) {
    const { free_form: text, executable = host.executable ?? '/bin/sh' } = args;
    if (!text) throw new ModuleFailure('no command given');
    const ran = await change({ summary: `run ${text}` }, (hands) => hands.run(sh`${executable} -c ${text}`));
    const { rc, stdout, stderr } = ran as ScriptResult;
    const result = { changed: true, rc, ...outputOf(stdout, stderr) };
    if (rc !== 0) throw new ModuleFailure('non-zero return code', result);
    return result;
  },
});
