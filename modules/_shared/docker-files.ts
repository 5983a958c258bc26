// Files of the host that Docker modules read into memory or stream past it.
import type { Duplex } from 'node:stream';
import { lines, ModuleFailure, script, sh, type HostView } from '../../src/kit/index.js';

/** @throws ModuleFailure when it cannot be read */
export async function readFile(host: HostView, path: string): Promise<Buffer> {
  try {
    return await host.read(path);
  } catch (error) {
    throw new ModuleFailure((error as Error).message);
  }
}

/** The bytes of a file as a stream; it fails with what the host says of the file. */
export async function streamFile(host: HostView, path: string): Promise<Duplex> {
  const stream = await host.relay(sh`exec cat < ${path}`);
  stream.end();
  return stream;
}

/** A directory as a tar archive, names and all; links are kept. */
export async function streamTar(host: HostView, directory: string): Promise<Duplex> {
  const stream = await host.relay(sh`cd -- ${directory} && exec tar -cf - .`);
  stream.end();
  return stream;
}

/** Bytes that become a file in one go: written beside it and renamed. Only inside a change. */
export async function streamInto(host: HostView, path: string): Promise<Duplex> {
  return host.relay(
    lines([
      sh`p=${path}`,
      script(`t=$(mktemp "$p.XXXXXX") || exit 1
trap 'rm -f -- "$t"' EXIT
cat > "$t" || exit 1
m=$(printf '%03o' $((0666 & ~$(umask))))
chmod "$m" "$t" && mv -f -- "$t" "$p" || exit 1
echo done`),
    ]),
  );
}
