import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../src/kit/kube.js';
import { decide, REVISION } from './decide.js';

const deployment: KubeObject = {
  kind: 'Deployment',
  metadata: { uid: 'u', annotations: { [REVISION]: '3', mine: 'stays' } },
};
const set = (revision: string, uid = 'u'): KubeObject => ({
  kind: 'ReplicaSet',
  metadata: { annotations: { [REVISION]: revision }, ownerReferences: [{ uid }] },
  spec: { template: { metadata: { labels: { app: 'web', 'pod-template-hash': 'x' } }, spec: { image: revision } } },
});

describe('decide', () => {
  it('of a Deployment: the template of the ReplicaSet before', () => {
    expect(decide(deployment, [set('1'), set('2'), set('3')])).toEqual({
      kind: 'json',
      operations: [
        {
          op: 'replace',
          path: '/spec/template',
          value: { metadata: { labels: { app: 'web' } }, spec: { image: '2' } },
        },
        { op: 'replace', path: '/metadata/annotations', value: { [REVISION]: '2', mine: 'stays' } },
      ],
    });
  });
  it('takes no ReplicaSet of another Deployment, and none that is older', () => {
    expect(decide(deployment, [set('2', 'other'), set('1')])).toBeUndefined();
  });
  it('of a DaemonSet: the data of the revision before', () => {
    const daemon: KubeObject = { kind: 'DaemonSet', metadata: { uid: 'u', generation: 2 } };
    const annotations = { 'deprecated.daemonset.template.generation': '1' };
    const revision: KubeObject = {
      kind: 'ControllerRevision',
      metadata: { annotations },
      data: { spec: { template: {} } },
    };
    expect(decide(daemon, [revision])).toEqual({ kind: 'strategic-merge', object: { spec: { template: {} } } });
    expect(decide({ ...daemon, metadata: { uid: 'u', generation: 1 } }, [revision])).toBeUndefined();
  });
});
