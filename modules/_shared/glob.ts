// Shell text that tests whether a glob pattern matches anything on the host.
import { quote, script, type Script } from '../../src/kit/index.js';

/** One shell word in which only `*`, `?` and `[…]` are special, whatever else the pattern holds. */
export function globWord(pattern: string): string {
  const parts = pattern.split(/(\*+|\?|\[!?\]?[^\]/]*\])/);
  return parts.map((part, i) => (i % 2 === 0 ? (part === '' ? '' : quote(part)) : bracket(part))).join('');
}

/** A bracket expression with its members quoted; `*` and `?` as they are. */
function bracket(part: string): string {
  if (!part.startsWith('[')) return part;
  const negated = part.startsWith('[!');
  const members = part.slice(negated ? 2 : 1, -1);
  const quotedMembers = members.replace(/[^A-Za-z0-9_-]/g, (c) => (c === '-' ? c : quote(c)));
  return `[${negated ? '!' : ''}${quotedMembers}]`;
}

/** A command that succeeds when a file, directory or link (also a dangling one) matches. */
export function matchesAnything(pattern: string): Script {
  return script(
    `(set +f; for p in ${globWord(pattern) || "''"}; do if [ -e "$p" ] || [ -L "$p" ]; then exit 0; fi; done; exit 1)`,
  );
}
