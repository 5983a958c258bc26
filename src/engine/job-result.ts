// What is told of a job: the keys of Ansible's async_status around the result of its module.
import type { ModuleResult } from '../kit/index.js';

/** `result` is undefined as long as the job runs. */
export interface JobState {
  readonly result: ModuleResult | undefined;
  readonly timedOut: boolean;
}

/** What a look at a job brings. */
export interface JobSeen {
  readonly result: ModuleResult;
  /** It was ended because its time was over. */
  readonly timedOut: boolean;
}

const SILENT = { stdout: '', stdout_lines: [], stderr: '', stderr_lines: [] };

export function unfinished(jid: string, path: string): ModuleResult {
  return { changed: false, started: 1, finished: 0, ansible_job_id: jid, results_file: path, ...SILENT };
}

export function finished(jid: string, path: string, result: ModuleResult): ModuleResult {
  return { ...SILENT, ...result, started: 1, finished: 1, ansible_job_id: jid, results_file: path };
}

export function missing(jid: string, place: Readonly<Record<string, string>>): ModuleResult {
  const msg = 'could not find job';
  return { changed: false, failed: true, msg, started: 1, finished: 1, ansible_job_id: jid, ...place, ...SILENT };
}

export function erased(jid: string, path: string): ModuleResult {
  return { changed: false, started: 0, finished: 0, ansible_job_id: jid, erased: path, ...SILENT };
}

export const TIMED_OUT: ModuleResult = { changed: false, failed: true, msg: 'Timeout exceeded' };
