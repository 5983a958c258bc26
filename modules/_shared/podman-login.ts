// Credentials for registries, given to podman by a file only its user may read: on a command line others could see them.
import { argvScript, lines, script, type HostHands, type ScriptResult } from '../../src/kit/index.js';
import { PLAIN } from './program.js';
import { SBIN } from './sbin.js';

export interface Login {
  readonly username: string;
  readonly password: string;
}

/** The registry of an image's name; undefined of a short name, whose registry podman looks for. */
export function registryOf(image: string): string | undefined {
  const name = image.replace(/^docker:\/\//, '');
  const [first = '', ...rest] = name.split('/');
  return rest.length > 0 && (/[.:]/.test(first) || first === 'localhost') ? first : undefined;
}

/** An authentication file for those registries. Specified by containers-auth.json(5). */
export function authFile(login: Login, registries: readonly string[]): string {
  const auth = Buffer.from(`${login.username}:${login.password}`).toString('base64');
  return JSON.stringify({ auths: Object.fromEntries(registries.map((registry) => [registry, { auth }])) });
}

/**
 * Runs podman with credentials for registries, which it finds in `$REGISTRY_AUTH_FILE`. Registries that podman searches
 * for short names get them as well.
 * @param images names of images
 * @param stdin what podman itself reads
 */
export function tellWithLogin(
  hands: HostHands,
  executable: string,
  words: readonly string[],
  login: Login,
  images: readonly string[],
  stdin = '',
): Promise<ScriptResult> {
  const named = images.map(registryOf).filter((name): name is string => name !== undefined);
  const registries = [...new Set(named.length === 0 ? ['docker.io'] : named)];
  return hands.run(
    lines([
      SBIN,
      script(`f=$(umask 077; mktemp) || exit; trap 'rm -f -- "$f"' EXIT; trap 'exit 1' HUP INT TERM
IFS= read -r auth || exit; printf '%s\\n' "$auth" > "$f" || exit; unset auth; export REGISTRY_AUTH_FILE="$f"`),
      argvScript([executable, ...words]),
    ]),
    { stdin: `${authFile(login, registries)}\n${stdin}`, env: PLAIN },
  );
}
