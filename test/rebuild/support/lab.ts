// A whole lab for one test file: a bare server with its own k3s to come, made and taken away by the scripts of test/lab.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SCRIPTS = fileURLToPath(new URL('../../lab/', import.meta.url));
const OWN_AUTHORITIES = '/usr/local/share/ca-certificates';

export interface Lab {
  readonly address: string;
  /** Private key that root, admin and ops of the target accept. */
  readonly key: string;
  /** A known_hosts file with the target's host key and nothing else. */
  readonly knownHosts: string;
  /** For example v1.34.4+k3s1. */
  readonly k3sVersion: string;
  /** Of the mirror's installer; empty where the real get.k3s.io is used. */
  readonly installerSha256: string;
  /** A shell line as root on the target, past everything that is tested; its standard output. @throws when it fails */
  exec(line: string): Promise<string>;
  /** Whether a shell line succeeds on the target. */
  succeeds(line: string): Promise<boolean>;
  /** Copies a file onto the target. */
  give(file: string, path: string): Promise<void>;
  down(): Promise<void>;
}

/**
 * Starts a target of this name.
 * @param kube a folder of test/lab/kube/versions
 * @throws with what the lab's scripts said
 */
export async function upLab(name: string, kube: string): Promise<Lab> {
  const container = `tsplay-rebuild-${name}-${process.pid}`;
  const { stdout } = await run(join(SCRIPTS, 'up.sh'), ['--name', container], {
    env: { ...process.env, TSPLAY_LAB_KUBE_VERSION: kube },
  });
  const values = new Map(
    stdout
      .split('\n')
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const),
  );
  const value = (key: string): string => {
    const found = values.get(key);
    if (found === undefined) throw new Error(`up.sh did not tell ${key}:\n${stdout}`);
    return found;
  };
  const directory = mkdtempSync(join(tmpdir(), 'tsplay-rebuild-'));
  const knownHosts = join(directory, 'known_hosts');
  writeFileSync(knownHosts, `${value('LAB_KNOWN_HOST')}\n`);
  const exec = async (line: string): Promise<string> =>
    (await run('docker', ['exec', container, 'sh', '-c', line])).stdout;
  return {
    address: value('LAB_TARGET_IP'),
    key: value('LAB_SSH_KEY'),
    knownHosts,
    k3sVersion: value('LAB_K3S_VERSION'),
    installerSha256: values.get('LAB_INSTALLER_SHA256') ?? '',
    exec,
    succeeds: (line) =>
      exec(line).then(
        () => true,
        () => false,
      ),
    give: async (file, path) => void (await run('docker', ['cp', file, `${container}:${path}`])),
    down: async () => {
      rmSync(directory, { recursive: true, force: true });
      await run(join(SCRIPTS, 'target/stop-target.sh'), [container]);
    },
  };
}

/** Makes the target trust the authorities this machine was told to trust, so that it reaches the registries the same way. */
export async function shareAuthorities(lab: Lab): Promise<void> {
  if (!existsSync(OWN_AUTHORITIES)) return;
  await lab.exec(`mkdir -p ${OWN_AUTHORITIES}`);
  for (const file of readdirSync(OWN_AUTHORITIES)) {
    if (file.endsWith('.crt')) await lab.give(join(OWN_AUTHORITIES, file), `${OWN_AUTHORITIES}/${file}`);
  }
  await lab.exec('update-ca-certificates');
}

/** Ends tests early with a clear word where there is no root for Docker. */
export function requireRoot(): void {
  if (execFileSync('id', ['-u'], { encoding: 'utf8' }).trim() !== '0') {
    throw new Error('the rebuild needs root: the lab starts Docker and containers');
  }
}
