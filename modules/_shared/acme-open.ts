// A client for the account a task names, with the files it needs from the host.
import { ModuleFailure, type RunContext } from '../../src/kit/index.js';
import { WITHOUT_VALIDATION, type AcmeArguments } from './acme-args.js';
import { AcmeClient } from './acme-client.js';
import { readAccountKey, type AccountKey } from './acme-key.js';

type Context<A> = Pick<RunContext<A>, 'args' | 'host' | 'task'>;

/** The key from a file that was read or from the text given. @throws ModuleFailure */
export function keyFrom(
  files: ReadonlyMap<string, Uint8Array>,
  given: {
    readonly src: string | undefined;
    readonly content: string | undefined;
    readonly passphrase: string | undefined;
  },
  what = 'account key',
): AccountKey {
  const pem = given.content === undefined ? files.get(given.src ?? '') : Buffer.from(given.content, 'utf8');
  if (!pem) throw new ModuleFailure(`Error while reading file "${given.src ?? ''}": there is no such file`);
  return readAccountKey(pem, given.passphrase, what);
}

/** @param files of the host, the key's among them. @throws ModuleFailure */
export function openAcme(
  { args, host, task }: Context<AcmeArguments>,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<AcmeClient> {
  const key = keyFrom(files, {
    src: args.account_key_src,
    content: args.account_key_content,
    passphrase: args.account_key_passphrase,
  });
  return AcmeClient.open({ host, sleep: (ms) => task.sleep(ms) }, args, key);
}

export function warnOfValidation({ args, warn }: Pick<RunContext<AcmeArguments>, 'args' | 'warn'>): void {
  if (!args.validate_certs) warn(WITHOUT_VALIDATION);
}

/** What a task needs that must have an account. */
export const NO_ACCOUNT = 'Account does not exist or is deactivated.';

/** `compat:` every failure of these modules returns `other`, be there something to tell or not. */
export async function withOther<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ModuleFailure && !('other' in error.extra)) {
      throw new ModuleFailure(error.message, { other: {}, ...error.extra });
    }
    throw error;
  }
}
