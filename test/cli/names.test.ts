// The command called by other names: by links as Makefiles and scripts find them, and by its sub-commands.
import { execFile } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCommand, type Ran } from '../support/command.js';

const cli = useCommand();

beforeAll(() => {
  cli.write({
    'site.yml': '- hosts: all\n  gather_facts: false\n  tasks:\n    - debug: {msg: played}\n',
    vault: '- hosts: all\n  gather_facts: false\n  tasks:\n    - debug: {msg: a playbook without extension}\n',
  });
});

function linked(name: string, ...args: string[]): Promise<Ran> {
  try {
    symlinkSync(cli.entry(), cli.path(name));
  } catch {
    // It is there from the test before.
  }
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [cli.path(name), ...args], { cwd: cli.path('.') }, (_e, out, err) =>
      resolve({ code: child.exitCode, out, err }),
    );
    child.stdin?.end();
  });
}

const HOST = ['-i', 'h1,', '-c', 'local'];

describe('links', () => {
  it('ansible-playbook runs playbooks', async () => {
    const ran = await linked('ansible-playbook', 'site.yml', ...HOST);
    expect([ran.code, ran.out]).toEqual([0, expect.stringContaining('"msg": "played"')]);
  });
  it('ansible-playbook takes a file named like a sub-command', async () => {
    const ran = await linked('ansible-playbook', 'vault', ...HOST);
    expect(ran.out).toContain('a playbook without extension');
  });
  it('another name is tsplay', async () => {
    expect((await linked('play', 'site.yml', ...HOST)).out).toContain('"msg": "played"');
  });
  it('a command of Ansible that tsplay does not have is refused', async () => {
    const ran = await linked('ansible-galaxy', 'install', 'x');
    expect([ran.code, ran.err]).toEqual([1, expect.stringMatching(/cannot stand for 'ansible-galaxy'[^]*hint:/)]);
  });
});

describe('sub-commands', () => {
  it('playbook is the playbook run', async () => {
    expect((await cli.run(['playbook', 'site.yml', ...HOST])).out).toContain('"msg": "played"');
  });
  it('a file named like a sub-command is run by its path', async () => {
    for (const name of [['./vault'], ['playbook', 'vault']])
      expect((await cli.run([...name, ...HOST])).out).toContain('a playbook without extension');
  });
});
