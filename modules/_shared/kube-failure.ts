// What a Kubernetes task fails with when the API server refuses.
import { ModuleFailure, TsplayError } from '../../src/kit/index.js';
import { KubeRefusal, nameObject, type KubeObject } from '../../src/kit/kube.js';

const withHint = (error: TsplayError): string =>
  error.hint === undefined ? error.message : `${error.message}\n  (${error.hint})`;

/** The failure with the server's status, reason and answer; undefined for errors that are no refusal. */
export function refusalFailure(error: unknown, where = ''): ModuleFailure | undefined {
  if (error instanceof ModuleFailure) return error;
  if (!(error instanceof KubeRefusal)) return undefined;
  const { reason } = error.details;
  return new ModuleFailure(`${where}${withHint(error)}`, {
    status: error.status,
    ...(reason === undefined ? {} : { reason }),
    ...(error.body === undefined ? {} : { error: error.body }),
  });
}

/** The same for a manifest, whose kind the server may not know. */
export function manifestFailure(object: KubeObject, where: string, error: unknown): ModuleFailure | undefined {
  if (error instanceof TsplayError && error.code === 'kube-unknown-kind') {
    return new ModuleFailure(`${where}${nameObject(object)}: ${withHint(error)}`, { reason: 'NotFound' });
  }
  return refusalFailure(error, where);
}

/** Carries `act` out; what the server refuses fails the task under a heading. */
export async function underHeading<T>(heading: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw refusalFailure(error, heading) ?? error;
  }
}
