// Pure edits of a file of kernel parameters: one key is set or taken out, all other lines stay as they are.

const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** Key and value of a line; undefined for comments and what has no equals sign. */
function assignment(line: string): readonly [string, string] | undefined {
  const text = line.trim();
  const equals = text.indexOf('=');
  if (equals < 0 || text.startsWith('#') || text.startsWith(';')) return undefined;
  return [text.slice(0, equals).trim(), text.slice(equals + 1).trim()];
}

/** The value the file gives the key: the last one counts. */
export function valueIn(text: string, key: string): string | undefined {
  return linesOf(text)
    .map(assignment)
    .findLast((pair) => pair?.[0] === key)?.[1];
}

/** The key stands in one line afterwards, where it stood first; in none when there is no value. */
export function edited(text: string, key: string, value: string | undefined): string {
  let written = value === undefined;
  const kept = linesOf(text).flatMap((line) => {
    if (assignment(line)?.[0] !== key) return [line];
    if (written) return [];
    written = true;
    return [`${key}=${value}\n`];
  });
  if (!written) {
    const last = kept.at(-1);
    if (last !== undefined && !last.endsWith('\n')) kept[kept.length - 1] = `${last}\n`;
    kept.push(`${key}=${value}\n`);
  }
  return kept.join('');
}
