// What a run answers, in the form in which real Ansible's and ours are kept and compared.

/** Host, task, what happened (`ok`, `changed`, `item ok`, `included`, `retry` …), result. */
export type Told = readonly [host: string, task: string, what: string, result: Record<string, unknown>];

export interface Answer {
  /** Plays and tasks as they are announced, in order. */
  readonly banners: readonly string[];
  readonly events: readonly Told[];
  readonly recap: Readonly<Record<string, unknown>>;
  readonly exit: number;
  /** First line of what ends a run that cannot begin. */
  readonly error?: string | undefined;
  /** What `set_stats` left, by host or `_run`. */
  readonly custom?: unknown;
}

/** Paths of this machine become names, so that recordings are the same everywhere. */
export function portable(text: string, places: readonly (readonly [name: string, path: string])[]): string {
  let result = text;
  for (const [name, path] of places) result = result.replaceAll(path, name);
  return result;
}

/** Compact, and one line per event, so that changes of recordings can be read. */
export function writeAnswer(answer: Answer): string {
  const list = (items: readonly unknown[]): string =>
    items.length === 0 ? '[]' : `[\n${items.map((i) => `  ${JSON.stringify(i)}`).join(',\n')}\n ]`;
  const parts = [
    `"exit": ${answer.exit}`,
    ...(answer.error === undefined ? [] : [`"error": ${JSON.stringify(answer.error)}`]),
    `"recap": ${JSON.stringify(answer.recap)}`,
    ...(answer.custom === undefined ? [] : [`"custom": ${JSON.stringify(answer.custom)}`]),
    `"banners": ${list(answer.banners)}`,
    `"events": ${list(answer.events)}`,
  ];
  return `{\n ${parts.join(',\n ')}\n}\n`;
}
