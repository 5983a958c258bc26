// Shows a long text on a terminal page by page.
import { spawnSync } from 'node:child_process';

/** @returns whether it was shown; without the pager nothing was @param pager a command line for the shell */
export function page(text: string, pager: string): boolean {
  const env = pager.includes('less') ? { ...process.env, LESS: process.env['LESS'] ?? 'FRSX' } : process.env;
  const done = spawnSync('/bin/sh', ['-c', pager], { input: text, stdio: ['pipe', 'inherit', 'inherit'], env });
  return done.error === undefined && done.status !== 127;
}
