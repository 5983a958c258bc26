// Reads what a Kubernetes task needs from the target, in one round trip: variables, kubeconfigs, key files, manifests.
import { script, TsplayError, quote, type Script } from '../ground/index.js';
import type { HostView } from '../host/types.js';
import { AUTH_VARIABLES } from './access.js';

type TargetFile =
  { readonly kind: 'content'; readonly bytes: Buffer } | { readonly kind: 'missing' | 'unreadable' | 'directory' };

export interface TargetReading {
  /** Of the variables Kubernetes tools look at, those that are set. */
  readonly env: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, TargetFile>;
}

/** Where a service account's credentials are inside a pod. */
export const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
/** Where k3s leaves its kubeconfig. */
export const K3S_KUBECONFIG = '/etc/rancher/k3s/k3s.yaml';

const EMIT = `emit() {
  [ -n "$1" ] || return 0
  if [ -d "$1" ]; then printf 'D %s\\n' "$1"
  elif [ ! -e "$1" ]; then printf 'M %s\\n' "$1"
  elif [ ! -r "$1" ]; then printf 'U %s\\n' "$1"
  else printf 'F %s %s\\n' "$(($(wc -c < "$1")))" "$1"; cat "$1"; printf '\\n'
  fi
}
emit_list() { old=$IFS; IFS=:; set -f; for f in $1; do IFS=$old; emit "$f"; done; IFS=$old; set +f; }`;

/**
 * The script of the first look.
 * @param files paths to read in any case
 * @param search whether kubeconfigs are looked for where the environment and the conventions say
 */
export function readScript(files: readonly string[], search: boolean): Script {
  const variables = AUTH_VARIABLES.join(' ');
  const lines = [
    EMIT,
    `for v in ${variables}; do eval "x=\\\${$v-}"; [ -z "$x" ] || printf 'E %s %s\\n' "$v" "$x"; done`,
    ...files.map((file) => `emit ${quote(file)}`),
  ];
  if (search) {
    lines.push(
      'if [ -n "${K8S_AUTH_KUBECONFIG-}" ]; then emit_list "$K8S_AUTH_KUBECONFIG"',
      'elif [ -n "${KUBECONFIG-}" ]; then emit_list "$KUBECONFIG"',
      `elif [ -e "\${HOME-}/.kube/config" ]; then emit "$HOME/.kube/config"; else emit ${K3S_KUBECONFIG}; fi`,
      `if [ -n "\${KUBERNETES_SERVICE_HOST-}" ]; then`,
      `  for f in token ca.crt namespace; do emit ${SERVICE_ACCOUNT}/$f; done; fi`,
    );
  }
  lines.push(':');
  return script(lines.join('\n'));
}

/** Takes the script's output apart. */
export function parseReading(output: Buffer): TargetReading {
  const env = new Map<string, string>();
  const files = new Map<string, TargetFile>();
  let at = 0;
  while (at < output.length) {
    const end = output.indexOf(10, at);
    if (end < 0) break;
    const line = output.toString('utf8', at, end);
    at = end + 1;
    const [, kind, rest = ''] = /^([EFMUD]) (.*)$/.exec(line) ?? [];
    if (kind === 'E') {
      const space = rest.indexOf(' ');
      env.set(rest.slice(0, space), rest.slice(space + 1));
    } else if (kind === 'F') {
      const space = rest.indexOf(' ');
      const size = Number(rest.slice(0, space));
      files.set(rest.slice(space + 1), { kind: 'content', bytes: output.subarray(at, at + size) });
      at += size + 1;
    } else if (kind !== undefined) {
      files.set(rest, { kind: kind === 'M' ? 'missing' : kind === 'U' ? 'unreadable' : 'directory' });
    }
  }
  return { env, files };
}

/** One round trip. @throws TsplayError unreachable */
export async function readTarget(host: HostView, files: readonly string[], search: boolean): Promise<TargetReading> {
  const result = await host.probe(readScript(files, search));
  return parseReading(result.stdoutBytes);
}

/** A file's bytes, or why there are none. @param what what the file is, for the message */
export function fileContent(reading: TargetReading, path: string, what: string): Buffer {
  const file = reading.files.get(path);
  if (file?.kind === 'content') return file.bytes;
  if (file === undefined || file.kind === 'missing') {
    throw new TsplayError('file-missing', `${what} ${path} does not exist on the target`);
  }
  const hint = file.kind === 'unreadable' ? "use `become: true`, or make it readable for the task's user" : undefined;
  const problem = file.kind === 'unreadable' ? 'cannot be read by the user of this task' : 'is a directory';
  throw new TsplayError('file-unreadable', `${what} ${path} ${problem}`, { hint });
}
