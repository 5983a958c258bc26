// Brings a file or a directory out of a container, each file through the `cat` there.
import { posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PassThrough } from 'node:stream';
import { ModuleFailure, sh, type HostView, type RunContext } from '../../../src/kit/index.js';
import type { KubeClient } from '../../../src/kit/kube.js';
import { streamInto } from '../../_shared/docker-files.js';
import { runInPod, type Place } from '../../_shared/kube-exec.js';
import type { CpArgs } from './index.js';
import { copies } from './paths.js';

/** The files below `$1`, each name with a NUL behind it, by what a shell has itself. */
const LIST_BY_SHELL =
  'w() { for f in "$1"/* "$1"/.*; do case ${f##*/} in .|..) continue;; esac; ' +
  'if [ -d "$f" ] && [ ! -L "$f" ]; then w "$f"; elif [ -f "$f" ] && [ ! -L "$f" ]; then printf "%s\\0" "$f"; fi; done; }; w "$1"';

export async function fromPod(
  context: RunContext<CpArgs>,
  client: KubeClient,
  place: Place,
): Promise<Record<string, unknown>> {
  const { args: a, host } = context;
  const local = a.local_path ?? '';
  const files = await filesIn(client, place, a.remote_path);
  if (files.length === 0) {
    const warning = `No file found from directory '${a.remote_path}' into remote Pod.`;
    return { changed: false, warning };
  }
  const status = await host.stat(local, { follow: true });
  const all = copies(files, a.remote_path, local, status?.kind === 'directory');
  const summary = `copy ${a.remote_path} from pod ${a.namespace}/${a.pod} to ${local}`;
  await context.change({ summary }, async (hands) => {
    const isFile = all.length === 1 && all[0]?.from === a.remote_path;
    const directories = isFile ? [] : [...new Set(all.map(({ to }) => posix.dirname(to)))];
    if (directories.length > 0) await hands.must(sh`mkdir -p -- ${directories}`);
    for (const { from, to } of all) await fetch(client, place, host, from, to);
  });
  return { changed: true, result: `${a.remote_path} successfully copied locally into ${local}` };
}

async function filesIn(client: KubeClient, place: Place, remote: string): Promise<string[]> {
  if ((await runInPod(client, place, ['test', '-e', remote])).rc !== 0) {
    throw new ModuleFailure(`${remote} does not exist in remote pod filesystem`);
  }
  if ((await runInPod(client, place, ['test', '-d', remote])).rc !== 0) return [remote];
  let listed = await runInPod(client, place, ['find', remote, '-type', 'f', '-print0']);
  if (listed.rc !== 0) listed = await runInPod(client, place, ['sh', '-c', LIST_BY_SHELL, 'sh', remote]);
  if (listed.rc !== 0) throw new ModuleFailure(`cannot list ${remote} in the pod: ${listed.stderr || listed.message}`);
  return listed.stdout.toString('utf8').split('\0').slice(0, -1);
}

/** No faster than the target takes it; on the target the file is there in full or not at all. */
async function fetch(client: KubeClient, place: Place, host: HostView, from: string, to: string): Promise<void> {
  const through = new PassThrough();
  const file = await streamInto(host, to);
  file.resume();
  const ended = new Promise((resolve, reject) => file.once('end', resolve).once('error', reject));
  const written = pipeline(through, file, { end: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
  written.catch(() => undefined);
  ended.catch(() => undefined);
  const onStdout = async (bytes: Buffer): Promise<void> => {
    if (!through.write(bytes)) await new Promise((resolve) => through.once('drain', resolve).once('close', resolve));
  };
  const { rc, stderr, message } = await runInPod(client, place, ['cat', from], { onStdout });
  if (rc !== 0) {
    through.destroy();
    file.destroy();
    throw new ModuleFailure(`Failed to copy file from Pod: ${stderr === '' ? message : stderr}`);
  }
  through.end();
  try {
    await Promise.all([written, ended]);
  } catch (error) {
    throw new ModuleFailure(`Failed to write ${to}: ${(error as Error).message}`);
  }
}
