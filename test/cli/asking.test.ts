// What is asked of the person who runs tsplay: passwords and vars_prompt at a terminal, or of standard input; --step.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCommand, type Ran } from '../support/command.js';

const cli = useCommand();

beforeAll(async () => {
  const play = (more: string): string => `- hosts: h\n  gather_facts: false\n  connection: local\n${more}`;
  cli.write({
    'site.yml': play('  tasks:\n    - name: one\n      debug: {msg: a}\n    - name: two\n      debug: {msg: b}\n'),
    'ask.yml': play(
      '  vars_prompt:\n    - {name: who, prompt: Who, private: false}\n    - {name: pw, prompt: Secret, confirm: true}\n' +
        '  tasks:\n    - debug: {msg: "{{ who }} {{ pw | length }}"}\n',
    ),
    'sealed.yml': play('  vars_files: [secret.yml]\n  tasks:\n    - debug: {var: x}\n'),
    'secret.yml': 'x: found\n',
    'fails.yml': play('  tasks:\n    - fail: {}\n'),
    pw: 'secret\n',
  });
  await cli.run(['vault', 'encrypt', 'secret.yml', '--vault-password-file', 'pw']);
});

interface Talk {
  readonly code: number | null;
  readonly out: string;
}

/** Runs the command and answers each question once it is seen; at a terminal of its own, or over pipes. */
function talk(
  args: readonly string[],
  answers: readonly (readonly [question: string, answer: string])[],
  terminal = true,
): Promise<Talk> {
  const command = [process.execPath, cli.entry(), ...args];
  const env = { PATH: process.env['PATH'], HOME: cli.path('.'), LC_ALL: 'C.UTF-8', TERM: 'dumb' };
  const child = terminal
    ? spawn('script', ['-qec', command.map((word) => `'${word}'`).join(' '), '/dev/null'], { cwd: cli.path('.'), env })
    : spawn('setsid', ['-w', ...command], { cwd: cli.path('.'), env });
  let out = '';
  let answered = 0;
  let seen = 0;
  const listen = (chunk: Buffer): void => {
    out += chunk.toString();
    for (let next = answers[answered]; next; next = answers[answered]) {
      const at = out.indexOf(next[0], seen);
      if (at < 0) break;
      seen = at + next[0].length;
      answered += 1;
      child.stdin.write(next[1]);
    }
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out })));
}

describe('at a terminal', () => {
  it('vars_prompt asks, confirms, and shows only what is not private', async () => {
    const { code, out } = await talk(
      ['ask.yml', '-i', 'h,'],
      [
        ['Who: ', 'me\r'],
        ['Secret: ', 'abc\r'],
        ['confirm Secret: ', 'abd\r'],
        ['Secret: ', 'abc\r'],
        ['confirm Secret: ', 'abc\r'],
      ],
    );
    expect(code).toBe(0);
    expect(out).toContain('"msg": "me 3"');
    expect(out).toContain('VALUES ENTERED DO NOT MATCH');
    expect(out).not.toContain('abc');
  });

  it.each([
    ['secret\r', 0, '"x": "********"'],
    ['wrong\r', 1, 'Decryption failed'],
  ])('--ask-vault-pass %j', async (answer, code, shown) => {
    const ran = await talk(['sealed.yml', '-i', 'h,', '--ask-vault-pass'], [['Vault password: ', answer]]);
    expect([ran.code, ran.out]).toEqual([code, expect.stringContaining(shown)]);
    expect(ran.out).not.toContain(answer.trim());
  });
});

describe('without a terminal', () => {
  it('passwords are lines of standard input', async () => {
    const asked = [
      ['SSH password: ', 'a\n'],
      ['BECOME password[defaults to SSH password]: ', 'b\n'],
    ] as const;
    const { code, out } = await talk(['site.yml', '-i', 'h,', '-k', '-K'], asked, false);
    expect([code, out]).toEqual([0, expect.stringMatching(/ok=2/)]);
    const vault = ['sealed.yml', '-i', 'h,', '--ask-vault-pass'];
    expect((await talk(vault, [['Vault password: ', 'secret\n']], false)).out).toContain('"x": "********"');
  });

  it('vars_prompt is not asked for a listing: the hosts are those of its default', async () => {
    const prompt = 'vars_prompt: [{name: target, default: h1}]';
    cli.write({
      'target.yml': `- hosts: "{{ target }}"\n  gather_facts: false\n  ${prompt}\n  tasks: [{debug: {}}]\n`,
    });
    const { out, code } = await cli.run(['target.yml', '-i', 'h1,h2', '--list-hosts', '--list-tasks']);
    expect(out).toContain("play #1 (h1): h1\tTAGS: []\n    pattern: ['h1']\n    hosts (1):\n      h1\n");
    expect(code).toBe(0);
  });

  it('vars_prompt is not asked: its default counts', async () => {
    const ran = await cli.run(['ask.yml', '-i', 'h,']);
    expect([ran.code, ran.err]).toEqual([0, expect.stringContaining('Not prompting as we are not in interactive')]);
  });
});

describe('--step', () => {
  const question = (name: string): string => `Perform task: TASK: ${name} (N)o/(y)es/(c)ontinue: `;
  const step = (...answers: [string, string][]): Promise<Talk> =>
    talk(
      ['site.yml', '-i', 'h,', '--step'],
      answers.map(([name, answer]) => [question(name), answer] as const),
      false,
    );

  it.each([
    [
      'y runs the one task, nothing given does not',
      [
        ['one', 'y\n'],
        ['two', '\n'],
      ],
      1,
      true,
    ],
    [
      'no and yes',
      [
        ['one', 'no\n'],
        ['two', 'yes\n'],
      ],
      1,
      true,
    ],
    ['c runs all that follows', [['one', 'c\n']], 2, false],
  ] as [string, [string, string][], number, boolean][])('%s', async (_name, answers, ok, both) => {
    const { code, out } = await step(...answers);
    expect([code, out]).toEqual([0, expect.stringContaining(`ok=${ok}`)]);
    expect(out.includes(question('two'))).toBe(both);
  });
});

describe('retry files', () => {
  const fail = (env: Readonly<Record<string, string>> = {}): Promise<Ran> => cli.run(['fails.yml', '-i', 'h,g,'], env);

  it('list the hosts that failed, when they are wanted, and are a --limit', async () => {
    expect((await fail()).out).not.toContain('to retry');
    expect(existsSync(cli.path('fails.retry'))).toBe(false);
    const { out } = await fail({ ANSIBLE_RETRY_FILES_ENABLED: 'yes' });
    expect(out).toContain(`to retry, use: --limit @${cli.path('fails.retry')}`);
    expect(readFileSync(cli.path('fails.retry'), 'utf8')).toBe('h\n');
    const again = await cli.run(['site.yml', '-i', 'h,g,', '--limit', `@${cli.path('fails.retry')}`]);
    expect(again.out).toMatch(/^h +: ok=2/m);
  });

  it('go where retry_files_save_path says', async () => {
    const env = { ANSIBLE_RETRY_FILES_ENABLED: 'yes', ANSIBLE_RETRY_FILES_SAVE_PATH: cli.path('retries') };
    await fail(env);
    expect(readFileSync(cli.path('retries/fails.retry'), 'utf8')).toBe('h\n');
  });
});
