import { expect, it } from 'vitest';
import { decide } from './decide.js';

const object = {
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', resourceVersion: '7' },
  spec: { replicas: 2, parallelism: 5 },
};
const wish = { replicas: 3, currentReplicas: undefined, resourceVersion: undefined };

it.each([
  ['scales', object, wish, { do: 'scale' }],
  ['has as many', object, { ...wish, replicas: 2 }, { do: 'nothing' }],
  ['of a Job the parallelism counts', { ...object, kind: 'Job' }, { ...wish, replicas: 5 }, { do: 'nothing' }],
  ['the expected number', object, { ...wish, currentReplicas: 2 }, { do: 'scale' }],
  [
    'another number',
    object,
    { ...wish, currentReplicas: 9 },
    { do: 'pass over', why: expect.stringContaining('current replicas 9 does not match with actual 2') as string },
  ],
  [
    'another version',
    object,
    { ...wish, resourceVersion: '6' },
    { do: 'pass over', why: expect.stringContaining('expected resource version 6') as string },
  ],
  [
    'no number',
    { kind: 'ConfigMap', metadata: { name: 'c' } },
    wish,
    { do: 'fail', why: 'Failed to retrieve the available count for object kind=ConfigMap name=c namespace=None.' },
  ],
])('%s', (_what, is, wanted, verdict) => expect(decide(is, wanted)).toEqual(verdict));
