// A HostView and HostHands over this very machine by child processes, for module cases.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { connect } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import {
  TsplayError,
  type FileAttributes,
  type FileKind,
  type FileStatus,
  type HostHands,
  type HostView,
  type Platform,
  type Script,
  type ScriptOptions,
  type ScriptResult,
  type StatOptions,
  type WriteOptions,
} from '../../src/kit/index.js';

export interface LocalHostOptions {
  /** Added to the environment of every script. */
  readonly env?: Readonly<Record<string, string>>;
  /** What `platform()` says where it should not be a bare Debian. */
  readonly platform?: Partial<Platform>;
}

const PLATFORM: Platform = {
  osFamily: 'Debian',
  distribution: 'Debian',
  distributionVersion: '12',
  distributionRelease: 'bookworm',
  architecture: 'x86_64',
  packageManager: 'apt',
  serviceManager: 'systemd',
  system: 'Linux',
};

/** The local machine as a host, and how many round trips have been made over a wire if it were one. */
export class LocalHost implements HostView, HostHands {
  readonly name = 'localhost';
  roundTrips = 0;

  constructor(private readonly options: LocalHostOptions = {}) {}

  probe(script: Script, options: ScriptOptions = {}): Promise<ScriptResult> {
    this.roundTrips++;
    const directory = fs.mkdtempSync(join(tmpdir(), 'tsplay-script-'));
    const file = join(directory, 'script');
    fs.writeFileSync(file, script.text);
    return new Promise((resolve, reject) => {
      const child = spawn(options.executable ?? '/bin/sh', [file], {
        cwd: options.cwd ?? homedir(),
        env: { ...process.env, ...this.options.env, ...options.env },
        stdio: ['pipe', 'pipe', 'pipe'],
        detached: true,
      });
      const out: Buffer[] = [];
      const err: Buffer[] = [];
      let timedOut = false;
      const timer =
        options.timeout === undefined
          ? undefined
          : setTimeout(() => {
              timedOut = true;
              if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
            }, options.timeout);
      const finish = (): void => {
        clearTimeout(timer);
        fs.rmSync(directory, { recursive: true, force: true });
      };
      child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
      child.stdin.on('error', () => undefined);
      child.on('error', (error) => {
        finish();
        reject(error);
      });
      child.on('close', (code) => {
        finish();
        if (timedOut) {
          reject(new TsplayError('timeout', `the script took longer than ${options.timeout} ms`));
          return;
        }
        const stdoutBytes = Buffer.concat(out);
        const stderr = Buffer.concat(err).toString('utf8');
        resolve({ rc: code ?? -1, stdout: stdoutBytes.toString('utf8'), stderr, stdoutBytes });
      });
      child.stdin.end(options.stdin ?? '');
    });
  }

  run(script: Script, options?: ScriptOptions): Promise<ScriptResult> {
    return this.probe(script, options);
  }

  async must(script: Script, options?: ScriptOptions): Promise<ScriptResult> {
    const result = await this.run(script, options);
    if (result.rc !== 0) throw new TsplayError('command-failed', `rc ${result.rc}: ${result.stderr.trim()}`);
    return result;
  }

  async stat(path: string, options: StatOptions = {}): Promise<FileStatus | null> {
    this.roundTrips++;
    let s: fs.Stats;
    try {
      s = options.follow ? fs.statSync(path) : fs.lstatSync(path);
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
      throw error;
    }
    const ids = await this.names(s.uid, s.gid);
    const can = (how: number): boolean => {
      try {
        fs.accessSync(path, how);
        return true;
      } catch {
        return false;
      }
    };
    return {
      path,
      kind: kindOf(s),
      mode: s.mode & 0o7777,
      uid: s.uid,
      gid: s.gid,
      ...ids,
      size: s.size,
      mtime: s.mtimeMs / 1000,
      atime: s.atimeMs / 1000,
      ctime: s.ctimeMs / 1000,
      inode: s.ino,
      device: s.dev,
      links: s.nlink,
      blocks: s.blocks,
      blockSize: s.blksize,
      deviceType: s.rdev,
      readable: can(fs.constants.R_OK),
      writable: can(fs.constants.W_OK),
      executable: can(fs.constants.X_OK),
      ...(s.isSymbolicLink() ? { linkTarget: fs.readlinkSync(path), linkSource: realPath(path) } : {}),
      ...(options.checksum !== undefined && s.isFile()
        ? { checksum: createHash(options.checksum).update(fs.readFileSync(path)).digest('hex') }
        : {}),
    };
  }

  private async names(uid: number, gid: number): Promise<{ owner: string; group: string }> {
    const field = (database: string, id: number): string =>
      fs
        .readFileSync(database, 'utf8')
        .split('\n')
        .map((line) => line.split(':'))
        .find((parts) => parts[2] === String(id))?.[0] ?? String(id);
    return { owner: field('/etc/passwd', uid), group: field('/etc/group', gid) };
  }

  async read(path: string): Promise<Buffer> {
    this.roundTrips++;
    try {
      return fs.readFileSync(path);
    } catch (error) {
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      throw new TsplayError(missing ? 'file-missing' : 'file-unreadable', `cannot read ${path}`, { cause: error });
    }
  }

  async dial(target: { host: string; port: number } | { socketPath: string }): ReturnType<HostView['dial']> {
    return 'socketPath' in target ? connect(target.socketPath) : connect(target.port, target.host);
  }

  async platform(): Promise<Platform> {
    return { ...PLATFORM, ...this.options.platform };
  }

  async expand(path: string): Promise<string> {
    const env: Record<string, string | undefined> = { ...process.env, ...this.options.env };
    return path
      .replace(/^~(?=\/|$)/, homedir())
      .replace(/\$(?:\{(\w+)\}|(\w+))/g, (all, a?: string, b?: string) => env[a ?? b ?? ''] ?? all);
  }

  async gatherFacts(): Promise<Record<string, unknown>> {
    return {};
  }

  async reconnect(): Promise<void> {}

  async write(
    path: string,
    content: Uint8Array | string,
    options: WriteOptions = {},
  ): Promise<{ backupFile?: string }> {
    this.roundTrips++;
    const temporary = join(dirname(path), `.tsplay-${randomBytes(4).toString('hex')}-${basename(path)}`);
    try {
      const old = await this.stat(path, { follow: true });
      fs.writeFileSync(temporary, content, { mode: 0o600 });
      if (options.validate !== undefined) {
        const { rc, stderr } = await this.run({ text: options.validate.replaceAll('%s', temporary) });
        if (rc !== 0) throw new TsplayError('validate-failed', `failed to validate: rc:${rc} error:${stderr}`);
      }
      await this.attributes(temporary, {
        owner: options.owner ?? (old ? String(old.uid) : undefined),
        group: options.group ?? (old ? String(old.gid) : undefined),
        mode: options.mode ?? old?.mode ?? 0o666 & ~process.umask(),
      });
      let backupFile: string | undefined;
      if (options.backup && old) {
        backupFile = `${path}.${process.pid}.${Date.now()}~`;
        fs.copyFileSync(path, backupFile);
      }
      fs.renameSync(temporary, path);
      return backupFile === undefined ? {} : { backupFile };
    } catch (error) {
      fs.rmSync(temporary, { force: true });
      if (error instanceof TsplayError) throw error;
      throw new TsplayError('write-failed', `cannot write ${path}: ${(error as Error).message}`, { cause: error });
    }
  }

  async attributes(path: string, wanted: FileAttributes, options: { follow?: boolean } = {}): Promise<void> {
    const flag = options.follow ? '' : '-h';
    const words = [
      ...(wanted.owner === undefined ? [] : [`chown ${flag} -- '${wanted.owner}' "$1"`]),
      ...(wanted.group === undefined ? [] : [`chgrp ${flag} -- '${wanted.group}' "$1"`]),
      ...(wanted.mode === undefined ? [] : [`chmod ${wanted.mode.toString(8).padStart(5, '0')} -- "$1"`]),
    ];
    if (words.length === 0) return;
    await this.must({ text: `set -e -- '${path.replaceAll("'", `'\\''`)}'\n${words.join('\n')}` });
  }
}

function realPath(path: string): string {
  try {
    return fs.realpathSync(path);
  } catch {
    return join(dirname(path), fs.readlinkSync(path));
  }
}

function kindOf(s: fs.Stats): FileKind {
  if (s.isFile()) return 'file';
  if (s.isDirectory()) return 'directory';
  if (s.isSymbolicLink()) return 'link';
  if (s.isBlockDevice()) return 'block';
  if (s.isCharacterDevice()) return 'char';
  return s.isFIFO() ? 'fifo' : 'socket';
}
