// Opens what a Kubernetes task works with: the client, and the text of `src` from the target or an address.
import { ModuleFailure, type RunContext } from '../../src/kit/index.js';
import { connectKube, fileContent, type AuthArgs, type KubeClient } from '../../src/kit/kube.js';
import { fetchBytes } from './fetch-bytes.js';
import type { ManifestText } from './kube-definitions.js';

interface Opened {
  readonly client: KubeClient;
  /** What `src` names. */
  readonly source: ManifestText | undefined;
}

type Context = RunContext<AuthArgs & { readonly src?: string | undefined }>;

const isAddress = (src: string): boolean => /^(?:https?|ftp):\/\//.test(src);

/** A file named by the task, as seen from the machine it is read on. compat: a local task finds it as `files/` are found. */
function sourcePath({ task }: Context, path: string): string {
  if (path.startsWith('/') || task.connection.transport !== 'local') return path;
  return task.files.find('files', path);
}

/** One round trip; more only for an address. @throws ModuleFailure, TsplayError kube-config, file-missing, unreachable */
export async function openKube(context: Context): Promise<Opened> {
  const { args, host, task } = context;
  const { src } = args;
  const path = src === undefined || isAddress(src) ? undefined : sourcePath(context, src);
  const { client, reading } = await connectKube(host, args, (ms) => task.sleep(ms), path === undefined ? [] : [path]);
  if (path !== undefined) {
    return { client, source: { text: fileContent(reading, path, 'manifest').toString('utf8'), place: path } };
  }
  if (src === undefined) return { client, source: undefined };
  const failed = (why: string): Error => new ModuleFailure(`Failed to read manifests from ${src}: ${why}`);
  const { validate_certs: validateCerts } = args;
  return {
    client,
    source: { text: (await fetchBytes(host, src, failed, { validateCerts })).toString('utf8'), place: src },
  };
}
