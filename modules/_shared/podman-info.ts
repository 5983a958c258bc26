// What podman knows of things of one kind: of those that are named, or of all.
import { argvScript, lines, ModuleFailure, script, sh, type HostView } from '../../src/kit/index.js';
import { lookPodman, type Json } from './podman.js';

interface Kind {
  readonly kind: 'container' | 'image' | 'network' | 'volume';
  /** The words that list the names of all, one a line. */
  readonly all: readonly string[];
  /** Whether a named one that is not there is a failure. */
  readonly mustBe: boolean;
}

/**
 * One round trip.
 * @param names what is asked for; empty: all
 * @returns what podman knows, and what it said beside it
 * @throws ModuleFailure when podman could not tell
 */
export async function podmanInfo(
  host: HostView,
  executable: string,
  { kind, all, mustBe }: Kind,
  names: readonly string[],
): Promise<{ readonly found: readonly Json[]; readonly stderr: string }> {
  const listing = argvScript(all).text;
  // Each by itself: one that is not there must not hide the others.
  const question =
    names.length > 0
      ? lines(names.map((name, at) => sh`query ${`n${at}`} "$podman" ${kind} inspect ${name}`))
      : script(
          `query all "$podman" ${listing}; set -- $("$podman" ${listing} 2>/dev/null); [ $# = 0 ] || query every "$podman" ${kind} inspect "$@"`,
        );
  const look = await lookPodman(host, executable, {}, question);
  const fail = (what: string, err: string): never => {
    throw new ModuleFailure(`Unable to gather info for ${what}: ${err.trim()}`);
  };
  for (const [at, name] of names.entries()) {
    const { rc, err } = look.answer(`n${at}`);
    if (rc !== 0 && mustBe) fail(name, err);
  }
  if (names.length > 0) {
    const keys = names.map((_, at) => `n${at}`);
    return { found: keys.flatMap((key) => look.list(key)), stderr: keys.map((key) => look.answer(key).err).join('\n') };
  }
  const listed = look.answer('all');
  if (listed.rc !== 0) fail(`all ${kind}s`, listed.err);
  return { found: look.list('every'), stderr: listed.err };
}
