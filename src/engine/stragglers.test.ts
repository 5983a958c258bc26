import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { play } from '../../test/support/play.js';

const dir = mkdtempSync(join(tmpdir(), 'tsplay-stragglers-'));
const path = (name: string, text: string): string => {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
};

// A port that takes connections and never says a word.
let silent: Server;
let port = 0;
beforeAll(async () => {
  silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  port = (silent.address() as { port: number }).port;
});
afterAll(() => {
  silent.close();
  rmSync(dir, { recursive: true, force: true });
});

const inventory = (): string =>
  path(
    'hosts',
    `dead1 ansible_host=127.0.0.1 ansible_port=${port}
dead2 ansible_host=127.0.0.1 ansible_port=${port} ansible_user=other
good1 ansible_connection=local
good2 ansible_connection=local
`,
  );

const TASKS = `
  gather_facts: false
  tasks:
    - {name: one, command: echo 1}
    - {name: two, command: echo 2}
`;

describe('hosts that do not answer', () => {
  it('are left behind, also when they fill the forks, and told of at the end', async () => {
    const book = path('site.yml', `- hosts: all${TASKS}`);
    const { events, recap, exit } = await play([book, '-i', inventory(), '-T', '4', '-f', '2']);
    const order = events.map((e) => `${e.host} ${e.task} ${e.status}`);
    expect(order.slice(0, 4).sort()).toEqual(
      ['good1 one changed', 'good1 two changed', 'good2 one changed', 'good2 two changed'].sort(),
    );
    expect(order.slice(4).sort()).toEqual(['dead1 one unreachable', 'dead2 one unreachable']);
    expect(recap).toMatchObject({ dead1: { unreachable: 1, ok: 0 }, dead2: { unreachable: 1 }, good1: { ok: 2 } });
    expect(exit).toBe(4);
  });

  it('are waited for where a failure is to stop the others', async () => {
    const book = path('fatal.yml', `- hosts: all\n  any_errors_fatal: true${TASKS}`);
    const { events } = await play([book, '-i', inventory(), '-T', '3']);
    expect(events.some((e) => e.task === 'two')).toBe(false);
  });
});
