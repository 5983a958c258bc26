import { describe, expect, it } from 'vitest';
import { blockText, certainlySame, sameObject, shown } from './compare.js';

describe('certainlySame', () => {
  it.each([
    ['a subset', { a: 1, b: { c: 2, d: 3 } }, { b: { c: 2 } }, true],
    ['another value', { a: 1 }, { a: 2 }, false],
    ['a missing key', { a: 1 }, { b: undefined, c: 1 }, false],
    ['the removal of what is not there', { a: 1 }, { b: null }, true],
    ['the removal of what is there', { a: 1 }, { a: null }, false],
    ['equal lists', { a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, true],
    ['a list with defaulted fields', { a: [{ b: 2, c: 3 }] }, { a: [{ b: 2 }] }, false],
    ['text for a number', { a: 1 }, { a: '1' }, false],
    ['a directive', { a: { x: 1 } }, { a: { $patch: 'replace', x: 1 } }, false],
    ['an object for text', { a: 'x' }, { a: {} }, false],
    ['an empty object', { a: { b: 1 } }, { a: {} }, true],
  ])('%s', (_what, existing, patch, same) => expect(certainlySame(existing, patch)).toBe(same));

  const at = { kind: 'Deployment', path: [] };
  const pod = (containers: object[]): object => ({ spec: { template: { spec: { containers } } } });
  const existing = pod([
    {
      name: 'a',
      image: 'x',
      terminationMessagePath: '/dev/termination-log',
      ports: [{ containerPort: 80, protocol: 'TCP' }],
    },
    { name: 'sidecar', image: 'y' },
  ]);
  it('sees through lists that a strategic merge merges', () => {
    const patch = pod([{ name: 'a', image: 'x', ports: [{ containerPort: 80 }] }]);
    expect(certainlySame(existing, patch, at)).toBe(true);
    expect(certainlySame(existing, patch)).toBe(false);
  });
  it('asks about elements that differ, are new, have no key or share one', () => {
    expect(certainlySame(existing, pod([{ name: 'a', image: 'z' }]), at)).toBe(false);
    expect(certainlySame(existing, pod([{ name: 'b', image: 'x' }]), at)).toBe(false);
    expect(certainlySame(existing, pod([{ image: 'x' }]), at)).toBe(false);
    const ports = { kind: 'Service', path: [] };
    const dns = {
      spec: {
        ports: [
          { port: 53, protocol: 'TCP' },
          { port: 53, protocol: 'UDP' },
        ],
      },
    };
    expect(certainlySame(dns, { spec: { ports: [{ port: 53 }] } }, ports)).toBe(false);
  });
});

describe('sameObject', () => {
  const object = {
    kind: 'A',
    metadata: { name: 'x', resourceVersion: '1', generation: 1, managedFields: [{ manager: 'a', time: '1' }] },
    status: { a: 1 },
  };
  it('leaves aside what the server changes by itself', () => {
    const later = {
      ...object,
      metadata: { ...object.metadata, resourceVersion: '2', generation: 2, managedFields: [] },
      status: { a: 2 },
    };
    expect(sameObject(object, later)).toBe(true);
    expect(sameObject(object, later, { status: true })).toBe(false);
    expect(sameObject(object, later, { managers: true })).toBe(false);
  });
  it('takes managers for the same whatever the time', () => {
    const later = { ...object, metadata: { ...object.metadata, managedFields: [{ manager: 'a', time: '2' }] } };
    expect(sameObject(object, later, { managers: true })).toBe(true);
  });
  it('sees labels, annotations and finalizers', () => {
    expect(sameObject(object, { ...object, metadata: { ...object.metadata, labels: { a: 'b' } } })).toBe(false);
  });
});

describe('shown', () => {
  it("masks a Secret's values and tells which differ", () => {
    const before = { kind: 'Secret', metadata: { name: 's' }, data: { same: 'YQ==', other: 'Yg==' } };
    const after = {
      kind: 'Secret',
      metadata: { name: 's' },
      data: { same: 'YQ==', other: 'Yw==', more: 'ZA==' },
      stringData: { x: 'plain' },
    };
    expect(shown(after, before)).toMatchObject({ data: { same: '***', other: '*** (differs)', more: '*** (new)' } });
    expect(JSON.stringify(shown(after, before))).not.toContain('plain');
    expect(after.data.same).toBe('YQ==');
  });
  it('shows others as they are, without the status', () => {
    expect(shown({ kind: 'ConfigMap', data: { a: 'b' }, status: {} })).toEqual({ kind: 'ConfigMap', data: { a: 'b' } });
  });
});

it('blockText is readable and stable', () => {
  const text = blockText({
    b: [{ name: 'x', n: 1 }, 'y'],
    a: { t: 'two\nlines\n', e: {}, l: [] },
    s: 'yes',
    n: null,
    v: '1.5',
    u: 'é: ü',
  });
  expect(text).toBe(
    [
      'a:',
      '  e: {}',
      '  l: []',
      '  t: |',
      '    two',
      '    lines',
      'b:',
      '- n: 1',
      '  name: x',
      '- y',
      'n: null',
      's: "yes"',
      'u: "é: ü"',
      'v: "1.5"',
      '',
    ].join('\n'),
  );
});
