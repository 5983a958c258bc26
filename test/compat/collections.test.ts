// Replays what the filters, tests and lookups of the collections answered (collections/record.py) against our engine.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TsplayError } from '../../src/ground/index.js';
import { opensslCrypto } from '../../src/keys/index.js';
import { createTemplateEngine, type Scope } from '../../src/template/index.js';
import { parseJson } from '../../src/template/json-parse.js';
import { repr } from '../../src/template/python/text.js';
import { Undefined, type ValueMap } from '../../src/value/index.js';
import { closedPort } from './templates/port.js';

type Answer = { repr?: string; undefined?: true; error?: string };
const folder = new URL('collections/', import.meta.url);

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as T;
}

const engine = createTemplateEngine({ ...closedPort, crypto: opensslCrypto });
const variables = parseJson(readFileSync(new URL('variables.json', folder), 'utf8')) as ValueMap;
const scope: Scope = { lookup: (name) => variables.get(name), names: () => [...variables.keys()].map(String) };

function ours(source: string): Answer {
  try {
    const value = engine.expression(source, undefined, scope);
    return value instanceof Undefined ? { undefined: true } : { repr: repr(value) };
  } catch (error) {
    if (error instanceof TsplayError) return { error: error.message };
    throw error;
  }
}

describe.each(readdirSync(new URL('answers/', folder)).filter((f) => f.endsWith('.json')))('%s', (file) => {
  const { cases } = read<{ cases: [string, Answer][] }>(`answers/${file}`);
  const known = read<Record<string, string>>('differences.json');
  it(`gives what the collections give in ${cases.length} cases`, () => {
    const wrong = cases.flatMap(([source, theirs]) => {
      if (source in known) return [];
      const mine = ours(source);
      const same = theirs.repr === undefined ? mine.repr === undefined : mine.repr === theirs.repr;
      return same ? [] : [{ source, theirs, mine }];
    });
    expect(wrong.map((w) => JSON.stringify(w)).join('\n')).toBe('');
  });
});
