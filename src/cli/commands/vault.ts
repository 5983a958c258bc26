// `tsplay vault`, `ansible-vault`: encrypts, decrypts, shows and edits files, and encrypts single values.
import { nodeFiles, readVaultSecrets } from '../../controller/index.js';
import { TsplayError } from '../../ground/index.js';
import { flag, list, text, type CommandSpec, type OptionTable, type Parsed } from '../args/index.js';
import { COMMON, readCommandLine } from '../command-line.js';
import { VAULT } from '../shared-options.js';
import type { Settings } from '../../config/index.js';
import { openConsole } from '../console.js';
import { vaultSources } from '../vault.js';

type VaultSettings = Settings['vault'];
import { Vault, type VaultSecret } from '../../vault/index.js';
import { createFile, decryptFiles, editFiles, encryptFiles, rekeyFiles, viewFiles } from './vault-files.js';
import { encryptStrings } from './vault-strings.js';
import { stderr } from '../../controller/streams.js';

const FILES = { name: 'file_name', help: 'files', many: true, optional: true, completes: 'file' } as const;

const OUTPUT = {
  outputFile: text(['--output'], 'FILE', 'where the result goes; - is standard output', { completes: 'file' }),
} satisfies OptionTable;

const ENCRYPTING = {
  encryptVaultId: text(['--encrypt-vault-id'], 'ID', 'the vault id to encrypt with, when there are several'),
} satisfies OptionTable;

const STRINGS = {
  prompt: flag(['-p', '--prompt'], 'ask for the text to encrypt'),
  showInput: flag(['--show-input'], 'show what is typed at the prompt'),
  names: list(['-n', '--name'], 'NAME', 'the variable of the text at the same place; repeatable'),
  stdinName: text(['--stdin-name'], 'NAME', 'the variable of the text from standard input'),
} satisfies OptionTable;

const REKEYING = {
  newVaultPasswordFile: text(['--new-vault-password-file'], 'FILE', 'the new password, as --vault-password-file', {
    exclusive: 'new password',
    completes: 'file',
  }),
  newVaultId: text(['--new-vault-id'], 'LABEL@SOURCE', 'the new password, as --vault-id', {
    exclusive: 'new password',
  }),
} satisfies OptionTable;

const ALL = {
  ...COMMON,
  ...VAULT,
  ...OUTPUT,
  ...ENCRYPTING,
  ...STRINGS,
  ...REKEYING,
  skipTtyCheck: flag(['--skip-tty-check'], 'open the editor also without a terminal'),
} satisfies OptionTable;

type Options = Parsed<typeof ALL>;

/** What an action works with. */
export interface VaultJob {
  readonly options: Options;
  readonly words: readonly string[];
  /** Command lines of the settings. */
  readonly editor: string;
  readonly pager: string;
  /** Decrypts with the passwords given. */
  readonly vault: Vault;
  /** Encrypts with the password chosen. */
  seal(plain: Uint8Array): string;
  /** The vault id to encrypt for, its password, and the configured salt. */
  readonly encryptWith: VaultSecret | undefined;
  readonly salt: Uint8Array | undefined;
}

interface Action {
  readonly summary: string;
  readonly options: OptionTable;
  readonly positional?: string;
  /** Which password it needs: the one that decrypts, a new one to encrypt with, both. */
  readonly needs: 'old' | 'new' | 'both';
  readonly run: (job: VaultJob) => Promise<void>;
}

const ACTIONS: Readonly<Record<string, Action>> = {
  create: {
    summary: 'Makes a new encrypted file in the editor.',
    options: { ...ENCRYPTING, skipTtyCheck: ALL.skipTtyCheck },
    needs: 'new',
    run: createFile,
  },
  decrypt: { summary: 'Decrypts files.', options: OUTPUT, needs: 'old', run: decryptFiles },
  edit: {
    summary: 'Opens encrypted files in the editor and encrypts them again.',
    options: ENCRYPTING,
    needs: 'old',
    run: editFiles,
  },
  view: { summary: 'Shows encrypted files.', options: {}, needs: 'old', run: viewFiles },
  encrypt: { summary: 'Encrypts files.', options: { ...OUTPUT, ...ENCRYPTING }, needs: 'new', run: encryptFiles },
  encrypt_string: {
    summary: 'Encrypts texts as values for YAML files.',
    options: { ...OUTPUT, ...ENCRYPTING, ...STRINGS },
    positional: 'string_to_encrypt',
    needs: 'new',
    run: encryptStrings,
  },
  rekey: {
    summary: 'Encrypts encrypted files with another password.',
    options: { ...ENCRYPTING, ...REKEYING },
    needs: 'both',
    run: rekeyFiles,
  },
};

const OVERVIEW: CommandSpec<typeof COMMON> = {
  summary: `Encrypts and decrypts files and values as ansible-vault does. Actions: ${Object.keys(ACTIONS).join(', ')}.`,
  options: COMMON,
  positionals: [
    { name: 'action', help: 'what to do; each action has its own --help', completes: Object.keys(ACTIONS) },
  ],
};

/**
 * @param argv the words after `vault`: options, an action, its options and files
 * @returns the exit code
 * @throws TsplayError bad-usage, bad-option, vault-failed, file-missing and what the controller's files throw
 */
export async function run(argv: readonly string[]): Promise<number> {
  const at = argv.findIndex((word) => !word.startsWith('-'));
  const word = at < 0 ? '' : (argv[at] ?? '');
  const action = lookUp(word);
  if (!action) {
    // What follows belongs to the action, whatever was meant by it.
    const line = readCommandLine(OVERVIEW, at < 0 ? argv : argv.slice(0, at + 1));
    if (!line) return 0;
    const known = Object.keys(ACTIONS).map((name) => `'${name}'`);
    throw new TsplayError('bad-usage', `argument action: invalid choice: '${word}' (choose from ${known.join(', ')})`);
  }
  const spec: CommandSpec<typeof ALL> = {
    summary: action.summary,
    options: { ...COMMON, ...VAULT, ...action.options } as typeof ALL,
    positionals: [{ ...FILES, name: action.positional ?? FILES.name }],
  };
  const line = readCommandLine(spec, [...argv.slice(0, at), ...argv.slice(at + 1)]);
  if (!line) return 0;
  check(line.options, line.positionals);
  await action.run(await jobOf(action, line.options, line.positionals));
  return 0;
}

/** An action by its name; `encrypt-string` is ours for `encrypt_string`. */
function lookUp(word: string): Action | undefined {
  const name = word === 'encrypt-string' ? 'encrypt_string' : word;
  return Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
}

function check(options: Options, words: readonly string[]): void {
  const bad = options.vaultIds.find((id) => id.includes(';'));
  if (bad !== undefined)
    throw new TsplayError(
      'bad-option',
      `'${bad}' is not a valid vault id. The character ';' is not allowed in vault ids`,
    );
  if (options.outputFile !== undefined && words.length > 1)
    throw new TsplayError('bad-option', 'At most one input file may be used with the --output option');
}

async function jobOf(action: Action, options: Options, words: readonly string[]): Promise<VaultJob> {
  const { vault: settings, paths } = openConsole(options.verbosity);
  const salt = settings.salt === undefined ? undefined : Buffer.from(settings.salt);
  const secrets = await secretsFor(options, settings, action.needs === 'new');
  const vault = new Vault(secrets, { matchIds: settings.idMatch, identity: settings.identity });
  const wanted = options.encryptVaultId ?? settings.encryptIdentity;
  const encryptWith =
    action.needs === 'old'
      ? undefined
      : action.needs === 'new'
        ? secretToEncrypt(secrets, wanted)
        : match(await newSecrets(options, settings, wanted), wanted);
  return {
    options,
    words,
    editor: paths.editor,
    pager: paths.pager,
    vault,
    encryptWith,
    salt,
    seal(plain) {
      const secret = encryptWith as VaultSecret;
      return vault.encrypt(plain, secret, secret.id, salt);
    },
  };
}

/** compat: without any source of a password it is asked for. */
async function secretsFor(options: Options, settings: VaultSettings, creating: boolean): Promise<VaultSecret[]> {
  const sources = vaultSources(options, settings);
  const none = sources.ids.length === 0 && sources.passwordFiles.length === 0;
  return readVaultSecrets({ ...sources, ask: sources.ask || none, creating }, { files: nodeFiles, warn });
}

function warn(message: string): void {
  stderr.write(`[WARNING]: ${message}\n`);
}

function secretToEncrypt(secrets: readonly VaultSecret[], wanted: string | undefined): VaultSecret {
  if (secrets.length > 1 && wanted === undefined) {
    throw new TsplayError(
      'bad-option',
      `The vault-ids ${secrets.map((s) => s.id).join(',')} are available to encrypt. Specify the vault-id to encrypt with --encrypt-vault-id`,
    );
  }
  return match(secrets, wanted);
}

function match(secrets: readonly VaultSecret[], wanted: string | undefined): VaultSecret {
  const found = wanted === undefined ? secrets[0] : secrets.find((s) => s.id === wanted);
  if (found) return found;
  const known = secrets.map((s) => s.id).join(', ');
  throw new TsplayError(
    'vault-failed',
    `Did not find a match for --encrypt-vault-id=${wanted ?? ''} in the known vault-ids ${known}`,
  );
}

/** compat: with `--encrypt-vault-id` the new password may be one of the configured ids. */
async function newSecrets(
  options: Options,
  settings: VaultSettings,
  wanted: string | undefined,
): Promise<VaultSecret[]> {
  const ids = [
    ...(wanted === undefined ? [] : settings.identities),
    ...(options.newVaultId === undefined ? [] : [options.newVaultId]),
  ];
  const passwordFiles = options.newVaultPasswordFile === undefined ? [] : [options.newVaultPasswordFile];
  const none = ids.length === 0 && passwordFiles.length === 0;
  if (none && settings.passwordFile !== undefined) passwordFiles.push(settings.passwordFile);
  return readVaultSecrets(
    { ids, passwordFiles, ask: none && passwordFiles.length === 0, identity: settings.identity, creating: true },
    { files: nodeFiles, warn },
  );
}
