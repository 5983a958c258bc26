// The form in which fact scripts answer: named sections in one output.

/** Shell functions every fact script begins with: `section NAME`, and `file NAME PATH` for a file's content if readable. */
export const SECTION_FUNCTIONS = `section() { printf '\\n@@@%s\\n' "$1"; }
file() { [ -r "$2" ] && [ -f "$2" ] && { section "$1"; cat "$2"; } 2>/dev/null; }
have() { command -v "$1" >/dev/null 2>&1; }
`;

export class Sections {
  private readonly texts = new Map<string, string>();

  constructor(output: string) {
    const parts = output.split(/(?:^|\n)@@@([^\n]*)\n/);
    for (let i = 1; i < parts.length; i += 2) this.texts.set(parts[i] ?? '', parts[i + 1] ?? '');
  }

  has(name: string): boolean {
    return this.texts.has(name);
  }

  /** The content without spaces around it; empty when the section is not there. */
  text(name: string): string {
    return (this.texts.get(name) ?? '').trim();
  }

  /** The content as it was printed. */
  raw(name: string): string {
    return this.texts.get(name) ?? '';
  }

  /** Lines that are not empty. */
  lines(name: string): string[] {
    return (this.texts.get(name) ?? '').split('\n').filter((line) => line.trim() !== '');
  }

  /** Names that begin with `prefix`, without it. */
  named(prefix: string): string[] {
    return [...this.texts.keys()].filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  }
}

/** `KEY=value` lines as in os-release, quotes taken off. */
export function keyValues(lines: readonly string[]): Map<string, string> {
  const map = new Map<string, string>();
  for (const line of lines) {
    const match = /^\s*([A-Za-z_][A-Za-z0-9_]*)=(.*?)\s*$/.exec(line);
    if (match?.[1] === undefined) continue;
    const value = match[2] ?? '';
    const quoted = /^(["'])(.*)\1$/.exec(value)?.[2];
    map.set(match[1], quoted === undefined ? value : quoted.replace(/\\(["$`\\])/g, '$1'));
  }
  return map;
}
