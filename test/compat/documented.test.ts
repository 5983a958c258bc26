// Every filter and test of ansible-core and Jinja2 is there, and every documented parameter of one occurs in a recorded case.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { closedPort } from './templates/port.js';
import { createTemplateEngine, type Scope } from '../../src/template/index.js';

const folder = new URL('./', import.meta.url);
type Table = Record<'filter' | 'test', Record<string, readonly string[]>>;
const table = JSON.parse(readFileSync(new URL('templates/documented.json', folder), 'utf8')) as Table;

const recorded = ['templates', 'lookups'].flatMap((room) =>
  readdirSync(new URL(`${room}/answers/`, folder)).flatMap((file) => {
    const text = readFileSync(new URL(`${room}/answers/${file}`, folder), 'utf8');
    const { cases } = JSON.parse(text) as { cases: [string, { error?: string }][] };
    return cases.filter(([, answer]) => answer.error === undefined).map(([source]) => source);
  }),
);

/** What real ansible-core calls otherwise than it documents, or does not take by that name. */
const NOT_BY_NAME: Readonly<Record<string, string>> = {
  'truncate s': 'the value itself',
  'filter value': 'the value itself',
  'test value': 'the value itself',
  'combinations set_size': 'taken by position only',
  'permutations list_size': 'taken by position only',
};

/** Whether there is a recorded case that gives the parameter, which Ansible answered without an error. */
function isRecorded(kind: 'filter' | 'test', name: string, parameter: string): boolean {
  const operator = kind === 'filter' ? '\\|' : 'is(?: not)?';
  const given = parameter.startsWith('_') || parameter === 'b' ? '\\S' : `[^]*\\b${parameter}=`;
  const call = new RegExp(`${operator} *(?:ansible\\.builtin\\.)?${name}(?: (?!and|or|is|in|if)\\S|\\(${given})`);
  return recorded.some((source) => call.test(source));
}

const engine = createTemplateEngine(closedPort);
const scope: Scope = { lookup: () => undefined, names: () => [] };

describe.each(['filter', 'test'] as const)('every %s', (kind) => {
  it('is there, by its short name and by its full one', () => {
    const names = Object.keys(table[kind]);
    const missing = names.filter((name) => {
      const full = /^[a-z]/.test(name) ? [name, `ansible.builtin.${name}`] : [name];
      return full.some((n) => engine.expression(`'${n}' is ${kind}`, undefined, scope) !== true);
    });
    expect(missing).toEqual([]);
  });
  it('has a recorded case for each documented parameter', () => {
    const missing = Object.entries(table[kind]).flatMap(([name, parameters]) =>
      parameters
        // Signs such as == have no call of their own.
        .filter((p) => /^\w/.test(name) && NOT_BY_NAME[`${name} ${p}`] === undefined && !isRecorded(kind, name, p))
        .map((p) => `${name} ${p}`),
    );
    expect(missing).toEqual([]);
  });
});
