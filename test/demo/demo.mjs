// `npm run demo`: a bare Debian server comes back to life. Sets the lab up, plays the shipped site twice, shows what
// answers, and cleans up after itself. Plain JavaScript, so that it runs from a clean clone after `npm ci`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..', '..');
const NAME = 'tsplay-demo';
const work = mkdtempSync(join(tmpdir(), 'tsplay-demo-'));

function step(text) {
  process.stdout.write(`\ndemo: ${text}\n`);
}

/** Runs a program with its output shown; ends the demo when it fails. */
function run(command, args, { env = {}, capture = false, what = command } = {}) {
  const done = spawnSync(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', capture ? 'pipe' : 'inherit', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (done.error) throw new Error(`${what} could not be started: ${done.error.message}`);
  if (done.status !== 0) throw new Error(`${what} ended with exit code ${done.status ?? done.signal}`);
  return done.stdout ?? '';
}

function values(text) {
  return Object.fromEntries(
    text
      .split('\n')
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

/** Plays the site and gives the recap's lines. */
function play(args, env) {
  const shown = `tsplay playbooks/site.yml -i inventory/demo ${args.join(' ')}`.trim();
  step(shown);
  const started = Date.now();
  const output = run(process.execPath, ['dist/tsplay.js', 'playbooks/site.yml', '-i', 'inventory/demo', ...args], {
    env,
    capture: true,
    what: 'tsplay',
  });
  process.stdout.write(output);
  const recap = output.slice(output.indexOf('PLAY RECAP')).trim();
  return { shown, recap, seconds: Math.round((Date.now() - started) / 1000) };
}

function demo() {
  if (process.getuid?.() !== 0) throw new Error('the demo needs root: it starts Docker and a container');
  step('installing what is missing');
  run('test/setup.sh', [], { what: 'the set-up (test/setup.sh)' });
  step('building tsplay');
  run('npm', ['run', '--silent', 'build'], { what: 'the build' });

  step('bringing the lab up: a Debian 12 server without Python, and where k3s comes from');
  const lab = values(run('test/lab/up.sh', ['--name', NAME], { capture: true, what: 'the lab (test/lab/up.sh)' }));
  const knownHosts = join(work, 'known_hosts');
  writeFileSync(knownHosts, `${lab.LAB_KNOWN_HOST}\n`);
  const env = {
    TSPLAY_DEMO_HOST: lab.LAB_TARGET_IP,
    TSPLAY_DEMO_KEY: lab.LAB_SSH_KEY,
    TSPLAY_DEMO_KNOWN_HOSTS: knownHosts,
    TSPLAY_DEMO_K3S_VERSION: lab.LAB_K3S_VERSION,
    TSPLAY_DEMO_K3S_INSTALLER_SHA256: lab.LAB_INSTALLER_SHA256 ?? '',
  };
  const ssh = (command) =>
    spawnSync(
      'ssh',
      [
        '-i',
        lab.LAB_SSH_KEY,
        '-o',
        `UserKnownHostsFile=${knownHosts}`,
        '-o',
        'BatchMode=yes',
        `root@${lab.LAB_TARGET_IP}`,
        command,
      ],
      { encoding: 'utf8' },
    );
  const python = ssh('command -v python3');
  step(
    python.status === 0
      ? 'the server has Python, which it should not'
      : 'the server has no python3, no k3s, nothing but sshd',
  );

  const first = play([], env);
  const second = play(['--skip-tags', 'full_install'], env);

  step(`what now answers on ${lab.LAB_TARGET_IP}`);
  const kubectl = 'kubectl get nodes,deployments,services,ingressroutes.traefik.io --all-namespaces';
  process.stdout.write(ssh(kubectl).stdout);
  const crontab = ssh('crontab -l 2>/dev/null').stdout.trim();
  process.stdout.write(crontab === '' ? '' : `\ncrontab of root:\n${crontab}\n`);
  process.stdout.write(`python3 on the server: ${ssh('command -v python3').stdout.trim() || 'none'}\n`);
  if (lab.LAB_K3S === 'lab') {
    process.stdout.write(
      "The API server at port 6443 is the real one. get.k3s.io cannot be reached from here, so the lab's stand-in was\n" +
        'installed, which runs no containers: the Deployments are there and available, no blog answers behind them.\n',
    );
  }
  for (const { shown, recap, seconds } of [first, second]) step(`${shown}   (${seconds} s)\n${recap}`);
  if (!/changed=0 /.test(second.recap)) throw new Error('the second run changed something');
}

let code = 0;
try {
  demo();
} catch (error) {
  process.stderr.write(`\ndemo: error: ${error instanceof Error ? error.message : String(error)}\n`);
  code = 1;
} finally {
  step('cleaning up: the server and the mirror go, downloads and builds stay in the cache');
  spawnSync(join(root, 'test/lab/down.sh'), [NAME], { stdio: ['ignore', 'ignore', 'inherit'] });
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = code;
