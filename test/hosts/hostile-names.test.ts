// Names and contents that no text is safe from, and access control lists, through copy, template and unarchive on a real server.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useCommand } from '../support/command.js';
import { hostLine, recapOf } from './support/inventory.js';
import { startTarget, type Target } from './support/target.js';

const cli = useCommand();
let target: Target;

/** As bytes: the last one is Latin-1, which is no UTF-8. */
const NAMES = [
  '-rf',
  `q'u"o $(touch pwned) \`id\``,
  'two\nlines',
  ' spaces ',
  'ä\u{1f600}',
  '{{ x }}',
  'a\\tb',
  '*',
].map((name) => Buffer.from(name));
const LATIN = Buffer.from('caf\xe9', 'latin1');
/** Every byte there is. */
const BYTES = Buffer.from(Array.from({ length: 256 }, (_, i) => i));

const below = (folder: string, name: Buffer): Buffer => Buffer.concat([Buffer.from(`${folder}/`), name]);

beforeAll(async () => {
  target = await startTarget({ hostname: 'hostile' });
  await target.exec('(apt-get update && apt-get install -y --no-install-recommends acl) > /tmp/apt.log 2>&1');
  cli.write({ hosts: hostLine('one', target), 'templates/plain.j2': 'tmpl {{ inventory_hostname }}\n' });
  for (const [folder, names] of Object.entries({ tree: NAMES, latin: [...NAMES, LATIN] })) {
    const path = cli.path(`files/${folder}`);
    mkdirSync(path, { recursive: true });
    for (const name of names) {
      mkdirSync(below(path, Buffer.concat([name, Buffer.from('.d')])));
      writeFileSync(below(path, Buffer.concat([name, Buffer.from('.d/'), name])), BYTES);
    }
  }
  mkdirSync(cli.path('files/tree/none in it'));
  execFileSync('tar', ['-czf', cli.path('files/latin.tgz'), '-C', cli.path('files/latin'), '.']);
}, 240_000);
afterAll(() => target.stop());

let count = 0;
/** A dry run, a real one and a second one that changes nothing. */
async function settle(tasks: readonly object[]): Promise<void> {
  const name = `play${++count}.yml`;
  cli.write({ [name]: JSON.stringify([{ hosts: 'one', gather_facts: false, tasks }]) });
  for (const [words, changed] of [
    [['--check', '--diff'], tasks.length],
    [[], tasks.length],
    [[], 0],
  ] as const) {
    const { out, err } = await cli.run([name, '-i', 'hosts', ...words]);
    expect(recapOf(out)['one'], out + err).toMatchObject({ changed, failed: 0, ok: tasks.length });
  }
}

/** All files below a folder: the names' bytes and the content's digest, in hexadecimal. */
const onTarget = async (folder: string): Promise<string> =>
  target.exec(
    `cd ${folder} && find . -type f -print0 | sort -z | xargs -0 md5sum -z -- | od -An -v -tx1 | tr -d ' \\n'`,
  );
const here = (folder: string): string =>
  execFileSync('sh', [
    '-c',
    `cd "$1" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum -z -- | od -An -v -tx1 | tr -d ' \\n'`,
    '-',
    cli.path(`files/${folder}`),
  ]).toString();

describe('names of any bytes', () => {
  it('are copied with a directory', async () => {
    await settle([{ copy: { src: 'tree/', dest: '/srv/tree/' } }]);
    expect(await onTarget('/srv/tree')).toBe(here('tree'));
    expect(await target.exec('find /srv/tree -type d -empty')).toBe('/srv/tree/none in it\n');
  });
  it('are unpacked, Latin-1 too', async () => {
    await target.exec('mkdir -p /srv/un');
    await settle([{ unarchive: { src: 'latin.tgz', dest: '/srv/un' } }]);
    expect(await onTarget('/srv/un')).toBe(here('latin'));
  });
  it('are copied on the host itself', async () => {
    await settle([{ copy: { src: '/srv/tree/', dest: '/srv/again/', remote_src: true } }]);
    expect(await onTarget('/srv/again')).toBe(here('tree'));
  });
  it('are copied with a directory from here and on the host, Latin-1 too', async () => {
    await settle([
      { copy: { src: 'latin/', dest: '/srv/latin/', owner: 'ops', mode: '0640' } },
      { copy: { src: '/srv/un/', dest: '/srv/latin-again/', remote_src: true } },
    ]);
    expect(await onTarget('/srv/latin')).toBe(here('latin'));
    expect(await onTarget('/srv/latin-again')).toBe(here('latin'));
    expect(await target.exec('find /srv/latin -type f ! "(" -user ops -perm 640 ")" | wc -l')).toBe('0\n');
  });
  it('are found, looked at, brought back, changed and removed', async () => {
    const each = (task: object, more: object = {}): object => ({
      ...task,
      loop: '{{ found.files | map(attribute="path") | list }}',
      ...more,
    });
    const tasks = [
      { find: { paths: '/srv/latin', recurse: true, hidden: true }, register: 'found' },
      each({ stat: { path: '{{ item }}' }, register: 'seen' }),
      {
        assert: {
          that: [
            'found.matched == NAMES',
            'seen.results | map(attribute="stat.exists") | min',
            'seen.results | map(attribute="stat.size") | unique == [256]',
          ].map((t) => t.replace('NAMES', String(NAMES.length + 1))),
        },
      },
      each({ fetch: { src: '{{ item }}', dest: 'fetched/' } }),
      each({ file: { path: '{{ item }}', mode: '0604' } }),
      each({ slurp: { src: '{{ item }}' }, register: 'slurped' }),
      { assert: { that: "slurped.results | map(attribute='content') | unique | length == 1" } },
      each({ replace: { path: '{{ item }}', regexp: 'ABC', replace: 'abc' } }),
    ];
    cli.write({ 'found.yml': JSON.stringify([{ hosts: 'one', gather_facts: false, tasks }]) });
    const { out, err } = await cli.run(['found.yml', '-i', 'hosts']);
    expect(recapOf(out)['one'], out + err).toMatchObject({ failed: 0, ok: tasks.length });
    execFileSync('cp', ['-r', cli.path('fetched/one/srv/latin'), cli.path('files/came')]);
    expect(here('came')).toBe(here('latin'));
    // One name has a line feed, and its directory too.
    expect(await target.exec('find /srv/latin -type f ! -perm 604 | wc -l; grep -rl abcDEF /srv/latin | wc -l')).toBe(
      `0\n${NAMES.length + 3}\n`,
    );
    const gone = each({ file: { path: '{{ item }}', state: 'absent' } });
    cli.write({ 'gone.yml': JSON.stringify([{ hosts: 'one', gather_facts: false, tasks: [tasks[0], gone] }]) });
    await cli.run(['gone.yml', '-i', 'hosts']);
    expect(await target.exec('find /srv/latin -type f | wc -l')).toBe('0\n');
  });
  it('are fragments that assemble puts together', async () => {
    await target.exec('mkdir -p /srv/parts && cd /srv/parts && for d in /srv/un/*.d/; do cp -- "$d"* .; done');
    const assemble = { assemble: { src: '/srv/parts', dest: '/srv/assembled', remote_src: true } };
    cli.write({ 'parts.yml': JSON.stringify([{ hosts: 'one', gather_facts: false, tasks: [assemble] }]) });
    const { out, err } = await cli.run(['parts.yml', '-i', 'hosts']);
    expect(recapOf(out)['one'], out + err).toMatchObject({ changed: 1, failed: 0 });
    // A line feed is put between fragments that do not end with one.
    expect(await target.exec('cat /srv/assembled | wc -c')).toBe(`${256 * (NAMES.length + 1) + NAMES.length}\n`);
  });
  it('are what templates are written to', async () => {
    const dests = NAMES.slice(0, 5).map((name) => `/srv/t/${name.toString()}`);
    await target.exec('mkdir -p /srv/t');
    await settle(dests.map((dest) => ({ template: { src: 'plain.j2', dest, backup: true } })));
    expect(await target.exec('cat /srv/t/* /srv/t/-rf | sort -u; ls -A /srv/t | wc -l')).toBe('tmpl one\n6\n');
  });
  it('and nothing in them is run', async () => {
    expect(await target.exec('find / -xdev -name pwned || true')).toBe('');
  });
});

describe('access control lists', () => {
  it('of a file stay when copy and template write it anew', async () => {
    await target.exec(
      'for f in c f l; do printf old > /srv/$f; chmod 640 /srv/$f; setfacl -m u:ops:rw,g:www-data:r /srv/$f; done',
    );
    const list = (file: string): Promise<string> => target.exec(`getfacl -cp ${file}`);
    const before = await list('/srv/c');
    await settle([
      { copy: { content: 'new\n', dest: '/srv/c' } },
      { template: { src: 'plain.j2', dest: '/srv/f' } },
      { lineinfile: { path: '/srv/l', line: 'more' } },
    ]);
    expect(before).toContain('user:ops:rw-');
    expect(await list('/srv/c')).toBe(before);
    expect(await list('/srv/f')).toBe(before);
    expect(await list('/srv/l')).toBe(before);
  });
});
