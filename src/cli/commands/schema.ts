// `tsplay schema playbook|tasks`: the JSON Schema by which an editor completes and checks playbooks and task files.
import { didYouMean, TsplayError } from '../../ground/index.js';
import { stdout } from '../../controller/streams.js';
import { list, type CommandSpec, type OptionTable } from '../args/index.js';
import { COMMON, misused, programName, readCommandLine } from '../command-line.js';
import { DOCUMENTS, schemaOf } from '../schema/document.js';

const OPTIONS = {
  ...COMMON,
  also: list(['--also'], 'NAME', "a module of the project's own library; repeatable"),
};

const SPEC: CommandSpec<typeof OPTIONS> = {
  summary: 'Prints the JSON Schema of playbooks or task files, for editors.',
  options: OPTIONS,
  positionals: [{ name: 'kind', help: 'playbook (default) or tasks', optional: true, completes: [...DOCUMENTS] }],
};

/** For shell completion. */
export const SPECS: Readonly<Record<string, CommandSpec<OptionTable>>> = { '': SPEC };

/** @throws TsplayError bad-usage */
export async function run(argv: readonly string[]): Promise<number> {
  const line = readCommandLine(SPEC, argv);
  if (!line) return 0;
  const [word = 'playbook'] = line.positionals;
  const kind = DOCUMENTS.find((known) => known === word);
  if (!kind) {
    const message = `argument kind: invalid choice: '${word}' (choose from ${DOCUMENTS.join(', ')})`;
    throw misused(programName(), SPEC, new TsplayError('bad-usage', message, { hint: didYouMean(word, DOCUMENTS) }));
  }
  stdout.write(`${JSON.stringify(await schemaOf(kind, line.options.also), undefined, 2)}\n`);
  return 0;
}
