// Runs one engine once and reads what it cost: CPU time of its process tree, wall time.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * CPU is user and system time of all processes that were waited for. Ansible's ssh master, which detaches itself, is not
 * among them: its share is small, and leaving it out is in Ansible's favour.
 * @param {import('./engines.mjs').Engine} engine
 * @param {import('./engines.mjs').Target} target
 * @param {number} hosts aliases of the target that the work is done on
 * @returns {Promise<{ cpu: number, wall: number }>} milliseconds
 * @throws when the playbook fails
 */
export async function measure(engine, target, playbook, hosts = 1) {
  const timed = 'TIMEFORMAT="@ %U %S %R"; time "$@"';
  const child = spawn('bash', ['-c', timed, 'bash', engine.command, ...engine.argv(playbook, target, hosts)], {
    env: { ...process.env, LC_ALL: 'C.UTF-8', ...engine.env(target) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (text) => (out += text));
  child.stderr.on('data', (text) => (err += text));
  const rc = await new Promise((done) => child.on('close', done));
  endMasters(target);
  if (rc !== 0)
    throw new Error(`${engine.name} ${playbook} ended with ${rc}:\n${out.slice(-2000)}\n${err.slice(-2000)}`);
  const [, user, system, real] = /@ (\S+) (\S+) (\S+)\s*$/.exec(err).map(Number);
  return { cpu: (user + system) * 1000, wall: real * 1000 };
}

/** Each run logs in anew: ssh masters of the run before are ended. */
function endMasters(target) {
  const sockets = join(target.scratch, 'cp');
  if (!existsSync(sockets)) return;
  for (const name of readdirSync(sockets))
    spawnSync('ssh', ['-O', 'exit', '-o', `ControlPath=${join(sockets, name)}`, 'target'], { stdio: 'ignore' });
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
