// The lookup `k8s`: objects of a Kubernetes cluster, asked of its API server by the controller.
import type { Value, ValueMap } from '../../../value/index.js';
import { fail, unsupported } from '../../python/errors.js';
import { str } from '../../python/text.js';
import type { LookupCall } from '../../types.js';
import { checkOptions, option, textOption } from '../options.js';
import { accessOf, AUTH_OPTIONS } from './access.js';

const OPTIONS = [
  ...['cluster_info', 'api_version', 'kind', 'resource_name', 'namespace', 'label_selector', 'field_selector'],
  ...['resource_definition', 'src', 'include_uninitialized', ...AUTH_OPTIONS],
];

type Ask = (path: string) => ValueMap | undefined;

const mapOf = (value: Value | undefined): ValueMap => (value instanceof Map ? value : new Map<Value, Value>());
const mapsOf = (value: Value | undefined): ValueMap[] => (Array.isArray(value) ? value.map(mapOf) : []);
const textIn = (fields: ValueMap, name: string): string | undefined => {
  const value = fields.get(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** compat: its terms mean nothing. */
export function k8s(call: LookupCall): Value[] {
  checkOptions(call, 'k8s', OPTIONS);
  const ask = asking(call);
  const info = textOption(call, 'cluster_info');
  if (info === 'version') return [new Map([['kubernetes', ask('/version') ?? null]])];
  const groups = (): ValueMap[] => mapsOf(ask('/apis')?.get('groups'));
  if (info === 'api_groups') return [['', ...groups().map((group) => textIn(group, 'name') ?? '')]];
  const { kind, apiVersion, name, namespace } = wanted(call);
  if (kind === undefined) {
    return fail(
      "Error: no Kind specified. Use the 'kind' parameter, or provide an object YAML configuration using the 'resource_definition' parameter.",
    );
  }
  const resource = findResource(ask, groups, apiVersion, kind);
  const scope = resource.namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  if (name !== undefined) {
    const place = resource.namespaced && scope === '' ? '/namespaces/default' : scope;
    const one = ask(`${resource.root}${place}/${resource.plural}/${encodeURIComponent(name)}`);
    return one ? [one] : [];
  }
  const query = new URLSearchParams();
  for (const [name_, parameter] of [
    ['label_selector', 'labelSelector'],
    ['field_selector', 'fieldSelector'],
  ] as const) {
    const value = textOption(call, name_);
    if (value !== undefined) query.set(parameter, value);
  }
  const items = mapsOf(ask(`${resource.root}${scope}/${resource.plural}?${query.toString()}`)?.get('items'));
  return items.map(
    (item) => new Map<Value, Value>([['apiVersion', resource.apiVersion], ['kind', resource.kind], ...item]) as Value,
  );
}

function asking(call: LookupCall): Ask {
  const { http } = call.port;
  if (!http) return unsupported('the lookup k8s needs a controller that can send requests');
  const { server, headers, validateCerts, tls } = accessOf(call);
  return (path) => {
    const { status, body } = http({
      ...{ url: server + path, method: 'GET', headers, redirect: 'manual', timeout: 60_000 },
      ...{ validateCerts, caPath: undefined, useProxy: false, tls },
    });
    if (status === 404) return undefined;
    const answer = status < 300 || body.startsWith('{') ? mapOf(call.port.fromYaml(body)) : new Map<Value, Value>();
    if (status < 300) return answer;
    return fail(`the API server ${server} answered ${status}: ${textIn(answer, 'message') ?? body.slice(0, 200)}`);
  };
}

interface Wanted {
  readonly kind: string | undefined;
  readonly apiVersion: string;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
}

/** A definition wins over the options, and one that is given over one in a file. */
function wanted(call: LookupCall): Wanted {
  const src = textOption(call, 'src');
  const definitions = [option(call, 'resource_definition'), src === undefined ? undefined : fromFile(call, src)].map(
    mapOf,
  );
  const say = (read: (definition: ValueMap) => string | undefined, name: string): string | undefined =>
    definitions.map(read).find((text) => text !== undefined) ?? textOption(call, name);
  const metadata = (field: string) => (definition: ValueMap) => textIn(mapOf(definition.get('metadata')), field);
  return {
    kind: say((definition) => textIn(definition, 'kind'), 'kind'),
    apiVersion: say((definition) => textIn(definition, 'apiVersion'), 'api_version') ?? 'v1',
    name: say(metadata('name'), 'resource_name'),
    namespace: say(metadata('namespace'), 'namespace'),
  };
}

function fromFile(call: LookupCall, src: string): Value | undefined {
  const path = call.port.find('files', src, call.scope) ?? src;
  return call.port.fromYamlAll(new TextDecoder().decode(call.port.readFile(path)))[0];
}

interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /** Where the version's resources are. */
  readonly root: string;
}

/** compat: with a plain version the kind is looked for in the core group, then in that version of every group. */
function findResource(ask: Ask, groups: () => ValueMap[], apiVersion: string, kind: string): Resource {
  const inVersion = (version: string): Resource | undefined => {
    const root = version.includes('/') ? `/apis/${version}` : `/api/${version}`;
    const list = mapsOf(ask(root)?.get('resources')).filter((r) => textIn(r, 'name')?.includes('/') === false);
    const ways: ((r: ValueMap) => boolean)[] = [
      (r) => textIn(r, 'kind') === kind,
      (r) => textIn(r, 'name') === kind,
      (r) => textIn(r, 'singularName') === kind,
      (r) => mapOf(r).get('shortNames') instanceof Array && (r.get('shortNames') as Value[]).includes(kind),
    ];
    const found = ways.map((way) => list.find(way)).find((r) => r !== undefined);
    if (!found) return undefined;
    const [plural, own] = [textIn(found, 'name') ?? '', textIn(found, 'kind') ?? kind];
    return { apiVersion: version, kind: own, plural, namespaced: found.get('namespaced') === true, root };
  };
  const direct = inVersion(apiVersion);
  if (direct) return direct;
  const others = apiVersion.includes('/')
    ? []
    : groups().flatMap((group) =>
        mapsOf(group.get('versions'))
          .filter((version) => textIn(version, 'version') === apiVersion)
          .map((version) => str(version.get('groupVersion') ?? '')),
      );
  for (const version of others) {
    const found = inVersion(version);
    if (found) return found;
  }
  return fail(`Failed to find exact match for ${apiVersion}.${kind} by [kind, name, singularName, shortNames]`);
}
