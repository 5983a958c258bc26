import * as fs from 'node:fs';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TsplayError } from '../../../src/kit/index.js';
import { LocalHost } from '../../../test/support/local-host.js';
import { runLocally } from '../../../test/support/run-module.js';
import waitForConnection from '../wait_for_connection/index.js';
import waitFor from './index.js';

let directory: string;
let server: Server;
let port: number;

beforeEach(async () => {
  directory = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'tsplay-wait-'));
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write('220 hello ');
    setTimeout(() => socket.write('world ESMTP\r\n'), 20);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  port = (server.address() as AddressInfo).port;
});
afterEach(() => {
  server.close();
  fs.rmSync(directory, { recursive: true });
});

/** Runs with seconds that last a hundredth, so that timeouts are quick. */
function run(args: Record<string, unknown>, host?: LocalHost) {
  const start = Date.now();
  const task = {
    now: () => start + (Date.now() - start) * 100,
    sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms / 100)),
  };
  return runLocally(waitFor, args, { task, ...(host ? { host } : {}) });
}

describe('ports', () => {
  it('is there', async () => {
    expect(await runLocally(waitFor, { port })).toEqual({
      changed: false,
      state: 'started',
      port,
      path: null,
      search_regex: null,
      match_groups: [],
      match_groupdict: {},
      elapsed: 0,
    });
  });
  it('comes, and goes', async () => {
    const free = port;
    server.close();
    setTimeout(() => (server = createServer().listen(free, '127.0.0.1')), 60);
    expect(await run({ port: free, timeout: 60 })).toMatchObject({ state: 'started', changed: false });
    setTimeout(() => server.close(), 60);
    expect(await run({ port: free, timeout: 60, state: 'stopped' })).toMatchObject({ state: 'stopped' });
  });
  it('says what', async () => {
    const found = await runLocally(waitFor, { port, search_regex: '^220 (?P<what>\\w+) (world)' });
    expect(found).toMatchObject({ match_groups: ['hello', 'world'], match_groupdict: { what: 'hello' } });
  });
  it('is drained when nobody is connected any more', async () => {
    const client = connect(port, '127.0.0.1');
    await new Promise((done) => client.once('data', done));
    const drained = { port, state: 'drained', active_connection_states: 'ESTABLISHED' };
    expect((await run({ ...drained, timeout: 3 })).msg).toBe(`Timeout when waiting for 127.0.0.1:${port} to drain`);
    expect(await run({ ...drained, timeout: 3, exclude_hosts: ['127.0.0.1'] })).toMatchObject({ state: 'drained' });
    client.destroy();
    expect(await run({ ...drained, timeout: 100 })).toMatchObject({ state: 'drained' });
  });
  it.each<[Record<string, unknown>, string]>([
    [{ port: 1 }, 'Timeout when waiting for 127.0.0.1:1'],
    [{ port: 'PORT', state: 'stopped' }, 'Timeout when waiting for 127.0.0.1:PORT to stop.'],
    [{ port: 'PORT', search_regex: 'nope' }, 'Timeout when waiting for search string nope in 127.0.0.1:PORT'],
    [{ port: 1, msg: 'mine' }, 'mine'],
  ])('%j runs out of time', async (args, message) => {
    const result = await run({ ...args, port: args['port'] === 'PORT' ? port : args['port'], timeout: 2 });
    expect(result).toMatchObject({ failed: true, changed: false, msg: message.replace('PORT', String(port)) });
    expect(result['elapsed']).toBeGreaterThanOrEqual(2);
  });
});

describe('an sshd that forwards nothing', () => {
  class Refusing extends LocalHost {
    override async dial(): Promise<never> {
      throw new TsplayError('dial-failed', 'no', { cause: Object.assign(new Error('open failed'), { reason: 1 }) });
    }
  }
  it("looks for the host's own ports in the kernel's table", async () => {
    expect(await run({ port }, new Refusing())).toMatchObject({ state: 'started', port });
    expect(await run({ port: 1, state: 'stopped' }, new Refusing())).toMatchObject({ state: 'stopped' });
  });
  it('says what to set for others', async () => {
    expect((await run({ port, host: '192.0.2.1' }, new Refusing())).msg).toMatch(/AllowTcpForwarding yes/);
    expect((await run({ port, search_regex: 'x' }, new Refusing())).msg).toMatch(/AllowTcpForwarding yes/);
  });
});

describe('paths', () => {
  it('is there, comes, goes', async () => {
    const path = join(directory, 'f');
    expect(await run({ path: directory })).toMatchObject({ state: 'directory', path: directory, port: null });
    setTimeout(() => fs.writeFileSync(path, 'x'), 50);
    expect(await run({ path, timeout: 60 })).toMatchObject({ state: 'file', size: 1, mode: '0644' });
    setTimeout(() => fs.rmSync(path), 50);
    expect(await run({ path, state: 'absent', timeout: 60 })).toMatchObject({ state: 'absent' });
  });
  it('holds a text, after a while', async () => {
    const path = join(directory, 'log');
    fs.writeFileSync(path, 'starting\n');
    setTimeout(() => fs.appendFileSync(path, 'ready in 5 s\n'), 50);
    expect(await run({ path, search_regex: '^ready in (\\d+)( never)?', timeout: 60 })).toMatchObject({
      match_groups: ['5', null],
      state: 'file',
    });
  });
  it('reads files without a size', async () => {
    expect(await run({ path: '/proc/self/status', search_regex: 'Name' })).toMatchObject({ match_groups: [] });
  });
  it.each<[Record<string, unknown>, string]>([
    [{ path: '/no/such' }, 'Timeout when waiting for file /no/such'],
    [{ path: '/etc/passwd', state: 'absent' }, 'Timeout when waiting for /etc/passwd to be absent.'],
    [
      { path: '/etc/passwd', search_regex: 'nope[' + ']]' },
      'Timeout when waiting for search string nope[]] in /etc/passwd',
    ],
  ])('%j runs out of time', async (args, message) => {
    expect(await run({ ...args, timeout: 1 })).toMatchObject({ failed: true, msg: message });
  });
});

describe('the rest', () => {
  it('just waits with nothing to look at, and starts late when told so', async () => {
    expect((await run({ timeout: 5 }))['elapsed']).toBeGreaterThanOrEqual(5);
    expect((await run({ path: '/etc', delay: 4 }))['elapsed']).toBeGreaterThanOrEqual(4);
  });
  it.each<[Record<string, unknown>, RegExp]>([
    [{ path: '/x', port: 1 }, /port and path parameter can not both/],
    [{ path: '/x', state: 'drained' }, /state=drained should only be used for checking a port/],
    [{ path: '/x', state: 'stopped' }, /state=stopped should only be used for checking a port/],
    [{ port: 1, exclude_hosts: ['a'] }, /exclude_hosts should only be with state=drained/],
    [{ port: 1, state: 'drained', active_connection_states: ['FOO'] }, /unknown active_connection_state \(FOO\)/],
    [{ state: 'drained' }, /state=drained needs a port/],
    [{ path: '/etc', search_regex: '(' }, /regular expression/],
  ])('%j is refused', async (args, message) => {
    expect(await run(args)).toMatchObject({ failed: true, msg: expect.stringMatching(message) as string });
  });
  it('is skipped in check mode', async () => {
    expect(await runLocally(waitFor, { port: 1 }, { checkMode: true })).toMatchObject({ skipped: true });
  });
});

describe('wait_for_connection', () => {
  class Rebooting extends LocalHost {
    attempts = 0;
    constructor(private readonly outages: number) {
      super();
    }
    override async reconnect(): Promise<void> {
      if (this.attempts++ < this.outages) throw new TsplayError('unreachable', 'no answer from h');
    }
  }
  const quick = { sleep: async () => undefined };
  it('tries until the host is back', async () => {
    const host = new Rebooting(3);
    expect(await runLocally(waitForConnection, { timeout: 30 }, { host, task: quick })).toEqual({
      changed: false,
      elapsed: 0,
    });
    expect(host.attempts).toBe(4);
  });
  it('gives up', async () => {
    const host = new Rebooting(Infinity);
    expect(await runLocally(waitForConnection, { timeout: 1, sleep: 1 }, { host, task: quick })).toMatchObject({
      failed: true,
      msg: 'timed out waiting for the connection: no answer from h',
    });
  });
  it('does not wait for an attempt that hangs', async () => {
    class Hanging extends LocalHost {
      override reconnect(): Promise<void> {
        return new Promise(() => undefined);
      }
    }
    const args = { timeout: 1, connect_timeout: 1, sleep: 1 };
    expect((await runLocally(waitForConnection, args, { host: new Hanging(), task: quick })).msg).toMatch(
      /no connection within 1 s/,
    );
  });
});
