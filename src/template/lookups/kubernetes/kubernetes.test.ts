import { describe, expect, it } from 'vitest';
import { fromJs, type Value } from '../../../value/index.js';
import { createTemplateEngine } from '../../engine.js';
import { engineWith, scopeOf } from '../../testing.js';
import type { HttpRequest, TemplatePort } from '../../types.js';

function ask(source: string, files: Record<string, string>, more: Partial<TemplatePort> = {}): Value {
  const port = { ...engineWith(files).port, ...more };
  return createTemplateEngine(port).expression(source, undefined, scopeOf({}));
}

describe('kustomize', () => {
  const env = (name: string): string | undefined => (name === 'PATH' ? '/usr/bin:/opt/k' : undefined);
  it('takes kustomize before kubectl, wherever it is', () => {
    const both = { '/usr/bin/kubectl': '', '/opt/k/kustomize': '' };
    expect(ask("lookup('kubernetes.core.kustomize', dir='a b')", both, { env })).toBe(
      "ran /opt/k/kustomize build 'a b'\n",
    );
    const one = { '/own/kubectl': '' };
    expect(ask("lookup('kubernetes.core.kustomize', opt_dirs='/own', enable_helm=True)", one, { env })).toBe(
      'ran /own/kubectl kustomize . --enable-helm\n',
    );
    expect(ask("lookup('kubernetes.core.kustomize', binary_path='/x/kustomize')", {})).toBe(
      'ran /x/kustomize build .\n',
    );
  });
  it('says what is wrong', () => {
    expect(() => ask("lookup('kubernetes.core.kustomize')", {}, { env })).toThrow(
      "Failed to find required executable 'kubectl' and 'kustomize' in paths",
    );
    expect(() => ask("lookup('kubernetes.core.kustomize', binary_path='/bin/helm')", {})).toThrow(
      'expected one of kustomize, kubectl',
    );
    const exec = (stderr: string) => () => ({ rc: 1, stdout: '', stderr });
    const lookup = "lookup('kubernetes.core.kustomize', binary_path='kubectl')";
    expect(() => ask(lookup, {}, { exec: exec('no such file') })).toThrow(
      'kustomize command failed. exit code: 1, error: no such file',
    );
    expect(() => ask(lookup, {}, { exec: exec('') })).toThrow('with unknown error. exit code: 1');
  });
});

describe('k8s', () => {
  const config = {
    'current-context': 'x',
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    clusters: [
      {
        name: 'c',
        cluster: { server: 'https://api:6443/', 'certificate-authority-data': btoa('CA'), 'tls-server-name': 'kube' },
      },
    ],
    users: [{ name: 'u', user: { 'client-certificate': 'u.crt', 'client-key-data': btoa('KEY') } }],
  };
  const files = {
    '/home/me/.kube/config': JSON.stringify(config),
    '/home/me/.kube/u.crt': 'CERT',
    '/play/files/o.yml': '{"kind":"Pod","metadata":{"name":"a","namespace":"n"}}',
  };
  const pods = { name: 'pods', singularName: 'pod', kind: 'Pod', namespaced: true, shortNames: ['po'] };
  const answers: Record<string, unknown> = {
    '/version': { major: '1' },
    '/api/v1': { resources: [pods, { ...pods, name: 'pods/log' }] },
    '/apis': { groups: [{ name: 'apps', versions: [{ version: 'v1', groupVersion: 'apps/v1' }] }] },
    '/apis/apps/v1': {
      resources: [{ name: 'deployments', singularName: 'deployment', kind: 'Deployment', namespaced: true }],
    },
    '/api/v1/namespaces/n/pods/a': { kind: 'Pod', metadata: { name: 'a' } },
    '/api/v1/namespaces/n/pods?labelSelector=x%3Dy': { items: [{ metadata: { name: 'b' } }] },
    '/apis/apps/v1/deployments?': { items: [{ metadata: { name: 'd' } }] },
  };
  const sent: HttpRequest[] = [];
  const http = (request: HttpRequest): { status: number; reason: string; body: string } => {
    sent.push(request);
    const answer = answers[request.url.replace('https://api:6443', '')];
    return answer
      ? { status: 200, reason: 'OK', body: JSON.stringify(answer) }
      : { status: 404, reason: 'Not Found', body: '{}' };
  };
  const k8s = (options: string, more: Partial<TemplatePort> = {}): Value =>
    ask(`query('kubernetes.core.k8s', ${options})`, files, { http, ...more });

  it('finds one object, those of a namespace, those of all', () => {
    expect(k8s("kind='Pod', namespace='n', resource_name='a'")).toEqual([
      fromJs(answers['/api/v1/namespaces/n/pods/a']),
    ]);
    expect(k8s("kind='Pod', namespace='n', resource_name='none'")).toEqual([]);
    expect(k8s("kind='po', namespace='n', label_selector='x=y'")).toEqual([
      fromJs({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'b' } }),
    ]);
    expect(k8s("kind='Deployment'")).toEqual([
      fromJs({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd' } }),
    ]);
    expect(k8s("src='o.yml', kind='Deployment'")).toHaveLength(1);
    expect(k8s("resource_definition={'kind': 'Pod', 'metadata': {'name': 'a', 'namespace': 'n'}}")).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      tls: { ca: 'CA', cert: 'CERT', key: 'KEY', servername: 'kube' },
      validateCerts: true,
      useProxy: false,
    });
  });
  it('tells of the cluster', () => {
    expect(k8s("cluster_info='version'")).toEqual([fromJs({ kubernetes: { major: '1' } })]);
    expect(k8s("cluster_info='api_groups'")).toEqual([['', 'apps']]);
  });
  it('takes options before variables before the kubeconfig', () => {
    k8s("kind='Pod', api_key='tok', validate_certs=False");
    expect(sent.at(-1)).toMatchObject({ headers: { authorization: 'Bearer tok' }, validateCerts: false });
    const env = (name: string): string | undefined =>
      ({
        K8S_AUTH_HOST: 'https://other',
        K8S_AUTH_USERNAME: 'ann',
        K8S_AUTH_PASSWORD: 'pä',
        K8S_AUTH_VERIFY_SSL: 'no',
      })[name];
    expect(() => k8s("kind='Pod'", { env })).toThrow('Failed to find exact match for v1.Pod');
    expect(sent.at(-1)).toMatchObject({
      url: 'https://other/apis',
      headers: { authorization: 'Basic YW5uOnDDpA==' },
      validateCerts: false,
    });
  });
  it('says what is wrong', () => {
    expect(() => k8s("namespace='n'")).toThrow('no Kind specified');
    expect(() => k8s("kind='Pod', context='y'")).toThrow("has no context 'y'");
    expect(() => k8s("kind='Pod', kubeconfig='/none'")).toThrow('there is no kubeconfig: /none');
    const refuse = (): { status: number; reason: string; body: string } => ({
      status: 403,
      reason: 'Forbidden',
      body: '{"message": "not you"}',
    });
    expect(() => k8s("kind='Pod'", { http: refuse })).toThrow('answered 403: not you');
    expect(() => k8s("knd='Pod'")).toThrow("no option 'knd'");
  });
});
