// What to ask of the API server for one object, given how it is there now.
import {
  annotated,
  applyPatch,
  certainlySame,
  type CompareOptions,
  type KubeObject,
  type KubeResource,
  type KubeWrite,
  type PatchType,
} from '../../src/kit/kube.js';
import type { ObjectsArgs } from './kube-session.js';

export type Method = 'create' | 'update' | 'replace' | 'apply' | 'delete';

export type Step =
  /** It certainly is as wanted. */
  | { readonly do: 'nothing'; readonly method: Method }
  /** `patched`, and it is not there. */
  | { readonly do: 'skip' }
  /** The first of these writes that the server can take; on an existing object only a dry run tells whether it changes it. */
  | {
      readonly do: 'write';
      readonly method: Method;
      readonly writes: readonly KubeWrite[];
      readonly compare: CompareOptions;
    };

type Options = Pick<ObjectsArgs, 'state' | 'apply' | 'server_side_apply' | 'force' | 'merge_type' | 'validate'>;

/** How the server treats unknown fields, from `validate`. */
function fieldValidation(validate: ObjectsArgs['validate']): 'Strict' | 'Warn' | 'Ignore' | undefined {
  if (!validate) return undefined;
  if (!validate.strict) return 'Ignore';
  return validate.fail_on_error ? 'Strict' : 'Warn';
}

/** compat: strategic merge first, then merge. Custom kinds know no strategic merge: they are spared the try. */
export function patchTypes(wanted: readonly PatchType[] | undefined, resource: KubeResource): readonly PatchType[] {
  if (wanted && wanted.length > 0) return wanted;
  const group = resource.apiVersion.includes('/') ? (resource.apiVersion.split('/')[0] ?? '') : '';
  return group.includes('.') && !group.endsWith('.k8s.io') ? ['merge'] : ['strategic-merge', 'merge'];
}

export function decide(
  existing: KubeObject | undefined,
  object: KubeObject,
  resource: KubeResource,
  namespace: string,
  options: Options,
): Step {
  const validation = fieldValidation(options.validate);
  const common = { resource, namespace, fieldValidation: validation };
  const name = object.metadata?.name ?? '';
  const compare = { status: 'status' in object };
  if (options.apply && options.server_side_apply) {
    const { field_manager: fieldManager, force_conflicts: force } = options.server_side_apply;
    const write: KubeWrite = { ...common, verb: 'apply', name, object, fieldManager, force };
    return { do: 'write', method: 'apply', writes: [write], compare: { ...compare, managers: true } };
  }
  if (!existing) {
    if (options.apply) {
      return {
        do: 'write',
        method: 'apply',
        writes: [{ ...common, verb: 'create', object: annotated(object) }],
        compare,
      };
    }
    if (options.state === 'patched') return { do: 'skip' };
    return { do: 'write', method: 'create', writes: [{ ...common, verb: 'create', object }], compare };
  }
  if (options.apply) {
    const patch = applyPatch(existing, object);
    if (Object.keys(patch).length === 0 && validation === undefined) return { do: 'nothing', method: 'apply' };
    return {
      do: 'write',
      method: 'apply',
      writes: [{ ...common, verb: 'patch', name, type: 'merge', object: patch }],
      compare,
    };
  }
  if (options.force && options.state === 'present') {
    // Without a version some kinds cannot be replaced; with it, what another wrote in between is not lost unseen.
    const resourceVersion = object.metadata?.resourceVersion ?? existing.metadata?.resourceVersion;
    const replacement = {
      ...object,
      metadata: { ...object.metadata, ...(resourceVersion ? { resourceVersion } : {}) },
    };
    return {
      do: 'write',
      method: 'replace',
      writes: [{ ...common, verb: 'replace', name, object: replacement }],
      compare,
    };
  }
  const types = patchTypes(options.merge_type, resource);
  const at = types[0] === 'strategic-merge' ? { kind: resource.kind, path: [] } : undefined;
  if (validation === undefined && certainlySame(existing, object, at)) return { do: 'nothing', method: 'update' };
  const writes = types.map((type): KubeWrite => ({
    ...common,
    verb: 'patch',
    name,
    type,
    object,
  }));
  return { do: 'write', method: 'update', writes, compare };
}
