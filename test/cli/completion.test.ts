// Shell completion, asked of real shells: what they offer for a line that is being typed.
import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCommand } from '../support/command.js';

const cli = useCommand();

beforeAll(async () => {
  cli.write({ 'site.yml': '', 'sites/x.yml': '', 'inv/hosts': '' });
  for (const shell of ['bash', 'zsh', 'fish'])
    cli.write({ [`.completion.${shell}`]: (await cli.run(['completion', shell])).out });
  // Types a line and a tab at an interactive zsh, then shows what has become of the line.
  cli.write({
    'type.zsh': `zmodload zsh/zpty
zpty z "zsh -f -i"
zpty -w z 'PROMPT=; bindkey -e; autoload -Uz compinit; compinit -u -D; source '$1'; echo RE""ADY'
zpty -r -m z out '*READY*'
zpty -w -n z "$2"$'\\t'
sleep 1.5
zpty -w -n z $'\\x01print -r -- "LINE<\\x05>"\\n'
for i in {1..50}; do
  sleep .1
  while zpty -r -t z part; do out+=$part; done
  [[ $out == *LINE'<'[a-z]*'>'* ]] && break
done
print -r -- "$out"
zpty -d z
`,
  });
});

const ask = (shell: string, args: readonly string[]): string =>
  execFileSync(shell, args, {
    cwd: cli.path('.'),
    encoding: 'utf8',
    timeout: 30_000,
    env: { ...process.env, TERM: 'xterm' },
  });

function offered(shell: string, words: readonly string[]): string[] {
  if (shell === 'bash') {
    const script = `source ./.completion.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($#-1)); _tsplay; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return ask('bash', ['-c', script, 'bash', ...words])
      .trim()
      .split('\n')
      .sort();
  }
  const line = words.join(' ').replaceAll("'", "\\'");
  const lines = ask('fish', ['-c', `source ./.completion.fish; complete -C '${line}'`])
    .trim()
    .split('\n');
  return lines.map((l) => l.replace(/\t.*/, '')).sort();
}

describe.each(['bash', 'fish'])('%s', (shell) => {
  it.each<[string[], string[]]>([
    [['tsplay', 'comp'], ['completion']],
    [['tsplay', 'run', '--module-n'], ['--module-name']],
    [['tsplay', 'site.yml', '--synt'], ['--syntax-check']],
    [
      ['ansible-playbook', '--list-t'],
      ['--list-tags', '--list-tasks'],
    ],
    [
      ['ansible-playbook', 'sit'],
      ['site.yml', 'sites'],
    ],
    [['ansible', 'all', '-m', 'getu'], []],
    [['ansible', 'all', '-m', 'lineinf'], ['lineinfile']],
    [['ansible', 'all', '-c', 'lo'], ['local']],
    [['ansible-doc', '-t', 'ke'], ['keyword']],
    [['tsplay', 'completion', 'fi'], ['fish']],
  ])('%j', (words, expected) => {
    // fish also finds names that merely contain the letters, and marks directories.
    const found = offered(shell, words).map((name) => name.replace(/\/$/, ''));
    const begun = found.filter((name) => name.startsWith(words.at(-1) ?? ''));
    expect(begun).toEqual(expected);
  });
});

describe('bash', () => {
  it.each([
    [['tsplay', 'run', 'all', '--connection', '=', 'l'], ['local']],
    [
      ['tsplay', 'run', 'all', '--connection', '='],
      ['chroot', 'docker', 'kubectl', 'local', 'nspawn', 'podman', 'ssh', 'ssh_cli'],
    ],
    [['ansible', 'all', '-t', 'i'], ['inv']],
    [['ansible', 'sit'], ['']],
  ])('%j', (words, expected) => expect(offered('bash', words)).toEqual(expected));
});

describe('zsh', () => {
  it.each([
    ['tsplay comple', 'tsplay completion'],
    ['tsplay run --one-l', 'tsplay run --one-line'],
    ['ansible-playbook --synt', 'ansible-playbook --syntax-check'],
    ['ansible all -m lineinf', 'ansible all -m lineinfile'],
    ['tsplay run all -c lo', 'tsplay run all -c local'],
  ])('%s', (typed, line) => {
    expect(/LINE<([a-z].*?)[ =]*>/.exec(ask('zsh', ['-f', 'type.zsh', cli.path('.completion.zsh'), typed]))?.[1]).toBe(
      line,
    );
  });
});

it('another shell is refused', async () => {
  const ran = await cli.run(['completion', 'bsh']);
  expect([ran.code, ran.err]).toEqual([2, expect.stringMatching(/invalid choice: 'bsh'[^]*did you mean 'bash'/)]);
});
