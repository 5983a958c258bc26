// `retry_files_enabled`: the hosts that a playbook lost, in a file that `--limit @FILE` takes.
import { basename, dirname, extname, join } from 'node:path';
import { writeFileAtomic } from '../controller/index.js';
import type { EventBody } from '../events/index.js';

/** What watches a run, and says afterwards what it has written. */
export interface RetryFiles {
  on(event: EventBody): void;
  /** Lines for the user, one for each file. @throws TsplayError write-failed */
  finish(): string[];
}

/** @param directory where the files are written; beside each playbook when it is left out */
export function retryFiles(directory: string | undefined): RetryFiles {
  const lost = new Map<string, Set<string>>();
  let hosts = new Set<string>();
  return {
    on(event) {
      if (event.type === 'playbook-started') lost.set(event.path, (hosts = new Set()));
      else if (event.type === 'rescued') hosts.delete(event.host);
      else if (event.type === 'task-finished' && (event.status === 'failed' || event.status === 'unreachable')) {
        hosts.add(event.host);
      }
    },
    finish() {
      return [...lost].flatMap(([playbook, names]) => {
        if (names.size === 0) return [];
        const file = `${basename(playbook, extname(playbook))}.retry`;
        const path = join(directory ?? dirname(playbook), file);
        writeFileAtomic(
          path,
          [...names]
            .sort()
            .map((name) => `${name}\n`)
            .join(''),
        );
        return [`\tto retry, use: --limit @${path}\n`];
      });
    },
  };
}
