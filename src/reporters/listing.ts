// The texts of --list-hosts, --list-tasks and --list-tags, in ansible-playbook's form.

export interface ListedTask {
  /** With its role: `role : name`. */
  readonly name: string;
  readonly tags: readonly string[];
}

export interface ListedPlay {
  /** The play's name; its hosts when it has none. */
  readonly name: string;
  /** As written, `all` or `web:db`. */
  readonly hostsPattern: string | readonly string[];
  readonly tags: readonly string[];
  /** Those that matched, in inventory order. */
  readonly hosts: readonly string[];
  /** Those that the given tags select, in the order of the run. */
  readonly tasks: readonly ListedTask[];
}

export interface ListedPlaybook {
  readonly path: string;
  readonly plays: readonly ListedPlay[];
}

export interface ListingWanted {
  readonly hosts?: boolean;
  readonly tasks?: boolean;
  readonly tags?: boolean;
}

/** @returns text that ends with a line feed, for all playbooks */
export function listing(playbooks: readonly ListedPlaybook[], wanted: ListingWanted): string {
  return playbooks
    .flatMap((book) => [
      '',
      `playbook: ${book.path}`,
      // `compat:` nothing more of a syntax check.
      ...(wanted.hosts || wanted.tasks || wanted.tags ? book.plays : []).flatMap((play, index) =>
        playLines(play, index + 1, wanted),
      ),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

function playLines(play: ListedPlay, number: number, wanted: ListingWanted): string[] {
  const patterns = typeof play.hostsPattern === 'string' ? [play.hostsPattern] : play.hostsPattern;
  const lines = ['', `  play #${number} (${patterns.join(',')}): ${play.name}\tTAGS: [${sorted(play.tags).join(',')}]`];
  if (wanted.hosts) {
    lines.push(`    pattern: [${patterns.map((p) => `'${p}'`).join(', ')}]`, `    hosts (${play.hosts.length}):`);
    lines.push(...play.hosts.map((host) => `      ${host}`));
  }
  if (wanted.tasks) {
    lines.push('    tasks:', ...play.tasks.map((t) => `      ${t.name}\tTAGS: [${sorted(t.tags).join(', ')}]`));
  }
  if (wanted.tags) {
    lines.push(`      TASK TAGS: [${sorted([...play.tags, ...play.tasks.flatMap((t) => t.tags)]).join(', ')}]`);
  }
  return lines;
}

function sorted(tags: readonly string[]): string[] {
  return [...new Set(tags)].sort();
}
