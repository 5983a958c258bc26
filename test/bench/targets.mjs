// The servers that are measured against: the lab's bare Debian for tsplay, the same with Python for Ansible.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const BARE = process.env['TSPLAY_LAB_IMAGE'] ?? 'tsplay-lab-target:bookworm';
const PYTHON = process.env['TSPLAY_BENCH_IMAGE'] ?? 'tsplay-bench-python:bookworm';
const RUN_TARGET = resolve(import.meta.dirname, '../lab/target/run-target.sh');

/** Starts one container for each engine. @returns targets by engine name, and `stop`, which removes them */
export async function startTargets({ withPython }) {
  require(BARE, 'make it with test/lab/target/make-image.sh');
  const scratch = mkdtempSync(join(tmpdir(), 'tsplay-bench-'));
  const key = join(scratch, 'id');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  writeFileSync(join(scratch, 'ansible.cfg'), '');
  const names = [];
  const stop = async () => {
    for (const name of names) execFileSync('docker', ['rm', '--force', '--volumes', name], { stdio: 'ignore' });
    rmSync(scratch, { recursive: true, force: true });
  };
  const start = async (image, name) => {
    const port = await freePort();
    names.push(name);
    execFileSync(RUN_TARGET, [name, `${key}.pub`, '--port', String(port)], {
      env: { ...process.env, TSPLAY_LAB_IMAGE: image },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return { port, key, scratch };
  };
  try {
    const targets = { stop, tsplay: await start(BARE, `bench-${process.pid}`) };
    if (withPython) {
      require(PYTHON, `make it with: printf 'FROM ${BARE}\\nRUN apt-get update && apt-get install -y python3\\n' | docker build -t ${PYTHON} -`);
      targets.ansible = await start(PYTHON, `bench-python-${process.pid}`);
    }
    return targets;
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
