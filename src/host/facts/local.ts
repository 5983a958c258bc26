// Local facts: what the host's own facts.d says, as JSON, INI or the output of a program.
import { quote } from '../../ground/index.js';
import { IniError, parseIni } from './ini.js';
import type { Sections } from './sections.js';

const DEFAULT_PATH = '/etc/ansible/facts.d';

/**
 * For each file a section `local:NAME.fact` with its content or the program's output, then `localend:NAME.fact` with the
 * program's exit code and what it said on stderr; `dangling:NAME.fact` for a link to nowhere.
 */
export function localFactsScript(path = DEFAULT_PATH): string {
  const glob = `${quote(path)}/*.fact`;
  return `for f in ${glob}; do n=\${f##*/}
if [ -f "$f" ]; then section "local:$n"; if [ -x "$f" ]; then
{ e=$("$f" 2>&1 >&3 3>&- </dev/null); r=$?; } 3>&1; section "localend:$n"; printf '%s\\n' "$r" "$e."
else cat "$f" 2>/dev/null; fi
elif [ -L "$f" ] && [ ! -e "$f" ]; then section "dangling:$n"; fi; done
`;
}

/** JSON if it is, else INI. @returns the fact, and the text of the warning where it could not be read (which is the fact then) */
function parseFact(text: string, file: string): { readonly fact: unknown; readonly warning?: string } {
  try {
    return { fact: JSON.parse(text) as unknown };
  } catch {
    try {
      return { fact: parseIni(text) };
    } catch (error) {
      if (!(error instanceof IniError)) throw error;
      const warning =
        error.detail === undefined
          ? `error loading facts as JSON or ini - please check content: ${file}`
          : `error loading facts as ini - please check content: ${file} (${error.detail})`;
      return { fact: warning, warning };
    }
  }
}

export interface LocalFacts {
  readonly facts: Record<string, unknown>;
  readonly warnings: string[];
}

/** The facts by file name without `.fact`; a file that says nothing useful has the reason as its fact. */
export function parseLocalFacts(sections: Sections, path = DEFAULT_PATH): LocalFacts {
  const facts: Record<string, unknown> = {};
  const warnings: string[] = [];
  const put = (name: string, fact: unknown, warning?: string): void => {
    facts[name.replaceAll('.fact', '')] = fact;
    if (warning !== undefined) warnings.push(warning);
  };
  const names = [...sections.named('local:'), ...sections.named('dangling:')].sort((a, b) => (a < b ? -1 : 1));
  for (const name of names) {
    const file = `${path}/${name}`;
    if (sections.has(`dangling:${name}`)) {
      const text = `Could not stat fact (${file}): [Errno 2] No such file or directory: '${file}'`;
      put(name, text, text);
      continue;
    }
    const [status = '0', ...said] = sections.text(`localend:${name}`).split('\n');
    if (status !== '0' && status !== '') {
      // The shell has dropped the newlines at the end, of which a message nearly always has one.
      const stderr = said.join('\n').replace(/\.$/, '');
      const text = `Failure executing fact script (${file}), rc: ${status}, err: ${stderr === '' ? '' : `${stderr}\n`}`;
      put(name, text, text);
      continue;
    }
    const { fact, warning } = parseFact(sections.raw(`local:${name}`), file);
    put(name, fact, warning);
  }
  return { facts, warnings };
}
