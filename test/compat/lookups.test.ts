// Replays what real Ansible's lookups, and its filters and tests on the controller's files, answered (lookups/record.py).
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differences, openServers, read, type Case } from './lookups/replay.js';

let servers: Awaited<ReturnType<typeof openServers>>;
beforeAll(async () => {
  servers = await openServers();
});
afterAll(() => {
  servers.stop();
});

const known = read<Record<string, string>>('differences.json');
const answers = readdirSync(new URL('lookups/answers/', import.meta.url)).filter((f) => f.endsWith('.json'));

describe.each(answers)('%s', (file) => {
  const { cases } = read<{ cases: Case[] }>(`answers/${file}`);
  it(`gives what Ansible gives in ${cases.length} cases`, () => {
    const wrong = differences(cases, servers, known);
    expect(wrong.map((w) => JSON.stringify(w)).join('\n')).toBe('');
  }, 120_000);
});
