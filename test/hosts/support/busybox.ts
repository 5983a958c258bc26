// A real server for tests that has BusyBox and dropbear and nothing else, in a container: no systemd, no GNU tools.
//
//   const target = await startBusybox();
//   const result = await runOn({ host: target.host }, module, args);
//   await target.stop();
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { GenericContainer, Wait } from 'testcontainers';
import { createWirePool } from '../../../src/connection/index.js';
import { Secrets, systemClock } from '../../../src/ground/index.js';
import { createHost, type Host } from '../../../src/host/index.js';
import type { Login } from './state-run.js';
import { keySettings, makeKey } from './target.js';

const MAKE_IMAGE = fileURLToPath(new URL('../../lab/target/make-busybox.sh', import.meta.url));

export interface BusyboxTarget extends Login {
  /** Root's login. */
  readonly host: Host;
  /** A shell command as root through Docker. Fails the test when it fails. @returns its output */
  exec(command: string): Promise<string>;
  stop(): Promise<void>;
}

/** @returns the image's name; it is made when it is not there */
export function ensureBusyboxImage(): string {
  return execFileSync(MAKE_IMAGE, { stdio: ['ignore', 'pipe', 'inherit'] })
    .toString()
    .trim();
}

export async function startBusybox(): Promise<BusyboxTarget> {
  const image = ensureBusyboxImage();
  const key = makeKey();
  const container = await new GenericContainer(image)
    .withEnvironment({ LAB_AUTHORIZED_KEY: key.publicKey })
    .withHostname('busybox')
    .withExposedPorts(22)
    .withWaitStrategy(Wait.forLogMessage('Not backgrounding'))
    .withStartupTimeout(60_000)
    .start();
  const pool = createWirePool();
  const address = { host: container.getHost(), port: container.getMappedPort(22) };
  const host = createHost({
    name: 'busybox',
    settings: keySettings('busybox', address, key),
    pool,
    clock: systemClock,
    secrets: new Secrets(),
  });
  return {
    address,
    key,
    host,
    async exec(command) {
      const result = await container.exec(['sh', '-c', command]);
      if (result.exitCode !== 0) throw new Error(`'${command}' failed with ${result.exitCode}: ${result.output}`);
      return result.output;
    },
    async stop() {
      await host.close();
      await pool.close();
      await container.stop({ timeout: 0 });
      key.remove();
    },
  };
}
