// Runs a program of the controller whose "remote shell" is a process on a host over a wire that is open already, so that
// rsync needs no login of its own.
//
// The program is told to use a small helper as its remote shell. The helper speaks to us through a unix socket that only
// this user can reach, and we start the other end on the host and carry bytes both ways.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesOfText, hasLoneBytes, quote, textOfBytes, TsplayError } from '../ground/index.js';
import type { RemoteProcess } from './types.js';

/** Output that is kept, both streams together, in bytes. */
const MOST_OUTPUT = 256 * 1024 * 1024;

/** Frames from us to the helper: a type, a length, that many bytes. */
const STDOUT = 1;
const STDERR = 2;
const EXIT = 3;

/**
 * The helper: its arguments go first, as base64 in JSON on one line; then its input as it is. Back come frames.
 * Plain JavaScript, as it is run by node as it stands. Node replaces what is no UTF-8 in its arguments, the kernel does not.
 */
const HELPER = `'use strict';
const socket = require('node:net').connect(process.argv[2]);
socket.on('error', (e) => { process.stderr.write('tsplay: ' + e.message + '\\n'); process.exit(255); });
let words = process.argv.slice(3).map((word) => Buffer.from(word).toString('base64'));
try {
  const given = require('node:fs').readFileSync('/proc/self/cmdline', 'latin1').split('\\0').slice(0, -1);
  if (given.length >= process.argv.length) words = given.slice(given.length - words.length).map((word) => Buffer.from(word, 'latin1').toString('base64'));
} catch {}
socket.write(JSON.stringify(words) + '\\n');
process.stdin.on('error', () => undefined);
process.stdout.on('error', () => process.exit(255));
process.stdin.pipe(socket);
let held = Buffer.alloc(0), code = 255;
const waitFor = (stream, bytes) => { if (!stream.write(bytes)) { socket.pause(); stream.once('drain', () => socket.resume()); } };
socket.on('data', (chunk) => {
  held = held.length ? Buffer.concat([held, chunk]) : chunk;
  while (held.length >= 5) {
    const size = held.readUInt32BE(1);
    if (held.length < 5 + size) break;
    const body = held.subarray(5, 5 + size);
    if (held[0] === ${STDOUT}) waitFor(process.stdout, body);
    else if (held[0] === ${STDERR}) waitFor(process.stderr, body);
    else { code = body[0]; process.stdout.end(() => process.exit(code)); process.stdin.destroy(); }
    held = held.subarray(5 + size);
  }
});
socket.on('close', () => { if (code === 255) process.exit(255); });
`;

export interface RelayRequest {
  /** The program and its arguments. @param shell the text for the program's option that names its remote shell */
  readonly argv: (shell: string) => readonly string[];
  /** Starts the other end. @param args what the program gave its remote shell: options, the host, the command's words */
  readonly open: (args: readonly string[]) => Promise<RemoteProcess>;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

export interface RelayResult {
  readonly rc: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the program to its end, its standard input empty.
 * @throws TsplayError program-missing when the controller has no such program; what `open` rejects with
 */
export async function runWithRelay(request: RelayRequest): Promise<RelayResult> {
  const directory = await mkdtemp(join(tmpdir(), 'tsplay-relay-'));
  let server: Server | undefined;
  let problem: unknown;
  const opened = new Set<RemoteProcess>();
  try {
    const helper = join(directory, 'shell.cjs');
    const socketPath = join(directory, 'socket');
    await writeFile(helper, HELPER, { mode: 0o600 });
    server = createServer({ allowHalfOpen: true }, (socket) => {
      socket.on('error', () => undefined);
      serve(socket, request, opened).catch((error: unknown) => {
        problem ??= error;
        socket.destroy();
      });
    });
    await listening(server, socketPath);
    const shell = [process.execPath, helper, socketPath].map(quote).join(' ');
    const result = await ran(request, request.argv(shell));
    if (problem !== undefined) throw problem instanceof Error ? problem : new Error('the other end failed');
    return result;
  } finally {
    server?.close();
    for (const remote of opened) remote.kill();
    await rm(directory, { recursive: true, force: true });
  }
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
}

/** One start of the helper. */
async function serve(socket: Socket, request: RelayRequest, opened: Set<RemoteProcess>): Promise<void> {
  const remote = await request.open(await greeting(socket));
  opened.add(remote);
  socket.pipe(remote.stdin);
  remote.stdin.on('error', () => undefined);
  const forward = (stream: RemoteProcess['stdout'], kind: number): Promise<void> =>
    new Promise((resolve) => {
      stream.on('data', (chunk: Buffer) => {
        if (socket.destroyed || socket.write(frame(kind, chunk))) return;
        stream.pause();
        socket.once('drain', () => stream.resume());
      });
      stream.once('end', resolve);
      stream.once('close', resolve);
    });
  const streams = Promise.all([forward(remote.stdout, STDOUT), forward(remote.stderr, STDERR)]);
  socket.once('close', () => remote.kill());
  const { code } = await remote.exit;
  await streams;
  opened.delete(remote);
  socket.end(frame(EXIT, Buffer.from([code ?? 255])));
}

function frame(kind: number, bytes: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head[0] = kind;
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

/** The helper's first line; what came after it is put back. */
function greeting(socket: Socket): Promise<string[]> {
  return new Promise((resolve, reject) => {
    let held = Buffer.alloc(0);
    const onData = (chunk: Buffer): void => {
      held = Buffer.concat([held, chunk]);
      const end = held.indexOf(10);
      if (end < 0) return;
      socket.off('data', onData);
      socket.pause();
      if (held.length > end + 1) socket.unshift(held.subarray(end + 1));
      const words = JSON.parse(held.subarray(0, end).toString('utf8')) as string[];
      resolve(words.map((word) => textOfBytes(Buffer.from(word, 'base64'))));
    };
    socket.on('data', onData);
    socket.once('close', () => reject(new Error('the helper went away')));
  });
}

/** Runs words with bytes in them that are no UTF-8, which node cannot give to a process. */
function shellText(words: readonly string[]): string {
  const octal = (word: string): string =>
    [...bytesOfText(word)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
  // What is read by `$(…)` loses line feeds at its end.
  return [...words.map((word) => `v=$(printf '${octal(word)}.'); set -- "$@" "\${v%.}"`), 'exec "$@"'].join('\n');
}

function ran({ cwd, env, signal }: RelayRequest, argv: readonly string[]): Promise<RelayResult> {
  const [program = '', ...args] = argv.some(hasLoneBytes) ? ['/bin/sh', '-c', shellText(argv)] : argv;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'], signal });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let bytes = 0;
    const take = (into: Buffer[]) => (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MOST_OUTPUT) child.kill();
      else into.push(chunk);
    };
    child.stdout.on('data', take(out));
    child.stderr.on('data', take(err));
    child.once('error', (error: NodeJS.ErrnoException) => {
      const missing = error.code === 'ENOENT';
      reject(
        new TsplayError(
          'command-failed',
          missing
            ? `Failed to find required executable "${program}" on the controller`
            : `'${program}' cannot be started on the controller: ${error.message}`,
          { hint: missing ? `install ${program} on the machine tsplay runs on` : undefined, cause: error },
        ),
      );
    });
    child.once('close', (code) => {
      if (bytes > MOST_OUTPUT) {
        reject(new TsplayError('too-much-output', `'${program}' printed more than ${MOST_OUTPUT / 1048576} MiB`));
      } else {
        resolve({
          rc: code ?? 255,
          stdout: Buffer.concat(out).toString('utf8'),
          stderr: Buffer.concat(err).toString('utf8'),
        });
      }
    });
  });
}
