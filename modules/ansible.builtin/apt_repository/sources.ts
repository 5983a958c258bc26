// Lines of apt's one-line sources: what they mean, and pure edits that leave all other lines as they are.
import { ModuleFailure } from '../../../src/kit/index.js';

interface SourceLine {
  /** Whether it is a source, switched on or off. */
  readonly valid: boolean;
  readonly enabled: boolean;
  /** The source with single blanks, without its comment. */
  readonly source: string;
  readonly comment: string;
}

/** The text of each file, by path, in the order they are read. */
export type Files = ReadonlyMap<string, string>;

export function parseLine(line: string): SourceLine {
  let text = line.trim();
  const enabled = !text.startsWith('#');
  if (!enabled) text = text.slice(1);
  let comment = '';
  const hash = text.indexOf('#');
  if (hash > 0) {
    comment = text.slice(hash + 1).trim();
    text = text.slice(0, hash);
  }
  const words = text.trim().split(/\s+/);
  const valid = words[0] === 'deb' || words[0] === 'deb-src';
  return { valid, enabled, source: valid ? words.join(' ') : text.trim(), comment };
}

/** The source a task names. @throws ModuleFailure when it is none, or one that is commented out */
export function parseRepo(repo: string): string {
  const { valid, enabled, source } = parseLine(repo);
  if (!valid || !enabled || source.split(' ').length < 2) {
    throw new ModuleFailure(`Invalid repository string: ${repo.trim()}`, { repo });
  }
  return source;
}

/** `deb [arch=x] http://u:p@h/a b c` → `h_a.list`: the address, its letters and digits only. */
export function fileNameFor(source: string): string {
  const [address = ''] = source
    .replace(/\[[^\]]+\]/g, '')
    .replace(/\w+:\/\//g, '')
    .split(/\s+/)
    .filter((word) => word !== '' && word !== 'deb' && word !== 'deb-src');
  const host = address.includes('@') ? address.slice(address.indexOf('@') + 1) : address;
  const words = host.split(/[^a-zA-Z0-9]+/).filter((word) => word !== '');
  return `${words.join('_')}.list`;
}

const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

const printed = (source: string, comment: string): string => `${source}${comment === '' ? '' : ` # ${comment}`}\n`;

/** Switches the source on wherever it stands, else adds it to `file`. */
export function withSource(files: Files, source: string, file: string): Map<string, string> {
  const after = new Map(files);
  let found = false;
  for (const [path, text] of files) {
    const edited = linesOf(text).map((line) => {
      const parsed = parseLine(line);
      if (!parsed.valid || parsed.source !== source) return line;
      found = true;
      return parsed.enabled ? line : printed(source, parsed.comment);
    });
    after.set(path, edited.join(''));
  }
  if (!found) {
    const text = files.get(file) ?? '';
    after.set(file, `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${source}\n`);
  }
  return after;
}

/** Takes the source out wherever it is switched on; a file with nothing left is an empty text. */
export function withoutSource(files: Files, source: string): Map<string, string> {
  return new Map(
    [...files].map(([path, text]) => [
      path,
      linesOf(text)
        .filter((line) => {
          const parsed = parseLine(line);
          return !(parsed.valid && parsed.enabled && parsed.source === source);
        })
        .join(''),
    ]),
  );
}

/** Whether the source is there and switched on. */
export function hasSource(files: Files, source: string): boolean {
  return [...files.values()].some((text) =>
    linesOf(text).some((line) => {
      const parsed = parseLine(line);
      return parsed.valid && parsed.enabled && parsed.source === source;
    }),
  );
}
