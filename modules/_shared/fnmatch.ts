// Shell patterns as Python's `fnmatch` reads them.
import { characterSet } from '../../src/kit/index.js';

/** A pattern of `*`, `?`, `[abc]`, `[!abc]` as a regular expression for the whole text; case counts. */
export function fnmatch(pattern: string): RegExp {
  let source = '';
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern.charAt(i);
    const end = c === '[' ? pattern.indexOf(']', i + (pattern[i + 1] === '!' ? 3 : 2)) : -1;
    if (c === '*') source += '[\\s\\S]*';
    else if (c === '?') source += '[\\s\\S]';
    else if (end > 0) {
      const members = pattern.slice(i + 1, end);
      const negated = members.startsWith('!');
      source += characterSet(negated ? members.slice(1) : members, negated);
      i = end;
    } else source += c.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  }
  return new RegExp(`^${source}$`);
}
