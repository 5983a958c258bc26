// What `[…]` in a shell pattern is in a regular expression.

/**
 * A set of a pattern like `[a-z_]`, as Python's fnmatch takes it: a range from high to low holds nothing.
 * @param members what stands between the brackets, without the `!` of a negated set
 */
export function characterSet(members: string, negated: boolean): string {
  const characters = Array.from(members);
  let set = '';
  for (let i = 0; i < characters.length; i++) {
    const from = characters[i] ?? '';
    const to = characters[i + 1] === '-' ? characters[i + 2] : undefined;
    if (to === undefined) set += escaped(from);
    else {
      if (from <= to) set += `${escaped(from)}-${escaped(to)}`;
      i += 2;
    }
  }
  if (set === '') return negated ? '[^]' : '[]';
  return `[${negated ? '^' : ''}${set}]`;
}

const escaped = (character: string): string => (/[\\\][^-]/.test(character) ? `\\${character}` : character);
