// How the lookup `k8s` reaches its API server from the controller: options, K8S_AUTH_* variables, the kubeconfig.
import type { Value } from '../../../value/index.js';
import { fail } from '../../python/errors.js';
import { str } from '../../python/text.js';
import type { HttpRequest, LookupCall } from '../../types.js';
import { boolOption, option } from '../options.js';

/** What every request has in common. */
export interface Access {
  readonly server: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly validateCerts: boolean;
  readonly tls: NonNullable<HttpRequest['tls']>;
}

export const AUTH_OPTIONS = [
  ...['host', 'api_key', 'kubeconfig', 'context', 'username', 'password', 'client_cert', 'cert_file', 'client_key'],
  ...['key_file', 'ca_cert', 'ssl_ca_cert', 'validate_certs', 'verify_ssl'],
];

type Fields = ReadonlyMap<unknown, Value>;

const fieldsOf = (value: Value | undefined): Fields => (value instanceof Map ? value : new Map());
const listOf = (value: Value | undefined): Fields[] => (Array.isArray(value) ? value.map(fieldsOf) : []);
const textOf = (fields: Fields, name: string): string | undefined => {
  const value = fields.get(name);
  return value === undefined || value === null || value === '' ? undefined : str(value);
};

/** The options first, then the variables of their names. */
function given(call: LookupCall, names: readonly string[], variables: readonly string[]): string | undefined {
  for (const name of names) {
    const value = option(call, name);
    if (value !== undefined && value !== null && value !== '') return str(value);
  }
  return variables
    .map((name) => call.port.env(`K8S_AUTH_${name}`))
    .find((value) => value !== undefined && value !== '');
}

interface Config {
  readonly cluster: Fields;
  readonly user: Fields;
  /** The text of what the file names or holds. */
  readonly text: (fields: Fields, name: string) => string | undefined;
}

const NOTHING: Config = { cluster: new Map(), user: new Map(), text: () => undefined };

/** @throws TsplayError template-value when there is no such context, or its user logs in by a program */
function configOf(call: LookupCall, isNeeded: boolean): Config {
  const { port } = call;
  const object = option(call, 'kubeconfig');
  const home = `${port.env('HOME') ?? ''}/.kube/config`;
  const paths =
    object instanceof Map
      ? []
      : (given(call, ['kubeconfig'], ['KUBECONFIG']) ?? port.env('KUBECONFIG') ?? home).split(':');
  const found = paths
    .map((path) => path.replace(/^~(?=\/)/, port.env('HOME') ?? '~'))
    .find((path) => port.exists(path) === 'file');
  if (found === undefined && !(object instanceof Map)) {
    return isNeeded ? fail(`there is no kubeconfig: ${paths.join(', ')}`) : NOTHING;
  }
  const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  const config = fieldsOf(object instanceof Map ? object : port.fromYaml(decode(port.readFile(found ?? ''))));
  const wanted = given(call, ['context'], ['CONTEXT']) ?? textOf(config, 'current-context');
  const named = (list: string, name: string | undefined, inner: string): Fields => {
    const entry = listOf(config.get(list)).find((item) => textOf(item, 'name') === name);
    return entry ? fieldsOf(entry.get(inner)) : fail(`the kubeconfig ${found ?? ''} has no ${inner} '${name ?? ''}'`);
  };
  const context = named('contexts', wanted, 'context');
  const cluster = named('clusters', textOf(context, 'cluster'), 'cluster');
  const user =
    textOf(context, 'user') === undefined ? new Map<string, Value>() : named('users', textOf(context, 'user'), 'user');
  if (user.has('exec') || user.has('auth-provider'))
    fail(`the user of the context '${wanted ?? ''}' logs in by a program, which is not run: give api_key`);
  const directory = (found ?? '').replace(/[^/]*$/, '');
  const text = (fields: Fields, name: string): string | undefined => {
    const data = textOf(fields, `${name}-data`);
    if (data !== undefined) return decode(Uint8Array.from(atob(data), (c) => c.charCodeAt(0)));
    const file = textOf(fields, name);
    return file === undefined ? undefined : decode(port.readFile(file.startsWith('/') ? file : directory + file));
  };
  return { cluster, user, text };
}

export function accessOf(call: LookupCall): Access {
  const host = given(call, ['host'], ['HOST']);
  const { cluster, user, text } = configOf(call, host === undefined);
  const file = (names: readonly string[], variables: readonly string[]): string | undefined => {
    const path = given(call, names, variables);
    return path === undefined ? undefined : new TextDecoder().decode(call.port.readFile(path));
  };
  const token = given(call, ['api_key'], ['API_KEY']) ?? textOf(user, 'token');
  const username = given(call, ['username'], ['USERNAME']) ?? textOf(user, 'username');
  const password = given(call, ['password'], ['PASSWORD']) ?? textOf(user, 'password') ?? '';
  const basic =
    username === undefined
      ? undefined
      : btoa(String.fromCharCode(...new TextEncoder().encode(`${username}:${password}`)));
  const authorization = token !== undefined ? `Bearer ${token}` : basic === undefined ? undefined : `Basic ${basic}`;
  const skips = cluster.get('insecure-skip-tls-verify') === true;
  const variable = given(call, [], ['VERIFY_SSL', 'VALIDATE_CERTS']);
  const named = ['validate_certs', 'verify_ssl'].find((name) => call.options.has(name));
  const byVariable = variable === undefined ? !skips : !['0', 'false', 'no'].includes(variable.toLowerCase());
  return {
    server: (host ?? textOf(cluster, 'server') ?? '').replace(/\/+$/, ''),
    headers: { accept: 'application/json', ...(authorization === undefined ? {} : { authorization }) },
    validateCerts: named === undefined ? byVariable : boolOption(call, named, true),
    tls: {
      ca: file(['ca_cert', 'ssl_ca_cert'], ['SSL_CA_CERT', 'CA_CERT']) ?? text(cluster, 'certificate-authority'),
      cert: file(['client_cert', 'cert_file'], ['CERT_FILE', 'CLIENT_CERT']) ?? text(user, 'client-certificate'),
      key: file(['client_key', 'key_file'], ['KEY_FILE', 'CLIENT_KEY']) ?? text(user, 'client-key'),
      servername: textOf(cluster, 'tls-server-name'),
    },
  };
}
