// One folder for all temporary files of a test run, taken away when the run is over.
//
// Tests, and the programs they start, make their temporary folders with `mkdtempSync(join(tmpdir(), …))` or `mktemp`: both
// go by TMPDIR, which this sets before the first worker is started. What a test leaves behind, or what it could not remove
// because it was killed, goes with the folder. A run that was killed itself is swept up by the next one.
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'tsplay-tests-';

/** vitest's `globalSetup`. @returns what removes the folder */
export default function setup(): () => void {
  const outside = process.env['TMPDIR'];
  const base = tmpdir();
  sweep(base);
  const folder = mkdtempSync(join(base, `${PREFIX}${process.pid}-`));
  // Tests become other users, who come by here as they do in /tmp.
  chmodSync(folder, 0o1777);
  process.env['TMPDIR'] = folder;
  return () => {
    if (outside === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = outside;
    remove(folder);
  };
}

/** Removes the folders of runs that are over and could not do so themselves. */
export function sweep(base: string): void {
  for (const name of readdirSync(base)) {
    const pid = name.startsWith(PREFIX) ? Number(/^\d+/.exec(name.slice(PREFIX.length))?.[0]) : NaN;
    if (Number.isInteger(pid) && !lives(pid)) remove(join(base, name));
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    // Files of other users, or a process that still writes: said, and no reason for a run to fail.
    process.stderr.write(`test: ${folder} stays: ${String(error)}\n`);
  }
}
