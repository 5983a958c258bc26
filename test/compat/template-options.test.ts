// Replays what template files give under the options of `template` and the #jinja2: header (template-options/record.py).
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { TsplayError } from '../../src/ground/index.js';
import { createTemplateEngine, type FileOptions, type Scope } from '../../src/template/index.js';
import { fromJs, type ValueMap } from '../../src/value/index.js';
import { closedPort, refuse } from './templates/port.js';

interface Answers {
  readonly variables: unknown;
  readonly cases: readonly (readonly [
    options: Record<string, unknown>,
    text: string,
    theirs: Record<string, string>,
  ])[];
}

const here = new URL('template-options/', import.meta.url);
const { variables, cases } = JSON.parse(readFileSync(new URL('answers.json', here), 'utf8')) as Answers;
const known = JSON.parse(readFileSync(new URL('differences.json', here), 'utf8')) as Record<string, string>;
const files = new URL('templates/files/', import.meta.url);

function read(path: string): Uint8Array | undefined {
  try {
    return readFileSync(new URL(path, files));
  } catch {
    return undefined;
  }
}

const engine = createTemplateEngine({
  ...closedPort,
  readFile: (path) => read(path) ?? refuse(),
  find: (_kind, name) => (read(name) ? name : undefined),
  exists: (path) => (read(path) ? 'file' : undefined),
});
const values = fromJs(variables) as ValueMap;
const scope: Scope = { lookup: (name) => values.get(name), names: () => [...values.keys()].map(String) };

/** As the module hands its parameters on. */
function optionsOf(given: Record<string, unknown>): FileOptions {
  const named = Object.entries(given).map(([key, value]): [string, unknown] => [
    key.replace(/_string$/, '').replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
    value,
  ]);
  return Object.fromEntries(named);
}

function ours(options: Record<string, unknown>, text: string): Record<string, string> {
  try {
    return { text: engine.renderFile(text, 't.j2', scope, optionsOf(options)) };
  } catch (error) {
    if (error instanceof TsplayError) return { error: error.message };
    throw error;
  }
}

it(`gives what ansible-core gives in ${cases.length} cases`, () => {
  const wrong = cases.flatMap(([options, text, theirs]) => {
    if (text in known) return [];
    const mine = ours(options, text);
    const same = theirs['error'] === undefined ? mine['text'] === theirs['text'] : mine['error'] !== undefined;
    return same ? [] : [{ options, text, theirs, mine }];
  });
  expect(wrong.map((w) => JSON.stringify(w)).join('\n')).toBe('');
}, 60_000);
