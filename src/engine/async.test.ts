import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { play, type Played } from '../../test/support/play.js';

const dir = mkdtempSync(join(tmpdir(), 'tsplay-async-'));
const jobs = join(dir, 'jobs');
afterAll(() => rmSync(dir, { recursive: true, force: true }));

mkdirSync(join(dir, 'library'));
writeFileSync(join(dir, 'library/greet'), '#!/bin/sh\n# WANT_JSON\necho \'{"changed": true, "msg": "hello"}\'\n');
writeFileSync(join(dir, 'library/mute'), '#!/bin/sh\n# WANT_JSON\necho nothing\n');
for (const name of ['greet', 'mute']) chmodSync(join(dir, 'library', name), 0o755);
writeFileSync(join(dir, 'hosts'), `h1 ansible_connection=local ansible_async_dir=${jobs}\n`);

/** Plays the tasks on one host, with its jobs in `jobs`. */
async function tasks(text: string): Promise<Played> {
  const book = join(dir, 'site.yml');
  writeFileSync(book, `- hosts: all\n  gather_facts: false\n  tasks:\n${text}`);
  return play([book, '-i', join(dir, 'hosts')]);
}

/** The whole result of the n-th task that finished. */
function result({ all }: Played, n: number): Record<string, unknown> {
  const found = all.filter((event) => event.type === 'task-finished')[n];
  return found?.type === 'task-finished' ? found.result : {};
}

describe('a job', () => {
  it('that is not waited for is started, and nothing is left of one that was waited for', async () => {
    const played = await tasks(`
    - {command: echo hi, async: 20, poll: 0}
    - {command: echo hi, async: 20, poll: 1}
`);
    const started = result(played, 0);
    expect(started).toMatchObject({ changed: true, failed: 0, started: 1, finished: 0 });
    expect(started['results_file']).toBe(`${jobs}/${String(started['ansible_job_id'])}`);
    const waited = result(played, 1);
    expect(waited).toMatchObject({ changed: true, finished: 1, stdout: 'hi', rc: 0 });
    expect(existsSync(String(started['results_file']))).toBe(true);
    expect(readdirSync(jobs).some((name) => name.startsWith(String(waited['ansible_job_id'])))).toBe(false);
    expect(played.recap['h1']).toMatchObject({ ok: 2, changed: 2 });
  });

  it('is asked for by its number until it has finished', async () => {
    const played = await tasks(`
    - {command: sleep 1, async: 20, poll: 0, register: job}
    - async_status: {jid: '{{ job.ansible_job_id }}'}
    - async_status: {jid: '{{ job.ansible_job_id }}'}
      register: seen
      until: seen.finished
      delay: 1
      retries: 15
    - async_status: {jid: '{{ job.ansible_job_id }}', mode: cleanup}
    - async_status: {jid: '{{ job.ansible_job_id }}'}
      ignore_errors: true
`);
    expect(result(played, 1)).toMatchObject({ started: 1, finished: 0, changed: false });
    expect(result(played, 2)).toMatchObject({ finished: 1, changed: true, cmd: ['sleep', '1'] });
    expect(result(played, 3)).toMatchObject({ erased: expect.stringContaining(jobs) as string });
    expect(result(played, 4)).toMatchObject({ failed: true, msg: 'could not find job' });
  });

  it('of a module of the project goes on on the host too, also where its answer is none', async () => {
    const played = await tasks(`
    - {greet: {a: 1}, async: 20, poll: 1}
    - {mute: {a: 1}, async: 20, poll: 1, ignore_errors: true}
`);
    expect(result(played, 0)).toMatchObject({ changed: true, msg: 'hello', finished: 1 });
    expect(result(played, 1)).toMatchObject({ failed: true, finished: 1, module_stdout: 'nothing\n' });
  });

  it('fails when its time is over, and its task when `timeout` is', async () => {
    const played = await tasks(`
    - {command: sleep 30, async: 1, poll: 1, ignore_errors: true}
    - {command: sleep 30, async: 30, poll: 1, timeout: 2, ignore_errors: true}
`);
    expect(result(played, 0)).toMatchObject({ failed: true, msg: expect.stringContaining('1s') as string });
    expect(result(played, 1)).toMatchObject({ failed: true, timedout: { period: 2 } });
    expect(result(played, 1)).not.toHaveProperty('ansible_job_id');
  });

  it('is refused for actions whose work is done here, and with less than no time', async () => {
    const played = await tasks(`
    - {debug: {msg: 1}, async: 5, poll: 0, ignore_errors: true}
    - {command: 'true', async: '{{ 0 - 1 }}', ignore_errors: true}
    - {command: 'true', async: 5, poll: '{{ 0 - 2 }}', ignore_errors: true}
`);
    expect(result(played, 0)).toMatchObject({ failed: true, msg: 'This action (debug) does not support async.' });
    expect(result(played, 1)['msg']).toBe("'async' must be a number of seconds, not -1");
    expect(result(played, 2)['msg']).toBe("'poll' must be a number of seconds, not -2");
  });
});
