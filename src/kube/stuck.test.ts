import { describe, expect, it } from 'vitest';
import { isLost, isReady } from './ready.js';
import { stuckContainers } from './stuck.js';

const pod = (reason: string, restartCount = 0): Parameters<typeof stuckContainers>[0] => ({
  metadata: { name: 'p' },
  status: { containerStatuses: [{ name: 'c', restartCount, state: { waiting: { reason } } }] },
});

describe('stuckContainers', () => {
  it.each([
    ['CrashLoopBackOff', 2, true],
    ['ImagePullBackOff', 0, false],
    ['ErrImagePull', 0, false],
    ['InvalidImageName', 0, true],
  ])('%s after %i restarts', (reason, restarts, isCertain) =>
    expect(stuckContainers(pod(reason, restarts))).toEqual([{ pod: 'p', container: 'c', reason, isCertain }]),
  );
  it.each([
    ['CrashLoopBackOff', 1],
    ['ContainerCreating', 0],
    ['CreateContainerConfigError', 0],
  ])('not %s after %i restarts', (reason, restarts) => expect(stuckContainers(pod(reason, restarts))).toEqual([]));
  it('knows pods without a status, and init containers', () => {
    expect(stuckContainers({ metadata: { name: 'p' } })).toEqual([]);
    const init = [{ name: 'i', state: { waiting: { reason: 'ErrImageNeverPull' } } }];
    expect(stuckContainers({ status: { initContainerStatuses: init } })).toMatchObject([{ container: 'i' }]);
  });
});

describe('kinds beyond the collection', () => {
  const condition = (type: string, status = 'True'): object => ({ status: { conditions: [{ type, status }] } });
  const replicas = { spec: { replicas: 2 }, metadata: { generation: 3 } };
  it.each([
    ['a Job that is done', { kind: 'Job', ...condition('Complete') }, true],
    ['a Job that is suspended', { kind: 'Job', spec: { suspend: true }, ...condition('Suspended') }, true],
    ['a Node', { kind: 'Node', ...condition('Ready') }, true],
    ['a Node that is not', { kind: 'Node', ...condition('Ready', 'Unknown') }, false],
    [
      'a ReplicaSet',
      { kind: 'ReplicaSet', ...replicas, status: { observedGeneration: 3, replicas: 2, readyReplicas: 2 } },
      true,
    ],
    [
      'a ReplicaSet under way',
      { kind: 'ReplicaSet', ...replicas, status: { observedGeneration: 2, replicas: 2, readyReplicas: 2 } },
      false,
    ],
  ])('%s', (_what, object, ready) => expect(isReady(object, undefined)).toBe(ready));
  it('a Job that failed is lost, also to who waits for Complete', () => {
    const failed = {
      kind: 'Job',
      status: { conditions: [{ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded' }] },
    };
    expect(isLost(failed, undefined)).toBe('has failed: BackoffLimitExceeded');
    expect(isLost(failed, { type: 'Complete', status: 'True' })).toBe('has failed: BackoffLimitExceeded');
    expect(isLost(failed, { type: 'Failed', status: 'True' })).toBeUndefined();
  });
});
