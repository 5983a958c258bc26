// Jobs on the local machine: what they leave, how they end, what is refused.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { script, systemClock } from '../ground/index.js';
import type { Host, HostJobs, JobLook } from './index.js';
import { openHere, type Here } from '../../test/support/here.js';

let here: Here;
let host: Host;
let dir: string;
let jobs: HostJobs;

beforeAll(() => {
  here = openHere('jobs');
  ({ host, dir } = here);
  jobs = host.view({ environment: { GREETING: 'it is' } }).jobs;
});
afterAll(() => here.close());

let count = 0;
const directory = (): string => join(dir, "a b'c");
async function start(text: string, seconds = 20, options: Parameters<HostJobs['start']>[1] = {}): Promise<string> {
  const jid = `j${++count}.1`;
  const job = { jid, directory: directory(), seconds, recipe: `recipe of ${jid}`, isAwaited: false };
  expect(await jobs.start(script(text), options, job)).toBe(join(directory(), jid));
  return jid;
}
async function ended(jid: string): Promise<JobLook> {
  for (let tries = 0; tries < 100; tries++) {
    const look = await jobs.look(jid, directory());
    if (look.state !== 'running') return look;
    await systemClock.sleep(50);
  }
  throw new Error('the job does not end');
}

describe('a job', () => {
  it('keeps code, output byte for byte, input, environment, directory and recipe', async () => {
    const text = `echo "$GREETING $(pwd)"; cat; printf '%s' "it's" >&2; exit 3`;
    const jid = await start(text, 20, { stdin: 'words', cwd: '/usr' });
    expect(await ended(jid)).toMatchObject({
      state: 'finished',
      recipe: `recipe of ${jid}`,
      ran: { rc: 3, stdout: 'it is /usr\nwords', stderr: "it's" },
    });
  });
  it('is over for nobody else to read, and keeps neither script nor input', async () => {
    const jid = await start('umask');
    const look = await ended(jid);
    expect(statSync(join(directory(), jid)).mode & 0o777).toBe(0o700);
    for (const name of ['script', 'stdin']) expect(existsSync(join(directory(), jid, name))).toBe(false);
    // Its own files are made as the user's are.
    const { stdout } = await host.view({}).view.probe(script('umask'));
    expect(look).toMatchObject({ ran: { stdout } });
  });
  it('runs while others do, and says so', async () => {
    const jid = await start('sleep 1; echo done');
    expect(await jobs.look(jid, directory())).toEqual({ state: 'running', path: join(directory(), jid) });
    expect(await ended(jid)).toMatchObject({ ran: { rc: 0, stdout: 'done\n' } });
  });
  it('is killed with its children when its time is over', async () => {
    const pids = join(dir, 'pids');
    const jid = await start(`(sleep 30 & echo $! > '${pids}'; wait) & (setsid sleep 30); wait`, 1);
    const look = await ended(jid);
    expect(look.state).toBe('over');
    await systemClock.sleep(100);
    const child = readFileSync(pids, 'utf8').trim();
    // Gone, or only its entry is left until somebody asks for it.
    const left = existsSync(`/proc/${child}/stat`) ? readFileSync(`/proc/${child}/stat`, 'utf8') : ' Z ';
    expect(left).toContain(' Z ');
  });
  it('that was killed from outside is told as lost, not as running for ever', async () => {
    const jid = await start('sleep 30');
    await systemClock.sleep(300);
    const runner = Number(readFileSync(join(directory(), jid, 'pid'), 'utf8'));
    process.kill(-runner, 'SIGKILL');
    expect((await ended(jid)).state).toBe('lost');
  });
  it('is forgotten once', async () => {
    const jid = await start('true');
    await ended(jid);
    const path = join(directory(), jid);
    expect(await jobs.forget(jid, directory())).toEqual({ path, found: true });
    expect(existsSync(path)).toBe(false);
    expect(await jobs.forget(jid, directory())).toEqual({ path, found: false });
    expect(await jobs.look(jid, directory())).toEqual({ state: 'missing', path });
  });
  it.each(['..', '../x', '/etc', 'a/b', '', '-rf', '.'])('id %j is a path and none of ours', async (jid) => {
    expect((await jobs.look(jid, directory())).state).toBe('missing');
    expect((await jobs.forget(jid, directory())).found).toBe(false);
  });
  it.each([
    ['that is waited for ends with its host, and leaves nothing', false],
    ['that is waited for no more goes on', true],
  ])('%s', async (_, isReleased) => {
    const other = openHere('jobs-awaited');
    const own = other.host.view({}).jobs;
    const job = { jid: 'j8.8', directory: other.dir, seconds: 30, recipe: '', isAwaited: true };
    const text = `sh -c 'echo $$ >> pids; sleep 41 & echo $! >> pids; wait; true' & wait; echo over`;
    const path = await own.start(script(text), { cwd: other.dir }, job);
    const pids = join(other.dir, 'pids');
    while (!existsSync(pids) || readFileSync(pids, 'utf8').split('\n').length < 3) await systemClock.sleep(20);
    if (isReleased) own.release(job.jid);
    await other.host.close();
    const alive = (): string[] =>
      readFileSync(pids, 'utf8')
        .trim()
        .split('\n')
        .filter((pid) => existsSync(`/proc/${pid}/exe`));
    // Whoever was killed is gone a moment later.
    for (let tries = 0; tries < 100 && !isReleased && alive().length > 0; tries++) await systemClock.sleep(20);
    expect(alive()).toHaveLength(isReleased ? 2 : 0);
    expect(existsSync(path)).toBe(isReleased);
    if (isReleased) process.kill(-Number(readFileSync(join(path, 'pid'), 'utf8')), 'SIGKILL');
    await other.close();
  });
  it('that cannot keep its state is not started', async () => {
    const job = { jid: 'j9.9', directory: '/dev/null/x', seconds: 5, recipe: '', isAwaited: false };
    await expect(jobs.start(script('true'), {}, job)).rejects.toThrow(/could not be started/);
  });
});
