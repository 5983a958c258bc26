import { describe, expect, it } from 'vitest';
import { annotated, applyPatch, lastApplied, LAST_APPLIED, mergePatch } from './apply.js';
import type { KubeObject } from './types.js';

const map = (data: Record<string, unknown>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a' },
  data,
});
const deployment = (spec: Record<string, unknown>, more: Record<string, unknown> = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'a' },
  spec: { template: { spec } },
  ...more,
});
/** How the object is after `definition` was applied and the server added fields of its own. */
const applied = (definition: KubeObject, server: Record<string, unknown>): KubeObject =>
  mergePatch(annotated(definition), server) as KubeObject;
/** The object after the patch. */
const after = (existing: KubeObject, definition: KubeObject): unknown =>
  mergePatch(existing, applyPatch(existing, definition));

it('annotated notes what was applied, keys sorted', () => {
  expect(annotated(map({ b: '1', a: 'é' })).metadata?.annotations).toEqual({
    [LAST_APPLIED]: '{"apiVersion":"v1","data":{"a":"\\u00e9","b":"1"},"kind":"ConfigMap","metadata":{"name":"a"}}',
  });
});

it('lastApplied takes a damaged or missing note for nothing', () => {
  expect(lastApplied({})).toEqual({});
  expect(lastApplied({ metadata: { annotations: { [LAST_APPLIED]: '{' } } })).toEqual({});
  expect(lastApplied({ metadata: { annotations: { [LAST_APPLIED]: '[]' } } })).toEqual({});
});

describe('applyPatch', () => {
  it('is empty when nothing differs', () => {
    expect(
      applyPatch(applied(map({ a: '1' }), { metadata: { uid: 'u' }, data: { other: '2' } }), map({ a: '1' })),
    ).toEqual({});
  });
  it('removes only what was applied before', () => {
    const patch = applyPatch(applied(map({ a: '1', b: '2' }), { data: { other: '3' } }), map({ a: '1' }));
    expect(patch['data']).toEqual({ b: null });
    expect(Object.keys(patch).sort()).toEqual(['data', 'metadata']);
  });
  it('does not remove what is gone already', () => {
    const patch = applyPatch(applied(map({ a: '1', b: '2' }), { data: { b: null } }), map({ a: '1' }));
    expect(patch['data']).toBeUndefined();
  });
  it('adds the note to an object made without apply', () => {
    expect(applyPatch(map({ a: '1', b: '2' }), map({ a: '1' }))).toEqual({
      metadata: { annotations: { [LAST_APPLIED]: expect.stringContaining('"a":"1"') as string } },
    });
  });
  it('removes a field written as null', () => {
    expect(applyPatch(map({ a: '1' }), map({ a: null }))['data']).toEqual({ a: null });
    expect(applyPatch(map({}), map({ a: null }))['data']).toBeUndefined();
  });
  it('keeps defaulted fields and foreign elements of containers', () => {
    const first = deployment({ containers: [{ name: 'a', image: 'x:1', env: [{ name: 'E', value: '1' }] }] });
    const server = deployment({
      restartPolicy: 'Always',
      containers: [
        { name: 'a', image: 'x:1', env: [{ name: 'E', value: '1' }], imagePullPolicy: 'Always' },
        { name: 'injected', image: 'y' },
      ],
    });
    const existing = applied(first, { spec: server['spec'] });
    expect(applyPatch(existing, first)).toEqual({});
    const second = deployment({ containers: [{ name: 'a', image: 'x:2' }] });
    expect(after(existing, second)).toMatchObject({
      spec: {
        template: {
          spec: {
            restartPolicy: 'Always',
            containers: [
              { name: 'a', image: 'x:2', imagePullPolicy: 'Always' },
              { name: 'injected', image: 'y' },
            ],
          },
        },
      },
    });
    expect(JSON.stringify(after(existing, second))).not.toContain('"E"');
  });
  it('removes an element that was applied before', () => {
    const two = deployment({
      containers: [
        { name: 'a', image: 'x' },
        { name: 'b', image: 'y' },
      ],
    });
    const one = deployment({ containers: [{ name: 'a', image: 'x' }] });
    expect(after(applied(two, {}), one)).toMatchObject(one);
    expect(JSON.stringify(applyPatch(applied(two, {}), one)['spec'])).not.toContain('"b"');
  });
  it('tells ports of one number apart by protocol', () => {
    const service: KubeObject = {
      kind: 'Service',
      metadata: { name: 'd' },
      spec: { ports: [{ port: 53 }, { port: 53, protocol: 'UDP' }] },
    };
    const server = {
      spec: {
        ports: [
          { port: 53, protocol: 'TCP', nodePort: 30053 },
          { port: 53, protocol: 'UDP', nodePort: 30054 },
        ],
      },
    };
    expect(applyPatch(applied(service, server), service)).toEqual({});
  });
  it('replaces lists whose elements nothing tells apart', () => {
    const route = (match: string): KubeObject => ({
      kind: 'IngressRoute',
      metadata: { name: 'r' },
      spec: { routes: [{ match }] },
    });
    expect(applyPatch(applied(route('a'), {}), route('b'))['spec']).toEqual({ routes: [{ match: 'b' }] });
  });
  it('copes with a note of another shape', () => {
    const existing = {
      ...map({ a: '1' }),
      metadata: { name: 'a', annotations: { [LAST_APPLIED]: '{"data":"text","spec":[1]}' } },
    };
    expect(applyPatch(existing, map({ a: '2' }))['data']).toEqual({ a: '2' });
  });
});
