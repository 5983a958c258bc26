import { describe, expect, it } from 'vitest';
import { isComplete, withEnvironment } from './access.js';
import { chooseContext, type KubeconfigSource } from './kubeconfig.js';

const PEM = '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n';
const data = Buffer.from(PEM).toString('base64');

function config(user: object = { token: 't' }, cluster: object = {}, context: object = {}): Record<string, unknown> {
  return {
    clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:6443/', ...cluster } }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u', ...context } }],
    'current-context': 'x',
  };
}
const from = (content: unknown, path = '/root/.kube/config'): KubeconfigSource => ({ path, content });

describe('chooseContext', () => {
  it('reads what k3s writes', () => {
    const choice = chooseContext(
      [
        from(
          config({ 'client-certificate-data': data, 'client-key-data': data }, { 'certificate-authority-data': data }),
        ),
      ],
      undefined,
    );
    expect(choice).toMatchObject({
      server: 'https://127.0.0.1:6443',
      ca: { text: PEM },
      clientCert: { text: PEM },
      clientKey: { text: PEM },
      skipVerify: false,
      token: undefined,
    });
  });
  it('places relative files beside the kubeconfig', () => {
    const user = { 'client-certificate': 'a.crt', 'client-key': '/abs/a.key', tokenFile: 'token' };
    const choice = chooseContext([from(config(user, { 'certificate-authority': 'pki/ca.crt' }))], undefined);
    expect(choice).toMatchObject({
      ca: { file: '/root/.kube/pki/ca.crt' },
      clientCert: { file: '/root/.kube/a.crt' },
      clientKey: { file: '/abs/a.key' },
      token: { file: '/root/.kube/token' },
    });
  });
  it('never reads a token file on the controller', () => {
    const choice = chooseContext([from(config({ 'token-file': '/etc/hostname' }))], undefined);
    expect(choice.token).toEqual({ file: '/etc/hostname' });
  });
  it('takes the context asked for and its namespace', () => {
    const two = config();
    (two['contexts'] as object[]).push({ name: 'y', context: { cluster: 'c', user: 'u', namespace: 'shop' } });
    expect(chooseContext([from(two)], 'y')).toMatchObject({ context: 'y', namespace: 'shop' });
    expect(() => chooseContext([from(two)], 'z')).toThrow(/has no context 'z'/);
  });
  it('merges several, the first of a name counts', () => {
    const second = {
      ...config({ token: 'second' }),
      contexts: [{ name: 'y', context: { cluster: 'c', user: 'u' } }],
      'current-context': 'y',
    };
    expect(chooseContext([from(config({ token: 'first' })), from(second, '/b')], undefined)).toMatchObject({
      context: 'x',
      token: { text: 'first' },
    });
    expect(chooseContext([from({}), from(second, '/b')], undefined)).toMatchObject({ context: 'y' });
    expect(chooseContext([from(config()), from(second, '/b')], 'y')).toMatchObject({ context: 'y' });
  });
  it('keeps who is impersonated, the proxy and the name of the certificate', () => {
    const choice = chooseContext(
      [
        from(
          config(
            { token: 't', as: 'jane', 'as-groups': ['dev'] },
            { 'proxy-url': 'http://p:1', 'tls-server-name': 'k', 'insecure-skip-tls-verify': true },
          ),
        ),
      ],
      undefined,
    );
    expect(choice).toMatchObject({
      impersonateUser: 'jane',
      impersonateGroups: ['dev'],
      proxyUrl: 'http://p:1',
      tlsServerName: 'k',
      skipVerify: true,
    });
  });
  it.each([
    ['text', 'hello', /is not a mapping/],
    ['nothing', {}, /has no current-context/],
    ['clusters as a dict', { clusters: {} }, /clusters is not a list/],
    ['an entry that is text', { users: ['x'] }, /users has an entry that is not a mapping/],
    [
      'a cluster without a server',
      { ...config(), clusters: [{ name: 'c', cluster: {} }] },
      /clusters\[0\].cluster.server is missing/,
    ],
    ['a user without a name', { ...config(), users: [{ user: {} }] }, /users\[0\].name is missing/],
    ['a context without its cluster', { ...config(), clusters: [] }, /names the cluster 'c', which is not there/],
    ['a context without its user', { ...config(), users: [] }, /names the user 'u', which is not there/],
    [
      'data that is no certificate',
      config({}, { 'certificate-authority-data': 'AAAA' }),
      /certificate-authority-data is not base64 of a PEM/,
    ],
    [
      'an exec plugin',
      config({ exec: { command: 'aws', args: ['eks'] } }),
      /program 'aws' \(exec\), which tsplay does not run/,
    ],
    ['an auth provider', config({ 'auth-provider': { name: 'oidc', config: {} } }), /auth-provider 'oidc'/],
  ])('refuses %s', (_what, content, message) =>
    expect(() => chooseContext([from(content)], undefined)).toThrow(message),
  );
});

describe('withEnvironment', () => {
  const env = new Map([
    ['K8S_AUTH_HOST', 'https://env'],
    ['K8S_AUTH_VERIFY_SSL', 'No'],
    ['K8S_AUTH_IMPERSONATE_GROUPS', 'a,,b'],
    ['K8S_AUTH_SSL_CA_CERT', '/ca'],
    ['K8S_AUTH_API_KEY', ''],
  ]);
  it('fills in what is not given', () => {
    expect(withEnvironment({}, env)).toMatchObject({
      host: 'https://env',
      validate_certs: false,
      impersonate_groups: ['a', 'b'],
      ca_cert: '/ca',
      api_key: undefined,
    });
    expect(withEnvironment({ host: 'https://own', validate_certs: true }, env)).toMatchObject({
      host: 'https://own',
      validate_certs: true,
    });
    expect(withEnvironment({}, new Map([['K8S_AUTH_VALIDATE_CERTS', '1']])).validate_certs).toBe(true);
  });
  it('knows when no kubeconfig is needed', () => {
    expect(isComplete({ host: 'h', api_key: 'k' })).toBe(true);
    expect(isComplete({ host: 'h', username: 'u', password: 'p' })).toBe(true);
    expect(isComplete({ host: 'h', client_cert: 'c' })).toBe(false);
    expect(isComplete({ api_key: 'k' })).toBe(false);
  });
});
