// Inventory lines for test targets.
import type { Target } from './target.js';

/** Options that let a test log in without known_hosts. */
export const NO_KNOWN_HOSTS = "ansible_ssh_common_args='-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null'";

/** A host line: `name` reached as `user` on the target, with further variables. */
export function hostLine(name: string, target: Target, user = 'root', more = ''): string {
  const { host, port } = target.address;
  return `${name} ansible_host=${host} ansible_port=${port} ansible_user=${user} ansible_ssh_private_key_file=${target.key.path} ${NO_KNOWN_HOSTS} ${more}\n`;
}

/** The counts of the recap, by host: `ok changed unreachable failed skipped rescued ignored`. */
export function recapOf(out: string): Record<string, Record<string, number>> {
  const lines = out.slice(out.lastIndexOf('PLAY RECAP')).matchAll(/^(\S+) +: +((?:\w+=\d+ *)+)$/gm);
  return Object.fromEntries(
    [...lines].map(([, host = '', counts = '']) => [
      host,
      Object.fromEntries([...counts.matchAll(/(\w+)=(\d+)/g)].map(([, k = '', v]) => [k, Number(v)])),
    ]),
  );
}
