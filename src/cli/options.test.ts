import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseOptions, type CliOptions } from './options.js';

const options = (line: string): CliOptions => parseOptions(line.split(' ').filter(Boolean), '1.2.3') as CliOptions;
const refused = (...argv: string[]): unknown => {
  try {
    return parseOptions(argv, '1.2.3');
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
    expect(parseOptions(['-t', ' a , b,,', 's'], '1')?.tags).toEqual(['a', 'b']);
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
    expect(parseOptions(['--ssh-common-args', '-o ProxyJump=gate', 's'], '1')?.sshCommonArgs).toBe('-o ProxyJump=gate');
    expect(options('--list-hosts --list-tasks --list-tags --syntax-check s')).toMatchObject({
      listHosts: true,
      listTasks: true,
      listTags: true,
      syntaxCheck: true,
    });
  });

  it.each<[string[], RegExp]>([
    [[], /missing required argument 'playbook'/],
    [['--frobnicate', 's'], /unknown option '--frobnicate'/],
    [['--chek', 's'], /unknown option '--chek'/],
    [['-Z', 's'], /unknown option '-Z'/],
    [['s', '-i'], /argument missing/],
    [['s', '--limit'], /argument missing/],
    [['-f', '0', 's'], /a whole number from 1 is needed/],
    [['-f', 'many', 's'], /a whole number from 1 is needed/],
    [['-f', '1.5', 's'], /a whole number from 1 is needed/],
    [['-T', '-1', 's'], /a whole number from 1 is needed/],
    [['-T', '', 's'], /a whole number from 1 is needed/],
  ])('%j is refused', (argv, message) => {
    expect(refused(...argv)).toMatchObject({ code: 'bad-option', message: expect.stringMatching(message) as string });
    expect(refused(...argv)).not.toMatchObject({ message: expect.stringMatching(/^error:/) as string });
  });

  afterEach(() => vi.restoreAllMocks());
  it.each([
    ['--help', /Usage: tsplay/],
    ['--version', /^1\.2\.3/],
    ['-h', /Usage/],
  ] as const)('%s shows and stops', (flag, text) => {
    const written: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => written.push(String(chunk)) > 0);
    expect(parseOptions([flag], '1.2.3')).toBeUndefined();
    expect(written.join('')).toMatch(text);
  });
});
