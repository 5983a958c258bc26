// Named values and whole files of a host in one answer, so that one script can look at everything a module decides by.
//
//   host.probe(lines([TELL, script('say release "$(uname -r)"; tell /etc/fstab')]))  then  parseTold(stdoutBytes)
import {
  lines,
  ModuleFailure,
  script,
  textOfBytes,
  type HostView,
  type Script,
  type ScriptOptions,
} from '../../src/kit/index.js';

/**
 * `say NAME VALUE` tells a value, `tell PATH` a file with its bytes; a link is followed. What is not there is not told.
 * `try NAME COMMAND…` tells what a command printed (errors too) as NAME, and its code as NAME.rc.
 */
export const TELL = script(`say() { printf 'V%s\\0%s\\0' "$1" "$2"; }
try() { n=$1; shift; o=$("$@" 2>&1 </dev/null); c=$?; say "$n" "$o"; say "$n.rc" "$c"; }
tell() {
  if [ -f "$1" ]; then
    if [ -r "$1" ]; then
      printf 'F%s\\0%s\\0%s\\0%s\\0' "$1" "$(readlink -f -- "$1")" "$(stat -L -c %a -- "$1")" "$(($(wc -c < "$1")))"
      cat -- "$1"
    else printf 'U%s\\0' "$1"; fi
  elif [ -e "$1" ]; then printf 'O%s\\0' "$1"; fi
}
LC_ALL=C; LANGUAGE=; export LC_ALL LANGUAGE`);

export interface ToldFile {
  readonly path: string;
  /** Where links lead; the path itself otherwise. */
  readonly realPath: string;
  /** Permission bits. */
  readonly mode: number;
  readonly bytes: Buffer;
}

export class Told {
  readonly files: readonly ToldFile[];
  private readonly said: readonly (readonly [string, string])[];

  constructor(bytes: Buffer) {
    const files: ToldFile[] = [];
    const said: [string, string][] = [];
    let at = 0;
    const next = (): string => {
      const end = bytes.indexOf(0, at);
      const text = textOfBytes(bytes.subarray(at, end < 0 ? bytes.length : end));
      at = end < 0 ? bytes.length : end + 1;
      return text;
    };
    while (at < bytes.length) {
      const head = next();
      const path = head.slice(1);
      if (head.startsWith('V')) said.push([path, next()]);
      else if (head.startsWith('F')) {
        const realPath = next() || path;
        const mode = parseInt(next(), 8);
        const size = Number(next());
        files.push({ path, realPath, mode, bytes: Buffer.from(bytes.subarray(at, at + size)) });
        at += size;
      } else if (head.startsWith('U')) {
        throw new ModuleFailure(`${path} may not be read by this user: become one who may (become: true)`);
      } else if (head.startsWith('O')) throw new ModuleFailure(`${path} is not a regular file`);
    }
    this.files = files;
    this.said = said;
  }

  /** The last value of that name. */
  value(name: string): string | undefined {
    return this.said.findLast(([key]) => key === name)?.[1];
  }

  values(name: string): string[] {
    return this.said.filter(([key]) => key === name).map(([, value]) => value);
  }

  file(path: string): ToldFile | undefined {
    return this.files.find((file) => file.path === path);
  }

  /** The file's text, empty when it is not there. Latin-1, so that bytes of any encoding survive being written back. */
  text(path: string): string {
    return this.file(path)?.bytes.toString('latin1') ?? '';
  }
}

/** Ordinary text as it stands among the characters of `Told.text`, and back. */
export const toLatin = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
export const fromLatin = (text: string): string => Buffer.from(text, 'latin1').toString('utf8');

/** One round trip. @param look calls `say` and `tell`; may end early with `exit` */
export async function ask(host: HostView, look: Script, options?: ScriptOptions): Promise<Told> {
  const { stdoutBytes } = await host.probe(lines([TELL, script('('), look, script(')\n:')]), options);
  return new Told(stdoutBytes);
}
