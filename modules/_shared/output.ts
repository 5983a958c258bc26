// The return values every module that runs a command has: text without its end, lines, times.

const LINE_END = /\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]/;

/** The lines of a text as Python's `str.splitlines` gives them: no empty last line. */
export function splitLines(text: string): string[] {
  const lines = text.split(LINE_END);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** `stdout`, `stderr` and their `_lines`. */
export function outputOf(stdout: string, stderr: string): Record<string, unknown> {
  return { stdout, stderr, stdout_lines: splitLines(stdout), stderr_lines: splitLines(stderr) };
}

const pad = (n: number, width = 2): string => String(n).padStart(width, '0');

/** `2026-01-31 23:59:59.123000` in the local time of the controller; `ms` since the epoch. */
export function formatTime(ms: number): string {
  const d = new Date(ms);
  const day = `${d.getFullYear()}-${pad(d.getMonth() + 1)}-${pad(d.getDate())}`;
  return `${day} ${pad(d.getHours())}:${pad(d.getMinutes())}:${pad(d.getSeconds())}.${pad(d.getMilliseconds(), 3)}000`;
}

/** A duration in milliseconds as `0:00:01.250000`, with days in front when there are any. */
export function formatDuration(ms: number): string {
  const total = Math.max(0, Math.round(ms));
  const seconds = Math.floor(total / 1000);
  const days = Math.floor(seconds / 86_400);
  const clock = `${Math.floor(seconds / 3600) % 24}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  const prefix = days === 0 ? '' : `${days} day${days === 1 ? '' : 's'}, `;
  return `${prefix}${clock}.${pad(total % 1000, 3)}000`;
}
