// The small pure rules: selectors, hidden fields, hashes, readiness, patches' keys, discovery's names, warnings, JSON.
import { describe, expect, it } from 'vitest';
import { matching, resourcesIn, versionPath } from './discovery.js';
import { contentHash, withHash } from './hash.js';
import { fieldPath, hideFields } from './hidden.js';
import { parseWarnings } from './http.js';
import { canonicalJson, sameData, toJson } from './json.js';
import { mergeKey } from './merge-keys.js';
import { isReady, meets } from './ready.js';
import { selects } from './selectors.js';
import { nameObject, type KubeObject } from './types.js';
import { conditionLines, failingContainers, progress } from './why.js';
import { resourcePath, writeRequest } from './writes.js';

describe('selects', () => {
  const labels = { app: 'web', tier: 'dev' };
  it.each([
    ['app=web', true],
    ['app = web', true],
    ['app==web', true],
    ['app!=web', false],
    ['missing!=web', true],
    ['app in (web, db)', true],
    ['app in (db)', false],
    ['app notin (db)', true],
    ['missing notin (db)', true],
    ['app', true],
    ['missing', false],
    ['!app', false],
    ['! missing', true],
  ])('%s', (selector, met) => expect(selects([selector], labels)).toBe(met));
  it('needs all of them, and labels at all', () => {
    expect(selects(['app=web', 'tier=prod'], labels)).toBe(false);
    expect(selects(['!app'], undefined)).toBe(false);
  });
});

describe('hideFields', () => {
  it('reads paths', () => {
    expect(fieldPath('spec.containers[0].env[3].value')).toEqual(['spec', 'containers', '0', 'env', '3', 'value']);
    expect(fieldPath('metadata.annotations[a.b/c-d].x')).toEqual(['metadata', 'annotations', 'a.b/c-d', 'x']);
  });
  it('takes out fields, indexes from the end on, and what became empty', () => {
    const object = { a: { b: 1 }, l: [0, 1, 2, { x: 1 }], m: { 'a.b/c': 1, d: 2 } };
    expect(hideFields(object, ['a.b', 'l[0]', 'l[2]', 'l[3].x', 'm[a.b/c]', 'none.such', 'l[99]'])).toEqual({
      l: [1],
      m: { d: 2 },
    });
    expect(object.l).toHaveLength(4);
    expect(hideFields(object, undefined)).toBe(object);
  });
  it('orders two-digit indexes', () => {
    const list = Array.from({ length: 12 }, (_, i) => i);
    expect(hideFields({ list }, ['list[2]', 'list[10]'])).toEqual({ list: [0, 1, 3, 4, 5, 6, 7, 8, 9, 11] });
  });
});

describe('append_hash', () => {
  // Recorded from kubernetes.core.
  it.each([
    [
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'foo' }, data: { hello: 'world', b: 'c' } },
      '6c2g47ktdk',
    ],
    [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'foo' } }, '6cd64ctg26'],
    [{ kind: 'Secret', metadata: { name: 'foo' }, type: 'Opaque', data: { x: 'é\u2028😀' } }, 'g88476h799'],
    [{ kind: 'Secret', metadata: { generateName: 'foo-' }, data: { x: 'y' } }, '2cgt7h8b99'],
  ])('%j', (object, hash) => expect(contentHash(object)).toBe(hash));
  it('renames only ConfigMaps and Secrets', () => {
    expect(withHash({ kind: 'ConfigMap', metadata: { name: 'foo' } }).metadata?.name).toBe('foo-6cd64ctg26');
    expect(
      withHash({ kind: 'Secret', metadata: { generateName: 'foo-' }, data: { x: 'y' } }).metadata?.generateName,
    ).toBe('foo--2cgt7h8b99');
    expect(withHash({ kind: 'Pod', metadata: { name: 'foo' } }).metadata?.name).toBe('foo');
  });
});

describe('isReady', () => {
  const deployment = (status: object | undefined, replicas = 2): object => ({
    kind: 'Deployment',
    metadata: { generation: 3 },
    spec: { replicas },
    ...(status ? { status } : {}),
  });
  const good = { observedGeneration: 3, replicas: 2, availableReplicas: 2 };
  it.each([
    ['complete', deployment(good), true],
    ['no status', deployment(undefined), false],
    ['an old generation', deployment({ ...good, observedGeneration: 2 }), false],
    ['unavailable replicas', deployment({ ...good, unavailableReplicas: 1 }), false],
    ['surplus replicas', deployment({ ...good, replicas: 3, availableReplicas: 3 }), false],
    ['scaled to none', deployment({ observedGeneration: 3 }, 0), true],
    ['a pod', { kind: 'Pod', status: { containerStatuses: [{ ready: true }, { ready: true }] } }, true],
    ['a pod half ready', { kind: 'Pod', status: { containerStatuses: [{ ready: true }, { ready: false }] } }, false],
    ['a pod not started', { kind: 'Pod', status: { phase: 'Pending' } }, false],
    [
      'a DaemonSet',
      {
        kind: 'DaemonSet',
        metadata: { generation: 1 },
        status: { desiredNumberScheduled: 1, updatedNumberScheduled: 1, numberReady: 1, observedGeneration: 1 },
      },
      true,
    ],
    [
      'a DaemonSet being updated',
      {
        kind: 'DaemonSet',
        metadata: { generation: 1 },
        status: { desiredNumberScheduled: 1, numberReady: 1, observedGeneration: 1 },
      },
      false,
    ],
    [
      'a StatefulSet',
      {
        kind: 'StatefulSet',
        metadata: { generation: 1 },
        spec: { replicas: 1, updateStrategy: { type: 'RollingUpdate' } },
        status: {
          observedGeneration: 1,
          replicas: 1,
          readyReplicas: 1,
          updatedReplicas: 1,
          currentRevision: 'a',
          updateRevision: 'a',
        },
      },
      true,
    ],
    [
      'a StatefulSet between revisions',
      {
        kind: 'StatefulSet',
        metadata: { generation: 1 },
        spec: { replicas: 1, updateStrategy: { type: 'RollingUpdate' } },
        status: {
          observedGeneration: 1,
          replicas: 1,
          readyReplicas: 1,
          updatedReplicas: 1,
          currentRevision: 'a',
          updateRevision: 'b',
        },
      },
      false,
    ],
    ['a CRD not established', { kind: 'CustomResourceDefinition', status: { conditions: [] } }, false],
    ['a Job under way', { kind: 'Job', status: { active: 1 } }, false],
    ['any other kind', { kind: 'ConfigMap' }, true],
  ])('%s', (_what, object, ready) => expect(isReady(object as KubeObject, undefined)).toBe(ready));

  const with_ = (status: string, reason?: string): object => ({
    status: { conditions: [{ type: 'Ok', status, reason }] },
  });
  it.each([
    [with_('True'), { type: 'Ok', status: 'True' }, true],
    [with_('False'), { type: 'Ok', status: 'True' }, false],
    [with_('Unknown'), { type: 'Ok', status: 'False' }, false],
    [with_('Unknown', 'Paused'), { type: 'Ok', status: 'Unknown', reason: 'Paused' }, true],
    [with_('True', 'A'), { type: 'Ok', status: 'True', reason: 'B' }, false],
    [with_('True'), { type: 'Other', status: 'True' }, false],
    [{}, { type: 'Ok', status: 'False' }, false],
  ] as const)('condition %j %j', (object, wanted, met) => expect(meets(object as KubeObject, wanted)).toBe(met));
});

describe('why', () => {
  it('finds containers that wait or ended badly', () => {
    const pod = {
      metadata: { name: 'p' },
      status: {
        initContainerStatuses: [{ name: 'i', state: { terminated: { exitCode: 0 } } }],
        containerStatuses: [
          { name: 'a', restartCount: 2, state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off' } } },
          { name: 'b', state: { terminated: { exitCode: 1, reason: 'Error' } } },
          { name: 'c', ready: true, state: { running: {} } },
          { name: 'd', ready: false, state: { running: {} } },
        ],
      },
    };
    expect(failingContainers(pod)).toEqual([
      { pod: 'p', name: 'a', problem: 'waiting: CrashLoopBackOff: back-off', restarted: true },
      { pod: 'p', name: 'b', problem: 'ended: Error, exit code 1', restarted: false },
      { pod: 'p', name: 'd', problem: 'running, not ready', restarted: false },
    ]);
    expect(failingContainers({})).toEqual([]);
  });
  it('tells conditions and progress', () => {
    const object = {
      spec: { replicas: 2 },
      status: {
        observedGeneration: 1,
        availableReplicas: 1,
        conditions: [
          { type: 'A', status: 'True' },
          { type: 'B', status: 'False', reason: 'R', message: 'm' },
        ],
      },
    };
    expect(conditionLines(object)).toEqual(['condition B is False (R: m)']);
    expect(progress(object)).toEqual(['1 of 2 replicas are ready']);
    expect(progress({ spec: { replicas: 2 } })).toEqual(['no controller has looked at it yet']);
    expect(progress({})).toEqual([]);
  });
});

describe('names and paths', () => {
  const resource = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    plural: 'deployments',
    singular: 'deployment',
    shortNames: ['deploy'],
    namespaced: true,
  };
  it('of resources', () => {
    expect(versionPath('v1')).toBe('/api/v1');
    expect(resourcePath(resource, 'a b', 'x')).toBe('/apis/apps/v1/namespaces/a%20b/deployments/x');
    expect(resourcePath({ ...resource, namespaced: false }, 'ns', 'x')).toBe('/apis/apps/v1/deployments/x');
    expect(resourcePath(resource, undefined)).toBe('/apis/apps/v1/deployments');
  });
  it('of kinds: kind, plural, singular, short name', () => {
    const list = {
      kind: 'APIResourceList',
      groupVersion: 'apps/v1',
      resources: [
        {
          name: 'deployments',
          kind: 'Deployment',
          singularName: 'deployment',
          namespaced: true,
          shortNames: ['deploy'],
          verbs: [],
        },
        { name: 'deployments/scale', kind: 'Scale', singularName: '', namespaced: true, verbs: [] },
      ],
    };
    const found = resourcesIn('apps/v1', list);
    const served = { ...resource, subresources: ['scale'] };
    expect(found).toEqual([served]);
    for (const name of ['Deployment', 'deployments', 'deployment', 'deploy'])
      expect(matching(found, name)).toEqual([served]);
    expect(matching(found, 'Scale')).toEqual([]);
    expect(matching(found, '')).toEqual([]);
  });
  it('of objects in messages', () => {
    expect(nameObject({ kind: 'A', metadata: { generateName: 'g-', namespace: 'n' } })).toBe(
      'A "g-*" in namespace "n"',
    );
    expect(nameObject({})).toBe('object');
  });
  it('dry runs say so where the server looks', () => {
    expect(writeRequest({ verb: 'create', resource, namespace: 'n', object: {} }, true).query).toMatchObject({
      dryRun: 'All',
    });
    const deletion = writeRequest(
      { verb: 'delete', resource, namespace: 'n', name: 'x', options: { propagationPolicy: 'Orphan' } },
      true,
    );
    expect(deletion.body).toMatchObject({ dryRun: ['All'], propagationPolicy: 'Orphan' });
    expect(
      writeRequest({ verb: 'delete', resource, namespace: 'n', name: 'x', options: {} }, false).body,
    ).not.toHaveProperty('dryRun');
    const apply = writeRequest(
      { verb: 'apply', resource, namespace: 'n', name: 'x', object: {}, fieldManager: 'm', force: true },
      false,
    );
    expect(apply).toMatchObject({
      method: 'PATCH',
      contentType: 'application/apply-patch+yaml',
      query: { fieldManager: 'm', force: 'true' },
    });
  });
  it('of list elements', () => {
    expect(mergeKey('Deployment', ['spec', 'template', 'spec', 'containers', 'env'])?.({ name: 'A' })).toBe('["A"]');
    expect(mergeKey('CronJob', ['spec', 'jobTemplate', 'spec', 'template', 'spec', 'volumes'])?.({ name: 'A' })).toBe(
      '["A"]',
    );
    expect(mergeKey('Service', ['spec', 'ports'])?.({ port: 1 })).toBe('[1,"TCP"]');
    expect(mergeKey('Service', ['spec', 'ports'])?.({})).toBe('');
    expect(mergeKey('Pod', ['spec', 'tolerations'])).toBeUndefined();
  });
});

it('parseWarnings reads several and escapes', () => {
  expect(parseWarnings('299 - "unknown field \\"a\\"", 299 kube "second, with comma"')).toEqual([
    'unknown field "a"',
    'second, with comma',
  ]);
  expect(parseWarnings('')).toEqual([]);
});

describe('json', () => {
  it('writes large whole numbers', () => {
    expect(toJson({ a: 12345678901234567890n, b: ['x', -5n] })).toBe('{"a":12345678901234567890,"b":["x",-5]}');
    expect(toJson({ a: '\u00005\u0000' })).toBe('{"a":"\\u00005\\u0000"}');
  });
  it('canonicalJson sorts', () =>
    expect(canonicalJson({ b: { d: 1, c: [{ z: 1, a: 2 }] }, a: 'ü' })).toBe(
      '{"a":"\\u00fc","b":{"c":[{"a":2,"z":1}],"d":1}}',
    ));
  it.each([
    [{ a: undefined }, {}, true],
    [[1, 2], [1], false],
    [5n, 5, true],
    [5n, '5', false],
    [null, undefined, false],
    [{ a: 1 }, [1], false],
  ])('sameData %#', (a, b, same) => expect(sameData(a, b)).toBe(same));
});
