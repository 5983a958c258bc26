import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TsplayError } from '../ground/index.js';
import { formatEnvelope } from './envelope.js';
import { isVaulted, parseEnvelope, Vault, type VaultSecret } from './index.js';

const GOLDEN = join(import.meta.dirname, '../../test/compat/vault');
const read = (name: string): string => readFileSync(join(GOLDEN, name), 'utf8');
const secret = (id: string, password: string): VaultSecret => ({ id, bytes: Buffer.from(password) });
const pw1 = secret('default', 'pw1');
const dev = secret('dev', 'pässwörd 2');

const failure = (work: () => unknown): TsplayError => {
  try {
    work();
  } catch (error) {
    if (error instanceof TsplayError) return error;
  }
  throw new Error('no failure');
};

describe('what ansible-vault has written', () => {
  const vault = new Vault([pw1, dev]);
  it.each([
    ['v11.txt', 'plain text {{ ü € }}\n', pw1],
    ['v12-dev.txt', 'plain text {{ ü € }}\n', dev],
    ['empty.txt', '', pw1],
    ['block.txt', 'sixteen bytes ok', pw1],
  ])('%s is read', (file, plain, by) => {
    const opened = vault.decrypt(read(file));
    expect(Buffer.from(opened.plain).toString('utf8')).toBe(plain);
    expect(opened.secret).toBe(by);
  });
  it('is read with binary content', () => {
    const { plain } = vault.decrypt(read('binary.txt'));
    expect(plain).toEqual(Buffer.from(Array.from({ length: 256 }, (_, i) => i)));
  });
  it('is written in the same bytes when the salt is the same', () => {
    const text = Buffer.from('plain text {{ ü € }}\n');
    const salt = Buffer.from('saltsaltsalt');
    expect(vault.encrypt(text, dev, 'dev', salt)).toBe(read('salted-dev.txt'));
    expect(vault.encrypt(text, pw1, 'default', salt)).toBe(read('salted.txt'));
    expect(vault.encrypt(text, pw1, undefined, salt)).toBe(read('salted.txt'));
  });
});

describe('passwords', () => {
  const text = read('v12-dev.txt');
  it('of other ids are tried too, unless only the same id may be', () => {
    const wrongLabel = [secret('prod', 'pässwörd 2')];
    expect(new Vault(wrongLabel).decrypt(text).secret.id).toBe('prod');
    const error = failure(() => new Vault(wrongLabel, { matchIds: true }).decrypt(text));
    expect(error.message).toContain('no vault secrets were found that could decrypt');
    expect(error.hint).toContain('--vault-id dev@FILE');
  });
  it('of the same id are all tried', () => {
    expect(new Vault([secret('dev', 'old'), dev], { matchIds: true }).decrypt(text).secret).toBe(dev);
  });
  it('that are missing or wrong are told with the place and what to do', () => {
    const none = failure(() => new Vault([]).decrypt(text, { path: '/x' }));
    expect(none.message).toBe('Attempting to decrypt but no vault secrets found');
    expect(none.hint).toContain('--vault-id dev@prompt');
    expect(none.span).toEqual({ file: '/x', line: 1, col: 1 });
    const wrong = failure(() => new Vault([secret('dev', 'x')]).decrypt(text, { path: '/x' }));
    expect(wrong.message).toBe('Decryption failed (no vault secrets were found that could decrypt) on /x');
    expect(wrong.hint).toContain("the password given for the vault id 'dev'");
    expect(`${none.message}${none.hint}${wrong.message}${wrong.hint}`).not.toContain('pässwörd');
  });
});

describe('damaged text', () => {
  const vault = new Vault([pw1, dev]);
  const good = read('v11.txt');
  it.each([
    ['plain', 'input is not vault encrypted data.'],
    ['$ANSIBLE_VAULT', 'Vault envelope format error'],
    ['$ANSIBLE_VAULT;1.1;AES\n61', 'AES cipher could not be found'],
    ['$ANSIBLE_VAULT;1.1;AES256\nzz', 'Non-hexadecimal digit found'],
    ['$ANSIBLE_VAULT;1.1;AES256\n6', 'Odd-length string'],
    ['$ANSIBLE_VAULT;1.1;AES256\n61', 'salt, checksum or content is missing'],
    ['$ANSIBLE_VAULT;1.1;AES256\n', 'salt, checksum or content is missing'],
  ])('%j', (text, message) => expect(failure(() => vault.decrypt(text)).message).toContain(message));
  it('is found by its checksum wherever a byte of it was changed', () => {
    for (const at of [60, 200, good.length - 3]) {
      const changed = good.slice(0, at) + (good[at] === '3' ? '4' : '3') + good.slice(at + 1);
      expect(failure(() => vault.decrypt(changed)).code).toBe('vault-failed');
    }
  });
  it('may have other line ends, no last one, and capital digits', () => {
    const [head = '', ...rest] = good.trimEnd().split('\n');
    const other = [head, ...rest.map((line) => line.toUpperCase())].join('\r\n');
    expect(Buffer.from(vault.decrypt(other).plain).toString()).toContain('plain text');
  });
});

describe('values', () => {
  it('are decrypted when they are used, and keep their place for messages', () => {
    const span = { file: 'f.yml', line: 3, col: 4 };
    const vault = new Vault([secret('default', 'wrong')]);
    const value = vault.inline(read('v11.txt'), span);
    expect(vault.inlineValues).toEqual([value]);
    expect(failure(() => value.reveal()).span).toEqual(span);
    const good = new Vault([pw1]).inline(read('v11.txt'), span);
    expect(good.reveal()).toBe('plain text {{ ü € }}\n');
    const binary = new Vault([pw1]).inline(read('binary.txt'), span);
    expect(failure(() => binary.reveal()).message).toBe('the decrypted value is not UTF-8 text');
  });
  it('are not decrypted while they load: what cannot be decrypted is no mistake yet', () => {
    const vault = new Vault([pw1]);
    const some = (bytes: number): Buffer => randomBytes(bytes);
    const texts = Array.from({ length: 500 }, () =>
      formatEnvelope({ id: undefined, salt: some(32), hmac: some(32), ciphertext: some(64) }),
    );
    for (const text of texts) vault.inline(text, undefined);
    expect(vault.inlineValues).toHaveLength(500);
  });
  it('name their vault id', () => {
    expect(parseEnvelope(read('v12-dev.txt')).id).toBe('dev');
    expect(parseEnvelope(read('v11.txt')).id).toBeUndefined();
    expect([isVaulted('$ANSIBLE_VAULT;'), isVaulted(' $ANSIBLE_VAULT;'), isVaulted(Buffer.from('$ANS'))]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
