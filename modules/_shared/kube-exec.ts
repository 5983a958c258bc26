// A command in a container of a pod, run to its end: what it printed and how it ended.
import { ModuleFailure } from '../../src/kit/index.js';
import type { ExecOptions, KubeClient } from '../../src/kit/kube.js';

export interface Ran {
  /** Undefined when it was not even started; then `message` says why. */
  readonly rc: number | undefined;
  readonly message: string;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface Place {
  readonly namespace: string;
  readonly pod: string;
  readonly container?: string | undefined;
}

/** Bytes of output that are taken in. */
const MOST_OUTPUT = 256 * 1024 * 1024;
/** Milliseconds an old server, which cannot be told that the input is over, is given to end the command. */
const GRACE = 3000;

/** @throws KubeRefusal, TsplayError dial-failed, ModuleFailure when it prints too much */
export async function runInPod(
  client: KubeClient,
  { namespace, pod, container }: Place,
  command: readonly string[],
  options: Omit<ExecOptions, 'container' | 'onStderr'> & { readonly sleep?: (ms: number) => Promise<void> } = {},
): Promise<Ran> {
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  let size = 0;
  const keep =
    (list: Buffer[]) =>
    (bytes: Buffer): void => {
      size += bytes.length;
      if (size > MOST_OUTPUT)
        throw new ModuleFailure(`the command in pod ${namespace}/${pod} prints more than 256 MiB`);
      list.push(bytes);
    };
  const { stdin, onStdout, sleep } = options;
  const exec = await client.exec(namespace, pod, command, {
    container,
    stdin,
    onStdout: onStdout ?? keep(stdout),
    onStderr: keep(stderr),
  });
  const said = (): string => Buffer.concat(stderr).toString('utf8');
  if (stdin && !exec.endsInput && sleep) {
    // It has all that was for it, and no way to know: what reads to the end of its input would never end.
    const grace = exec.sent.then(() => sleep(GRACE)).then(() => undefined);
    const end = await Promise.race([exec.ended, grace]);
    if (!end) {
      exec.stop();
      return { rc: said() === '' ? 0 : 1, message: said(), stdout: Buffer.concat(stdout), stderr: said() };
    }
  }
  const { rc, message } = await exec.ended;
  return { rc, message, stdout: Buffer.concat(stdout), stderr: said() };
}
