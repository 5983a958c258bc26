import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TsplayError } from '../ground/index.js';
import {
  ask,
  createTemplatePort,
  env,
  execSync,
  expandHome,
  nodeFiles,
  writeFileAtomic,
  type Terminal,
} from './index.js';

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'tsplay-controller-'));
  mkdirSync(join(dir, 'd/files'), { recursive: true });
  writeFileSync(join(dir, 'd/a.txt'), '\uFEFFhé');
  writeFileSync(join(dir, 'd/B.txt'), 'b');
  writeFileSync(join(dir, 'd/.hidden.txt'), '');
  writeFileSync(join(dir, 'd/files/f'), 'f');
  writeFileSync(join(dir, 'bad'), new Uint8Array([0xff, 0xfe, 0x41]));
  symlinkSync('..', join(dir, 'd/up'));
  symlinkSync('nowhere', join(dir, 'd/broken'));
});
afterAll(() => rmSync(dir, { recursive: true }));

function caught(action: () => unknown): TsplayError {
  try {
    action();
  } catch (error) {
    if (error instanceof TsplayError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('files', () => {
  it('reads text without the byte order mark, and bytes', () => {
    expect(nodeFiles.readText(join(dir, 'd/a.txt'))).toBe('hé');
    expect(nodeFiles.readBytes(join(dir, 'bad'))).toHaveLength(3);
  });
  it('says what is wrong with the path and what to do', () => {
    const span = { file: 'p', line: 1, col: 2 };
    const missing = caught(() => nodeFiles.readText(join(dir, 'nope'), span));
    expect([missing.code, missing.span, missing.hint]).toEqual(['file-missing', span, expect.any(String)]);
    expect(missing.message).toContain('nope');
    expect(caught(() => nodeFiles.readText(join(dir, 'd'))).message).toContain('is a directory');
    expect(caught(() => nodeFiles.readText(join(dir, 'bad'))).message).toContain('not UTF-8');
    expect(caught(() => nodeFiles.readText(join(dir, 'bad/x'))).message).toContain('not a directory');
    expect(caught(() => nodeFiles.list(join(dir, 'nope'))).code).toBe('file-missing');
  });
  it('knows kinds, follows links', () => {
    expect(nodeFiles.exists(join(dir, 'd'))).toBe('directory');
    expect(nodeFiles.exists(join(dir, 'd/a.txt'))).toBe('file');
    expect(nodeFiles.exists('/dev/null')).toBe('other');
    expect(nodeFiles.exists(join(dir, 'd/broken'))).toBeUndefined();
    expect(nodeFiles.exists(join(dir, 'bad/x'))).toBeUndefined();
    expect(nodeFiles.stat(join(dir, 'd/B.txt'))).toMatchObject({ kind: 'file', size: 1 });
  });
  it('lists sorted, walks without running in circles', () => {
    expect(nodeFiles.list(join(dir, 'd'))).toEqual(['.hidden.txt', 'B.txt', 'a.txt', 'broken', 'files', 'up']);
    const walked = nodeFiles.walk(join(dir, 'd')).map((p) => p.slice(dir.length + 1));
    expect(walked).toContain('d/files/f');
    expect(walked).toContain('d/up/bad');
    expect(walked.some((p) => p.includes('up/d/'))).toBe(false);
  });
  it('globs', () => {
    const glob = (pattern: string) => nodeFiles.glob(join(dir, pattern)).map((p) => p.slice(dir.length + 1));
    expect(glob('d/*.txt')).toEqual(['d/B.txt', 'd/a.txt']);
    expect(glob('d/.*.txt')).toEqual(['d/.hidden.txt']);
    expect(glob('d/[ab].tx?')).toEqual(['d/a.txt']);
    expect(glob('d/[!a].txt')).toEqual(['d/B.txt']);
    expect(glob('*/files/*')).toEqual(['d/files/f']);
    expect(glob('d/a.txt')).toEqual(['d/a.txt']);
    expect(glob('nope/*')).toEqual([]);
    expect(glob('bad/*')).toEqual([]);
  });
});

describe('writeFileAtomic', () => {
  it('writes whole files, makes directories, keeps or sets the mode', () => {
    const path = join(dir, 'new/sub/file');
    writeFileAtomic(path, 'one', 0o600);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    writeFileAtomic(path, new Uint8Array([0x32]));
    expect(readFileSync(path, 'utf8')).toBe('2');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    chmodSync(path, 0o640);
    writeFileAtomic(path, '');
    expect(statSync(path).mode & 0o777).toBe(0o640);
  });
  it('leaves nothing behind when it fails', () => {
    mkdirSync(join(dir, 'new/target'), { recursive: true });
    writeFileSync(join(dir, 'new/target/x'), '');
    const error = caught(() => writeFileAtomic(join(dir, 'new/target'), 'x'));
    expect(error.code).toBe('write-failed');
    expect(readdirSync(join(dir, 'new')).filter((n) => n.endsWith('.tmp'))).toEqual([]);
    expect(caught(() => writeFileAtomic(join(dir, 'bad/x'), 'x')).code).toBe('write-failed');
  });
  it('says when the disk is full', () => {
    expect(caught(() => writeFileAtomic('/proc/tsplay', 'x')).code).toBe('write-failed');
  });
});

describe('commands and environment', () => {
  it('gives rc and output', () => {
    expect(execSync('echo out; echo err >&2; exit 3')).toEqual({ rc: 3, stdout: 'out\n', stderr: 'err\n' });
    expect(execSync('kill -TERM $$').rc).toBe(143);
    expect(execSync('pwd', { cwd: '/' }).stdout).toBe('/\n');
    expect(caught(() => execSync('true', { cwd: join(dir, 'nope') })).code).toBe('command-failed');
    expect(env('PATH')).toBe(process.env['PATH']);
  });
});

describe('ask', () => {
  function typed(text: string): { terminal: Terminal; shown: () => string; stopped: () => boolean } {
    let shown = '';
    let stopped = false;
    const terminal: Terminal = {
      write: (t) => void (shown += t),
      read: (listener) => {
        setImmediate(() => listener(text));
        return () => void (stopped = true);
      },
    };
    return { terminal, shown: () => shown, stopped: () => stopped };
  }
  it('shows nothing of a password', async () => {
    const t = typed('seX\x7fcret\rrest');
    expect(await ask('Password: ', { terminal: t.terminal })).toBe('secret');
    expect(t.shown()).toBe('Password: \r\n');
    expect(t.stopped()).toBe(true);
  });
  it('echoes and edits when asked to', async () => {
    const t = typed('ab\x15c\x7f\x7fd\n');
    expect(await ask('? ', { terminal: t.terminal, echo: true })).toBe('d');
    expect(t.shown()).toContain('\b \b');
  });
  it('can be cancelled', async () => {
    await expect(ask('? ', { terminal: typed('a\x03').terminal })).rejects.toThrow('cancelled');
  });
});

describe('the template port', () => {
  it('searches the kind of file in each directory in turn', () => {
    const port = createTemplatePort({ searchPath: () => [join(dir, 'nope'), join(dir, 'd')], now: () => 5 });
    const scope = { lookup: () => undefined, names: () => [] };
    expect(port.find('files', 'f', scope)).toBe(join(dir, 'd/files/f'));
    expect(port.find('templates', 'a.txt', scope)).toBe(join(dir, 'd/a.txt'));
    expect(port.find('files', 'zzz', scope)).toBeUndefined();
    expect(port.find('files', '/dev/null', scope)).toBe('/dev/null');
    expect(port.find('files', '/nope', scope)).toBeUndefined();
    expect(port.now()).toBe(5);
    expect(port.exec('echo x').stdout).toBe('x\n');
    expect(new TextDecoder().decode(port.readFile(join(dir, 'd/B.txt')))).toBe('b');
    expect(expandHome('~/x')).toBe(join(homedir(), 'x'));
    expect(expandHome('~x')).toBe('~x');
  });
});
