// `log_path`: everything that is shown goes into a file too, a line with time, process and user each.
import { userInfo } from 'node:os';
import { appendText } from '../controller/index.js';

const COLOURS = /\u001b\[[\d;]*m/g;

/** @returns what takes text for the log. @throws TsplayError write-failed when the file cannot be written */
export function openLog(path: string): (text: string, level: 'INFO' | 'WARNING') => void {
  const user = userInfo().username;
  appendText(path, '');
  return (text, level) => {
    const lines = text.replace(COLOURS, '').replace(/\n$/, '').split('\n');
    const head = `${timestamp(new Date())} p=${process.pid} u=${user} n=ansible ${level}| `;
    appendText(path, lines.map((line) => `${head}${line}\n`).join(''));
  };
}

/** `compat:` local time as Python's logging writes it. */
function timestamp(now: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const time = `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`;
  return `${day} ${time},${String(now.getMilliseconds()).padStart(3, '0')}`;
}
