// Looks for pip on the host: in the virtual environment, by the given name, or that of the system's Python.
import { ModuleFailure, script, sh, type HostView, type Script } from '../../../src/kit/index.js';

export interface PipLook {
  /** The words that start pip; undefined when there is none. */
  readonly command: readonly string[] | undefined;
  /** Whether the virtual environment is there. */
  readonly environmentExists: boolean;
  /** The Python a new virtual environment is made with; undefined when there is none. */
  readonly python: string | undefined;
  /** Installed versions by the names pip tells. */
  readonly installed: readonly { readonly name: string; readonly version: string }[];
}

export interface PipPlace {
  /** Absolute. */
  readonly virtualenv: string | undefined;
  readonly executable: string | undefined;
  readonly cwd: string | undefined;
}

const HAS_PIP = `import importlib.util, sys; sys.exit(importlib.util.find_spec("pip") is None)`;

function finding(place: PipPlace): Script {
  if (place.virtualenv !== undefined) {
    return sh`e=${place.virtualenv}
if [ -e "$e/bin/activate" ]; then echo "ENV yes"; for p in pip3 pip; do [ -x "$e/bin/$p" ] && set -- "$e/bin/$p" && break; done; fi`;
  }
  if (place.executable !== undefined) {
    const exe = place.executable;
    return exe.startsWith('/')
      ? sh`[ -x ${exe} ] && set -- ${exe}`
      : sh`p=$(command -v -- ${exe}) && [ -x "$p" ] && set -- "$p"`;
  }
  // The system's own Python first: what another one on PATH installs, the system's programs do not see.
  return sh`if [ -x /usr/bin/python3 ] && /usr/bin/python3 -c ${HAS_PIP} 2>/dev/null; then set -- /usr/bin/python3 -m pip
else for p in pip3 pip; do p=$(command -v "$p") && set -- "$p" && break; done; fi`;
}

/** One round trip. @throws ModuleFailure when pip is there and cannot list */
export async function lookAtPip(host: HostView, place: PipPlace): Promise<PipLook> {
  const look = script(`(
export LC_ALL=C PIP_DISABLE_PIP_VERSION_CHECK=1
set --
${finding(place).text}
for y in /usr/bin/python3 python3 python; do y=$(command -v "$y") && echo "PYTHON $y" && break; done
if [ $# -gt 0 ]; then
  for w in "$@"; do printf 'WORD %s\\n' "$w"; done
  echo LIST; "$@" list --format=json
fi)`);
  const { rc, stdout, stderr } = await host.probe(look, { cwd: place.cwd });
  const [head = '', listing] = stdout.split(/^LIST\n/m);
  const values = (key: string): string[] =>
    head.split('\n').flatMap((line) => (line.startsWith(`${key} `) ? [line.slice(key.length + 1)] : []));
  const words = values('WORD');
  return {
    command: words.length > 0 ? words : undefined,
    environmentExists: values('ENV').length > 0,
    python: values('PYTHON')[0],
    installed: listing === undefined ? [] : parseListing(listing, rc, stderr),
  };
}

function parseListing(text: string, rc: number, stderr: string): PipLook['installed'] {
  try {
    return JSON.parse(text) as PipLook['installed'];
  } catch (cause) {
    const failure = new ModuleFailure(`pip list failed: ${stderr.trim() || text.trim()}`, { rc, stderr });
    failure.cause = cause;
    throw failure;
  }
}
