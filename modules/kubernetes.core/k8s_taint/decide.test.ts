import { expect, it } from 'vitest';
import { pythonObject, snakeCase } from '../../_shared/kube-python.js';
import { decide } from './decide.js';

const a = { key: 'a', value: '1', effect: 'NoSchedule' };
const b = { key: 'b', effect: 'NoExecute', timeAdded: '2026-01-01T00:00:00Z' };

it.each([
  ['adds', [b], [a], 'present', false, [b, a]],
  ['has it', [a, b], [a], 'present', false, undefined],
  ['changes a value', [a, b], [{ ...a, value: '2' }], 'present', false, [b, { ...a, value: '2' }]],
  [
    'has one key with two effects',
    [a],
    [{ ...a, effect: 'NoExecute' }],
    'present',
    false,
    [a, { ...a, effect: 'NoExecute' }],
  ],
  ['replaces all', [b], [a], 'present', true, [a]],
  ['replaces nothing when nothing is new', [a, b], [a], 'present', true, undefined],
  ['takes away by key', [a, b], [{ key: 'a' }], 'absent', false, [b]],
  ['takes away by key and effect', [a, b], [{ key: 'a', effect: 'NoExecute' }], 'absent', false, undefined],
  ['has nothing to take away', [], [{ key: 'a' }], 'absent', false, undefined],
] as const)('%s', (_what, existing, wanted, state, replace, taints) => {
  expect(decide(existing, wanted, state, replace)).toEqual(taints);
});

it('tells nodes by the names Python has', () => {
  for (const [name, python] of [
    ['podCIDRs', 'pod_cidrs'],
    ['podCIDR', 'pod_cidr'],
    ['systemUUID', 'system_uuid'],
    ['nodeInfo', 'node_info'],
    ['bootID', 'boot_id'],
    ['fieldsV1', 'fields_v1'],
    ['apiVersion', 'api_version'],
  ] as const)
    expect(snakeCase(name), name).toBe(python);
  const told = pythonObject({
    metadata: { name: 'n', labels: { 'aB/cD': 'x' }, creationTimestamp: '2026-01-01T00:00:00Z' },
    spec: { taints: [b] },
    status: { capacity: { 'ephemeral-storage': '1' }, conditions: [{ lastHeartbeatTime: '2026-01-01T00:00:00Z' }] },
  });
  expect(told).toMatchObject({
    metadata: { labels: { 'aB/cD': 'x' }, creation_timestamp: '2026-01-01T00:00:00+00:00', owner_references: null },
    spec: { taints: [{ key: 'b', effect: 'NoExecute', value: null, time_added: '2026-01-01T00:00:00+00:00' }] },
    status: {
      capacity: { 'ephemeral-storage': '1' },
      conditions: [{ last_heartbeat_time: '2026-01-01T00:00:00+00:00' }],
    },
  });
});
