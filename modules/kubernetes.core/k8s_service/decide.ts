// The Service that a task's parameters and its definition describe together.
import type { KubeObject } from '../../../src/kit/kube.js';

interface Given {
  readonly name: string;
  readonly namespace: string;
  readonly type: string | undefined;
  readonly ports: readonly unknown[] | undefined;
  readonly selector: Readonly<Record<string, unknown>> | undefined;
}

const fields = (value: unknown): Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

/** Parameters win over the definition; labels of the selector come together. compat: what is empty does not count. */
export function mergedService(definition: KubeObject, given: Given): KubeObject {
  const spec: Record<string, unknown> = { ...fields(definition['spec']) };
  if (given.type !== undefined) spec['type'] = given.type;
  if (given.ports !== undefined && given.ports.length > 0) spec['ports'] = given.ports;
  if (given.selector !== undefined) spec['selector'] = { ...fields(spec['selector']), ...given.selector };
  const { name, namespace } = given;
  const metadata = { ...definition.metadata, name, namespace };
  return { ...definition, apiVersion: 'v1', kind: 'Service', metadata, spec };
}
