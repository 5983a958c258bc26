// Pure edits of a crontab's text: named jobs and variables; every other byte stays as it is.

/** The comment over a job that carries its name; the same as Ansible's, so that both find each other's jobs. */
const MARKER = '#Ansible: ';

interface Line {
  readonly text: string;
  /** `\n`, `\r\n`, or nothing at the end of a text without final newline. */
  readonly end: string;
}

function parse(text: string): Line[] {
  return (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((raw) => {
    const end = /\r?\n$/.exec(raw)?.[0] ?? '';
    return { text: raw.slice(0, raw.length - end.length), end };
  });
}

const print = (lines: readonly Line[]): string => lines.map((line) => line.text + line.end).join('');

/** How new lines end: as all the others do. */
const newline = (lines: readonly Line[]): string =>
  lines.length > 0 && lines.every((line) => line.end !== '\n') && lines.some((line) => line.end === '\r\n')
    ? '\r\n'
    : '\n';

/** Puts lines in; one without a newline that is no longer the last gets one. */
function insert(lines: Line[], at: number, texts: readonly string[]): void {
  const end = newline(lines);
  const before = lines[at - 1];
  if (before?.end === '') lines[at - 1] = { text: before.text, end };
  lines.splice(at, 0, ...texts.map((text) => ({ text, end })));
}

export interface Schedule {
  readonly minute: string;
  readonly hour: string;
  readonly day: string;
  readonly month: string;
  readonly weekday: string;
  readonly special_time?: string | undefined;
}

/** A crontab line. @param user stands in it only in files of /etc/cron.d */
export function jobLine(schedule: Schedule, job: string, user: string | undefined, disabled: boolean): string {
  const { minute, hour, day, month, weekday, special_time: special } = schedule;
  const when = special === undefined ? [minute, hour, day, month, weekday] : [`@${special}`];
  return `${disabled ? '#' : ''}${[...when, ...(user === undefined ? [] : [user]), job].join(' ')}`;
}

/** Indexes of the markers of a name. The line under a marker is its job, whatever it looks like. */
function markersOf(lines: readonly Line[], name: string): number[] {
  const found: number[] = [];
  for (let i = 0; i < lines.length; i++) {
    const text = lines[i]?.text ?? '';
    if (!text.startsWith(MARKER)) continue;
    if (text.slice(MARKER.length) === name) found.push(i);
    i++;
  }
  return found;
}

/**
 * Makes the job of a name be `line`: all jobs of that name are set; else an unnamed line that is the same gets the
 * name; else it is added at the end.
 */
export function setJob(text: string, name: string, line: string): string {
  const lines = parse(text);
  const markers = markersOf(lines, name);
  for (const at of [...markers].reverse()) {
    const old = lines[at + 1];
    if (old === undefined) insert(lines, at + 1, [line]);
    else lines[at + 1] = { text: line, end: old.end };
  }
  if (markers.length === 0) {
    const same = lines.findIndex((l, i) => l.text === line && lines[i - 1]?.text.startsWith(MARKER) !== true);
    if (same >= 0) insert(lines, same, [MARKER + name]);
    else insert(lines, lines.length, [MARKER + name, line]);
  }
  return print(lines);
}

/** Takes all jobs of a name out, with their markers. */
export function removeJob(text: string, name: string): string {
  const lines = parse(text);
  for (const at of markersOf(lines, name).reverse()) lines.splice(at, 2);
  return print(lines);
}

const assigned = (line: string): string | undefined => /^\s*([A-Za-z_]\w*)\s*=/.exec(line)?.[1];

/** Where a new variable goes; `missing` when the named one is not there. */
export type EnvPosition = { readonly after: string } | { readonly before: string } | undefined;

/** Sets a variable: in place when it is there, else where `position` says, else at the top. */
export function setEnv(text: string, name: string, value: string, position: EnvPosition): string | { missing: string } {
  const lines = parse(text);
  const line = `${name}="${value}"`;
  const at = lines.findIndex((l) => assigned(l.text) === name);
  if (at >= 0) {
    lines[at] = { text: line, end: lines[at]?.end ?? '\n' };
    return print(lines);
  }
  if (position === undefined) {
    insert(lines, 0, [line]);
    return print(lines);
  }
  const reference = 'after' in position ? position.after : position.before;
  const found = lines.findIndex((l) => assigned(l.text) === reference);
  if (found < 0) return { missing: reference };
  insert(lines, 'after' in position ? found + 1 : found, [line]);
  return print(lines);
}

export function removeEnv(text: string, name: string): string {
  return print(parse(text).filter((line) => assigned(line.text) !== name));
}

export function jobNames(text: string): string[] {
  return parse(text).flatMap((line) => (line.text.startsWith(MARKER) ? [line.text.slice(MARKER.length)] : []));
}

export function envNames(text: string): string[] {
  return parse(text).flatMap((line) => assigned(line.text) ?? []);
}

/** Whether nothing but blank lines is left. */
export const isEmpty = (text: string): boolean => text.trim() === '';
