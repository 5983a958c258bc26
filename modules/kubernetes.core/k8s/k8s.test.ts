import { describe, expect, it } from 'vitest';
import { ModuleFailure, parseArguments, type ValueMap } from '../../../src/kit/index.js';
import type { KubeObject, KubeResource } from '../../../src/kit/kube.js';
import type { K8sArgs } from './args.js';
import { decide, patchTypes } from '../../_shared/kube-decide.js';
import { templateChoice } from '../../_shared/kube-definitions.js';
import k8s from './index.js';

function argsOf(given: Record<string, unknown>): K8sArgs {
  const parsed = k8s.args.safeParse(given);
  if (!parsed.success) throw new Error(parsed.error.message);
  return parsed.data;
}

const resource: KubeResource = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  singular: '',
  shortNames: [],
  namespaced: true,
};
const custom = { ...resource, apiVersion: 'traefik.io/v1alpha1', kind: 'IngressRoute' };
const object: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { x: '1' } };
const existing: KubeObject = { ...object, metadata: { name: 'a', uid: 'u', resourceVersion: '7' } };
const run = (
  given: Record<string, unknown>,
  is: KubeObject | undefined = existing,
  wanted = object,
): ReturnType<typeof decide> => decide(is, wanted, resource, 'ns', argsOf(given));

describe('decide', () => {
  it.each([
    ['creates', {}, undefined, { do: 'write', method: 'create', writes: [{ verb: 'create', namespace: 'ns' }] }],
    ['does not patch what is not there', { state: 'patched' }, undefined, { do: 'skip' }],
    ['leaves what is as wanted', {}, existing, { do: 'nothing', method: 'update' }],
    [
      'replaces with the version it saw',
      { force: true },
      existing,
      { method: 'replace', writes: [{ verb: 'replace', object: { metadata: { resourceVersion: '7' } } }] },
    ],
    [
      'does not replace when patching',
      { force: true, state: 'patched' },
      existing,
      { do: 'nothing', method: 'update' },
    ],
    [
      'asks when it shall validate',
      { validate: {} },
      existing,
      { do: 'write', writes: [{ fieldValidation: 'Warn' }, {}] },
    ],
    [
      'makes with the note of apply',
      { apply: true },
      undefined,
      {
        method: 'apply',
        writes: [{ verb: 'create', object: { metadata: { annotations: expect.anything() as object } } }],
      },
    ],
    [
      'applies by a merge patch',
      { apply: true },
      existing,
      { method: 'apply', writes: [{ verb: 'patch', type: 'merge' }] },
    ],
    [
      'lets the server apply, also what is not there',
      { apply: true, server_side_apply: { field_manager: 'm', force_conflicts: 'yes' } },
      undefined,
      { method: 'apply', writes: [{ verb: 'apply', fieldManager: 'm', force: true }], compare: { managers: true } },
    ],
    [
      'ignores server_side_apply without apply',
      { server_side_apply: { field_manager: 'm' } },
      undefined,
      { method: 'create' },
    ],
  ])('%s', (_what, given, is, step) => expect(decide(is, object, resource, 'ns', argsOf(given))).toMatchObject(step));

  it('patches what differs, strategic merge first', () => {
    const step = run({}, { ...existing, data: { x: '2' } });
    expect(step).toMatchObject({ writes: [{ verb: 'patch', type: 'strategic-merge', object }, { type: 'merge' }] });
    expect(patchTypes(undefined, custom)).toEqual(['merge']);
    expect(patchTypes(['strategic-merge'], custom)).toEqual(['strategic-merge']);
    expect(patchTypes([], { ...custom, apiVersion: 'networking.k8s.io/v1' })).toEqual(['strategic-merge', 'merge']);
  });
  it('compares the status only when the manifest has one', () => {
    expect(run({ force: true }, existing)).toMatchObject({ compare: { status: false } });
    expect(run({ force: true }, existing, { ...object, status: {} })).toMatchObject({ compare: { status: true } });
  });
});

describe('parameters', () => {
  const check = (given: Record<string, unknown>): string[] => {
    const map: ValueMap = new Map(Object.entries(given)) as ValueMap;
    const parsed = parseArguments(k8s, map, map, undefined);
    return 'diagnostics' in parsed ? parsed.diagnostics.map((d) => d.message) : [];
  };
  it.each([
    [{ definition: 'a: 1', src: '/x' }, /'resource_definition' and 'src' cannot be used together/],
    [{ apply: true, merge_type: 'merge' }, /'merge_type' and 'apply'/],
    [{ template: 'x', inline: 'a: 1' }, /'template' and 'resource_definition'/],
    [{ name: 'a', generate_name: 'b' }, /'name' and 'generate_name'/],
    [{ persist_config: 'yes' }, /persist_config/],
    [{ kubeconfig: 5 }, /'kubeconfig' must be a path or a dict/],
    [{ state: 'there' }, /must be one of: present, absent, patched/],
    [{ merge_type: 'json' }, /must be one of: merge, strategic-merge/],
    [{ nonsense: 1 }, /has no parameter 'nonsense'/],
  ])('%j', (given, message) => expect(check(given).join('\n')).toMatch(message));
  it('has the documented aliases and defaults', () => {
    expect(
      check({
        api: 'v1',
        verify_ssl: 'no',
        ssl_ca_cert: '/a',
        cert_file: '/b',
        key_file: '/c',
        all: 'yes',
        inline: 'a: 1',
      }),
    ).toEqual([]);
    expect(argsOf({})).toMatchObject({
      api_version: 'v1',
      state: 'present',
      wait_sleep: 5,
      wait_timeout: 120,
      force: false,
      apply: false,
    });
    expect(argsOf({ wait_condition: { type: 'A', status: false } }).wait_condition).toEqual({
      type: 'A',
      status: 'False',
    });
    expect(argsOf({ wait_condition: { type: 'A' } }).wait_condition?.status).toBe('True');
    expect(argsOf({ wait_condition: { type: 'A', status: 'Unknown' } }).wait_condition?.status).toBe('Unknown');
  });
});

describe('templateChoice', () => {
  it('takes a path or a dict', () => {
    expect(templateChoice('a.j2')).toEqual({ path: 'a.j2', options: { trimBlocks: true, lstripBlocks: false } });
    const dict = {
      path: 'a.j2',
      newline_sequence: '\\r\\n',
      trim_blocks: 'no',
      lstrip_blocks: true,
      block_start_string: '<%',
    };
    expect(templateChoice(dict)).toEqual({
      path: 'a.j2',
      options: { newlineSequence: '\r\n', trimBlocks: false, lstripBlocks: true, blockStart: '<%' },
    });
  });
  it.each([
    [5],
    [{}],
    [{ path: '' }],
    [{ path: 'a', newline_sequence: 'x' }],
    [{ path: 'a', block_start_string: 5 }],
    [{ path: 'a', pth: 1 }],
    [null],
  ])('refuses %j', (given) => expect(() => templateChoice(given)).toThrow(ModuleFailure));
});
