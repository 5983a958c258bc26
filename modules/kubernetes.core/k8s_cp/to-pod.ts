// Brings a file, a directory or text into a container, through the `tar` there.
import { posix } from 'node:path';
import { ModuleFailure, type FileStatus, type RunContext } from '../../../src/kit/index.js';
import type { KubeClient } from '../../../src/kit/kube.js';
import { streamFile, streamTar } from '../../_shared/docker-files.js';
import { runInPod, type Place, type Ran } from '../../_shared/kube-exec.js';
import { tarOf, type TarFile } from '../../_shared/tar-entry.js';
import type { CpArgs } from './index.js';
import { placeOf, tarWords } from './paths.js';

export async function toPod(
  context: RunContext<CpArgs>,
  client: KubeClient,
  place: Place,
): Promise<Record<string, unknown>> {
  const { args: a, host, task } = context;
  const source = a.local_path === undefined ? undefined : await lookAtSource(context, a.local_path);
  const isDirectory = (await runInPod(client, place, ['test', '-d', a.remote_path])).rc === 0;
  if (isDirectory && !source) {
    throw new ModuleFailure('When content is specified, remote path should not be an existing directory');
  }
  const plain = a.remote_path.replace(/(.)\/+$/, '$1');
  const to = source && isDirectory ? posix.join(plain, posix.basename(source.path)) : plain;
  const summary = `copy ${source ? source.path : 'text'} to ${to} in pod ${a.namespace}/${a.pod}`;
  await context.change({ summary }, async () => {
    const unpack = (words: readonly string[], stdin: AsyncIterable<Uint8Array>): Promise<Ran> =>
      runInPod(client, place, words, { stdin, sleep: (ms) => task.sleep(ms) });
    if (source?.kind === 'directory') {
      must(a, await runInPod(client, place, ['mkdir', '-p', '--', to]));
      return must(a, await unpack(tarWords(to, a.no_preserve), await streamTar(host, source.path)));
    }
    const { directory, name } = placeOf(to);
    const content = Buffer.from(a.content ?? '');
    const bytes = source ? await streamFile(host, source.path) : [content];
    const noPreserve = a.no_preserve && source !== undefined;
    return must(a, await unpack(tarWords(directory, noPreserve), tarOf(entryOf(name, source, content.length), bytes)));
  });
  const result = source
    ? `${a.local_path} successfully copied into remote Pod into ${a.remote_path}`
    : `Content successfully copied into ${a.remote_path} on remote Pod`;
  return { changed: true, result };
}

/** compat: text is for its owner alone. */
function entryOf(name: string, source: FileStatus | undefined, size: number): TarFile {
  if (!source) return { name, size, mode: 0o600, uid: 0, gid: 0, owner: 'root', group: 'root', mtime: 0 };
  const { mode, uid, gid, owner, group, mtime } = source;
  return { name, size: source.size, mode, uid, gid, owner, group, mtime };
}

async function lookAtSource({ host, task }: RunContext<CpArgs>, given: string): Promise<FileStatus> {
  // compat: a task on the controller finds it as `files/` are found.
  const isLocal = !given.startsWith('/') && task.connection.transport === 'local';
  const status = await host.stat(isLocal ? task.files.find('files', given) : given, { follow: true });
  if (!status) throw new ModuleFailure(`${given} does not exist in local filesystem`);
  if (!status.readable) throw new ModuleFailure(`${given} not readable`);
  if (status.kind !== 'file' && status.kind !== 'directory') {
    throw new ModuleFailure(`${given} is a ${status.kind}: only files and directories can be copied`);
  }
  return status;
}

function must({ pod }: CpArgs, ran: Ran): void {
  if (ran.rc === 0) return;
  const why = ran.stderr.trim() === '' ? ran.message : ran.stderr.trim();
  throw new ModuleFailure(`Failed to copy local file/directory into Pod due to: ${why}`, { pod, rc: ran.rc ?? null });
}
