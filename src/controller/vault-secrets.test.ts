import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Vault } from '../vault/index.js';
import { decryptingFiles, nodeFiles, readVaultSecrets, type VaultSources } from './index.js';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tsplay-secrets-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function put(name: string, text: string, mode = 0o644): string {
  const path = join(dir, name);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

const NONE: VaultSources = { ids: [], passwordFiles: [], ask: false };

async function secrets(sources: Partial<VaultSources>, answers: string[] = []) {
  const questions: string[] = [];
  const warnings: string[] = [];
  const found = await readVaultSecrets(
    { ...NONE, ...sources },
    {
      ask: (question) => {
        questions.push(question);
        return Promise.resolve(answers.shift() ?? '');
      },
      warn: (message) => warnings.push(message),
    },
  );
  return { shown: found.map((s) => `${s.id}=${Buffer.from(s.bytes).toString()}`), questions, warnings };
}

describe('passwords of vaults', () => {
  it('come from files, programs and prompts, in the order of their options', async () => {
    const file = put('pw', '  from file \n\n');
    const program = put('program', '#!/bin/sh\necho "from program $#"\n', 0o755);
    const client = put('my-client.sh', '#!/bin/sh\necho "client $1 $2"\n', 0o755);
    const ids = [`a@${file}`, program, `b@${client}`, client, 'c@prompt', 'prompt'];
    const { shown, questions } = await secrets({ ids, passwordFiles: [file], ask: true }, ['pc', 'pd', 'asked ']);
    expect(shown).toEqual([
      'a=from file',
      'default=from program 0',
      'b=client --vault-id b',
      'default=client  ',
      'c=pc',
      'default=pd',
      'default=from file',
      'default=asked',
    ]);
    expect(questions).toEqual(['Vault password (c): ', 'Vault password (default): ', 'Vault password: ']);
  });
  it('may be vaulted with a password known before', async () => {
    const inner = new Vault([]).encrypt(Buffer.from('inner\n'), { id: 'x', bytes: Buffer.from('outer') }, 'x');
    const ids = [`x@${put('outer', 'outer')}`, `y@${put('inner', inner)}`];
    expect((await secrets({ ids })).shown).toEqual(['x=outer', 'y=inner']);
  });
  it('have the configured id when they name none', async () => {
    const ids = [put('pw', 'p')];
    expect((await secrets({ ids, identity: 'mine' })).shown).toEqual(['mine=p']);
  });
  it('are asked for twice when they are new', async () => {
    const { questions } = await secrets({ ids: ['n@prompt'], creating: true }, ['x', 'x']);
    expect(questions).toEqual(['New vault password (n): ', 'Confirm new vault password (n): ']);
    await expect(secrets({ ask: true, creating: true }, ['x', 'y'])).rejects.toThrow('Passwords do not match');
    await expect(secrets({ ask: true }, [''])).rejects.toThrow('Invalid vault password was provided');
  });
  it('that cannot be had are a warning while there are others, else an error', async () => {
    const good = put('pw', 'p');
    const { shown, warnings } = await secrets({ ids: [join(dir, 'no'), good] });
    expect(shown).toEqual(['default=p']);
    expect(warnings[0]).toContain('was not found');
    await expect(secrets({ passwordFiles: [join(dir, 'no')] })).rejects.toThrow('was not found');
    await expect(secrets({ ids: [dir] })).rejects.toThrow('can not be a directory');
    await expect(secrets({ ids: [put('empty', '\n')] })).rejects.toThrow('Invalid vault password');
    const failing = put('failing-client', '#!/bin/sh\necho no such id >&2\nexit 2\n', 0o755);
    await expect(secrets({ ids: [`q@${failing}`] })).rejects.toThrow(
      'did not find a secret for vault-id=q: no such id',
    );
    await expect(secrets({ ids: [put('broken', 'no program', 0o755)] })).rejects.toThrow(/vault password script/i);
  });
});

describe('files read through a vault', () => {
  it('are plain, and as they stand through `raw`', () => {
    const secret = { id: 'default', bytes: Buffer.from('p') };
    const vault = new Vault([secret]);
    const path = put('f', vault.encrypt(Buffer.from('text ü'), secret, undefined));
    const files = decryptingFiles(nodeFiles, vault);
    expect(files.readText(path)).toBe('text ü');
    expect(files.raw?.readText(path)).toContain('$ANSIBLE_VAULT;1.1');
    expect(files.readText(put('plain', 'x'))).toBe('x');
    expect(() => decryptingFiles(nodeFiles, new Vault([])).readText(path)).toThrow('no vault secrets found');
    const binary = put('b', vault.encrypt(Uint8Array.of(255, 254), secret, undefined));
    expect(() => files.readText(binary)).toThrow('is not UTF-8 text');
    expect([...files.readBytes(binary)]).toEqual([255, 254]);
  });
});
