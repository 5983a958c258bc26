// Filters about secrets: password_hash, vault, unvault.
import { TsplayError } from '../../ground/index.js';
import { VaultedText, type Value } from '../../value/index.js';
import { spend } from '../python/budget.js';
import { fail } from '../python/errors.js';
import { typeName } from '../python/text.js';
import { fullAlgorithm, hashPassword } from '../passwords/hash.js';
import type { FilterCall } from '../types.js';
import { define, engineOf, flag, integer, take, text, type Table } from './define.js';

/** What deriving a vault's key costs. */
const KEY_STEPS = 20_000;

function passwordHash(call: FilterCall): Value {
  const [type, salt, saltSize, rounds, ident] = take(call, 'password_hash', [
    'hashtype',
    'salt',
    'salt_size',
    'rounds',
    'ident',
  ]);
  if (typeof call.value !== 'string') return fail(`secret must be unicode or bytes, not ${typeName(call.value)}`);
  const chosen = text(salt, '');
  if (chosen === '') engineOf(call).impure();
  return hashPassword(call.port, call.value, fullAlgorithm(text(type, 'sha512')), {
    salt: chosen,
    saltSize: integer(saltSize, 0),
    // compat: text with a number is one.
    rounds: integer(typeof rounds === 'string' && /^\d+$/.test(rounds) ? Number(rounds) : rounds, 0),
    ident: text(ident, ''),
  });
}

function secretOf(v: Value | undefined): string {
  return typeof v === 'string'
    ? v
    : fail(`Secret passed is required to be a string, instead we got: ${typeName(v ?? null)}`);
}

/** compat: with `wrap_object` the result counts as a `!vault` value, whose text nevertheless is the encrypted one. */
function vault(call: FilterCall): Value {
  const [secret, salt, vaultId, wrap, oldId] = take(
    call,
    'vault',
    ['secret', 'salt', 'vault_id', 'wrap_object', 'vaultid'],
    1,
  );
  const { value, port } = call;
  if (typeof value !== 'string') return fail(`Can only vault strings, instead we got: ${typeName(value)}`);
  const password = secretOf(secret);
  spend(KEY_STEPS);
  if (salt === undefined || salt === null) engineOf(call).impure();
  else if (salt === '') fail('Unable to encrypt: Empty or invalid salt passed to encrypt()');
  const id = text(vaultId, text(oldId, 'filter_default'));
  const sealed = port.seal(value, password, id, salt === undefined || salt === null ? undefined : text(salt, ''));
  return flag(wrap, false) ? new VaultedText(sealed, undefined, () => sealed) : sealed;
}

function unvault(call: FilterCall): Value {
  const [secret] = take(call, 'unvault', ['secret', 'vault_id', 'vaultid'], 1);
  const { value } = call;
  const password = secretOf(secret);
  if (value instanceof VaultedText) return unsealed(call, value.ciphertext, password);
  if (typeof value !== 'string')
    return fail(`Vault should be in the form of a string, instead we got: ${typeName(value)}`);
  return value.startsWith('$ANSIBLE_VAULT') ? unsealed(call, value, password) : value;
}

function unsealed(call: FilterCall, vaulted: string, password: string): string {
  try {
    return call.port.unseal(vaulted, password);
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
    return fail(
      `Unable to decrypt: ${error.message}`,
      'the password of the filter is not the one it was encrypted with',
    );
  }
}

const table: Table = { password_hash: passwordHash, vault, unvault };

export const SECRET_FILTERS = define(table, [], ['vault', 'unvault']);
