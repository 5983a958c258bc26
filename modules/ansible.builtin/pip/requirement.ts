// What the names given to pip mean: package, extras and versions, or a place to fetch from.
import { satisfies } from './pep440.js';

export type Requirement =
  | {
      readonly kind: 'package';
      /** As pip is given it. */
      readonly text: string;
      readonly name: string;
      readonly extras: string;
      readonly specifiers: string;
      /** Environment marker after `;`. */
      readonly marker: string;
    }
  | {
      readonly kind: 'location';
      readonly text: string;
      /** From `#egg=` or `name @ …`. */ readonly name: string | undefined;
    };

/** Package names that mean the same have the same normal form. */
export const normalName = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '-');

export function parseRequirement(text: string): Requirement {
  const trimmed = text.trim();
  const named = /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(\[[^\]]*\])?\s*(.*)$/s.exec(trimmed);
  const [, name = '', extras = '', rest = ''] = named ?? [];
  const [specifiers = '', ...markers] = rest.split(';');
  const clauses = specifiers.trim().replace(/^\((.*)\)$/, '$1');
  const isPackage = named && !/^@/.test(rest) && /^(?:(?:===|[=~!<>]=|[<>])[^@/]*)?$/.test(clauses);
  if (isPackage && !/\.(?:whl|zip|tar\.\w+|tgz)$/.test(trimmed)) {
    return { kind: 'package', text: trimmed, name, extras, specifiers: clauses, marker: markers.join(';').trim() };
  }
  const direct = /^([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*@\s/.exec(trimmed)?.[1];
  return { kind: 'location', text: trimmed, name: direct ?? /[#&]egg=([\w.-]+)/.exec(trimmed)?.[1] };
}

/** Puts a list back together that was split at the commas between version clauses or extras: `a>=1`, `<2`. */
export function rejoin(names: readonly string[]): string[] {
  const joined: string[] = [];
  for (const name of names.map((n) => n.trim()).filter((n) => n !== '')) {
    const previous = joined.at(-1);
    const open = previous !== undefined && previous.lastIndexOf('[') > previous.lastIndexOf(']');
    if (previous !== undefined && (open || /^[<>=!~]/.test(name))) joined[joined.length - 1] = `${previous},${name}`;
    else joined.push(name);
  }
  return joined;
}

/**
 * Whether what is installed fulfils a requirement.
 * @param installed versions by normal name
 * @returns undefined when only pip can tell (extras, markers, locations, versions that are not PEP 440)
 */
export function isSatisfied(requirement: Requirement, installed: ReadonlyMap<string, string>): boolean | undefined {
  if (requirement.kind === 'location') return undefined;
  if (requirement.marker !== '') return undefined;
  const version = installed.get(normalName(requirement.name));
  if (version === undefined) return false;
  const fits = satisfies(version, requirement.specifiers);
  return fits === true && requirement.extras !== '' ? undefined : fits;
}
