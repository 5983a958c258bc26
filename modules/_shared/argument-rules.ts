// Rules across arguments, with the messages Ansible's argument specs have for them.

type Given = Readonly<Record<string, unknown>>;

const there = (a: Given, names: readonly string[]): string[] => names.filter((name) => a[name] !== undefined);

/** At most one of them may be given. */
export const exclusive = (a: Given, ...names: readonly string[]): string[] =>
  there(a, names).length > 1 ? [`parameters are mutually exclusive: ${names.join('|')}`] : [];

/** One of them at least must be given. */
export const needsOne = (a: Given, ...names: readonly string[]): string[] =>
  there(a, names).length === 0 ? [`one of the following is required: ${names.join(', ')}`] : [];

/** Exactly one of them must be given. */
export const exactlyOne = (a: Given, ...names: readonly string[]): string[] => [
  ...exclusive(a, ...names),
  ...needsOne(a, ...names),
];

/** All of them or none. */
export const together = (a: Given, ...names: readonly string[]): string[] => {
  const count = there(a, names).length;
  return count > 0 && count < names.length ? [`parameters are required together: ${names.join(', ')}`] : [];
};

/** When `why` holds (`state is present`), all of them must be given. */
export function neededWhen(a: Given, holds: boolean, why: string, ...names: readonly string[]): string[] {
  const missing = names.filter((name) => a[name] === undefined);
  return holds && missing.length > 0 ? [`${why} but all of the following are missing: ${missing.join(', ')}`] : [];
}

/** When `why` holds, one of them must be given. */
export const oneNeededWhen = (a: Given, holds: boolean, why: string, ...names: readonly string[]): string[] =>
  holds && there(a, names).length === 0 ? [`${why} but any of the following are missing: ${names.join(', ')}`] : [];
