// Jobs on a real server: they outlive the connection and tsplay, are looked at by a later run, end in time, leave nothing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useCommand, type Ran } from '../support/command.js';
import { hostLine } from './support/inventory.js';
import { makeKey, startTarget, type Target } from './support/target.js';

const cli = useCommand();
const key = makeKey();
let one: Target;

beforeAll(async () => {
  one = await startTarget({ key, hostname: 'async-one' });
  cli.write({ hosts: hostLine('one', one, 'ops') });
});
afterAll(async () => {
  await one.stop();
  key.remove();
});

let count = 0;
function play(tasks: string, ...args: string[]): Promise<Ran> {
  const name = `play${++count}.yml`;
  cli.write({ [name]: `- hosts: one\n  gather_facts: false\n  tasks:\n${tasks}` });
  return cli.run([name, '-i', 'hosts', ...args]);
}
const msg = (out: string): string[] => [...out.matchAll(/"msg": "(.*)"/g)].map(([, text]) => text ?? '');

describe('a job', () => {
  it('outlives a dropped connection while it is waited for', async () => {
    const { out, code } = await play(`    - shell: sleep 1; pkill -KILL -u ops sshd || exit 9; sleep 2; echo survived
      async: 30
      poll: 1
      register: r
    - debug: {msg: "{{ r.stdout }} {{ r.rc }}"}
`);
    expect(msg(out), out).toEqual(['survived 0']);
    expect(code).toBe(0);
    expect(out).toContain('ASYNC OK on one: jid=');
  });
  it('outlives tsplay, and a later run has its result and cleans up', async () => {
    const first = await play(`    - shell: sleep 3; echo later; exit 7
      async: 30
      poll: 0
      register: r
    - debug: {msg: "{{ r.ansible_job_id }}"}
`);
    const [jid] = msg(first.out);
    const later = await play(`    - async_status: {jid: "${jid}"}
      register: r
      until: r is finished
      retries: 20
      delay: 1
      failed_when: false
    - debug: {msg: "{{ r.stdout }} {{ r.rc }} {{ r.cmd }}"}
    - async_status: {jid: "${jid}", mode: cleanup}
      register: r
    - stat: {path: "{{ r.erased }}"}
      register: s
    - debug: {msg: "{{ r.erased }} {{ s.stat.exists }}"}
`);
    expect(msg(later.out), later.out).toEqual([
      'later 7 sleep 3; echo later; exit 7',
      `/home/ops/.ansible_async/${jid} False`,
    ]);
  });
  it('is one of many from a loop, also of modules that work from here, and as another user', async () => {
    const { out, code } = await play(`    - shell: sleep 1; echo {{ item }}; id -un
      become: true
      async: 30
      poll: 0
      loop: "{{ range(12) | list }}"
      register: shells
    - file: {path: "/tmp/made{{ item }}", state: directory}
      async: 30
      poll: 0
      loop: "{{ range(12) | list }}"
      register: files
    - async_status: {jid: "{{ item.ansible_job_id }}"}
      become: true
      loop: "{{ shells.results }}"
      register: done
      until: done is finished
      retries: 20
      delay: 1
    - debug: {msg: "{{ done.results | map(attribute='stdout') | map('replace', '\\n', ' ') | join(',') }}"}
    - async_status: {jid: "{{ item.ansible_job_id }}"}
      loop: "{{ files.results }}"
      register: made
      until: made is finished
      retries: 20
      delay: 1
    - debug: {msg: "{{ made.results | map(attribute='changed') | unique | list }}"}
`);
    expect(code, out).toBe(0);
    expect(msg(out)[0]).toBe(Array.from({ length: 12 }, (_, i) => `${i} root`).join(','));
    expect(await one.exec('ls -d /tmp/made* | wc -l')).toMatch(/^12/);
  });
  it('is killed when its time is over, also when nobody is there', async () => {
    const { out } = await play(`    - shell: sleep 4711
      async: 2
      poll: 0
    - command: sleep 4712
      async: 2
      poll: 1
      ignore_errors: true
`);
    expect(out).toContain('async task did not complete within the requested time - 2s');
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect(await one.exec('ps -eo args | grep "[s]leep 471" | wc -l')).toMatch(/^0/);
  });
  it('ad hoc: -B starts it, -P 0 does not wait', async () => {
    const waited = await cli.run(['run', 'one', '-i', 'hosts', '-a', 'echo hello', '-B', '20', '-P', '1']);
    expect(waited.code, waited.out + waited.err).toBe(0);
    expect(waited.out).toContain('"stdout": "hello"');
    const started = await cli.run(['run', 'one', '-i', 'hosts', '-a', 'sleep 1', '-B', '20', '-P', '0']);
    expect(started.out).toMatch(/"finished": 0/);
  });
});
