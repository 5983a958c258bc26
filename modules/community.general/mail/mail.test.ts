import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeLocalHost, LocalHost } from '../../../test/support/local-host.js';
import { taskView } from '../../../test/support/task-view.js';
import { parseArguments, runModule, type ModuleResult } from '../../../src/kit/index.js';
import { fromJs, type ValueMap } from '../../../src/value/index.js';
import module from './index.js';
import { composeMail, parseAddress } from './message.js';

const dir = mkdtempSync(join(tmpdir(), 'tsplay-mail-'));
const servers: Server[] = [];
let key = '';
let cert = '';
beforeAll(() => {
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      join(dir, 'k'),
      '-out',
      join(dir, 'c'),
      '-subj',
      '/CN=x',
    ],
    { stdio: 'ignore' },
  );
  key = readFileSync(join(dir, 'k'), 'utf8');
  cert = readFileSync(join(dir, 'c'), 'utf8');
});
afterAll(async () => {
  for (const server of servers) server.close();
  await closeLocalHost();
  rmSync(dir, { recursive: true, force: true });
});

/** A mail server that notes what it is told. */
async function serve(
  options: { tls?: boolean; extensions?: string[]; refuse?: string } = {},
): Promise<{ port: number; said: string[] }> {
  const said: string[] = [];
  const talk = (socket: Socket, greet = true): void => {
    let data = false;
    let text = '';
    // What comes in answer to a question of a login, one line each.
    const login: ((line: string) => string)[] = [];
    socket.on('error', () => undefined);
    if (greet) socket.write('220 test ESMTP\r\n');
    socket.on('data', (chunk) => {
      text += chunk.toString('utf8');
      for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
        const line = text.slice(0, end);
        text = text.slice(end + 2);
        said.push(line);
        const next = login.shift();
        if (next) socket.write(`${next(Buffer.from(line, 'base64').toString())}\r\n`);
        else if (line === 'STARTTLS') {
          socket.removeAllListeners('data');
          socket.write('220 go on\r\n');
          talk(new TLSSocket(socket, { isServer: true, key, cert }), false);
          return;
        } else if (line === 'AUTH CRAM-MD5') {
          const right = `u ${createHmac('md5', 'p').update('<1@test>').digest('hex')}`;
          login.push((answer) => (answer === right ? '235 ok' : '535 no'));
          socket.write(`334 ${Buffer.from('<1@test>').toString('base64')}\r\n`);
        } else if (line === 'AUTH LOGIN') {
          login.push(
            (user) => (user === 'u' ? '334 UGFzc3dvcmQ6' : '535 no'),
            (password) => (password === 'p' ? '235 ok' : '535 no'),
          );
          socket.write('334 VXNlcm5hbWU6\r\n');
        } else if (data) {
          if (line !== '.') continue;
          data = false;
          socket.write('250 queued\r\n');
        } else if (line.startsWith('EHLO')) {
          socket.write(
            ['250-test', ...(options.extensions ?? []).map((e) => `250-${e}`), '250 SIZE 1000'].join('\r\n') + '\r\n',
          );
        } else if (line.startsWith('AUTH PLAIN')) socket.write(line.endsWith('AHUAcA==') ? '235 ok\r\n' : '535 no\r\n');
        else if (options.refuse !== undefined && line.includes(options.refuse)) socket.write('550 no such user\r\n');
        else if (line === 'DATA') {
          data = true;
          socket.write('354 go on\r\n');
        } else if (/^[A-Z]/.test(line)) socket.write('250 ok\r\n');
        else socket.write('500 what?\r\n');
      }
    });
  };
  const server = options.tls
    ? createTlsServer({ key, cert }, (socket) => talk(socket))
    : createServer((socket) => talk(socket));
  server.on('tlsClientError', () => undefined);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, said };
}

async function send(args: Record<string, unknown>): Promise<ModuleResult> {
  const given = fromJs({ host: '127.0.0.1', subject: 'Hello', ...args }) as ValueMap;
  const parsed = parseArguments(module, given, given, undefined);
  if ('diagnostics' in parsed) throw new Error(JSON.stringify(parsed.diagnostics));
  const host = new LocalHost({});
  const run = { module, args: parsed.args, host, hands: host, task: taskView(dir, new Map()) };
  return (await runModule({ ...run, checkMode: false, diffMode: false })).result;
}

describe('mail', () => {
  it('is sent with headers, copies and attachments', async () => {
    const { port, said } = await serve();
    writeFileSync(join(dir, 'a "b".txt'), 'attached');
    const result = await send({
      port,
      from: 'jane@example.net (Jane Jolie)',
      to: ['John Doe <j.d@example.org>', 'x@example.org'],
      cc: 'c@example.org',
      bcc: 'b@example.org',
      subject: 'Grüße',
      body: '.dot\nsecond',
      headers: ['Reply-To=john@example.com | X-A=b', 'nonsense'],
      attach: [join(dir, 'a "b".txt')],
      message_id_domain: 'example.net',
    });
    expect(result).toMatchObject({ changed: false, msg: 'Mail sent successfully', result: {} });
    expect(result['warnings']).toEqual(["Skipping header 'nonsense', unable to parse"]);
    const text = said.join('\n');
    expect(said).toContain('MAIL FROM:<jane@example.net>');
    for (const to of ['b@example.org', 'j.d@example.org', 'x@example.org', 'c@example.org']) {
      expect(said).toContain(`RCPT TO:<${to}>`);
    }
    expect(said).toContain('From: Jane Jolie <jane@example.net>');
    expect(said).toContain('To: John Doe <j.d@example.org>, x@example.org');
    expect(said).toContain('Reply-To: john@example.com');
    expect(said).toContain('X-A: b');
    expect(text).toContain(`Subject: =?utf-8?b?${Buffer.from('Grüße').toString('base64')}?=`);
    expect(text).not.toMatch(/^(To|Cc|Bcc): .*b@example/m);
    expect(text).toContain(Buffer.from('.dot\nsecond\n\n').toString('base64'));
    expect(text).toContain('filename="a \\"b\\".txt"');
    expect(text).toContain(Buffer.from('attached').toString('base64'));
    expect(text).toMatch(/^Message-ID: <\S+@example\.net>$/m);
  });

  it('goes over TLS, with a login', async () => {
    const { port, said } = await serve({ tls: true, extensions: ['AUTH PLAIN LOGIN'] });
    expect(await send({ port, secure: 'always', username: 'u', password: 'p' })).toMatchObject({
      msg: 'Mail sent successfully',
    });
    expect(said.join()).toContain('To: root');
    expect(await send({ port, secure: 'try' })).toMatchObject({ msg: 'Mail sent successfully' });
    const wrong = await send({ port, secure: 'always', username: 'u', password: 'other' });
    expect(wrong).toMatchObject({ failed: true, rc: 1 });
    expect(wrong.msg).toContain('please check your username');
  });

  it('goes over TLS by STARTTLS, asked for or tried', async () => {
    const { port, said } = await serve({ extensions: ['STARTTLS', 'AUTH LOGIN'] });
    const login = { username: 'u', password: 'p' };
    expect(await send({ port, secure: 'starttls', ...login })).toMatchObject({ msg: 'Mail sent successfully' });
    const order = said.map((line) => line.split(' ')[0]);
    expect(order.slice(0, 4)).toEqual(['EHLO', 'STARTTLS', 'EHLO', 'AUTH']);
    expect(await send({ port, secure: 'try', ...login })).toMatchObject({ msg: 'Mail sent successfully' });
    expect(said.filter((line) => line === 'STARTTLS')).toHaveLength(2);
  });

  it.each(['CRAM-MD5', 'LOGIN'])('logs in by %s', async (way) => {
    const { port, said } = await serve({ tls: true, extensions: [`AUTH ${way}`] });
    const login = { port, secure: 'always', username: 'u' };
    expect(await send({ ...login, password: 'p' })).toMatchObject({ msg: 'Mail sent successfully' });
    expect(said).toContain(`AUTH ${way}`);
    expect((await send({ ...login, password: 'other' })).msg).toContain('please check your username');
  });

  it('says what is not offered', async () => {
    const { port } = await serve();
    expect((await send({ port, secure: 'starttls' })).msg).toContain('StartTLS is not offered');
    expect((await send({ port, secure: 'always' })).msg).toContain('Unable to start an encrypted session');
    expect((await send({ port, secure: 'never', username: 'u', password: 'p' })).msg).toContain('No Authentication');
    expect((await send({ port: 1 })).msg).toContain('Unable to Connect');
    expect((await send({ port, attach: ['/nowhere'] })).msg).toContain("can't attach file");
  });

  it('tells who was refused', async () => {
    const { port } = await serve({ refuse: 'bad@' });
    const some = await send({ port, secure: 'never', to: ['a@b', 'bad@b'] });
    expect(some).toMatchObject({
      msg: 'Failed to send mail to at least one recipient',
      result: { 'bad@b': [550, 'no such user'] },
    });
    expect(await send({ port, secure: 'never', to: ['bad@b'] })).toMatchObject({ failed: true });
  });

  it('lets no value begin another header', () => {
    const mail = composeMail({
      from: 'a\r\nBcc: x@y',
      to: ['<b\r\n@c>'],
      cc: [],
      subject: 'x\r\nX-Evil: 1',
      body: 'b',
      headers: [['X', 'a\nY: b']],
      attachments: [],
      charset: 'utf-8',
      subtype: 'html',
      domain: 'd',
      now: 0,
    });
    expect(mail).not.toMatch(/^(Bcc|X-Evil|Y):/m);
    expect(parseAddress('"A \\"B\\"" <x@y>')).toEqual({ phrase: 'A "B"', address: 'x@y' });
  });
});
