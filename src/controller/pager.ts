// Shows long text a page at a time.
import { spawnSync } from 'node:child_process';

/** `compat:` what less is told when the user's own LESS says nothing: leave when it fits, keep colours and the screen. */
const LESS = 'FRSX';

/** Gives `text` to the pager at the terminal. @returns whether there is one: it could be started and was found */
export function runPager(pager: string, text: string): boolean {
  if (pager.trim() === '') return false;
  const done = spawnSync('/bin/sh', ['-c', pager], {
    input: text,
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { LESS, ...process.env },
  });
  return done.error === undefined && done.status !== 127;
}
