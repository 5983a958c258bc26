// `tsplay completion bash|zsh|fish`: a script that makes the shell complete commands, options and values.
import type { CommandSpec, OptionTable } from '../args/index.js';
import { COMMON, misused, programName, readCommandLine } from '../command-line.js';
import { didYouMean, TsplayError } from '../../ground/index.js';
import { stdout } from '../../controller/streams.js';

const SHELLS = {
  bash: async () => (await import('../completion/bash.js')).bashScript,
  zsh: async () => (await import('../completion/zsh.js')).zshScript,
  fish: async () => (await import('../completion/fish.js')).fishScript,
};

const SPEC: CommandSpec<typeof COMMON> = {
  summary: 'Prints a script that makes the shell complete commands, options and values.',
  options: COMMON,
  positionals: [{ name: 'shell', help: 'bash, zsh or fish', completes: Object.keys(SHELLS) }],
};

export const SPECS: Readonly<Record<string, CommandSpec<OptionTable>>> = { '': SPEC };

/** @throws TsplayError bad-usage */
export async function run(argv: readonly string[]): Promise<number> {
  const line = readCommandLine(SPEC, argv);
  if (!line) return 0;
  const [shell = ''] = line.positionals;
  if (!isShell(shell)) {
    const known = Object.keys(SHELLS);
    const message = `argument shell: invalid choice: '${shell}' (choose from ${known.join(', ')})`;
    throw misused(programName(), SPEC, new TsplayError('bad-usage', message, { hint: didYouMean(shell, known) }));
  }
  const [script, { completionModel }] = await Promise.all([SHELLS[shell](), import('../completion/model.js')]);
  stdout.write(script(await completionModel()));
  return 0;
}

function isShell(word: string): word is keyof typeof SHELLS {
  return Object.hasOwn(SHELLS, word);
}
