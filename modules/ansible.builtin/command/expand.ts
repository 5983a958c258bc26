// Turns words into shell text that runs exactly those words, with $VAR and ~ expanded on the host when wanted.
import { quote, script, type Script } from '../../../src/kit/index.js';

/** Variables a shell has though its environment does not: they stay as they are written. */
const SHELL_ONLY = new Set([
  ...['IFS', 'OPTIND', 'PPID', 'PS1', 'PS2', 'PS4', 'LINENO', 'RANDOM', 'SECONDS', 'UID', 'EUID', 'GROUPS'],
  ...['BASH', 'BASHPID', 'BASHOPTS', 'BASH_VERSION', 'SHELLOPTS', 'HOSTTYPE', 'MACHTYPE', 'OSTYPE', 'DIRSTACK'],
]);

/** A piece `$NAME` or `${NAME}`: the variable's value, or the piece itself when the variable is not set. */
function variable(piece: string): string {
  const name = piece.replace(/^\$\{?|\}$/g, '');
  if (!/^[A-Za-z_]\w*$/.test(name) || SHELL_ONLY.has(name)) return quote(piece);
  return piece.startsWith('${') ? `"\${${name}-\\\${${name}\\}}"` : `"\${${name}-\\$${name}}"`;
}

/**
 * One shell word. Expansion is that of Python's `os.path.expandvars` and `expanduser`: variables that are not set stay
 * as written, nothing is split, `~` and `~name` count only at the start.
 */
function expandedWord(word: string): string {
  const tilde = /^~(?:[A-Za-z_][\w.-]*)?(?=\/|$)/.exec(word)?.[0] ?? '';
  const pieces = word.slice(tilde.length).split(/(\$(?:[A-Za-z0-9_]+|\{[^}]*\}))/);
  const rest = pieces
    .map((piece, i) =>
      i % 2 === 1 ? variable(piece) : piece === '' ? '' : tilde !== '' && i === 0 ? path(piece) : quote(piece),
    )
    .join('');
  return tilde + rest || "''";
}

/** The slash after `~` must not be quoted, or the shell would not expand the `~`. */
function path(piece: string): string {
  return piece === '/' ? '/' : `/${quote(piece.slice(1))}`;
}

/** Runs the words as a program of the host, never as a builtin of the shell (`exec` looks in PATH only). */
export function runWords(words: readonly string[], expand: boolean): Script {
  return script(`(exec ${words.map(expand ? expandedWord : quote).join(' ')})`);
}
