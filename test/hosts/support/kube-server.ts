// A real etcd and kube-apiserver on loopback, with throw-away keys, for tests of the Kubernetes modules.
import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface KubeServer {
  readonly port: number;
  readonly directory: string;
  /** A kubeconfig with all keys inside it, as k3s writes it. */
  readonly kubeconfig: string;
  /** One that names files beside it. */
  readonly kubeconfigWithFiles: string;
  /** The token of a user who may do nothing. */
  readonly powerlessToken: string;
  readonly adminToken: string;
  readonly caFile: string;
  /** The lab's program: its first word says which of Kubernetes' programs it is. */
  readonly program: string;
  /** Runs one more program beside the server, which ends with it; its log is in the server's directory. */
  start(name: string, command: string, args: readonly string[], env?: Readonly<Record<string, string>>): ChildProcess;
  stop(): Promise<void>;
}

/** The lab's programs; builds what is missing, which takes minutes the first time. */
async function programs(): Promise<{ readonly kube: string; readonly etcd: string }> {
  const script = resolve(import.meta.dirname, '../../lab/kube/build-kube.sh');
  const { stdout } = await run('bash', [script], { maxBuffer: 1 << 26 });
  const cache = process.env['TSPLAY_LAB_CACHE'] ?? join(homedir(), '.cache/tsplay-lab');
  const arch = execFileSync('dpkg', ['--print-architecture'], { encoding: 'utf8' }).trim();
  const etcd = join(cache, 'kube', `etcd-${arch}`, 'etcd');
  if (!existsSync(etcd)) throw new Error(`${etcd} is missing: test/lab/kube/build-kube.sh should have put it there`);
  return { kube: stdout.trim().split('\n').at(-1) ?? '', etcd };
}

export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.on('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function makeKeys(directory: string, address: string): void {
  const openssl = (...args: string[]): void => {
    execFileSync('openssl', args, { cwd: directory, stdio: 'ignore' });
  };
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...ec, '-keyout', 'ca.key', '-out', 'ca.crt', '-subj', '/CN=test-ca', '-days', '2');
  const issue = (name: string, subject: string, extensions: string): void => {
    writeFileSync(join(directory, `${name}.ext`), extensions);
    openssl('req', '-new', ...ec, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', subject);
    const sign = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', `${name}.ext`];
    openssl('x509', '-req', '-in', `${name}.csr`, '-out', `${name}.crt`, ...sign);
  };
  issue('server', '/CN=kube-apiserver', `subjectAltName=IP:127.0.0.1,IP:${address},DNS:kubernetes\n`);
  issue('admin', '/O=system:masters/CN=admin', 'extendedKeyUsage=clientAuth\n');
  openssl('genrsa', '-out', 'service.key', '2048');
}

function answers(port: number, ca: Buffer, token: string): Promise<boolean> {
  return new Promise((done) => {
    const headers = { authorization: `Bearer ${token}` };
    const ask = request({ host: '127.0.0.1', port, path: '/readyz', ca, headers }, (response) => {
      response.resume();
      done(response.statusCode === 200);
    });
    ask.on('error', () => done(false));
    ask.end();
  });
}

function kubeconfig(port: number, cluster: object, user: object): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'default', cluster: { server: `https://127.0.0.1:${port}`, ...cluster } }],
    users: [{ name: 'default', user }],
    contexts: [{ name: 'default', context: { cluster: 'default', user: 'default' } }],
    'current-context': 'default',
  });
}

/** @param address where it listens besides loopback, for a target in a container */
export async function startKubeServer(address = '127.0.0.1'): Promise<KubeServer> {
  const { kube, etcd } = await programs();
  const directory = mkdtempSync(join(tmpdir(), 'tsplay-kube-'));
  makeKeys(directory, address);
  const [port, etcdPort, peerPort] = [await freePort(), await freePort(), await freePort()];
  const [adminToken, powerlessToken] = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex')];
  const file = (name: string): string => join(directory, name);
  writeFileSync(file('tokens.csv'), `${adminToken},root,1,system:masters\n${powerlessToken},nobody,2\n`);

  const children: ChildProcess[] = [];
  const start: KubeServer['start'] = (name, command, args, env = {}) => {
    const child = spawn(command, args, {
      cwd: directory,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const log = createWriteStream(file(`${name}.log`), { flags: 'a' });
    child.stdout.pipe(log);
    child.stderr.pipe(log);
    children.push(child);
    return child;
  };
  const etcdURL = `http://127.0.0.1:${etcdPort}`;
  const peerURL = `http://127.0.0.1:${peerPort}`;
  start('etcd', etcd, [
    ...['--data-dir', file('etcd'), '--listen-client-urls', etcdURL, '--advertise-client-urls', etcdURL],
    ...['--listen-peer-urls', peerURL, '--initial-advertise-peer-urls', peerURL],
    ...['--initial-cluster', `default=${peerURL}`, '--unsafe-no-fsync'],
  ]);
  start('kube-apiserver', kube, [
    'kube-apiserver',
    `--etcd-servers=${etcdURL}`,
    `--secure-port=${port}`,
    `--bind-address=${address === '127.0.0.1' ? address : '0.0.0.0'}`,
    '--advertise-address=127.0.0.1',
    `--tls-cert-file=${file('server.crt')}`,
    `--tls-private-key-file=${file('server.key')}`,
    `--client-ca-file=${file('ca.crt')}`,
    `--token-auth-file=${file('tokens.csv')}`,
    '--service-cluster-ip-range=10.96.0.0/16',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${file('service.key')}`,
    `--service-account-signing-key-file=${file('service.key')}`,
    '--authorization-mode=RBAC',
    '--disable-admission-plugins=ServiceAccount',
    '--profiling=false',
    // Kubelets are the lab's, if there are any: they know the same authority.
    `--kubelet-certificate-authority=${file('ca.crt')}`,
    `--kubelet-client-certificate=${file('admin.crt')}`,
    `--kubelet-client-key=${file('admin.key')}`,
    '--kubelet-preferred-address-types=InternalIP',
  ]);
  const stop = async (): Promise<void> => {
    for (const child of children.toReversed()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGKILL');
      await ended;
    }
    rmSync(directory, { recursive: true, force: true });
  };
  const ca = readFileSync(file('ca.crt'));
  const deadline = Date.now() + 120_000;
  while (!(await answers(port, ca, adminToken))) {
    if (Date.now() > deadline || children.some((child) => child.exitCode !== null)) {
      const log = readFileSync(file('kube-apiserver.log'), 'utf8').split('\n').slice(-15).join('\n');
      await stop();
      throw new Error(`kube-apiserver did not get ready:\n${log}`);
    }
    await new Promise((done) => setTimeout(done, 200));
  }
  const base64 = (name: string): string => readFileSync(file(name)).toString('base64');
  writeFileSync(
    file('config'),
    kubeconfig(
      port,
      { 'certificate-authority-data': base64('ca.crt') },
      { 'client-certificate-data': base64('admin.crt'), 'client-key-data': base64('admin.key') },
    ),
  );
  writeFileSync(
    file('config-files'),
    kubeconfig(
      port,
      { 'certificate-authority': 'ca.crt' },
      { 'client-certificate': 'admin.crt', 'client-key': file('admin.key') },
    ),
  );
  return {
    port,
    directory,
    kubeconfig: file('config'),
    kubeconfigWithFiles: file('config-files'),
    powerlessToken,
    adminToken,
    caFile: file('ca.crt'),
    program: kube,
    start,
    stop,
  };
}
