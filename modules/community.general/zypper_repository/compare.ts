// Repositories as zypper tells them and as a task wants them, and whether they differ.
import { ModuleFailure } from '../../../src/kit/index.js';

export interface Repository {
  readonly alias: string | null;
  readonly url: string | null;
  /** What it is, for people. */
  readonly name: string | null;
  readonly priority: number | string | null;
  /** `0` or `1`. */
  readonly enabled: string;
  readonly gpgcheck: string;
  readonly autorefresh: string;
}

/** Only what the task says counts; variables of addresses are filled in on both sides. */
export function differs(
  there: Repository,
  wanted: Repository,
  place: { readonly release: string; readonly arch: string },
): boolean {
  const url = (text: string | null): string =>
    (text ?? '').replaceAll('$releasever', place.release).replaceAll('$basearch', place.arch).replace(/\/+$/, '');
  if (wanted.url && url(there.url) !== url(wanted.url)) return true;
  return (['alias', 'name', 'priority', 'enabled', 'gpgcheck', 'autorefresh'] as const).some((key) => {
    const value = wanted[key];
    return value !== null && value !== '' && value !== 0 && String(value) !== String(there[key] ?? '');
  });
}

/** The one repository of a .repo file. @throws ModuleFailure when there are several or none */
export function parseSection(text: string): { section: string; options: Map<string, string> } {
  const sections = new Map<string, Map<string, string>>();
  let open: Map<string, string> | undefined;
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    if (line === '' || /^[#;]/.test(line)) continue;
    const head = /^\[(.+)\]$/.exec(line)?.[1];
    if (head !== undefined) sections.set(head, (open = new Map<string, string>()));
    else {
      const [, key = '', value] = /^([^=:]+?)\s*[=:]\s*(.*)$/.exec(line) ?? [];
      if (value === undefined || !open) {
        throw new ModuleFailure('Invalid format, .repo file could not be parsed');
      }
      open.set(key.toLowerCase(), value);
    }
  }
  const [first] = sections;
  if (sections.size !== 1 || !first) {
    throw new ModuleFailure(`Invalid format, .repo file contains ${sections.size} repositories, expected 1`);
  }
  return { section: first[0], options: first[1] };
}
