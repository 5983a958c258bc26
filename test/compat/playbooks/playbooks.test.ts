// Plays small playbooks and compares statuses, key results, recap and exit code with what real ansible-core recorded.
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { play } from '../../support/play.js';

const here = import.meta.dirname;
const cases = readdirSync(join(here, 'cases')).filter((f) => f.endsWith('.yml'));

interface Recorded {
  readonly events: readonly { task: string; host: string; status: string; result: Record<string, unknown> }[];
  readonly recap: unknown;
  readonly exit: number;
}

/** Messages of modules and of folded loops: the same words. All others are ours, and name the place. */
const SAME_WORDS = /^(?:non-zero return code|One or more items failed|All items|end|no one|gone|oops)/;

/** Before 2.19 ansible-core makes text of a single expression's number; tsplay keeps the number, as 2.19 does. */
function comparable(event: Recorded['events'][number]): unknown {
  const { msg, failed_when_result: judged, ...rest } = event.result;
  const failed = event.status === 'failed' || event.status === 'ignored';
  const ours = failed && !(typeof msg === 'string' && SAME_WORDS.test(msg));
  return {
    task: event.task,
    host: event.host,
    status: event.status,
    ...rest,
    ...(typeof judged === 'boolean' ? { judged } : {}),
    ...(ours ? {} : { msg: String(msg) }),
  };
}

describe('as ansible-core', () => {
  it.each(cases)('%s', async (file) => {
    const name = file.replace('.yml', '');
    const argsFile = join(here, 'cases', `${name}.args`);
    const args = existsSync(argsFile) ? readFileSync(argsFile, 'utf8').split('\n').filter(Boolean) : [];
    const recorded = JSON.parse(
      readFileSync(join(here, 'recorded', `${name}.json`), 'utf8').replaceAll('$HERE', here),
    ) as Recorded;
    const ours = await play([join(here, 'cases', file), '-i', join(here, 'inventory.ini'), ...args], {
      rolesPath: join(here, 'roles'),
    });
    const byHost = (events: Recorded['events']): unknown => {
      const hosts = [...new Set(events.map((e) => e.host))].sort();
      return Object.fromEntries(hosts.map((h) => [h, events.filter((e) => e.host === h).map(comparable)]));
    };
    expect(byHost(ours.events)).toEqual(byHost(recorded.events));
    expect(ours.recap).toEqual(recorded.recap);
    expect(ours.exit).toBe(recorded.exit);
  });
});
