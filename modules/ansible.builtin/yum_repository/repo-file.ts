// The text of a .repo file as sections of options, and back; the rules are those of Python's configparser without interpolation.
import { ModuleFailure } from '../../../src/kit/index.js';

/** Sections in their order, their options by small name. */
export type RepoFile = Map<string, Map<string, string>>;

/** @throws ModuleFailure for what is no such file */
export function parseRepoFile(text: string, path: string): RepoFile {
  const file: RepoFile = new Map();
  let section: Map<string, string> | undefined;
  let last: string | undefined;
  for (const [at, raw] of text.split(/\r\n|\n/).entries()) {
    const line = raw.trim();
    if (line === '' || /^[#;]/.test(line)) {
      // An empty line within a value belongs to it, at the end it does not.
      if (line === '' && section && last !== undefined) section.set(last, `${section.get(last) ?? ''}\n`);
      continue;
    }
    if (/^\s/.test(raw) && section && last !== undefined) {
      section.set(last, `${section.get(last) ?? ''}\n${line}`);
      continue;
    }
    const head = /^\[(.+)\]/.exec(line);
    if (head) {
      section = file.get(head[1] ?? '') ?? new Map<string, string>();
      file.set(head[1] ?? '', section);
      last = undefined;
      continue;
    }
    const option = /^(.*?)\s*[=:]\s*(.*)$/.exec(line);
    if (!section || !option) {
      throw new ModuleFailure(`${path}, line ${at + 1} is neither a section nor an option: ${line}`);
    }
    last = (option[1] ?? '').toLowerCase();
    section.set(last, option[2] ?? '');
  }
  for (const options of file.values())
    for (const [name, value] of options) options.set(name, value.replace(/\n+$/, ''));
  return file;
}

const lineOf = ([name, value]: readonly [string, string]): string => `${name} = ${value.replaceAll('\n', '\n\t')}\n`;

export const printRepoFile = (file: RepoFile): string =>
  [...file].map(([name, options]) => `[${name}]\n${[...options].map(lineOf).join('')}\n`).join('');

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : a > b ? 1 : 0;

/** Everything in order of its name: what is compared and shown. */
export const dumpRepoFile = (file: RepoFile): string =>
  [...file]
    .sort(byName)
    .map(([name, options]) => {
      const lines = [...options].sort(byName).map(([key, value]) => `${key} = ${value}\n`);
      return `[${name}]\n${lines.join('')}\n`;
    })
    .join('');
