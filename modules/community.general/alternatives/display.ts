// What `update-alternatives --display NAME` says, in the words of Debian and of Red Hat.

export interface Subcommand {
  readonly name: string;
  readonly path: string;
  readonly link?: string | undefined;
}

interface Alternative {
  readonly priority: number;
  readonly family: string;
  readonly subcommands: readonly Subcommand[];
}

export interface Alternatives {
  /** `auto` or `manual`; undefined when there is nothing of that name. */
  readonly mode: string | undefined;
  /** The program the link leads to. */
  readonly current: string | undefined;
  readonly link: string | undefined;
  readonly all: ReadonlyMap<string, Alternative>;
}

/** @param given the subcommands of the task, whose links count where the output tells none */
export function parseDisplay(text: string, given: readonly Subcommand[] | undefined): Alternatives {
  const mode = /\s-\s(?:status\sis\s)?(\w*)(?:\smode|\.)$/m.exec(text)?.[1];
  if (mode === undefined) return { mode: undefined, current: undefined, link: undefined, all: new Map() };
  let links = new Map(
    [...text.matchAll(/^\s*(?:slave|follower) (\S+) is (.*)$/gm)].map(([, name = '', link = '']) => [name, link]),
  );
  if (links.size === 0) links = new Map((given ?? []).map(({ name, link = '' }) => [name, link]));
  const all = new Map<string, Alternative>();
  let followers: Subcommand[] = [];
  for (const line of text.split('\n')) {
    const head = /^(\/.*)\s-\s(?:family\s(\S+)\s)?priority\s(\d+)/.exec(line);
    if (head) {
      followers = [];
      all.set(head[1] ?? '', { priority: Number(head[3]), family: head[2] ?? '', subcommands: followers });
      continue;
    }
    const follower = all.size === 0 ? null : /^\s+(?:slave|follower) (.*): (.*)$/.exec(line);
    const [, name = '', path = ''] = follower ?? [];
    if (follower && path !== '(null)') followers.push({ name, path, link: links.get(name) });
  }
  return {
    mode,
    current: /^\s*link currently points to (.*)$/m.exec(text)?.[1],
    link: /^\s*link \w+ is (.*)$/m.exec(text)?.[1],
    all,
  };
}

/** Whether both have the same subcommands, in any order. */
export function sameCommands(a: readonly Subcommand[], b: readonly Subcommand[]): boolean {
  const words = (all: readonly Subcommand[]): string =>
    [...new Set(all.map(({ name, path, link }) => JSON.stringify([name, path, link])))].sort().join();
  return words(a) === words(b);
}
