// Replays what real Jinja2 and ansible-core answered (templates/record.py) against our engine.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createTemplatePort } from '../../src/controller/index.js';
import { TsplayError } from '../../src/ground/index.js';
import { createTemplateEngine, type Scope, type TemplatePort } from '../../src/template/index.js';
import { repr } from '../../src/template/python/text.js';
import { fromJs, TemplateText, Undefined, type Value, type ValueMap } from '../../src/value/index.js';

type Answer = { repr?: string; text?: string; undefined?: true; error?: string };
const folder = new URL('templates/', import.meta.url);

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as T;
}

const refuse = (): never => {
  throw new TsplayError('template-value', 'not in this test');
};
const real = createTemplatePort({ searchPath: () => [] });
const port: TemplatePort = {
  env: () => undefined,
  readFile: refuse,
  find: () => undefined,
  glob: () => [],
  exists: () => undefined,
  exec: refuse,
  now: () => 0,
  hash: (algorithm, bytes) => real.hash(algorithm, bytes),
  digest: (algorithm, bytes) => createHash(algorithm).update(bytes).digest(),
  bcrypt: refuse,
  readSealed: refuse,
  seal: refuse,
  unseal: refuse,
  writePrivate: refuse,
  fromYaml: (text) => real.fromYaml(text),
  fromYamlAll: (text) => real.fromYamlAll(text),
};
const engine = createTemplateEngine(port);
const variables = fromJs(read('variables.json')) as ValueMap;
const scope: Scope = { lookup: (name) => variables.get(name), names: () => [...variables.keys()].map(String) };

function ours(source: string): Answer {
  try {
    if (source.startsWith('%'))
      return { text: engine.renderFile(JSON.parse(source.slice(1)) as string, 't.j2', scope) };
    let value: Value;
    if (source.startsWith('=')) {
      const text = new TemplateText(JSON.parse(source.slice(1)) as string, { file: 'v.yml', line: 1, col: 1 });
      value = engine.evaluate(text, scope);
    } else value = engine.expression(source, undefined, scope);
    return value instanceof Undefined ? { undefined: true } : { repr: repr(value) };
  } catch (error) {
    // Jinja2 hands an undefined result back; we say it when a bare expression gives one.
    if (error instanceof TsplayError && error.code === 'undefined-variable' && !/^[%=]/.test(source))
      return { undefined: true };
    if (error instanceof TsplayError) return { error: error.message };
    throw error;
  }
}

describe.each(readdirSync(new URL('answers/', folder)).filter((f) => f.endsWith('.json')))('%s', (file) => {
  const { cases } = read<{ cases: [string, Answer][] }>(`answers/${file}`);
  const known = read<Record<string, string>>('differences.json');
  it(`gives what Jinja2 and Ansible give in ${cases.length} cases`, () => {
    const wrong = cases.flatMap(([source, theirs]) => {
      if (source in known) return [];
      const mine = ours(source);
      if (
        theirs.error !== undefined
          ? mine.error !== undefined || mine.undefined
          : JSON.stringify(mine) === JSON.stringify(theirs)
      )
        return [];
      return [{ source, theirs, mine }];
    });
    expect(wrong.map((w) => JSON.stringify(w)).join('\n')).toBe('');
  });
});
