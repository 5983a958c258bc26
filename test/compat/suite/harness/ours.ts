// Plays a case in this process, the way the command does, and takes down what it told.
import { mkdirSync, rmSync } from 'node:fs';
import { exitCodeOf } from '../../../../src/cli/exit-code.js';
import { LoadErrors, TsplayError } from '../../../../src/ground/index.js';
import type { EventBody } from '../../../../src/events/index.js';
import { play } from '../../../support/play.js';
import { environment, scratch } from './ansible.js';
import { portable, type Answer, type Told } from './answer.js';
import type { Case } from './cases.js';

/** Milliseconds after which a case that hangs is given up. */
const LIMIT = 30_000;

/** Environment and working directory are the process's: one case at a time. */
export async function askOurs(of: Case): Promise<Answer> {
  const tmp = scratch();
  const before = { env: { ...process.env }, cwd: process.cwd(), umask: process.umask(0o022) };
  for (const key of Object.keys(process.env))
    if (/^ANSIBLE_|^COMPAT_/.test(key)) Reflect.deleteProperty(process.env, key);
  Object.assign(process.env, environment(of, tmp));
  mkdirSync(process.env['HOME'] ?? tmp, { recursive: true });
  process.chdir(of.cwd);
  try {
    const answer = await limited(told(of));
    const text = portable(JSON.stringify(answer), [
      ['$TMP', tmp],
      ['$CASE', of.cwd],
    ]);
    return JSON.parse(text) as Answer;
  } finally {
    process.chdir(before.cwd);
    process.umask(before.umask);
    for (const key of Object.keys(process.env)) if (!(key in before.env)) Reflect.deleteProperty(process.env, key);
    Object.assign(process.env, before.env);
    rmSync(tmp, { recursive: true, force: true });
  }
}

async function limited(work: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Answer>((resolve) => {
    const given: Answer = { banners: [], events: [], recap: {}, exit: -1, error: `given up after ${LIMIT / 1000} s` };
    timer = setTimeout(() => resolve(given), LIMIT);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function told(of: Case): Promise<Answer> {
  const all: EventBody[] = [];
  try {
    const played = await play(of.argv, { onEvent: (event) => all.push(event) });
    return { ...fold(all), recap: played.recap, exit: played.exit };
  } catch (error) {
    const exit = exitCodeOf(error);
    const first = error instanceof LoadErrors ? error.diagnostics.find((d) => d.severity === 'error') : undefined;
    const expected = error instanceof LoadErrors || error instanceof TsplayError;
    const text = error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error);
    return { ...fold(all), recap: {}, exit, error: first?.message ?? text };
  }
}

/** To those who are told, an item on a lost host has failed. */
function itemStatus(status: string): string {
  return status === 'unreachable' ? 'failed' : status;
}

function fold(all: readonly EventBody[]): Pick<Answer, 'banners' | 'events' | 'custom'> {
  const banners: string[] = [];
  const events: Told[] = [];
  let custom: unknown;
  const words = { task: 'TASK', include: 'TASK', handler: 'HANDLER', meta: 'TASK' } as const;
  for (const event of all) {
    switch (event.type) {
      case 'play-started':
        banners.push(`PLAY ${event.name}`);
        break;
      case 'play-skipped':
        if (event.reason === 'no-hosts-matched') banners.push(`PLAY ${event.name}`, 'no hosts matched');
        else banners.push('no more hosts left');
        break;
      case 'task-started':
        banners.push(`${event.task.handler === true ? 'HANDLER' : words[event.task.kind]} ${event.task.name.trim()}`);
        break;
      case 'item-finished':
        if (event.task.kind === 'include' && ['ok', 'changed'].includes(event.status)) break;
        events.push([event.host, event.task.name, `item ${itemStatus(event.status)}`, { label: event.label }]);
        break;
      case 'task-retrying':
        events.push([event.host, event.task.name, 'retry', { left: event.retriesLeft }]);
        break;
      case 'included':
        for (const host of [...event.hosts].sort())
          events.push([host, event.task.name, 'included', { file: event.path }]);
        break;
      case 'task-finished':
        if (event.task.kind === 'include' && ['ok', 'changed'].includes(event.status)) break;
        events.push([
          event.host,
          event.task.name,
          // A lost host that is forgiven is told of as lost, and counted as ignored.
          event.status === 'ignored' && event.result['unreachable'] === true ? 'unreachable' : event.status,
          {
            ...event.result,
            ...(event.diagnostic ? { __code: event.diagnostic.code, __message: event.diagnostic.message } : {}),
          },
        ]);
        break;
      case 'run-finished':
        custom = event.custom;
        break;
      default:
        break;
    }
  }
  return { banners, events, ...(custom === undefined ? {} : { custom }) };
}
