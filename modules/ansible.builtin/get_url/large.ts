// Puts a download that is too large to hold where it belongs: verified on the host, before it replaces anything.
import { createHash } from 'node:crypto';
import {
  ModuleFailure,
  sh,
  TsplayError,
  type ByteStream,
  type HostHands,
  type TaskView,
  type WriteOptions,
} from '../../../src/kit/index.js';
import { scriptStep } from '../../_shared/change-plan.js';
import { attributesScript, type Digest } from '../../_shared/file-attributes.js';
import { lookScript, parseLook, type PathLook } from '../../_shared/file-look.js';
import type { HttpResponse } from '../../_shared/http.js';
import { moving } from '../../_shared/moving.js';

/** What is held in memory otherwise, in bytes. */
export const LARGE = 16 * 1024 * 1024;

export interface Wanted {
  readonly algorithm: Digest;
  readonly digest: string;
}

interface Options extends WriteOptions {
  /** chattr's. */
  readonly flags?: string | undefined;
}

interface Downloaded {
  readonly sha1: string;
  readonly md5: string;
  /** The digest of the algorithm that was asked for. */
  readonly digest: string | undefined;
  /** The same was there already, and still is. */
  readonly same: boolean;
  /** What is there now; undefined when nothing was written. */
  readonly now: PathLook | undefined;
  readonly backupFile: string | undefined;
}

/**
 * Streams the body to a temporary file beside the destination; it takes its place when it is what was wanted and differs
 * from what is there. @throws TsplayError write-failed, unreachable; HttpFailure
 */
export async function writeLarge(
  hands: HostHands,
  task: Pick<TaskView, 'progress'>,
  body: NonNullable<HttpResponse['stream']>,
  file: PathLook,
  options: Options,
  wanted: Wanted | undefined,
): Promise<Downloaded> {
  const hashes = { sha1: createHash('sha1'), md5: createHash('md5') };
  const asked = wanted && createHash(wanted.algorithm);
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of moving(task, file.realPath, body.size, body.chunks())) {
      for (const hash of [hashes.sha1, hashes.md5, ...(asked ? [asked] : [])]) hash.update(chunk);
      yield chunk;
    }
  }
  let done: Placed | undefined;
  let refusal: TsplayError | undefined;
  try {
    const content = { size: body.size, chunks: counted };
    done = await placed(hands, file, content, { ...options, validate: validation(file, wanted) });
  } catch (error) {
    if (!(error instanceof TsplayError) || error.code !== 'validate-failed') throw error;
    refusal = error;
  }
  const digests = {
    sha1: hashes.sha1.digest('hex'),
    md5: hashes.md5.digest('hex'),
    digest: asked?.digest('hex'),
  };
  const same = refusal !== undefined && digests.sha1 === file.checksum;
  const right = wanted === undefined || digests.digest === wanted.digest;
  if (refusal && !same && right) throw new ModuleFailure(refusal.message);
  return { ...digests, same, now: done?.now, backupFile: done?.backupFile };
}

interface Placed {
  readonly now: PathLook | undefined;
  readonly backupFile: string | undefined;
}

/** Writes the file, sets its flags and looks at it, in one round trip. */
export async function placed(
  hands: HostHands,
  file: PathLook,
  content: Uint8Array | ByteStream,
  { flags, ...options }: Options,
): Promise<Placed> {
  const path = file.realPath;
  const done = await hands.batch([
    { path, content, options },
    ...(flags === undefined
      ? []
      : [scriptStep(attributesScript(path, { attributes: {}, flags }), `could not set the attributes of ${path}`)]),
    scriptStep(lookScript([path], {}), `could not look at ${path}`),
  ]);
  const [now] = parseLook(done.at(-1)?.stdoutBytes ?? Buffer.alloc(0)).paths;
  return { now, backupFile: done[0]?.backupFile };
}

/** Fails for what is not wanted, and for what is there already. */
function validation(file: PathLook, wanted: Wanted | undefined): string | undefined {
  const is = (algorithm: string): string => `"$(${algorithm}sum < %s | cut -d ' ' -f 1)"`;
  const tests = [
    ...(wanted ? [`[ ${is(wanted.algorithm)} = ${sh`${wanted.digest}`.text} ]`] : []),
    ...(file.checksum === undefined ? [] : [`[ ${is('sha1')} != ${sh`${file.checksum}`.text} ]`]),
  ];
  return tests.length === 0 ? undefined : tests.join(' && ');
}
