// Loaded into a run for a measurement: writes down what the run sends into the first session of the ssh program it starts.
import { appendFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const processes = createRequire(import.meta.url)('node:child_process');
const { spawn } = processes;
processes.spawn = function tapped(command, ...rest) {
  const child = spawn.call(this, command, ...rest);
  if (/(?:^|\/)ssh$/.test(command) && child.stdin) {
    const { write } = child.stdin;
    child.stdin.write = function (bytes, ...more) {
      appendFileSync(process.env.TSPLAY_BENCH_TAP, bytes);
      return write.call(this, bytes, ...more);
    };
  }
  return child;
};
