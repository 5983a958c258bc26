// What one entry of `name` asks for: a package or a pattern, a version or a release.

export interface PackageSpec {
  /** As written. */
  readonly text: string;
  /** Name, with `:arch` when that is given; may be a pattern. */
  readonly name: string;
  readonly pattern: boolean;
  readonly version?: { readonly relation: '=' | '>='; readonly value: string };
  /** Of `name/release`. */
  readonly release?: string;
}

const NAME = /^[A-Za-z0-9*?[][A-Za-z0-9+.~_*?[\]!^-]*(?::[a-z0-9-]+)?$/;

/** @returns undefined when the text is no package specification */
export function parseSpec(text: string): PackageSpec | undefined {
  const trimmed = text.trim();
  const parts = /^([^=<>/\s]+)\s*(?:(>=|=)\s*([^=<>\s]+)|\/([^=<>/\s]+))?$/.exec(trimmed);
  const name = parts?.[1];
  if (parts === null || name === undefined || !NAME.test(name)) return undefined;
  const [, , relation, value, release] = parts;
  return {
    text: trimmed,
    name,
    pattern: /[*?[]/.test(name),
    ...(relation !== undefined && value !== undefined ? { version: { relation: relation as '=' | '>=', value } } : {}),
    ...(release === undefined ? {} : { release }),
  };
}
