// The Kubernetes modules against a real API server, over the local wire.
/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-assignment,
   @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- answers of the API are taken apart as they come */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../src/host/index.js';
import { openHere, type Here } from '../support/here.js';
import { startKubeServer, type KubeServer } from './support/kube-server.js';
import { runTask, type TaskOutcome, type TaskRun } from './support/kube-task.js';

let server: KubeServer;
let here: Here;
let host: Host;
let dir: string;

beforeAll(async () => {
  server = await startKubeServer();
  here = openHere('kube-manifests');
  ({ host, dir } = here);
});
afterAll(async () => {
  await here?.close();
  await server?.stop();
});

type Data = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
interface Outcome extends TaskOutcome {
  result: Data;
  resources: Data[];
}

const k8s = async (args: string, run?: TaskRun): Promise<Outcome> =>
  (await runTask(host, 'kubernetes.core.k8s', `kubeconfig: ${server.kubeconfig}\n${args}`, run)) as Outcome;
const info = async (args: string, run?: TaskRun): Promise<Outcome> =>
  (await runTask(host, 'kubernetes.core.k8s_info', `kubeconfig: ${server.kubeconfig}\n${args}`, run)) as Outcome;
const manifest = (name: string, text: string): string => {
  const path = join(dir, name);
  writeFileSync(path, text);
  return path;
};
/** A task whose definition is the given text. */
const defined = (text: string, more = ''): string =>
  `${more}definition: |\n${text
    .trim()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')}\n`;

const DEPLOYMENT = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: default, labels: {app: web}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: nginx:1.27
        ports: [{containerPort: 80}]
        resources: {requests: {cpu: 1000m, memory: 1024Mi}, limits: {cpu: "1"}}
        env: [{name: MODE, value: "on"}]
        volumeMounts: [{name: conf, mountPath: /conf}]
      volumes: [{name: conf, configMap: {name: web}}]
`;
const SERVICE = `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: default}
spec:
  selector: {app: web}
  ports: [{port: 80, targetPort: 80, name: http}, {port: 53, name: dns-tcp}, {port: 53, protocol: UDP, name: dns-udp}]
`;
const CONFIG_MAP = `
apiVersion: v1
kind: ConfigMap
metadata: {name: web, namespace: default}
data: {a: "1", text: "two\\nlines\\n"}
`;
const SECRET = `
apiVersion: v1
kind: Secret
metadata: {name: web, namespace: default}
stringData: {password: hunter22}
`;
const BINDING = `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: web}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, name: web, namespace: default}]
`;
const crd = (group: string, kind: string, more = ''): string => `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: ${kind.toLowerCase()}s.${group}}
spec:
  group: ${group}
  names: {kind: ${kind}, plural: ${kind.toLowerCase()}s, singular: ${kind.toLowerCase()}}
  scope: Namespaced
  versions:
  - name: v1alpha1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec: {type: object, x-kubernetes-preserve-unknown-fields: true}
${more}`;
const route = (group: string, rule: string): string => `
apiVersion: ${group}/v1alpha1
kind: IngressRoute
metadata: {name: web, namespace: default}
spec:
  entryPoints: [websecure]
  routes:
  - {kind: Rule, match: "${rule}", services: [{name: web, port: 80}]}
`;

describe('present', () => {
  it.each([
    ['Deployment', DEPLOYMENT],
    ['Service', SERVICE],
    ['ConfigMap', CONFIG_MAP],
    ['Secret', SECRET],
    ['ClusterRoleBinding', BINDING],
  ])('makes a %s; the second run changes nothing', async (_kind, text) => {
    const checked = await k8s(defined(text), { check: true, diff: true });
    expect(checked, String(checked.msg)).toMatchObject({ changed: true, method: 'create' });
    const first = await k8s(defined(text));
    expect(first).toMatchObject({ changed: true, method: 'create' });
    expect(first.result['metadata'].uid).toBeTruthy();
    const second = await k8s(defined(text));
    expect(second).toMatchObject({ changed: false, method: 'update' });
    expect(second.result['metadata'].uid).toBe(first.result['metadata'].uid);
    expect(second.notes).toEqual([]);
  });

  it('patches what differs and keeps what it does not name', async () => {
    const text = DEPLOYMENT.replace('replicas: 2', 'replicas: 3').replace('nginx:1.27', 'nginx:1.28');
    const checked = await k8s(defined(text), { check: true, diff: true });
    expect(checked).toMatchObject({ changed: true, method: 'update' });
    expect(checked.diff).toMatchObject([
      { before: expect.stringContaining('replicas: 2'), after: expect.stringContaining('replicas: 3') },
    ]);
    expect(
      (
        await info(
          '{kind: Deployment, api_version: apps/v1, name: web, namespace: default}'.slice(1, -1).replaceAll(', ', '\n'),
        )
      ).resources[0]?.['spec'].replicas,
    ).toBe(2);
    const real = await k8s(defined(text));
    expect(real).toMatchObject({ changed: true, result: { spec: { replicas: 3 } } });
    expect(real.result['spec'].template.spec.containers[0].image).toBe('nginx:1.28');
    expect((await k8s(defined(text))).changed).toBe(false);
  });

  it('replaces with force', async () => {
    const text = CONFIG_MAP.replace('a: "1", ', '');
    expect((await k8s(defined(text))).changed).toBe(false);
    const forced = await k8s(defined(text, 'force: true\n'));
    expect(forced).toMatchObject({ changed: true, method: 'replace' });
    expect(forced.result['data']).toEqual({ text: 'two\nlines\n' });
    expect((await k8s(defined(text, 'force: true\n'))).changed).toBe(false);
    expect((await k8s(defined(SERVICE, 'force: true\n'))).changed).toBe(false);
  });

  it('makes an object from parameters alone', async () => {
    const task = 'name: testing\napi_version: v1\nkind: Namespace\nstate: present\n';
    expect(await k8s(task)).toMatchObject({ changed: true, result: { kind: 'Namespace' } });
    expect((await k8s(task)).changed).toBe(false);
  });

  it('lets the server complete a name', async () => {
    const made = await k8s(
      defined('{apiVersion: v1, kind: ConfigMap, data: {a: b}}', 'generate_name: part-\nnamespace: testing\n'),
    );
    expect(made.changed).toBe(true);
    expect(made.result['metadata'].name).toMatch(/^part-/);
  });

  it('appends a hash of the content', async () => {
    const text =
      '{apiVersion: v1, kind: ConfigMap, metadata: {name: hashed, namespace: testing}, data: {hello: world}}';
    const made = await k8s(defined(text, 'append_hash: true\n'));
    expect(made.result['metadata'].name).toMatch(/^hashed-[a-z0-9]{10}$/);
    expect((await k8s(defined(text, 'append_hash: true\n'))).changed).toBe(false);
    expect(await k8s(defined(text, 'append_hash: true\nstate: absent\n'))).toMatchObject({ changed: true });
  });

  it('patched changes what is there and leaves what is not', async () => {
    const patch = 'kind: Namespace\nstate: patched\ndefinition: {metadata: {labels: {support: patch}}}\n';
    expect(await k8s(`name: testing\n${patch}`)).toMatchObject({ changed: true, method: 'update' });
    expect((await k8s(`name: testing\n${patch}`)).changed).toBe(false);
    const missing = await k8s(`name: missing\n${patch}`);
    expect(missing).toMatchObject({ changed: false });
    expect(missing['warnings']).toEqual([expect.stringContaining("'patched'")]);
  });

  it('shows no secret in a diff', async () => {
    const changed = await k8s(defined(SECRET.replace('hunter22', 'other-secret')), { check: true, diff: true });
    expect(changed.changed).toBe(true);
    expect(JSON.stringify(changed.diff)).toContain('***');
    expect(JSON.stringify(changed.diff)).not.toContain(Buffer.from('other-secret').toString('base64'));
    expect(JSON.stringify(changed.diff)).not.toContain('hunter22');
  });

  it('hides fields', async () => {
    const { result } = await k8s(defined(CONFIG_MAP, 'hidden_fields: [metadata.managedFields, data.text]\n'));
    expect(result['metadata'].managedFields).toBeUndefined();
    expect(result['data'].text).toBeUndefined();
  });
});

describe('several objects', () => {
  const group = 'traefik.example';
  it('from a file on the target: a kind and an object of it, in this order', async () => {
    const path = manifest(
      'multi.yml',
      `# first\n---\n${crd(group, 'IngressRoute')}\n---\n${route(group, 'Host(`a.example`)')}\n---\n`,
    );
    const checked = await k8s(`src: ${path}\n`, { check: true });
    expect(checked, String(checked.msg)).toMatchObject({ changed: true });
    expect(checked.result['results']).toHaveLength(2);
    expect((await info('kind: CustomResourceDefinition\napi_version: apiextensions.k8s.io/v1\n')).resources).toEqual(
      [],
    );
    // What kubectl users do too: the kind is waited for, then its objects are made.
    const waited = 'wait: true\nwait_condition: {type: Established, status: "True"}\nwait_sleep: 1\nwait_timeout: 20\n';
    const established = await k8s(defined(crd(group, 'IngressRoute'), waited));
    expect(established, String(established.msg)).toMatchObject({ changed: true });
    expect(established['duration']).toEqual(expect.any(Number));
    const first = await k8s(`src: ${path}\n`);
    expect(first, String(first.msg)).toMatchObject({ changed: true });
    expect(first.result['results'].map((r: Data) => r['changed'])).toEqual([false, true]);
    expect((await k8s(`src: ${path}\n`)).changed).toBe(false);
  });

  it('finds a kind that was applied a moment ago, in the same task', async () => {
    const text = `${crd('new.example', 'IngressRoute')}\n---\n${route('new.example', 'Host(`n.example`)')}`;
    const made = await k8s(defined(text));
    expect(made, String(made.msg)).toMatchObject({ changed: true });
    expect((await k8s(defined(text))).changed).toBe(false);
  });

  it('patches a custom object by merge', async () => {
    const changed = await k8s(defined(route(group, 'Host(`b.example`)')));
    expect(changed).toMatchObject({ changed: true, method: 'update' });
    expect(changed.result['spec'].routes).toHaveLength(1);
    const refused = await k8s(defined(route(group, 'Host(`c.example`)'), 'merge_type: [strategic-merge]\n'));
    expect(refused).toMatchObject({ failed: true, status: 415 });
  });

  it('from a List and from a list of dicts and texts', async () => {
    const list = `{apiVersion: v1, kind: List, items: [${CONFIG_MAP.trim().split('\n').length > 0 ? '{apiVersion: v1, kind: ConfigMap, metadata: {name: l1}, data: {a: b}}' : ''}]}`;
    expect(await k8s(defined(list, 'namespace: testing\n'))).toMatchObject({ changed: true, method: 'create' });
    const typed =
      '{apiVersion: v1, kind: ConfigMapList, items: [{metadata: {name: l1}, data: {a: b}}, {metadata: {name: l2}}]}';
    const both = await k8s(defined(typed, 'namespace: testing\n'));
    expect(both.result['results'].map((r: Data) => r['changed'])).toEqual([false, true]);
    const mixed = await k8s(
      'namespace: testing\ndefinition:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: l2}}\n- "{apiVersion: v1, kind: ConfigMap, metadata: {name: l3}}"\n',
    );
    expect(mixed.result['results'].map((r: Data) => r['changed'])).toEqual([false, true]);
  });

  it('goes on after an error when told to', async () => {
    const text =
      '{apiVersion: v1, kind: ConfigMap, metadata: {name: Bad_Name}}\n---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: good}}';
    const stopped = await k8s(defined(text, 'namespace: testing\n'));
    expect(stopped).toMatchObject({ failed: true, reason: 'Invalid', status: 422 });
    expect(stopped.msg).toMatch(/definition, document 1: .*metadata\.name: Invalid value/s);
    const went = await k8s(defined(text, 'namespace: testing\ncontinue_on_error: true\n'));
    expect(went).toMatchObject({ changed: true });
    expect(went.failed).toBeUndefined();
    expect(went.result['results'][0].error.msg).toContain('Bad_Name');
    expect(went.result['results'][1].changed).toBe(true);
  });

  it('the same object twice in one task ends as the last one says', async () => {
    const text = (v: string): string => `{apiVersion: v1, kind: ConfigMap, metadata: {name: twice}, data: {v: "${v}"}}`;
    await k8s(defined(text('2'), 'namespace: testing\n'));
    const made = await k8s(defined(`${text('1')}\n---\n${text('2')}`, 'namespace: testing\n'));
    expect(made.result['results'].map((r: Data) => r['changed'])).toEqual([true, true]);
    expect(made.result['results'][1].result.data.v).toBe('2');
  });

  it('from templates', async () => {
    const text = '{apiVersion: v1, kind: ConfigMap, metadata: {name: templated, namespace: testing}}';
    const asked: unknown[] = [];
    const render: TaskRun['render'] = (path, options) => (asked.push([path, options]), text);
    const made = await k8s("template: {path: x.j2, variable_start_string: '[['}\n", { render });
    expect(made.changed).toBe(true);
    expect(asked).toEqual([
      ['x.j2', { newlineSequence: '\n', trimBlocks: true, lstripBlocks: false, variableStart: '[[' }],
    ]);
    expect((await k8s('template: [x.j2]\n', { render })).changed).toBe(false);
  });
});

describe('apply', () => {
  it('removes what is no longer written and keeps what others set', async () => {
    const text = (data: string): string =>
      `{apiVersion: v1, kind: ConfigMap, metadata: {name: applied, namespace: testing}, data: ${data}}`;
    const first = await k8s(defined(text('{a: "1", b: "2"}'), 'apply: true\n'));
    expect(first).toMatchObject({ changed: true, method: 'apply' });
    expect(first.result['metadata'].annotations['kubectl.kubernetes.io/last-applied-configuration']).toContain(
      '"a":"1"',
    );
    expect((await k8s(defined(text('{a: "1", b: "2"}'), 'apply: true\n'))).changed).toBe(false);
    await k8s(defined(text('{other: "3"}')));
    const second = await k8s(defined(text('{a: "1"}'), 'apply: true\n'));
    expect(second).toMatchObject({ changed: true, result: { data: { a: '1', other: '3' } } });
    expect(second.result['data'].b).toBeUndefined();
    expect((await k8s(defined(text('{a: "1"}'), 'apply: true\n'))).changed).toBe(false);
  });

  it('of a Deployment and a Service is stable and removes a container field', async () => {
    const text = DEPLOYMENT.replaceAll('web', 'app');
    expect((await k8s(defined(text, 'apply: true\n'))).changed).toBe(true);
    expect((await k8s(defined(text, 'apply: true\n'))).changed).toBe(false);
    const service = SERVICE.replaceAll('name: web', 'name: app');
    expect((await k8s(defined(service, 'apply: true\n'))).changed).toBe(true);
    expect((await k8s(defined(service, 'apply: true\n'))).changed).toBe(false);
    const less = text.replace(/ {8}env:.*\n/, '');
    const changed = await k8s(defined(less, 'apply: true\n'));
    expect(changed.changed).toBe(true);
    expect(changed.result['spec'].template.spec.containers[0].env).toBeUndefined();
    expect((await k8s(defined(less, 'apply: true\n'))).changed).toBe(false);
  });

  const ssa = (manager: string, force = false): string =>
    `apply: true\nserver_side_apply: {field_manager: ${manager}, force_conflicts: ${force}}\n`;

  it('on the server records the manager, names conflicts, and takes over by force', async () => {
    const text = (v: string): string =>
      `{apiVersion: v1, kind: ConfigMap, metadata: {name: ssa, namespace: testing}, data: {v: "${v}"}}`;
    const checked = await k8s(defined(text('1'), ssa('one')), { check: true });
    expect(checked).toMatchObject({ changed: true, method: 'apply' });
    expect((await k8s(defined(text('1'), ssa('one')))).changed).toBe(true);
    expect((await k8s(defined(text('1'), ssa('one')))).changed).toBe(false);
    // Only who manages the field changes.
    expect((await k8s(defined(text('1'), ssa('two')))).changed).toBe(true);
    expect((await k8s(defined(text('1'), ssa('two')))).changed).toBe(false);
    const conflict = await k8s(defined(text('2'), ssa('two')));
    expect(conflict).toMatchObject({ failed: true, status: 409, reason: 'Conflict' });
    expect(conflict.msg).toMatch(/\.data\.v: conflict with "one"/);
    expect(await k8s(defined(text('2'), ssa('two', true)))).toMatchObject({
      changed: true,
      result: { data: { v: '2' } },
    });
    expect((await k8s(defined(text('2'), ssa('two', true)))).changed).toBe(false);
  });

  it('on the server carries a kind of 400 KB', async () => {
    const properties = Array.from(
      { length: 2000 },
      (_, i) => `          field${i}: {type: string, description: "${'x'.repeat(170)}"}`,
    ).join('\n');
    const text = crd('big.example', 'Big', `${properties}\n`);
    expect(text.length).toBeGreaterThan(400_000);
    const path = manifest('big.yml', text);
    const made = await k8s(`src: ${path}\n${ssa('tsplay')}`);
    expect(made, String(made.msg)).toMatchObject({ changed: true });
    expect((await k8s(`src: ${path}\n${ssa('tsplay')}`)).changed).toBe(false);
  });
});

describe('refusals', () => {
  const config = '{apiVersion: v1, kind: ConfigMap, metadata: {name: x, namespace: nowhere}}';

  it.each([
    ['a missing namespace', defined(config), /namespace "nowhere" does not exist/],
    [
      'a version the server does not serve',
      defined('{apiVersion: apiextensions.k8s.io/v1beta1, kind: CustomResourceDefinition, metadata: {name: a.b}}'),
      /does not serve kind 'CustomResourceDefinition' in version 'apiextensions.k8s.io\/v1beta1'; it has CustomResourceDefinition in: apiextensions.k8s.io\/v1/,
    ],
    [
      'a kind that moved',
      defined('{apiVersion: extensions/v1beta1, kind: Ingress, metadata: {name: a}}'),
      /it has Ingress in: networking.k8s.io\/v1/,
    ],
    [
      'a kind nobody knows',
      defined('{apiVersion: v1, kind: Nonsense, metadata: {name: a}}'),
      /nor in any other version/,
    ],
    [
      'an invalid object',
      defined(DEPLOYMENT.replace('replicas: 2', 'replicas: -1')),
      /Deployment "web" in namespace "default": the API server calls it invalid:\n {2}spec.replicas: Invalid value: -1/,
    ],
    ['a wrong type', defined(DEPLOYMENT.replace('replicas: 2', 'replicas: many')), /cannot patch Deployment "web"/],
    ['no kind', defined('{apiVersion: v1, metadata: {name: a}}'), /has no kind/],
    ['text', 'definition: "just words"\n', /must be a mapping with apiVersion, kind and metadata/],
    ['broken YAML', 'definition: "a: [1"\n', /definition, line 1.*not valid YAML/],
    ['a missing file', 'src: /nonexistent/x.yml\n', /manifest \/nonexistent\/x.yml does not exist on the target/],
    ['a wrong context', `context: other\n${defined(config)}`, /has no context 'other'/],
    ['both definition and src', `src: /a\n${defined(config)}`, /cannot be used together/],
    ['persist_config', 'persist_config: true\nkind: Pod\n', /not supported/],
    ['validate.version', `validate: {version: "1.20"}\n${defined(config)}`, /validate.version.*not supported/],
  ])('%s', async (_what, task, message) => {
    const refused = await k8s(task);
    expect(refused.failed).toBe(true);
    expect(refused.msg).toMatch(message);
  });

  it('names the file and the document', async () => {
    const path = manifest(
      'old.yml',
      `${CONFIG_MAP}\n---\n{apiVersion: policy/v1beta1, kind: PodDisruptionBudget, metadata: {name: p}}\n`,
    );
    const refused = await k8s(`src: ${path}\n`);
    expect(refused.msg).toContain(`${path}, document 2: PodDisruptionBudget "p": the API server does not serve`);
    expect(refused.msg).toContain('policy/v1');
  });

  it('a user without rights, and credentials that are none', async () => {
    const direct = `host: https://127.0.0.1:${server.port}\nca_cert: ${server.caFile}\n`;
    const task = defined(CONFIG_MAP);
    const forbidden = await runTask(host, 'kubernetes.core.k8s', `${direct}api_key: ${server.powerlessToken}\n${task}`);
    expect(forbidden).toMatchObject({ failed: true, status: 403, reason: 'Forbidden' });
    expect(forbidden.msg).toMatch(/forbidden: User "nobody" cannot get resource "configmaps"/);
    const wrong = await runTask(host, 'kubernetes.core.k8s', `${direct}api_key: wrong\n${task}`);
    expect(wrong.msg).toMatch(/does not accept the credentials/);
    const acting = await runTask(
      host,
      'kubernetes.core.k8s',
      `${direct}api_key: ${server.adminToken}\nimpersonate_user: jane\n${task}`,
    );
    expect(acting.msg).toMatch(/User "jane" cannot/);
    const untrusted = await runTask(
      host,
      'kubernetes.core.k8s',
      `host: https://127.0.0.1:${server.port}\napi_key: nobodys-key\n${task}`,
    );
    expect(untrusted.msg).toMatch(/certificate of .* is not trusted/);
    const named = await runTask(
      host,
      'kubernetes.core.k8s',
      `host: https://localhost:${server.port}\nca_cert: ${server.caFile}\napi_key: nobodys-key\n${task}`,
    );
    expect(named.msg).toMatch(/is for another name/);
    const down = await runTask(host, 'kubernetes.core.k8s', `host: https://127.0.0.1:1\napi_key: nobodys-key\n${task}`);
    expect(down).toMatchObject({ failed: true });
  });

  it('unknown fields, when asked to validate', async () => {
    const text = CONFIG_MAP.replace('\ndata:', '\ndataa:').replace('name: web', 'name: typo');
    const warned = await k8s(defined(text), { check: true });
    expect(warned['warnings']).toEqual([expect.stringContaining('unknown field "dataa"')]);
    const failed = await k8s(defined(text, 'validate: {fail_on_error: true}\n'));
    expect(failed.msg).toMatch(/unknown field "dataa"/);
    const quiet = await k8s(defined(text, 'validate: {fail_on_error: true, strict: false}\n'), { check: true });
    expect(quiet.failed).toBeUndefined();
    expect(quiet['warnings']).toBeUndefined();
  });
});

describe('the kubeconfig', () => {
  const task = 'kind: Namespace\nname: default\n';
  const bare = (environment: Record<string, string>, args = task): Promise<TaskOutcome> =>
    runTask(host, 'kubernetes.core.k8s_info', args, { view: { environment } });
  const found = { api_found: true, resources: [{ metadata: { name: 'default' } }] };

  it('may name files beside it', async () => {
    expect(await bare({}, `kubeconfig: ${server.kubeconfigWithFiles}\n${task}`)).toMatchObject(found);
  });
  it('comes from KUBECONFIG, K8S_AUTH_KUBECONFIG or the home directory', async () => {
    expect(await bare({ KUBECONFIG: `/nonexistent:${server.kubeconfig}` })).toMatchObject(found);
    expect(await bare({ K8S_AUTH_KUBECONFIG: server.kubeconfig, KUBECONFIG: '/nonexistent' })).toMatchObject(found);
    expect(await bare({ HOME: server.directory, KUBECONFIG: '' })).toMatchObject({
      failed: true,
      msg: expect.stringContaining('no kubeconfig on here'),
    });
  });
  it('may be a dict, or not be needed at all', async () => {
    const dict = `kubeconfig: {clusters: [{name: c, cluster: {server: "https://127.0.0.1:${server.port}", insecure-skip-tls-verify: true}}], users: [{name: u, user: {token: ${server.adminToken}}}], contexts: [{name: x, context: {cluster: c, user: u}}], current-context: x}\n`;
    expect(await bare({}, `${dict}${task}`)).toMatchObject(found);
    const direct = {
      K8S_AUTH_HOST: `https://127.0.0.1:${server.port}`,
      K8S_AUTH_API_KEY: server.adminToken,
      K8S_AUTH_VERIFY_SSL: 'no',
    };
    expect(await bare(direct)).toMatchObject(found);
  });
});

describe('k8s_info', () => {
  it('finds by name, labels, fields, in one or all namespaces', async () => {
    expect(
      (await info('kind: Deployment\napi_version: apps/v1\nlabel_selectors: [app = web]\n')).resources,
    ).toHaveLength(1);
    expect(
      (await info('kind: Deployment\nlabel_selectors: [app in (web, other), "!x"]\nnamespace: default\n')).resources,
    ).toHaveLength(1);
    expect((await info('kind: Deployment\nlabel_selectors: [app=other]\n')).resources).toEqual([]);
    const one = await info('kind: cm\nname: web\nnamespace: default\nhidden_fields: [metadata.managedFields]\n');
    expect(one).toMatchObject({ changed: false, api_found: true });
    expect(one.resources).toMatchObject([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web' } }]);
    expect(one.resources[0]?.['metadata'].managedFields).toBeUndefined();
    const field = await info('kind: ConfigMap\nfield_selectors: [metadata.name=web]\n');
    expect(field.resources).toHaveLength(1);
    expect(field.resources[0]).toMatchObject({ kind: 'ConfigMap', apiVersion: 'v1' });
    expect(await info('kind: ConfigMap\nname: missing\nnamespace: default\n')).toMatchObject({
      resources: [],
      api_found: true,
    });
    expect(await info('kind: ConfigMap\nfield_selectors: [spec.nothing=1]\n')).toMatchObject({
      resources: [],
      api_found: true,
    });
  });
  it('says when the kind is not there', async () => {
    expect(await info('kind: Nothing\napi_version: none.example/v1\n')).toMatchObject({
      resources: [],
      api_found: false,
    });
  });
  it('gives up waiting', async () => {
    const began = Date.now();
    const waited = await info(
      'kind: Deployment\napi_version: apps/v1\nname: web\nnamespace: default\nwait: true\nwait_timeout: 1\nwait_sleep: 1\n',
    );
    expect(waited).toMatchObject({ failed: true, msg: expect.stringContaining('no controller has looked at it yet') });
    expect(Date.now() - began).toBeLessThan(5000);
    expect(await info('kind: ConfigMap\nname: never\nnamespace: default\nwait: true\nwait_timeout: 1\n')).toMatchObject(
      { resources: [] },
    );
  });
});

describe('wait', () => {
  it('says why a Deployment is not ready', async () => {
    const pod = `
apiVersion: v1
kind: Pod
metadata: {name: web-1, namespace: default, labels: {app: web}}
spec: {containers: [{name: web, image: missing/image}]}
status:
  conditions: [{type: Ready, status: "False", reason: ContainersNotReady}]
`;
    const made = await k8s(defined(pod));
    const uid = String(made.result['metadata'].uid);
    await k8s(
      defined(
        `{apiVersion: v1, kind: Event, metadata: {name: web-1.1, namespace: default}, type: Warning, reason: Failed, message: "cannot pull missing/image", count: 3, involvedObject: {kind: Pod, name: web-1, namespace: default, uid: ${uid}}}`,
      ),
    );
    await fetchStatus('/api/v1/namespaces/default/pods/web-1/status', {
      status: {
        phase: 'Pending',
        conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady' }],
        containerStatuses: [
          {
            name: 'web',
            ready: false,
            restartCount: 0,
            image: 'x',
            imageID: '',
            state: { waiting: { reason: 'ImagePullBackOff', message: 'no such image' } },
          },
        ],
      },
    });
    const failed = await k8s(defined(DEPLOYMENT, 'wait: true\nwait_timeout: 1\nwait_sleep: 1\nstate: patched\n'));
    expect(failed.failed).toBe(true);
    expect(failed.msg).toContain('Timed out waiting on resource');
    expect(failed.msg).toContain('container web-1/web waiting: ImagePullBackOff: no such image');
    expect(failed.msg).toContain('event Warning Failed of Pod/web-1: cannot pull missing/image (3 times)');
    expect(failed['duration']).toBe(1);
  });

  async function fetchStatus(path: string, body: object): Promise<void> {
    const { request } = await import('node:https');
    await new Promise<void>((done, fail) => {
      const headers = { authorization: `Bearer ${server.adminToken}`, 'content-type': 'application/merge-patch+json' };
      const sent = request(
        { host: '127.0.0.1', port: server.port, path, method: 'PATCH', headers, rejectUnauthorized: false },
        (answer) => {
          answer.resume();
          if (answer.statusCode === 200) answer.on('end', done);
          else fail(new Error(`status ${answer.statusCode}`));
        },
      );
      sent.on('error', fail);
      sent.end(JSON.stringify(body));
    });
  }
});

describe('absent', () => {
  it('deletes, waits, and is unchanged the second time', async () => {
    const task = defined(CONFIG_MAP, 'state: absent\nwait: true\n');
    const checked = await k8s(task, { check: true, diff: true });
    expect(checked).toMatchObject({ changed: true, method: 'delete', diff: [{ after: '' }] });
    expect((await info('kind: ConfigMap\nname: web\nnamespace: default\n')).resources).toHaveLength(1);
    expect(await k8s(task)).toMatchObject({ changed: true, method: 'delete', duration: expect.any(Number) });
    expect(await k8s(task)).toMatchObject({ changed: false, method: 'delete', result: {} });
  });
  it('by parameters, with delete options', async () => {
    const task =
      'state: absent\nkind: Deployment\napi_version: apps/v1\nname: web\nnamespace: default\ndelete_options: {propagationPolicy: Background}\n';
    expect((await k8s(task)).changed).toBe(true);
    expect((await k8s(task)).changed).toBe(false);
    const wrong =
      'state: absent\nkind: Service\nname: web\nnamespace: default\ndelete_options: {preconditions: {uid: nope}}\n';
    expect(await k8s(wrong)).toMatchObject({ failed: true, status: 409 });
  });
  it('says what holds an object', async () => {
    const held =
      '{apiVersion: v1, kind: ConfigMap, metadata: {name: held, namespace: testing, finalizers: [example.com/hold]}}';
    await k8s(defined(held));
    const failed = await k8s(defined(held, 'state: absent\nwait: true\nwait_timeout: 1\nwait_sleep: 1\n'));
    expect(failed.msg).toContain('is held by its finalizers: example.com/hold');
    expect((await k8s(defined(held, 'state: absent\n'))).changed).toBe(false);
  });
  it('by labels and all at once', async () => {
    const maps = [1, 2, 3]
      .map((i) => `{apiVersion: v1, kind: ConfigMap, metadata: {name: d${i}, labels: {n: "${i}"}}}`)
      .join('\n---\n');
    await k8s(defined(maps, 'namespace: testing\n'));
    expect(
      (await k8s('state: absent\nkind: ConfigMap\nnamespace: testing\nlabel_selectors: ["n in (1, 2)"]\n')).changed,
    ).toBe(true);
    expect((await info('kind: ConfigMap\nnamespace: testing\nlabel_selectors: [n]\n')).resources).toHaveLength(1);
    expect((await k8s('state: absent\nkind: ConfigMap\ndelete_all: true\n')).msg).toMatch(/needs 'namespace'/);
    expect(
      (await k8s('state: absent\nkind: ConfigMap\nnamespace: testing\ndelete_all: true\nlabel_selectors: [n=3]\n'))
        .changed,
    ).toBe(true);
    expect(
      await k8s('state: absent\nkind: ConfigMap\nnamespace: testing\ndelete_all: true\nlabel_selectors: [n=3]\n'),
    ).toMatchObject({ changed: false, result: { results: [] } });
  });
});

describe('many and large objects', () => {
  it('a file of 50 objects, what others need first, and custom objects of a kind in the same file', async () => {
    const maps = Array.from(
      { length: 47 },
      (_, i) =>
        `---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: m${i}, namespace: later}, data: {n: "${i}"}}\n`,
    );
    const custom = `---\n${route('later.example', 'Host(`later`)').trim().replace('namespace: default', 'namespace: later')}\n`;
    const kind = `---\n${crd('later.example', 'IngressRoute').trim()}\n`;
    const namespace = '---\n{apiVersion: v1, kind: Namespace, metadata: {name: later}}\n';
    // The wrong way round: what is needed comes last.
    const path = manifest('fifty.yml', [custom, ...maps, kind, namespace].join(''));
    const checked = await k8s(`src: ${path}\n`, { check: true, diff: true });
    expect(checked, String(checked.msg)).toMatchObject({ changed: true });
    const made = await k8s(`src: ${path}\nwait: true\n`);
    expect(made, String(made.msg)).toMatchObject({ changed: true });
    const results = made.result['results'] as Data[];
    expect(results).toHaveLength(50);
    expect([results[0], results[1], results[49]].map((r) => r?.['result'].metadata.name)).toEqual([
      'web',
      'm0',
      'later',
    ]);
    expect(await k8s(`src: ${path}\n`)).toMatchObject({ changed: false });
  });
  it('a manifest of 400 KB, and a difference without what the server notes', async () => {
    const big = (mark: string): string =>
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'big', namespace: 'later' },
        data: { big: 'x'.repeat(400_000), mark },
      });
    expect(await k8s(`src: ${manifest('big.yml', big('1'))}\n`)).toMatchObject({ changed: true });
    expect(await k8s(`src: ${manifest('big.yml', big('1'))}\n`)).toMatchObject({ changed: false });
    const differs = await k8s(`src: ${manifest('big.yml', big('2'))}\n`, { check: true, diff: true });
    const shown = JSON.stringify(differs['diff']);
    expect(shown).toContain('mark');
    expect(shown).not.toMatch(/managedFields|resourceVersion|creationTimestamp/);
  });
  it('several templates, a file by its address, and an end by continue_on_error', async () => {
    const one = manifest('one.j2', '{apiVersion: v1, kind: ConfigMap, metadata: {name: t1}}\n');
    const two = manifest('two.j2', '{apiVersion: v1, kind: ConfigMap, metadata: {name: t2}}\n');
    const made = await k8s(`namespace: later\ntemplate: [${one}, {path: ${two}}]\n`);
    expect((made.result['results'] as Data[]).map((r) => r['result'].metadata.name)).toEqual(['t1', 't2']);
    const missing = await k8s('src: http://127.0.0.1:1/x.yml\n');
    expect(missing.msg).toMatch(/^Failed to read manifests from http:\/\/127\.0\.0\.1:1\/x\.yml/);
    const { createServer } = await import('node:http');
    const web = createServer((_q, answer) =>
      answer.end('{apiVersion: v1, kind: ConfigMap, metadata: {name: far, namespace: later}}'),
    );
    await new Promise<void>((done) => web.listen(0, '127.0.0.1', done));
    const address = web.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    expect(await k8s(`src: http://127.0.0.1:${port}/x.yml\n`)).toMatchObject({ changed: true });
    expect(await k8s(`src: http://127.0.0.1:${port}/x.yml\n`)).toMatchObject({ changed: false });
    web.close();
  });
});
