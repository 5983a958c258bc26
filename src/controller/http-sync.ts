// One HTTP request of the controller, waited for: expressions are evaluated in one go, so lookups cannot wait in any other way.
import { spawnSync } from 'node:child_process';
import { TsplayError } from '../ground/index.js';
import type { HttpAnswer, HttpRequest } from '../template/types.js';

/** Runs in a Node of its own; reads the request as JSON from standard input. */
const PROGRAM = `
const chunks = []; for await (const c of process.stdin) chunks.push(c);
const { url, method, headers, body, redirect, timeout } = JSON.parse(Buffer.concat(chunks));
try {
  const r = await fetch(url, { method, headers, body, redirect, signal: AbortSignal.timeout(timeout) });
  process.stdout.write(JSON.stringify({ status: r.status, reason: r.statusText, body: Buffer.from(await r.arrayBuffer()).toString('base64') }));
} catch (e) {
  process.stdout.write(JSON.stringify({ error: e.cause?.message || e.cause?.code || e.message }));
}`;

const MAX_ANSWER = 256 * 1024 * 1024;

/** @throws TsplayError command-failed when no answer comes */
export function httpSync(request: HttpRequest): HttpAnswer {
  const { validateCerts, caPath, ...sent } = request;
  const done = spawnSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', PROGRAM], {
    input: JSON.stringify(sent),
    encoding: 'utf8',
    maxBuffer: MAX_ANSWER,
    env: {
      ...process.env,
      ...(validateCerts ? {} : { NODE_TLS_REJECT_UNAUTHORIZED: '0' }),
      ...(caPath === undefined ? {} : { NODE_EXTRA_CA_CERTS: caPath }),
    },
  });
  const failed = (why: string): TsplayError => new TsplayError('command-failed', `${request.url}: ${why}`);
  if (done.error) throw failed(done.error.message);
  let answer: { status?: number; reason?: string; body?: string; error?: string };
  try {
    answer = JSON.parse(done.stdout) as typeof answer;
  } catch {
    throw failed(done.stderr.trim() || 'the request gave no answer');
  }
  if (answer.status === undefined) throw failed(answer.error ?? 'the request gave no answer');
  return {
    status: answer.status,
    reason: answer.reason ?? '',
    body: Buffer.from(answer.body ?? '', 'base64').toString('utf8'),
  };
}
