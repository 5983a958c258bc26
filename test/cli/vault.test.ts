// `tsplay vault` on files and texts, with an editor that is a script; what Ansible's own command says of bad input.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCommand, type Ran } from '../support/command.js';

const cli = useCommand();
const PASSWORD = ['--vault-password-file', 'pw'];
const OTHER = ['--vault-password-file', 'pw2'];

beforeAll(() => {
  cli.write({ pw: 'secret\n', pw2: 'other\n', 'plain.yml': 'x: 1\n', 'bad.yml': '$ANSIBLE_VAULT;1.1;AES256\n3132\n' });
});

const vault = (args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran> =>
  cli.run(['vault', ...args], env);
const text = (name: string): string => readFileSync(cli.path(name), 'utf8');
const view = async (name: string, password = PASSWORD): Promise<string> =>
  (await vault(['view', name, ...password])).out;

/** A file with `x: 1`, encrypted with the first password. */
async function sealed(name: string): Promise<string> {
  cli.write({ [name]: 'x: 1\n' });
  expect((await vault(['encrypt', name, ...PASSWORD])).code).toBe(0);
  return name;
}

describe('files', () => {
  it('are made in the editor, in the directory that is named', async () => {
    const args = ['create', 'new/made.yml', '--skip-tty-check', ...PASSWORD];
    const ran = await vault(args, { EDITOR: "printf 'made: yes\\n' >" });
    expect([ran.code, ran.err]).toEqual([0, expect.stringContaining('does not exist, creating')]);
    expect(text('new/made.yml')).toMatch(/^\$ANSIBLE_VAULT;1\.1;AES256\n[\da-f]+\n/);
    expect(statSync(cli.path('new/made.yml')).mode & 0o777).toBe(0o600);
    expect(await view('new/made.yml')).toBe('made: yes\n');
  });

  it('are edited: the id stays, what is not changed is not written', async () => {
    cli.write({ 'labelled.yml': 'x: 1\n' });
    await vault(['encrypt', 'labelled.yml', '--vault-id', 'dev@pw']);
    const before = text('labelled.yml');
    expect(before).toMatch(/^\$ANSIBLE_VAULT;1\.2;AES256;dev\n/);
    await vault(['edit', 'labelled.yml', '--vault-id', 'dev@pw'], { EDITOR: 'true' });
    expect(text('labelled.yml')).toBe(before);
    await vault(['edit', 'labelled.yml', '--vault-id', 'dev@pw'], { EDITOR: 'sed -i s/1/2/' });
    expect(text('labelled.yml')).toMatch(/;dev\n/);
    expect(await view('labelled.yml')).toBe('x: 2\n');
  });

  it('stay as they are when the editor fails', async () => {
    const before = text(await sealed('kept.yml'));
    const ran = await vault(['edit', 'kept.yml', ...PASSWORD], { EDITOR: 'sed -i s/1/2/; false' });
    expect(ran.code).not.toBe(0);
    expect(text('kept.yml')).toBe(before);
  });

  it('are edited with the editor that the settings name', async () => {
    cli.write({ 'ansible.cfg': '[defaults]\neditor = sed -i s/1/3/\n' });
    const config = { ANSIBLE_CONFIG: cli.path('ansible.cfg') };
    await vault(['edit', await sealed('set.yml'), ...PASSWORD], config);
    expect(await view('set.yml')).toBe('x: 3\n');
    await vault(['edit', await sealed('set.yml'), ...PASSWORD], {
      ...config,
      ANSIBLE_EDITOR: 'sed -i s/1/4/',
      EDITOR: '',
    });
    writeFileSync(cli.path('ansible.cfg'), '');
    expect(['x: 1\n', 'x: 4\n']).toContain(await view('set.yml'));
  });

  it('get another password, all or none of them', async () => {
    const names = [await sealed('r1.yml'), await sealed('r2.yml')];
    const before = names.map(text);
    const wrong = await vault(['rekey', ...names, 'plain.yml', ...PASSWORD, '--new-vault-password-file', 'pw2']);
    expect([wrong.code, names.map(text)]).toEqual([1, before]);
    expect((await vault(['rekey', ...names, ...PASSWORD, '--new-vault-id', 'prod@pw2'])).code).toBe(0);
    expect(text('r1.yml')).toMatch(/;prod\n/);
    expect(await view('r2.yml', OTHER)).toBe('x: 1\n');
  });

  it('are decrypted in place or elsewhere', async () => {
    await sealed('d.yml');
    expect((await vault(['decrypt', 'd.yml', '--output', 'd.out', ...PASSWORD])).code).toBe(0);
    expect([text('d.out'), text('d.yml').slice(0, 14)]).toEqual(['x: 1\n', '$ANSIBLE_VAULT']);
    await vault(['decrypt', 'd.yml', ...PASSWORD]);
    expect(text('d.yml')).toBe('x: 1\n');
  });
});

describe('texts', () => {
  it('become values with the names given, and their passwords open them', async () => {
    const args = ['encrypt_string', '--vault-id', 'dev@pw', '--name', 'a', '--name', 'b', 'one', 'two'];
    const { out } = await vault(args);
    expect(out.match(/^\w+: !vault \|$/gm)).toEqual(['a: !vault |', 'b: !vault |']);
    cli.write({
      'group_vars/all.yml': out,
      'p.yml': '- hosts: h\n  gather_facts: false\n  tasks: [{debug: {msg: "{{ a }}-{{ b }}"}}]\n',
    });
    const ran = await cli.run(['p.yml', '-i', 'h,', '-c', 'local', '--vault-id', 'dev@pw']);
    expect(ran.out).toContain('"msg": "one-two"');
  });

  it('need no name, and the action has two spellings', async () => {
    expect((await vault(['encrypt-string', ...PASSWORD, 'x'])).out).toMatch(/^!vault \|\n +\$ANSIBLE_VAULT;1\.1/);
  });
});

describe('bad input', () => {
  it.each<[string, string[], number, RegExp]>([
    ['no action', [], 2, /action/],
    ['an unknown action', ['open', 'x'], 2, /invalid choice: 'open'/],
    ['an unknown option', ['view', '--nosuch'], 2, /unrecognized arguments: --nosuch/],
    ['options that exclude each other', ['view', 'x', '-J', ...PASSWORD], 2, /not allowed with argument/],
    ['a missing file', ['view', 'gone.yml', ...PASSWORD], 1, /gone\.yml/],
    ['a directory', ['view', '.', ...PASSWORD], 1, /directory/],
    ['what is not encrypted', ['view', 'plain.yml', ...PASSWORD], 1, /not vault encrypted/],
    ['what is broken', ['view', 'bad.yml', ...PASSWORD], 1, /bad\.yml/],
    ['encrypting twice', ['encrypt', 'bad.yml', ...PASSWORD], 1, /already encrypted/],
    ['a missing password file', ['view', 'bad.yml', '--vault-password-file', 'gone'], 1, /gone was not found/],
    ['a file that is there', ['create', 'plain.yml', '--skip-tty-check', ...PASSWORD], 1, /use 'edit' instead/],
    ['no terminal', ['create', 'n.yml', ...PASSWORD], 5, /not a tty, editor cannot be opened/],
    [
      'two ids and no choice',
      ['encrypt_string', 'x', '--vault-id', 'a@pw', '--vault-id', 'b@pw2'],
      5,
      /--encrypt-vault-id/,
    ],
    [
      'an id that is not there',
      ['encrypt_string', 'x', '--vault-id', 'a@pw', '--encrypt-vault-id', 'z'],
      1,
      /Did not find a match/,
    ],
    ['two files and one output', ['encrypt', 'a', 'b', '--output', 'c', ...PASSWORD], 5, /At most one input file/],
  ])('%s is told', async (_name, args, code, message) => {
    const ran = await vault(args);
    expect([ran.code, ran.err]).toEqual([code, expect.stringMatching(message)]);
  });

  it('a wrong password leaves the file', async () => {
    const before = text(await sealed('w.yml'));
    for (const args of [['view'], ['decrypt'], ['edit'], ['rekey', '--new-vault-password-file', 'pw']]) {
      const ran = await vault([...args, 'w.yml', ...OTHER]);
      expect([ran.code, ran.err]).toEqual([
        1,
        expect.stringMatching(/no vault secrets were found that could decrypt|Decryption failed/i),
      ]);
    }
    expect(text('w.yml')).toBe(before);
  });
});
