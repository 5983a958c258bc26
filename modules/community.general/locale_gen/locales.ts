// Names of locales, and pure edits of the lists of those that are made.

/** `locale -a` writes encodings its own way: small letters, no dashes. */
const plain = (name: string): string => {
  const [locale = '', rest] = name.split(/\.(.*)/s);
  const [encoding = '', modifier] = (rest ?? '').split(/@(.*)/s);
  const normal = encoding.toLowerCase().replace(/[^a-z0-9]/g, '');
  return `${locale}${rest === undefined ? '' : `.${normal}`}${modifier === undefined ? '' : `@${modifier}`}`;
};

/** Those of the names that `locale -a` does not list. */
export function missingLocales(names: readonly string[], made: readonly string[]): string[] {
  const known = new Set(made.map(plain));
  return names.filter((name) => !known.has(plain(name)));
}

/** Whether a list of supported locales (`de_AT.UTF-8 UTF-8`) has the name. */
export function isSupported(text: string, name: string): boolean {
  return text.split('\n').some((line) => /^\s*#?\s*(\S+) (\S+)\s*$/.exec(line)?.[1] === name);
}

function edit(text: string, names: readonly string[], prefix: string): string {
  return text
    .split('\n')
    .map((line) => {
      const [, name = '', charset = ''] = /^#?\s*(\S+) (.+)$/.exec(line) ?? [];
      return names.includes(name) ? `${prefix}${name} ${charset}` : line;
    })
    .join('\n');
}

/** The lines of the locales, no longer comments. */
export const withLocales = (text: string, names: readonly string[]): string => edit(text, names, '');

/** The lines of the locales as comments, or gone where the list has none. */
export function withoutLocales(text: string, names: readonly string[], legacy: boolean): string {
  if (!legacy) return edit(text, names, '# ');
  return text
    .split('\n')
    .filter((line) => !names.includes(line.split(' ')[0] ?? ''))
    .join('\n');
}
