// Which files of a build's context a .dockerignore leaves out (patterns as Go's filepath.Match, with `**` and `!`).

interface Rule {
  readonly pattern: RegExp;
  readonly keeps: boolean;
}

/** The pattern as a regular expression over whole paths and what is below them. */
function compile(pattern: string): RegExp {
  let text = '';
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern.charAt(i);
    if (c === '*') {
      if (pattern.charAt(i + 1) !== '*') {
        text += '[^/]*';
        continue;
      }
      while (pattern.charAt(i + 1) === '*') i++;
      if (pattern.charAt(i + 1) === '/') i++;
      text += i + 1 >= pattern.length ? '.*' : '(?:.*/)?';
    } else if (c === '?') text += '[^/]';
    else if (c === '\\' && i + 1 < pattern.length) text += escapeRegex(pattern.charAt(++i));
    else if (c === '[') {
      const end = pattern.indexOf(']', i + 2);
      if (end < 0) text += '\\[';
      else {
        text += `[${pattern
          .slice(i + 1, end)
          .replace(/\\/g, '\\\\')
          .replaceAll('[', '\\[')}]`;
        i = end;
      }
    } else text += escapeRegex(c);
  }
  return new RegExp(`^${text}(?:/.*)?$`, 's');
}

const escapeRegex = (c: string): string => c.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** A path without `.`, doubled slashes and a slash at either end. */
const clean = (path: string): string =>
  path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');

/**
 * @param text the file's content
 * @param always paths that stay whatever the file says: the Dockerfile and the file itself
 * @returns whether a path of the context, as tar names it, is left out
 */
export function ignoring(text: string, always: readonly string[]): (path: string) => boolean {
  const rules = text.split('\n').flatMap((raw): Rule[] => {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) return [];
    const keeps = line.startsWith('!');
    const pattern = clean(keeps ? line.slice(1).trim() : line);
    return pattern === '' ? [] : [{ pattern: compile(pattern), keeps }];
  });
  const kept = new Set(always.map(clean));
  const anyKeeps = rules.some((rule) => rule.keeps);
  return (path) => {
    const name = clean(path);
    if (name === '' || kept.has(name)) return false;
    let out = false;
    for (const rule of rules) if (rule.pattern.test(name)) out = !rule.keeps;
    // A directory that is left out stays as an entry when something below it may be kept.
    return out && !(anyKeeps && path.endsWith('/'));
  };
}
