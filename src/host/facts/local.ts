// Local facts: what the host's own facts.d says, as JSON, INI or the output of a program.
import { quote } from '../../ground/index.js';
import type { Sections } from './sections.js';

const DEFAULT_PATH = '/etc/ansible/facts.d';

/** Each file is a section `local:NAME` after a line with the exit code of the program, or `-` for a plain file. */
export function localFactsScript(path = DEFAULT_PATH): string {
  const glob = `${quote(path)}/*.fact`;
  return `for f in ${glob}; do [ -f "$f" ] || continue; n=\${f##*/}; section "local:\${n%.fact}"
if [ -x "$f" ]; then o=$("$f" 2>/dev/null </dev/null); echo $?; printf '%s\\n' "$o"; else echo -; cat "$f" 2>/dev/null || echo unreadable; fi; done
`;
}

/** As Python's configparser reads it: options in lower case, values as text. @returns undefined when it is no INI file */
function parseIni(text: string): Record<string, Record<string, string>> | undefined {
  const result: Record<string, Record<string, string>> = {};
  let section: Record<string, string> | undefined;
  let last: string | undefined;
  for (const line of text.split('\n')) {
    if (/^\s*([#;].*)?$/.test(line)) continue;
    const header = /^\[([^\]]+)\]/.exec(line)?.[1];
    if (header !== undefined) {
      section = result[header] ??= {};
      last = undefined;
    } else if (section === undefined) return undefined;
    else if (/^\s/.test(line) && last !== undefined) section[last] = `${section[last]}\n${line.trim()}`;
    else {
      const [, key, value] = /^([^=:]+?)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
      if (key === undefined) return undefined;
      last = key.toLowerCase();
      section[last] = value ?? '';
    }
  }
  return section === undefined ? undefined : result;
}

export function parseLocalFacts(sections: Sections, path = DEFAULT_PATH): Record<string, unknown> {
  const local: Record<string, unknown> = {};
  for (const name of sections.named('local:')) {
    const [status = '-', ...rest] = sections.text(`local:${name}`).split('\n');
    const text = rest.join('\n').trim();
    const file = `${path}/${name}.fact`;
    if (status !== '-' && status !== '0') {
      local[name] = `the fact program ${file} ended with code ${status}`;
      continue;
    }
    try {
      local[name] = JSON.parse(text) as unknown;
    } catch {
      local[name] = parseIni(text) ?? `error loading facts as JSON or ini - please check content: ${file}`;
    }
  }
  return local;
}
