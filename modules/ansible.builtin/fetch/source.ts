// The file of the host: what it is, and its bytes piece by piece.
import { lines, ModuleFailure, script, sh, type HostView } from '../../../src/kit/index.js';

/** How much is asked for at a time, in MiB: what is in memory at once. */
const PIECE = 8;

export type Source =
  | { readonly state: 'missing' | 'directory' | 'unreadable' }
  | { readonly state: 'file'; readonly size: number; readonly checksum: string };

/** One round trip: kind, size and SHA-1. */
export async function lookAtSource(host: HostView, src: string): Promise<Source> {
  const { rc, stdout, stderr } = await host.probe(
    lines([
      script('export LC_ALL=C'),
      sh`f=${src}`,
      script(`if [ -d "$f" ]; then echo directory; exit; fi
if ! [ -e "$f" ]; then
  d=\${f%/*}; [ "$d" != "$f" ] || d=.
  if [ -L "$f" ] || [ -x "\${d:-/}" ] || ! [ -e "\${d:-/}" ]; then echo missing; else echo unreadable; fi
  exit
fi
[ -r "$f" ] || { echo unreadable; exit; }
echo "file $(stat -L -c %s -- "$f") $(sha1sum < "$f")"`),
    ]),
  );
  if (rc !== 0) throw new ModuleFailure(`could not look at ${src}: ${stderr.trim()}`);
  const [state, size, checksum] = stdout.trim().split(/\s+/);
  if (state === 'missing' || state === 'directory' || state === 'unreadable') return { state };
  if (state !== 'file' || size === undefined || checksum === undefined) {
    throw new ModuleFailure(`could not look at ${src}: ${stdout.trim()} ${stderr.trim()}`);
  }
  return { state, size: Number(size), checksum };
}

/** The bytes; a file that does not fit into one piece takes a round trip for each. @throws ModuleFailure when reading fails */
export async function* pieces(host: HostView, src: string, size: number): AsyncGenerator<Buffer> {
  const piece = PIECE * 1024 * 1024;
  // What the kernel makes up (/proc) has no size and must be read at once.
  const whole = size <= piece;
  for (let at = 0; at < Math.max(size, 1); at += piece) {
    const { rc, stdoutBytes, stderr } = await host.probe(
      whole ? sh`cat -- ${src}` : sh`dd bs=1048576 count=${PIECE} skip=${at / 1024 / 1024} 2>/dev/null < ${src}`,
    );
    if (rc !== 0) throw new ModuleFailure(`could not read ${src}: ${stderr.trim()}`, { file: src });
    yield stdoutBytes;
  }
}
