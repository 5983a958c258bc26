import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import binding from '../community.rabbitmq/rabbitmq_binding/index.js';
import exchange from '../community.rabbitmq/rabbitmq_exchange/index.js';
import queue from '../community.rabbitmq/rabbitmq_queue/index.js';
import { parseArguments, runModule, type AnyModule, type ModuleResult } from '../../src/kit/index.js';
import { fromJs, type ValueMap } from '../../src/value/index.js';
import { closeLocalHost, LocalHost } from '../../test/support/local-host.js';
import { taskView } from '../../test/support/task-view.js';

let server: Server;
let port = 0;
/** What was asked for, and what is answered: `METHOD path`. */
const asked: string[] = [];
const answers = new Map<string, [number, unknown]>();

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const what = `${request.method} ${request.url}`;
      asked.push(`${what}${body === '' ? '' : ` ${body}`}`);
      const login = `Basic ${Buffer.from('gast:pässword').toString('base64')}`;
      const [status, data] = request.headers.authorization === login ? (answers.get(what) ?? [404, {}]) : [401, {}];
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(status === 204 ? '' : JSON.stringify(data));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  await closeLocalHost();
  server.close();
});

async function run(module: AnyModule, args: Record<string, unknown>, checkMode = false): Promise<ModuleResult> {
  asked.length = 0;
  const login = { login_host: '127.0.0.1', login_port: port, login_user: 'gast', login_password: 'pässword' };
  const given = fromJs({ ...login, ...args }) as ValueMap;
  const parsed = parseArguments(module, given, given, undefined);
  if ('diagnostics' in parsed) throw new Error(parsed.diagnostics.map((d) => d.message).join());
  const host = new LocalHost({});
  const task = taskView('/tmp', new Map());
  const { result } = await runModule({
    module,
    args: parsed.args,
    host,
    hands: host,
    task,
    checkMode,
    diffMode: false,
  });
  return result;
}

it('makes a queue, and knows it again', async () => {
  answers.clear();
  answers.set('PUT /api/queues/%2Fapp/a%20%22b%22%2F%3F', [201, {}]);
  const args = { vhost: '/app', name: 'a "b"/?', max_length: 5, arguments: { 'x-queue-type': 'quorum' } };
  const wanted = { 'x-queue-type': 'quorum', 'x-max-length': 5 };
  expect(await run(queue, args, true)).toMatchObject({ changed: true, details: '{}', arguments: wanted });
  expect(asked).toEqual(['GET /api/queues/%2Fapp/a%20%22b%22%2F%3F']);
  expect(await run(queue, args)).toEqual({ changed: true, name: 'a "b"/?' });
  const body = { durable: true, auto_delete: false, arguments: wanted };
  expect(asked[1]).toBe(`PUT /api/queues/%2Fapp/a%20%22b%22%2F%3F ${JSON.stringify(body)}`);
  answers.set('GET /api/queues/%2Fapp/a%20%22b%22%2F%3F', [200, body]);
  expect(await run(queue, args)).toMatchObject({ changed: false });
  expect(await run(queue, { ...args, durable: false })).toMatchObject({
    failed: true,
    msg: expect.stringContaining("change durable from 'true' to 'false'") as string,
  });
  expect(await run(queue, { ...args, max_length: undefined })).toMatchObject({
    msg: expect.stringContaining("unset x-max-length which is currently set to '5'") as string,
  });
  expect(await run(queue, { ...args, message_ttl: 1 })).toMatchObject({
    msg: expect.stringContaining('set x-message-ttl which is not currently set') as string,
  });
});

it('makes and deletes an exchange', async () => {
  answers.clear();
  answers.set('PUT /api/exchanges/%2F/e', [400, { reason: "unknown exchange type 'x-random'" }]);
  expect(await run(exchange, { name: 'e', type: 'x-random' })).toMatchObject({
    failed: true,
    status: 400,
    msg: "Error creating exchange. You may need to enable the 'rabbitmq_random_exchange' plugin for exchange type x-random",
  });
  answers.set('GET /api/exchanges/%2F/e', [200, { durable: true, auto_delete: false, internal: false, type: 'topic' }]);
  answers.set('DELETE /api/exchanges/%2F/e', [204, {}]);
  expect(await run(exchange, { name: 'e', type: 'topic' })).toMatchObject({ changed: false });
  expect(await run(exchange, { name: 'e' })).toMatchObject({ failed: true });
  expect(await run(exchange, { name: 'e', state: 'absent' })).toMatchObject({ changed: true });
});

it('binds and unbinds', async () => {
  answers.clear();
  const where = '/api/bindings/%2F/e/ex/q/..%2Fq';
  answers.set(`GET ${where}`, [200, [{ routing_key: '', arguments: {}, properties_key: '~' }]]);
  answers.set(`POST ${where}`, [201, {}]);
  const args = { name: 'ex', destination: '../q', destination_type: 'queue' };
  expect(await run(binding, args)).toEqual({ changed: true, name: 'ex', destination: '../q' });
  expect(asked[1]).toBe(`POST ${where} {"routing_key":"#","arguments":{}}`);
  const there = [{ routing_key: '#', arguments: { b: 1, a: 'x' }, properties_key: '%23~abc' }];
  answers.set(`GET ${where}`, [200, there]);
  answers.set(`DELETE ${where}/%23~abc`, [204, {}]);
  const same = { ...args, arguments: { a: 'x', b: 1 } };
  expect(await run(binding, same)).toEqual({ changed: false, name: 'ex' });
  expect(await run(binding, same, true)).toMatchObject({ changed: false, details: there });
  expect(await run(binding, { ...same, state: 'absent' })).toMatchObject({ changed: true, destination: '../q' });
});

it('says what the broker says', async () => {
  const wrong = await run(queue, { name: 'q', login_password: 'wrongword' });
  expect(wrong).toMatchObject({ failed: true, details: '{}' });
  answers.clear();
  expect(await run(binding, { name: 'a', destination: 'b', destination_type: 'exchange' })).toMatchObject({
    failed: true,
    msg: 'Unexpected reply from API',
    status: 404,
  });
  expect(await run(queue, { name: '..', state: 'absent' })).toMatchObject({
    failed: true,
    msg: expect.stringContaining("no address for the name '..'") as string,
  });
  expect(asked).toEqual([]);
});
