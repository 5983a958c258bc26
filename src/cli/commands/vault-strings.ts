// `vault encrypt_string`: texts from arguments, standard input or a prompt as `!vault` values.
import { ask } from '../../controller/index.js';
import { TsplayError } from '../../ground/index.js';
import { standardInput, write } from './vault-files.js';
import type { VaultJob } from './vault.js';
import { stderr, stdout } from '../../controller/streams.js';

interface Plain {
  readonly text: string | Uint8Array;
  readonly name: string | undefined;
  /** Where it comes from, as the remark about it says. */
  readonly from: string;
}

/** Spaces before the lines of a value, whatever its place: YAML wants only that they are the same. */
const INDENT = ' '.repeat(10);

export async function encryptStrings(job: VaultJob): Promise<void> {
  const { options } = job;
  const words = job.words.filter((word) => word !== '-');
  const fromStdin =
    job.words.includes('-') || options.stdinName !== undefined || (job.words.length === 0 && !options.prompt);
  if (options.prompt && fromStdin)
    throw new TsplayError('bad-option', 'The --prompt option is not supported if also reading input from stdin');
  const plains: Plain[] = [];
  if (options.prompt) plains.push(await prompted(options.showInput));
  if (fromStdin) plains.push({ text: await fromInput(), name: options.stdinName, from: 'stdin' });
  plains.push(...fromWords(words, options.names));
  const blocks = plains.map(({ text, name, from }, i) => {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    const block = yamlBlock(job.seal(bytes), name);
    if (plains.length > 1) {
      const what =
        name === undefined
          ? `the string #${i + 1} from ${from}.)`
          : `variable ("${name}", the string #${i + 1} from ${from}).`;
      stderr.write(`# The encrypted version of ${what}\n`);
    }
    return block;
  });
  write(options.outputFile ?? '-', Buffer.from(`${blocks.join('\n')}\n`));
  if (stdout.isTTY) stderr.write('Encryption successful\n');
}

function yamlBlock(sealed: string, name: string | undefined): string {
  const head = name === undefined || name === '' ? '!vault |' : `${name}: !vault |`;
  const lines = sealed.replace(/\n$/, '').split('\n');
  return [head, ...lines.map((line) => INDENT + line)].join('\n');
}

async function prompted(showInput: boolean): Promise<Plain> {
  const name = await ask('Variable name (enter for no name): ', { echo: true });
  const question = showInput ? 'String to encrypt:' : 'String to encrypt (hidden): ';
  const text = await ask(question, { echo: showInput });
  if (text === '')
    throw new TsplayError('bad-option', 'The plaintext provided from the prompt was empty, not encrypting');
  return { text, name: name === '' ? undefined : name, from: 'the interactive prompt' };
}

async function fromInput(): Promise<Uint8Array> {
  if (stdout.isTTY && process.stdin.isTTY) {
    stderr.write(
      'Reading plaintext input from stdin. (ctrl-d to end input, twice if your content does not already have a newline)\n',
    );
  }
  const bytes = await standardInput();
  if (bytes.length === 0) throw new TsplayError('bad-option', 'stdin was empty, not encrypting');
  return bytes;
}

function fromWords(words: readonly string[], names: readonly string[]): Plain[] {
  if (names.length > 0 && words.length > names.length) {
    stderr.write('The number of --name options do not match the number of args.\n');
    stderr.write(`The last named variable will be "${names.at(-1)}". The rest will not have names.\n`);
  }
  return words.map((text, i) => {
    if (text === '')
      throw new TsplayError(
        'bad-option',
        'The plaintext provided from the command line args was empty, not encrypting',
      );
    return { text, name: names[i], from: 'the command line args' };
  });
}
