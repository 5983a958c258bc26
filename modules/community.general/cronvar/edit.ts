// Pure edits of the variables of a crontab's text; every other line stays as it is.

/** Name and value of a line that sets a variable. */
function variableOf(line: string): { readonly name: string; readonly value: string } | undefined {
  const match = /^\s*([^\s='"#]+)\s*=(.*)$/.exec(line.replace(/\r$/, ''));
  return match ? { name: match[1] ?? '', value: (match[2] ?? '').trim() } : undefined;
}

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));
const textOf = (lines: readonly string[]): string => (lines.length === 0 ? '' : `${lines.join('\n')}\n`);

export function variableNames(text: string): string[] {
  return linesOf(text).flatMap((line) => variableOf(line)?.name ?? []);
}

export function findVariable(text: string, name: string): string | undefined {
  return linesOf(text)
    .map(variableOf)
    .find((one) => one?.name === name)?.value;
}

export function removeVariable(text: string, name: string): string {
  return textOf(linesOf(text).filter((line) => variableOf(line)?.name !== name));
}

export function changeVariable(text: string, name: string, value: string): string {
  return textOf(linesOf(text).map((line) => (variableOf(line)?.name === name ? `${name}=${value}` : line)));
}

/** On top, or beside every line that sets the variable of the position; undefined when none does. */
export function addVariable(
  text: string,
  name: string,
  value: string,
  position: { readonly before?: string | undefined; readonly after?: string | undefined },
): string | undefined {
  const lines = linesOf(text);
  const line = `${name}=${value}`;
  const beside = position.before ?? position.after;
  if (beside === undefined) return textOf([line, ...lines]);
  if (!lines.some((one) => variableOf(one)?.name === beside)) return undefined;
  return textOf(
    lines.flatMap((one) =>
      variableOf(one)?.name !== beside ? [one] : position.before === undefined ? [one, line] : [line, one],
    ),
  );
}
