import { expect, it } from 'vitest';
import { mergedService } from './decide.js';

const given = { name: 'web', namespace: 'shop', type: undefined, ports: undefined, selector: undefined };

it('parameters win over the definition', () => {
  const definition = {
    metadata: { name: 'x', labels: { a: 'b' } },
    spec: { type: 'NodePort', ports: [{ port: 1 }], selector: { a: '1', b: '2' } },
  };
  expect(
    mergedService(definition, { ...given, type: 'ClusterIP', ports: [{ port: 2 }], selector: { b: '3' } }),
  ).toEqual({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop', labels: { a: 'b' } },
    spec: { type: 'ClusterIP', ports: [{ port: 2 }], selector: { a: '1', b: '3' } },
  });
  expect(mergedService(definition, { ...given, ports: [] })['spec']).toEqual(definition.spec);
});
it('is a Service without a definition too', () => {
  expect(mergedService({}, given)).toEqual({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {},
  });
});
