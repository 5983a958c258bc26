import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stderr, stdout } from '../controller/streams.js';
import { parseOptions, type CliOptions } from './options.js';

const options = (line: string): CliOptions => parseOptions(line.split(' ').filter(Boolean)) as CliOptions;
const refused = (...argv: string[]): unknown => {
  try {
    return parseOptions(argv);
  } catch (error) {
    return error;
  }
};

describe('options', () => {
  it('have defaults', () => {
    expect(options('site.yml')).toMatchObject({
      playbooks: ['site.yml'],
      inventory: [],
      tags: [],
      skipTags: [],
      extraVars: [],
      check: false,
      diff: false,
      become: false,
      forks: undefined,
      verbosity: 0,
      privateKey: undefined,
      syntaxCheck: false,
      forceHandlers: false,
    });
    expect([options('s').limit, options('s').timeout]).toEqual([undefined, undefined]);
  });

  it.each<[string, number]>([
    ['', 0],
    ['-v', 1],
    ['-vv', 2],
    ['-vvv', 3],
    ['-vvvv', 4],
    ['-v -v', 2],
    ['-vv --verbose -v', 4],
    ['-bvv', 2],
    ['-CDvvv', 3],
  ])('%s is verbosity %d', (flags, verbosity) => {
    expect(options(`${flags} site.yml`).verbosity).toBe(verbosity);
    expect(options(`site.yml ${flags}`).verbosity).toBe(verbosity);
  });

  it('may be repeated where they add up', () => {
    expect(options('-i a -i b,c --inventory=d site.yml').inventory).toEqual(['a', 'b,c', 'd']);
    expect(options('-e a=1 --extra-vars b=2 -e@f.yml site.yml').extraVars).toEqual(['a=1', 'b=2', '@f.yml']);
    expect(options('-t a,b --tags c -tx --skip-tags=d,e --skip-tags f site.yml')).toMatchObject({
      tags: ['a', 'b', 'c', 'x'],
      skipTags: ['d', 'e', 'f'],
    });
    expect(parseOptions(['-t', ' a , b,,', 's'])?.tags).toEqual(['a', 'b']);
    expect(options('-l a -l b s').limit).toBe('b');
  });

  it('do not leak from one parse into the next', () => {
    options('-i a -t x -e y s');
    expect(options('s')).toMatchObject({ inventory: [], tags: [], extraVars: [] });
  });

  it('stand before, between and after playbooks, short ones joined', () => {
    expect(options('-b a.yml -CD b.yml -u me -f10')).toMatchObject({
      playbooks: ['a.yml', 'b.yml'],
      become: true,
      check: true,
      diff: true,
      user: 'me',
      forks: 10,
    });
    expect(options('-- -odd.yml').playbooks).toEqual(['-odd.yml']);
  });

  it('have all the names ansible-playbook gives them', () => {
    for (const flag of ['--private-key', '--key-file']) expect(options(`${flag} k s`).privateKey).toBe('k');
    expect(
      options('-K -k -c local -T 30 --become-user u --become-method su --start-at-task x --force-handlers s'),
    ).toMatchObject({
      askBecomePass: true,
      askPass: true,
      connection: 'local',
      timeout: 30,
      becomeUser: 'u',
      becomeMethod: 'su',
      startAtTask: 'x',
      forceHandlers: true,
    });
    expect(parseOptions(['--ssh-common-args', '-o ProxyJump=gate', 's'])?.sshCommonArgs).toBe('-o ProxyJump=gate');
    expect(options('--list-hosts --list-tasks --list-tags --syntax-check s')).toMatchObject({
      listHosts: true,
      listTasks: true,
      listTags: true,
      syntaxCheck: true,
    });
  });

  it('may be shortened and joined as argparse takes them', () => {
    expect(options('--lim h1 --connection=local --tag=a s')).toMatchObject({
      limit: 'h1',
      connection: 'local',
      tags: ['a'],
    });
    expect(options('-kKi=h1, -bCvvl=x -T5 s')).toMatchObject({
      askPass: true,
      askBecomePass: true,
      inventory: ['=h1,'],
      become: true,
      check: true,
      verbosity: 2,
      limit: '=x',
      timeout: 5,
    });
    expect(options('-i=h1, s').inventory).toEqual(['h1,']);
    expect(options('--become-p x s')).toMatchObject({ becomePasswordFile: 'x' });
  });

  it('take words with a space and numbers for values, even with a dash', () => {
    expect(parseOptions(['--ssh-extra-args', '-o A=b', '-e', '-5', 's'])).toMatchObject({
      sshExtraArgs: '-o A=b',
      extraVars: ['-5'],
    });
  });

  it.each<[string[], RegExp]>([
    [[], /^the following arguments are required: playbook$/],
    [['--frobnicate', 's'], /^unrecognized arguments: --frobnicate$/],
    [['-Z', 's'], /^unrecognized arguments: -Z$/],
    [['-bZ', 's'], /^unrecognized arguments: -Z$/],
    [['s', '-i'], /^argument -i\/--inventory\/--inventory-file: expected one argument$/],
    [['s', '--limit'], /^argument -l\/--limit: expected one argument$/],
    [['s', '--limit', '-b'], /^argument -l\/--limit: expected one argument$/],
    [['--ssh-extra-args', '-C', 's'], /^argument --ssh-extra-args: expected one argument$/],
    [['--li', 'x', 's'], /^ambiguous option: --li could match /],
    [['--check=yes', 's'], /^argument -C\/--check: ignored explicit argument 'yes'$/],
    [['-k', '--conn-pass-file', 'x', 's'], /--conn-pass-file: not allowed with argument -k\/--ask-pass$/],
    [['-f', '0', 's'], /^argument -f\/--forks: The number of processes \(--forks\) must be >= 1$/],
    [['-f', 'many', 's'], /^argument -f\/--forks: invalid int value: 'many'$/],
    [['-f', '1.5', 's'], /invalid int value/],
    [['-T', '-1', 's'], /a whole number from 1 is needed/],
    [['-T', '', 's'], /invalid int value: ''/],
  ])('%j is refused', (argv, message) => {
    expect(refused(...argv)).toMatchObject({ code: 'bad-usage', message: expect.stringMatching(message) as string });
  });

  it('a misspelt one is followed by what may be meant', () => {
    expect(refused('--chekc', 's')).toMatchObject({ hint: "did you mean '--check'?" });
  });

  beforeEach(() => void vi.spyOn(stderr, 'write').mockReturnValue());
  afterEach(() => vi.restoreAllMocks());
  it.each([
    ['--help', /^usage: tsplay/],
    ['--version', /^tsplay.* \d+\.\d+/],
    ['-h', /^usage/],
    ['-vh', /^usage/],
    ['-h --frobnicate', /^usage/],
  ] as const)('%s shows and stops', (flags, text) => {
    const written: string[] = [];
    vi.spyOn(stdout, 'write').mockImplementation((chunk) => void written.push(String(chunk)));
    expect(parseOptions(flags.split(' '))).toBeUndefined();
    expect(written.join('')).toMatch(text);
  });
});
