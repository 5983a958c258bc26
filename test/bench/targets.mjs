// The server that is measured against: the lab's bare Debian, with Python when somebody needs it.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const BARE = process.env['TSPLAY_LAB_IMAGE'] ?? 'tsplay-lab-target:bookworm';
const PYTHON = process.env['TSPLAY_BENCH_IMAGE'] ?? 'tsplay-bench-python:bookworm';
const RUN_TARGET = resolve(import.meta.dirname, '../lab/target/run-target.sh');

/**
 * Starts the server that all engines work on.
 * @param name the container's, where several are needed
 * @returns the target with `clean`, which takes away what the workloads have made, and `stop`, which removes it
 */
export async function startTarget({ withPython, name = `bench-${process.pid}` }) {
  const image = withPython ? PYTHON : BARE;
  require(BARE, 'make it with test/lab/target/make-image.sh');
  if (withPython)
    require(PYTHON, `make it with: printf 'FROM ${BARE}\\nRUN apt-get update && apt-get install -y python3\\n' | docker build -t ${PYTHON} -`);
  const scratch = mkdtempSync(join(tmpdir(), 'tsplay-bench-'));
  const key = join(scratch, 'id');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  writeFileSync(join(scratch, 'ansible.cfg'), '[defaults]\nhost_key_checking = false\n');
  const container = name;
  const stop = async () => {
    execFileSync('docker', ['rm', '--force', '--volumes', container], { stdio: 'ignore' });
    rmSync(scratch, { recursive: true, force: true });
  };
  const clean = () => execFileSync('docker', ['exec', container, 'sh', '-c', 'rm -rf /tmp/bench-*']);
  try {
    const port = await freePort();
    execFileSync(RUN_TARGET, [container, `${key}.pub`, '--port', String(port)], {
      env: { ...process.env, TSPLAY_LAB_IMAGE: image },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return { port, key, scratch, container, clean, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function require(image, how) {
  try {
    execFileSync('docker', ['image', 'inspect', image], { stdio: 'ignore' });
  } catch {
    throw new Error(`missing: docker with the image ${image}; ${how}`);
  }
}

/** A port before the target's on which each byte takes `delay` milliseconds longer, both ways. */
export async function startProxy(script, target, delay) {
  const port = await freePort();
  const proxy = spawn(process.execPath, [script, String(port), String(target.port), String(delay)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((ready, failed) => {
    proxy.stdout.once('data', ready);
    proxy.once('exit', (rc) => failed(new Error(`${script} ended with ${rc}`)));
  });
  return { target: { ...target, port }, stop: () => proxy.kill() };
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
