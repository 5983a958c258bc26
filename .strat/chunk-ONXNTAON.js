import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);

// modules/_shared/output.ts
var LINE_END = /\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]/;
function splitLines(text) {
  const lines = text.split(LINE_END);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}
function outputOf(stdout, stderr) {
  return { stdout, stderr, stdout_lines: splitLines(stdout), stderr_lines: splitLines(stderr) };
}
var pad = (n, width = 2) => String(n).padStart(width, "0");
function formatTime(ms) {
  const d = new Date(ms);
  const day = `${d.getFullYear()}-${pad(d.getMonth() + 1)}-${pad(d.getDate())}`;
  return `${day} ${pad(d.getHours())}:${pad(d.getMinutes())}:${pad(d.getSeconds())}.${pad(d.getMilliseconds(), 3)}000`;
}
function formatDuration(ms) {
  const total = Math.max(0, Math.round(ms));
  const seconds = Math.floor(total / 1e3);
  const days = Math.floor(seconds / 86400);
  const clock = `${Math.floor(seconds / 3600) % 24}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  const prefix = days === 0 ? "" : `${days} day${days === 1 ? "" : "s"}, `;
  return `${prefix}${clock}.${pad(total % 1e3, 3)}000`;
}

export {
  splitLines,
  outputOf,
  formatTime,
  formatDuration
};
