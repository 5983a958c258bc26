import { describe, expect, it } from 'vitest';
import { complete, manifestsOf, parseManifest } from './manifest.js';

const none = { api_version: 'v1' };
const run = (
  definition: unknown,
  defaults: Partial<Parameters<typeof complete>[1]> = {},
): ReturnType<typeof complete> => complete(manifestsOf(definition, 'definition'), { ...none, ...defaults });

describe('parseManifest', () => {
  it('gives documents with their number, empty ones left out but counted', () => {
    const all = parseManifest('# c\n---\nkind: A\n---\n---\nkind: B\n', 'f.yml');
    expect(all.map((m) => [m.object.kind, m.place])).toEqual([
      ['A', expect.stringContaining('f.yml, document')],
      ['B', expect.stringContaining('f.yml, document')],
    ]);
    expect(all[0]?.place).not.toBe(all[1]?.place);
    expect(parseManifest('kind: A\n', 'f.yml')[0]?.place).toBe('f.yml');
    expect(parseManifest('', 'f.yml')).toEqual([]);
  });
  it('reads YAML 1.1 and leaves templates alone', () => {
    expect(parseManifest('a: yes\nb: 0700\nc: "{{ x }}"\n', 'f')[0]?.object).toEqual({ a: true, b: 448, c: '{{ x }}' });
  });
  it('names the line of a mistake', () => {
    expect(() => parseManifest('a: 1\nb: [1\n', 'f.yml')).toThrow(/^f\.yml, line \d+, column \d+: not valid YAML/);
  });
});

describe('complete', () => {
  it('fills in from the parameters, the manifest wins', () => {
    const [made] = run(
      { kind: 'A', metadata: { name: 'own' } },
      { kind: 'B', name: 'n', namespace: 'ns', api_version: 'x/v1' },
    );
    expect(made?.object).toEqual({ apiVersion: 'x/v1', kind: 'A', metadata: { name: 'own', namespace: 'ns' } });
    expect(run({}, { kind: 'B', generate_name: 'g-' })[0]?.object.metadata).toEqual({ generateName: 'g-' });
  });
  it('does not alter what it was given', () => {
    const given = { kind: 'A' };
    run(given, { name: 'x' });
    expect(given).toEqual({ kind: 'A' });
  });
  it('takes lists apart', () => {
    const list = { kind: 'List', apiVersion: 'v1', items: [{ kind: 'A', apiVersion: 'a/v1' }, { kind: 'B' }] };
    const items = run(list, { namespace: 'ns', api_version: 'v1' });
    expect(items.map((m) => [m.object.apiVersion, m.object.kind, m.object.metadata?.namespace, m.place])).toEqual([
      ['a/v1', 'A', 'ns', 'definition, item 1'],
      ['v1', 'B', 'ns', 'definition, item 2'],
    ]);
    const typed = { kind: 'PodList', apiVersion: 'v1', items: [{ metadata: { name: 'p' } }] };
    expect(run(typed)[0]?.object).toMatchObject({ kind: 'Pod', apiVersion: 'v1' });
    expect(run({ kind: 'PodList' })).toEqual([]);
  });
  it('takes texts and dicts in a list, empty ones left out', () => {
    const places = run([{ kind: 'A' }, 'kind: B\n---\nkind: C\n', null]).map((m) => `${m.object.kind}: ${m.place}`);
    expect(places).toEqual([
      'A: definition, element 1',
      'B: definition, element 2, document 1',
      'C: definition, element 2, document 2',
    ]);
  });
  it.each([
    ['text', 'just words', /must be a mapping.*a string/],
    ['a list in text', '- a\n', /must be a mapping.*a list/],
    ['a number', 5, /must be a mapping.*a number/],
    ['no kind', { metadata: { name: 'x' } }, /has no kind/],
    ['a name that is a number', { kind: 'A', metadata: { name: 5 } }, /metadata.name of A is 5/],
    ['a version that is a number', { kind: 'A', apiVersion: 1 }, /apiVersion of A is not text/],
    ['metadata that is text', { kind: 'A', metadata: 'x' }, /metadata is not a mapping/],
    ['items that are no list', { kind: 'List', items: {} }, /'items' of List is not a list/],
    ['an item that is text', { kind: 'List', items: ['x'] }, /item 1: is not a mapping/],
  ])('refuses %s', (_what, definition, message) => expect(() => run(definition)).toThrow(message));
});
