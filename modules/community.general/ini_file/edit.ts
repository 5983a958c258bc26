// What becomes of the lines of an INI file.

interface Condition {
  readonly option: string;
  readonly values: readonly string[];
}

export interface Edit {
  /** Undefined or empty: the lines before the first section. */
  readonly section?: string | undefined;
  readonly conditions: readonly Condition[];
  readonly option?: string | undefined;
  readonly values: readonly string[];
  readonly state: 'absent' | 'present';
  readonly exclusive: boolean;
  readonly no_extra_spaces: boolean;
  readonly ignore_spaces: boolean;
  readonly allow_no_value: boolean;
  readonly modify_inactive_option: boolean;
}

export interface Edited {
  readonly lines: readonly string[];
  readonly changed: boolean;
  readonly msg: string;
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

interface Match {
  readonly inactive: boolean;
  readonly value: string;
}

/** Whether a line is the option's, perhaps as a comment. @returns undefined when it is not */
function matchOption(option: string, line: string, active = false): Match | undefined {
  const comment = active ? '()[ \\t]*' : '[ \\t]*([#;]?)[ \\t]*';
  const found = new RegExp(`^${comment}${escaped(option)}[ \\t]*(?:=|$)[ \\t]*(.*)$`, 's').exec(
    line.replace(/\n$/, ''),
  );
  return found ? { inactive: found[1] !== '', value: found[2] ?? '' } : undefined;
}

function holds(conditions: readonly Condition[], section: readonly string[]): boolean {
  return conditions.every(({ option, values }) =>
    section.some((line) => {
      const match = matchOption(option, line);
      return match !== undefined && (values.length === 0 || values.includes(match.value));
    }),
  );
}

/** Where the lines of the wanted section begin and end; its head counts. Undefined when there is none. */
function findSection(lines: readonly string[], wanted: Edit): { start: number; end: number } | undefined {
  const isHead = (line: string): boolean => line.startsWith('[');
  if (wanted.section === undefined || wanted.section === '') {
    const end = lines.findIndex(isHead);
    const found = { start: 0, end: end < 0 ? lines.length : end };
    return holds(wanted.conditions, lines.slice(found.start, found.end)) ? found : undefined;
  }
  const head = new RegExp(`^\\[\\s*${escaped(wanted.section.trim())}\\s*\\]`);
  let start: number | undefined;
  for (let i = 0; i <= lines.length; i++) {
    const line = lines[i];
    if (start !== undefined && (line === undefined || isHead(line))) {
      if (holds(wanted.conditions, lines.slice(start, i))) return { start, end: i };
      start = undefined;
    }
    // compat: of two heads of one section the later one counts only when the former does not hold.
    if (start === undefined && line !== undefined && head.test(line)) start = i;
  }
  return undefined;
}

/** @param lines each with its newline; none for a file that is not there */
export function editIni(lines: readonly string[], wanted: Edit): Edited {
  const all = lines.length === 0 ? ['\n'] : [...lines];
  let changed = false;
  const last = all.at(-1) ?? '';
  if (!last.endsWith('\n')) {
    all[all.length - 1] = `${last}\n`;
    changed = true;
  }
  const place = findSection(all, wanted);
  if (!place) {
    if (wanted.state === 'absent') return { lines: all, changed, msg: 'OK' };
    const added = newSection(wanted);
    return { lines: [...all, ...added.lines], changed: true, msg: added.msg };
  }
  // Before the first head stands nothing of the section itself.
  const headless = wanted.section === undefined || wanted.section === '';
  const section = new Section(all.slice(place.start, place.end), headless ? 0 : 1, wanted);
  const done = wanted.state === 'present' ? section.present() : section.absent();
  return {
    lines: [...all.slice(0, place.start), ...done.lines, ...all.slice(place.end)],
    changed: changed || done.changed,
    msg: done.msg,
  };
}

const assignment = (wanted: Edit, option: string, value: string): string =>
  wanted.no_extra_spaces ? `${option}=${value}\n` : `${option} = ${value}\n`;

function newSection(wanted: Edit): { lines: string[]; msg: string } {
  const { option, allow_no_value: bare } = wanted;
  const values = [...wanted.values];
  const lines = [`[${wanted.section ?? ''}]\n`];
  for (const condition of wanted.conditions) {
    if (condition.option !== option) {
      lines.push(...condition.values.map((value) => assignment(wanted, condition.option, value)));
      if (condition.values.length === 0 && bare) lines.push(`${condition.option}\n`);
    } else if (!wanted.exclusive) {
      values.push(...condition.values.filter((value) => !values.includes(value)));
    }
  }
  if (option !== undefined && option !== '' && values.length > 0) {
    lines.push(...values.map((value) => assignment(wanted, option, value)));
  } else if (option !== undefined && option !== '' && bare) {
    lines.push(`${option}\n`);
  } else {
    return { lines, msg: 'only section added' };
  }
  return { lines, msg: 'section and option added' };
}

/** One section's lines while they are changed. */
class Section {
  private msg = 'OK';
  private changed = false;
  private readonly settled: boolean[];

  /** @param head how many of the lines are the section's head */
  constructor(
    private lines: string[],
    private readonly head: number,
    private readonly wanted: Edit,
  ) {
    this.settled = lines.map(() => false);
  }

  private result(): Edited {
    return { lines: this.lines, changed: this.changed, msg: this.msg };
  }

  private match(option: string, line: string): Match | undefined {
    return matchOption(option, line, !this.wanted.modify_inactive_option);
  }

  private replace(option: string, i: number, line: string): void {
    const old = this.lines[i] ?? '';
    this.settled[i] = true;
    const before = this.wanted.ignore_spaces ? matchOption(option, old) : undefined;
    const differs = before && !before.inactive ? before.value !== matchOption(option, line)?.value : old !== line;
    if (!differs) return;
    this.lines[i] = line;
    this.changed = true;
    this.msg = 'option changed';
  }

  present(): Edited {
    const { wanted } = this;
    const { option } = wanted;
    if (option === undefined || option === '') return this.result();
    const bare = wanted.allow_no_value;
    const values = [...wanted.values];
    let bareThere = false;
    // Lines that have a wanted value already.
    for (const [i, line] of [...this.lines.entries()]) {
      const match = this.match(option, line);
      if (!match) continue;
      if (values.includes(match.value)) {
        values.splice(values.indexOf(match.value), 1);
        if (match.value === '' && bare) bareThere = true;
        this.replace(option, i, match.value === '' && bare ? `${option}\n` : assignment(wanted, option, match.value));
      } else if (values.length === 0 && bare) {
        this.replace(option, i, `${option}\n`);
        bareThere = true;
        break;
      }
    }
    if (wanted.exclusive && !bare) this.only(option, values);
    this.insert(option, values, bareThere);
    return this.result();
  }

  /** Other lines of the option take the values that are left over, or go. */
  private only(option: string, values: string[]): void {
    for (const [i, line] of [...this.lines.entries()]) {
      const [value] = values;
      if (value === undefined) break;
      if (this.settled[i] || !this.match(option, line)) continue;
      values.shift();
      this.replace(option, i, assignment(this.wanted, option, value));
    }
    for (let i = this.lines.length - 1; i >= this.head; i--) {
      if (this.settled[i] || !this.match(option, this.lines[i] ?? '')) continue;
      this.lines.splice(i, 1);
      this.settled.splice(i, 1);
      this.changed = true;
      this.msg = 'option changed';
    }
  }

  /** What is still missing goes behind the last line that is neither blank nor a comment. */
  private insert(option: string, values: readonly string[], bareThere: boolean): void {
    const { wanted } = this;
    const added = values.map((value) => assignment(wanted, option, value));
    if (values.length === 0 && wanted.allow_no_value && !bareThere) added.push(`${option}\n`);
    if (added.length === 0) return;
    const at = this.lines.findLastIndex((line) => !/^[ \t]*(?:[#;].*)?\n?$/.test(line)) + 1;
    this.lines.splice(at, 0, ...added);
    this.changed = true;
    this.msg = 'option added';
  }

  absent(): Edited {
    const { option, exclusive, values } = this.wanted;
    if (option === undefined || option === '') {
      if (this.lines.length > 0) {
        this.lines = [];
        this.changed = true;
        this.msg = 'section removed';
      }
      return this.result();
    }
    const kept = this.lines.filter((line) => {
      const match = matchOption(option, line, true);
      return !match || (!exclusive && !values.includes(match.value));
    });
    if (kept.length !== this.lines.length) {
      this.lines = kept;
      this.changed = true;
      this.msg = 'option changed';
    }
    return this.result();
  }
}
