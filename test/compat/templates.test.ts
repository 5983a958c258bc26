// Replays what real Jinja2 and ansible-core answered (templates/record.py) against our engine.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { differences, type Case } from './templates/replay.js';

const folder = new URL('templates/', import.meta.url);

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as T;
}

const corpus = { variables: read('variables.json'), files: new URL('files/', folder) };
const known = read<Record<string, string>>('differences.json');

describe.each(readdirSync(new URL('answers/', folder)).filter((f) => f.endsWith('.json')))('%s', (file) => {
  const { cases } = read<{ cases: Case[] }>(`answers/${file}`);
  it(`gives what Jinja2 and Ansible give in ${cases.length} cases`, () => {
    const wrong = differences(cases, corpus, known);
    expect(wrong.map((w) => JSON.stringify(w)).join('\n')).toBe('');
  }, 60_000);
});
