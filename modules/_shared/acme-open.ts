// A client for the account a task names, with the files it needs from the host.
import { ModuleFailure, type RunContext } from '../../src/kit/index.js';
import { findAccount } from './acme-account.js';
import { WITHOUT_VALIDATION, type AcmeArguments, type ServerArguments } from './acme-args.js';
import { AcmeClient } from './acme-client.js';
import { isJson } from './acme-failure.js';
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

/** A client that signs nothing. @throws ModuleFailure */
export const openUnsigned = ({ args, host, task }: Context<ServerArguments>): Promise<AcmeClient> =>
  AcmeClient.open({ host, sleep: (ms) => task.sleep(ms) }, args, undefined);

/** A client with the account that must be there. @throws ModuleFailure */
export async function openAccount(
  context: Context<AcmeArguments>,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<AcmeClient> {
  const client = await openAcme(context, files);
  if (!(await findAccount(client, []))) throw new ModuleFailure(NO_ACCOUNT);
  return client;
}

/** @throws ModuleFailure when the authority has no such profile */
export function requireProfile(client: AcmeClient, profile: string | undefined): void {
  if (profile === undefined) return;
  const offered = client.meta['profiles'];
  if (!isJson(offered) || Object.keys(offered).length === 0) {
    throw new ModuleFailure('The ACME CA does not support profiles.');
  }
  if (!Object.hasOwn(offered, profile)) {
    throw new ModuleFailure(`The ACME CA does not support selected profile '${profile}'.`);
  }
}

export function warnOfValidation({ args, warn }: Pick<RunContext<ServerArguments>, 'args' | 'warn'>): void {
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
