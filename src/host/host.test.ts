// The resident shell, views and hands over a local wire: what works there works over SSH, where test/hosts repeats it.
import { readFileSync, statSync, writeFileSync, readdirSync, symlinkSync, chmodSync, lstatSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { script, sh } from '../ground/index.js';
import type { Host } from './index.js';
import { openHere, type Here } from '../../test/support/here.js';

let here: Here;
let host: Host;
let dir: string;

beforeAll(() => {
  here = openHere('host');
  ({ host, dir } = here);
});
afterAll(() => here.close());

const at = (name: string): string => join(dir, name);
const open = (options: Parameters<Host['view']>[0] = {}): ReturnType<Host['view']> => host.view(options);

describe('scripts', () => {
  it('keep streams and exit code apart', async () => {
    const result = await open().view.probe(script('echo out; echo err >&2; exit 3'));
    expect(result).toMatchObject({ rc: 3, stdout: 'out\n', stderr: 'err\n' });
  });
  it('keep output without a final newline', async () => {
    expect((await open().view.probe(script('printf a'))).stdout).toBe('a');
  });
  it('are binary safe both ways', async () => {
    const all = Buffer.from(Array.from({ length: 70_000 }, (_, i) => i % 256));
    const result = await open().view.probe(script('cat'), { stdin: all });
    expect(result.stdoutBytes.equals(all)).toBe(true);
  });
  it('get nothing on standard input when nothing is given', async () => {
    expect((await open().view.probe(script('cat; echo end'))).stdout).toBe('end\n');
  });
  it('need not read their standard input', async () => {
    const stdin = Buffer.alloc(3_000_000, 'x');
    expect((await open().view.probe(script('echo hi'), { stdin })).stdout).toBe('hi\n');
    expect((await open().view.probe(script('head -c 5; exit 4'), { stdin })).rc).toBe(4);
    expect((await open().view.probe(script('echo next'))).stdout).toBe('next\n');
  });
  it('survive exit, set -e, closed descriptors and syntax errors', async () => {
    const { view } = open();
    expect((await view.probe(script('set -e; false; echo no'))).rc).toBe(1);
    expect((await view.probe(script('exec >&- 2>&- <&-; exit 5'))).rc).toBe(5);
    expect(await view.probe(script('if then fi (('))).toMatchObject({ rc: 2, stdout: '' });
    expect((await view.probe(script("cat <<'E'\nline\nE"))).stdout).toBe('line\n');
    expect((await view.probe(script('exec sh -c "exit 7"'))).rc).toBe(7);
    expect((await view.probe(script("kill -9 $(sh -c 'echo $PPID')"))).rc).not.toBe(0);
    expect((await view.probe(script('echo fine'))).stdout).toBe('fine\n');
  });
  it('do not leak variables, directories or options into each other', async () => {
    const { view } = open();
    await view.probe(script('X=1; export Y=2; cd /; set -u; umask 0'));
    const result = await view.probe(script('echo "[$X$Y]$(pwd)$(umask)"'));
    expect(result.stdout).not.toContain('12');
    expect(result.stdout).not.toMatch(/\]\/0000$/);
  });
  it('take environment, directory and interpreter', async () => {
    const { view } = open({ environment: { A: "it's", B: 'task' } });
    const result = await view.probe(script('echo "$A $B $C"; pwd'), { env: { B: 'own', C: 'x y' }, cwd: dir });
    expect(result.stdout).toBe(`it's own x y\n${dir}\n`);
    const bash = await view.probe(script('echo ${BASH_VERSION:+bash} $0; cat; exit 6'), {
      executable: '/bin/bash',
      stdin: 'in',
    });
    expect(bash).toMatchObject({ rc: 6, stdout: 'bash /bin/bash\nin' });
  });
  it('run in the user locale when they change something, in C when they are read', async () => {
    const { view, hands } = open({ environment: {} });
    expect((await view.probe(script('echo "$LC_ALL"'))).stdout).toBe('C\n');
    expect((await hands.run(script('echo "$LC_ALL"'))).stdout).toBe(`${process.env['LC_ALL'] ?? ''}\n`);
  });
  it('do not show up in argument lists', async () => {
    const secret = 'sesame-4711';
    const result = await open().view.probe(script(`: ${secret}; sleep 0.1; cat /proc/[0-9]*/cmdline 2>/dev/null`));
    expect(result.stdout).not.toContain(secret);
  });
  it('may print the variables of their shell', async () => {
    const result = await open().view.probe(script('set; echo done'));
    expect(result.rc).toBe(0);
    expect(result.stdout).toMatch(/done\n$/);
  });
  it('refuse a NUL in the script', async () => {
    await expect(open().view.probe(script('echo \0'))).rejects.toThrow(/NUL/);
    expect((await open().view.probe(script('echo ok'))).stdout).toBe('ok\n');
  });
  it('are queued', async () => {
    const { view } = open();
    const results = await Promise.all(Array.from({ length: 20 }, (_, i) => view.probe(sh`echo ${i}`)));
    expect(results.map((r) => r.stdout.trim())).toEqual(Array.from({ length: 20 }, (_, i) => String(i)));
  });
  it('stream their output', async () => {
    const seen: string[] = [];
    const started = Date.now();
    const { hands } = open({
      onOutput: (stream, bytes) => seen.push(`${stream}:${bytes.toString()}@${Date.now() - started}`),
    });
    await hands.run(script('echo one; sleep 0.5; echo two >&2'));
    expect(seen.length).toBe(2);
    expect(Number(seen[0]?.split('@')[1])).toBeLessThan(450);
  });
});

describe('trouble', () => {
  it('kills what takes too long, children included, and goes on', async () => {
    const { hands } = open();
    await expect(
      hands.run(script('(sleep 71.5; echo x) & sleep 72.5; echo never'), { timeout: 1000 }),
    ).rejects.toMatchObject({ code: 'timeout' });
    expect((await hands.run(script('echo still; ps -A -o args= | grep -c "[s]leep 7[12].5"'))).stdout).toBe(
      'still\n0\n',
    );
  });
  it('does not wait for a process left in the background, nor lets it speak into other scripts', async () => {
    const { hands } = open();
    const started = Date.now();
    const result = await hands.run(script('(sleep 1; echo LATE) & echo started'));
    expect(result.stdout).toBe('started\n');
    expect(Date.now() - started).toBeLessThan(900);
    const next = await hands.run(script('sleep 1.5; echo next'));
    expect(next.stdout).toBe('next\n');
  });
  it('does not kill a daemon that was left behind', async () => {
    const { hands } = open();
    await hands.run(sh`(sleep 1; echo alive > ${at('daemon')}) >/dev/null 2>&1 &`);
    await hands.run(sh`nohup sh -c 'sleep 1; echo alive > ${at('held')}' &`);
    await new Promise((r) => setTimeout(r, 1800));
    expect(readFileSync(at('daemon'), 'utf8')).toBe('alive\n');
    expect(readFileSync(at('held'), 'utf8')).toBe('alive\n');
  });
  it('says so when a script kills its shell, and opens another', async () => {
    const { hands } = open();
    await expect(hands.run(script('kill -9 $$; sleep 5'))).rejects.toMatchObject({ code: 'shell-died' });
    expect((await hands.run(script('echo again'))).stdout).toBe('again\n');
  });
});

describe('output without end', () => {
  it('stops the script, and the next one has a new shell', async () => {
    const { hands, view } = open();
    const run = hands.run(script('yes'), { mostOutput: 100_000 });
    await expect(run).rejects.toMatchObject({ code: 'too-much-output' });
    await expect(view.probe(script('yes >&2'), { mostOutput: 100_000 })).rejects.toThrow('printed more than');
    expect((await hands.run(script('echo again'), { mostOutput: 6 })).stdout).toBe('again\n');
  });
});

describe('stat and read', () => {
  it('describes files, directories, links and nothing', async () => {
    writeFileSync(at("odd 'name\n"), 'abc');
    chmodSync(at("odd 'name\n"), 0o640);
    symlinkSync("odd 'name\n", at('link'));
    const { view } = open();
    const file = await view.stat(at("odd 'name\n"), { checksum: 'sha1' });
    const real = statSync(at("odd 'name\n"));
    expect(file).toMatchObject({
      kind: 'file',
      mode: 0o640,
      size: 3,
      uid: real.uid,
      gid: real.gid,
      inode: real.ino,
      device: real.dev,
      links: 1,
      readable: true,
      writable: true,
      blocks: real.blocks,
      blockSize: real.blksize,
      deviceType: 0,
      checksum: 'a9993e364706816aba3e25717850c26c9cd0d89d',
    });
    expect(file?.mtime).toBeCloseTo(real.mtimeMs / 1000, 2);
    expect(await view.stat(at('link'))).toMatchObject({
      kind: 'link',
      linkTarget: "odd 'name\n",
      linkSource: at("odd 'name\n"),
    });
    expect(await view.stat(at('link'), { follow: true, checksum: 'md5' })).toMatchObject({
      kind: 'file',
      checksum: '900150983cd24fb0d6963f7d28e17f72',
    });
    expect(await view.stat(dir)).toMatchObject({ kind: 'directory' });
    expect(await view.stat(at('none'))).toBeNull();
    expect(await view.stat(at('none/below'))).toBeNull();
    expect(await view.stat('/dev/null')).toMatchObject({ kind: 'char', deviceType: statSync('/dev/null').rdev });
  });
  it('reads bytes and says what cannot be read', async () => {
    const bytes = Buffer.from([0, 255, 10, 13, 0]);
    writeFileSync(at('bytes'), bytes);
    const { view } = open();
    expect((await view.read(at('bytes'))).equals(bytes)).toBe(true);
    await expect(view.read(at('none'))).rejects.toMatchObject({ code: 'file-missing' });
    await expect(view.read(dir)).rejects.toMatchObject({ code: 'file-unreadable' });
  });
  it('expands what a shell would', async () => {
    const { view } = open({ environment: { WHERE: '/x y' } });
    expect(await view.expand('/plain/path')).toBe('/plain/path');
    expect(await view.expand('~/a b')).toBe(`${userInfo().homedir}/a b`);
    expect(await view.expand('~root')).toBe('/root');
    expect(await view.expand("$WHERE/it's/${WHERE}/$NOT_SET_AT_ALL/`x`")).toBe("/x y/it's//x y/$NOT_SET_AT_ALL/`x`");
  });
  it("remembers the user's home, but not that of a task with another one", async () => {
    const elsewhere = open({ environment: { HOME: '/else where' } }).view;
    expect([await elsewhere.expand('~/x'), await open().view.expand('~/x')]).toEqual([
      '/else where/x',
      `${userInfo().homedir}/x`,
    ]);
    expect([await elsewhere.expand('~'), await open().view.expand('~')]).toEqual(['/else where', userInfo().homedir]);
  });
});

describe('batch', () => {
  const failed = ({ rc, stderr }: { rc: number; stderr: string }): Error => new Error(`${rc} ${stderr}`);
  /** Comes in pieces that end anywhere. */
  const stream = (bytes: Buffer, size = bytes.length) => ({
    size,
    async *chunks() {
      for (let at = 0; at < bytes.length; at += 100_003) yield bytes.subarray(at, at + 100_003);
    },
  });
  it('writes files, streams too, and runs scripts in order, in one go', async () => {
    const { hands } = open();
    const bytes = Buffer.from(Array.from({ length: 1_000_001 }, (_, i) => (i * 7) % 256));
    writeFileSync(at('b1'), 'old');
    const done = await hands.batch([
      { path: at('b1'), content: 'one', options: { backup: true, mode: 0o600 } },
      { path: at('b2'), content: stream(bytes) },
      { script: sh`cat ${at('b1')}; printf '\0x'; cat`, failed },
      { path: at('b3'), content: '' },
      { path: at('b4'), content: { from: at('b2') }, options: { mode: 0o640 } },
      { path: at('b5'), content: Buffer.from('last\n') },
    ]);
    expect(readFileSync(done[0]?.backupFile ?? '', 'utf8')).toBe('old');
    expect(done[2]?.stdoutBytes.toString()).toBe('one\0x');
    expect(readFileSync(at('b2')).equals(bytes)).toBe(true);
    expect(readFileSync(at('b4')).equals(bytes)).toBe(true);
    expect(statSync(at('b4')).mode & 0o777).toBe(0o640);
    expect([readFileSync(at('b3'), 'utf8'), readFileSync(at('b5'), 'utf8')]).toEqual(['', 'last\n']);
  });
  it('ends at the first that fails, with its own words', async () => {
    const { hands } = open();
    const steps = (validate: string, text: string) => [
      { path: at('ok'), content: 'x', options: { validate: 'echo noise %s' } },
      { path: at('bad'), content: 'x'.repeat(70_000), options: { validate } },
      { script: script(text), failed },
      { path: at('never'), content: 'y' },
    ];
    await expect(hands.batch(steps('echo no; false %s', ':'))).rejects.toMatchObject({ code: 'validate-failed' });
    await expect(hands.batch(steps('true %s', 'echo why >&2; exit 7'))).rejects.toThrow('7 why');
    expect(readdirSync(dir)).not.toContain('never');
    expect(readFileSync(at('ok'), 'utf8')).toBe('x');
  });
  it('a file that shrinks while it is sent replaces nothing, and the next script runs', async () => {
    const { hands, view } = open();
    writeFileSync(at('kept'), 'old');
    await expect(hands.write(at('kept'), stream(Buffer.alloc(50_000), 60_000))).rejects.toThrow(
      /shrunk to 50000 of 60000/,
    );
    await expect(hands.write(at('kept'), stream(Buffer.alloc(50_000), 40_000))).rejects.toThrow(/grown over 40000/);
    expect((await view.probe(script('echo on'))).stdout).toBe('on\n');
    expect(readFileSync(at('kept'), 'utf8')).toBe('old');
  });
  it('names that are no UTF-8 are what they are', async () => {
    const { hands, view } = open();
    const name = at('caf\udce9');
    await hands.write(name, 'x');
    expect(readdirSync(dir, { encoding: 'buffer' }).some((n) => n.toString('latin1') === 'caf\xe9')).toBe(true);
    expect((await view.read(name)).toString()).toBe('x');
    expect((await view.probe(sh`ls -d ${name}`)).stdout).toBe(`${name}\n`);
  });
});

describe('write', () => {
  it('makes a new file with the default mode and leaves nothing else', async () => {
    const { hands } = open();
    expect(await hands.write(at('new'), 'héllo')).toEqual({});
    expect(readFileSync(at('new'), 'utf8')).toBe('héllo');
    expect(statSync(at('new')).mode & 0o777).toBe(0o666 & ~process.umask());
    await hands.write(at('empty'), '');
    expect(statSync(at('empty')).size).toBe(0);
    expect(readdirSync(dir).filter((f) => f.includes('tsplay'))).toEqual([]);
  });
  it('keeps the mode of an old file, or sets what is asked', async () => {
    const { hands } = open();
    writeFileSync(at('old'), 'old');
    chmodSync(at('old'), 0o751);
    await hands.write(at('old'), 'new');
    expect(statSync(at('old')).mode & 0o7777).toBe(0o751);
    await hands.write(at('old'), 'newer', { mode: 0o4711 });
    expect(statSync(at('old')).mode & 0o7777).toBe(0o4711);
  });
  it('makes a backup', async () => {
    const { hands } = open();
    writeFileSync(at('kept'), 'before');
    const { backupFile } = await hands.write(at('kept'), 'after', { backup: true });
    expect(backupFile).toMatch(/kept\.\d+\.\d{4}-\d\d-\d\d@\d\d:\d\d:\d\d~$/);
    expect(readFileSync(backupFile ?? '', 'utf8')).toBe('before');
    expect(await hands.write(at('nothing-before'), 'x', { backup: true })).toEqual({});
  });
  it('validates the temporary file before it takes its place', async () => {
    const { hands } = open();
    await hands.write(at('valid'), 'good', { validate: 'grep -q good %s' });
    await expect(hands.write(at('valid'), 'bad', { validate: 'grep good %s' })).rejects.toMatchObject({
      code: 'validate-failed',
    });
    expect(readFileSync(at('valid'), 'utf8')).toBe('good');
    expect(readdirSync(dir).filter((f) => f.includes('tsplay'))).toEqual([]);
  });
  it('replaces exactly the path it is given', async () => {
    const { hands } = open();
    writeFileSync(at('target'), 'target');
    symlinkSync(at('target'), at('to-file'));
    symlinkSync(dir, at('to-dir'));
    await hands.write(at('to-file'), 'x');
    await hands.write(at('to-dir'), 'y');
    expect(lstatSync(at('to-file')).isFile()).toBe(true);
    expect(lstatSync(at('to-dir')).isFile()).toBe(true);
    expect(readFileSync(at('target'), 'utf8')).toBe('target');
  });
  it('says what is wrong', async () => {
    const { hands } = open();
    await expect(hands.write(at('no/such/dir'), 'x')).rejects.toMatchObject({
      code: 'write-failed',
      message: expect.stringContaining('directory does not exist') as string,
    });
    await expect(hands.write(dir, 'x')).rejects.toMatchObject({ code: 'write-failed' });
    await expect(hands.write(at('owned'), 'x', { owner: 'no-such-user' })).rejects.toMatchObject({
      code: 'write-failed',
    });
    expect(readdirSync(dir).filter((f) => f.includes('tsplay') || f === 'owned')).toEqual([]);
  });
  it('is fast for big files', async () => {
    const { hands } = open();
    const big = Buffer.alloc(50 * 1024 * 1024, 'abcdefgh\n');
    const started = Date.now();
    await hands.write(at('big'), big);
    console.log(`50 MiB written in ${Date.now() - started} ms`);
    expect(readFileSync(at('big')).equals(big)).toBe(true);
    expect(Date.now() - started).toBeLessThan(10_000);
  });
  it('sets attributes without following links', async () => {
    const { hands } = open();
    writeFileSync(at('attr'), '');
    symlinkSync(at('attr'), at('attr-link'));
    await hands.attributes(at('attr'), { mode: 0o600 });
    await hands.attributes(at('attr-link'), { mode: 0o644 });
    expect(statSync(at('attr')).mode & 0o777).toBe(0o600);
    await hands.attributes(at('attr-link'), { mode: 0o644 }, { follow: true });
    expect(statSync(at('attr')).mode & 0o777).toBe(0o644);
    await expect(hands.attributes(at('none'), { mode: 0o600 })).rejects.toMatchObject({ code: 'command-failed' });
  });
  it('must: a failing command is an error', async () => {
    await expect(open().hands.must(script('echo why >&2; exit 9'))).rejects.toMatchObject({
      code: 'command-failed',
      message: expect.stringContaining('code 9: why') as string,
    });
  });
});
