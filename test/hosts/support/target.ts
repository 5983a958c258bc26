// A real server for tests: the lab's bare Debian (systemd, sshd, sudo, no Python) in a container, by testcontainers.
//
//   const target = await startTarget();
//   const { view, hands } = target.host({ user: 'ops' }).view({ become: sudo('root') });
//   await target.exec('touch /marker');            // as root, past everything that is tested
//   await target.stop();
//
// Users: root, admin (sudo with password admin-pw), ops (sudo without), nosudo (none; nosudo-pw); all have the test key.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GenericContainer, Wait, type StartedTestContainer } from 'testcontainers';
import type { BecomeSpec } from '../../../src/become/index.js';
import { createWirePool, type SshSettings, type WirePool } from '../../../src/connection/index.js';
import { Secrets, systemClock } from '../../../src/ground/index.js';
import { createHost, type Host } from '../../../src/host/index.js';

// The reaper is an image of its own from a registry; the containers are stopped by `stop` here.
process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true';

const MAKE_IMAGE = fileURLToPath(new URL('../../lab/target/make-image.sh', import.meta.url));

/** Debian 11, 12, 13. */
export type Suite = 'bullseye' | 'bookworm' | 'trixie';

/** A key pair made for one test run. */
export interface TestKey {
  /** Path of the private key; the public one is beside it. */
  readonly path: string;
  readonly publicKey: string;
  remove(): void;
}

export function makeKey(
  type: 'ed25519' | 'rsa' | 'ecdsa' = 'ed25519',
  options: { passphrase?: string; pem?: boolean } = {},
): TestKey {
  const dir = mkdtempSync(join(tmpdir(), 'tsplay-key-'));
  chmodSync(dir, 0o700);
  const path = join(dir, 'id');
  // One round of the passphrase's derivation: sixteen take seconds, and protect nobody here.
  const form = options.pem === true ? ['-m', 'PEM'] : ['-a', '1'];
  execFileSync('ssh-keygen', [
    '-q',
    '-t',
    type,
    '-N',
    options.passphrase ?? '',
    '-C',
    'tsplay-test',
    '-f',
    path,
    ...form,
  ]);
  return {
    path,
    publicKey: readFileSync(`${path}.pub`, 'utf8').trim(),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

export interface TargetOptions {
  /** Which Debian; default 12. */
  readonly suite?: Suite;
  /** The key authorised for all users; default one of its own. */
  readonly key?: TestKey;
  /** Tmpfs mounts besides systemd's, e.g. `{ '/small': 'size=64k' }`. */
  readonly tmpfs?: Readonly<Record<string, string>>;
  /** Rules of the devices it may use beyond Docker's own, e.g. `b 7:* rwm` for loop devices. */
  readonly deviceRules?: readonly string[];
  /** Paths of this machine that the target has too: there by here. */
  readonly binds?: Readonly<Record<string, string>>;
  /** Hostname; default `target`. */
  readonly hostname?: string;
}

export interface Target {
  readonly key: TestKey;
  readonly container: StartedTestContainer;
  /** Where sshd is reached from here. */
  readonly address: { readonly host: string; readonly port: number };
  /** The container's own address, as other containers see it. */
  readonly ip: string;
  /** Shared by all hosts made by `host`; closed by `stop`. */
  readonly pool: WirePool;
  /** Settings that log in with the test key and do not ask known_hosts. */
  settings(user?: string, changes?: Partial<SshSettings>): SshSettings;
  /** A host over those settings; closed by `stop`. */
  host(options?: { user?: string; settings?: SshSettings; name?: string }): Host;
  /** A shell command as root through Docker, not over SSH. Fails the test when it fails. @returns its output */
  exec(command: string): Promise<string>;
  stop(): Promise<void>;
}

/** `become` by sudo, with a password where one is given. */
export function sudo(user = 'root', password?: string): BecomeSpec {
  return { method: 'sudo', user, password };
}

/** @returns the image's name; it is made when it is not there */
function ensureImage(suite: Suite): string {
  const image = (suite === 'bookworm' ? process.env['TSPLAY_LAB_IMAGE'] : undefined) ?? `tsplay-lab-target:${suite}`;
  try {
    execFileSync('docker', ['image', 'inspect', image], { stdio: 'ignore' });
  } catch {
    if (!existsSync(MAKE_IMAGE)) throw new Error(`there is no image ${image} and no ${MAKE_IMAGE} to make it with`);
    execFileSync(MAKE_IMAGE, [suite], { stdio: ['ignore', 'inherit', 'inherit'] });
  }
  return image;
}

/** Settings that log in as root with a key and do not ask known_hosts. */
export function keySettings(
  name: string,
  address: { readonly host: string; readonly port: number },
  key: Pick<TestKey, 'path'>,
): SshSettings {
  return {
    transport: 'ssh',
    name,
    ...address,
    user: 'root',
    identityFiles: [key.path],
    identitiesOnly: true,
    agent: undefined,
    password: undefined,
    hostKeyPolicy: 'off',
    knownHostsFiles: [],
    hostKeyAlias: undefined,
    jumps: [],
    connectTimeout: 10_000,
    keepAlive: 15_000,
  };
}

class SystemdContainer extends GenericContainer {
  withPrivateCgroups(deviceRules: readonly string[] = []): this {
    Object.assign(this.hostConfig, { CgroupnsMode: 'private', DeviceCgroupRules: deviceRules });
    return this;
  }
}

export async function startTarget(options: TargetOptions = {}): Promise<Target> {
  const image = ensureImage(options.suite ?? 'bookworm');
  const key = options.key ?? makeKey();
  const container = await new SystemdContainer(image)
    .withPrivateCgroups(options.deviceRules)
    .withAddedCapabilities('SYS_ADMIN', 'NET_ADMIN')
    .withSecurityOpt('seccomp=unconfined', 'apparmor=unconfined')
    .withTmpFs({ '/run': 'rw', '/run/lock': 'rw', ...options.tmpfs })
    .withEnvironment({ LAB_AUTHORIZED_KEY: key.publicKey })
    .withBindMounts(Object.entries(options.binds ?? {}).map(([source, path]) => ({ source, target: path })))
    .withHostname(options.hostname ?? 'target')
    .withExposedPorts(22)
    .withWaitStrategy(Wait.forSuccessfulCommand('systemctl is-system-running'))
    .withStartupTimeout(90_000)
    .start();
  const address = { host: container.getHost(), port: container.getMappedPort(22) };
  const pool = createWirePool();
  const hosts: Host[] = [];
  const settings: Target['settings'] = (user = 'root', changes = {}) => ({
    ...keySettings('target', address, key),
    user,
    ...changes,
  });
  return {
    key,
    container,
    address,
    ip: container.getIpAddress(container.getNetworkNames()[0] ?? 'bridge'),
    pool,
    settings,
    host(hostOptions = {}) {
      const host = createHost({
        name: hostOptions.name ?? 'target',
        settings: hostOptions.settings ?? settings(hostOptions.user),
        pool,
        clock: systemClock,
        secrets: new Secrets(),
      });
      hosts.push(host);
      return host;
    },
    async exec(command) {
      const result = await container.exec(['sh', '-c', command]);
      if (result.exitCode !== 0)
        throw new Error(`'${command}' failed on the target with ${result.exitCode}: ${result.output}`);
      return result.output;
    },
    async stop() {
      await Promise.all(hosts.map((host) => host.close()));
      await pool.close();
      await container.stop({ timeout: 0 });
      if (options.key === undefined) key.remove();
    },
  };
}
