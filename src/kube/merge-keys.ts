// Which field tells the elements of a list apart, as the Kubernetes API defines it for strategic merge.

type Key = readonly string[];

/** Lists inside a pod's spec, by their path below it. `protocol` counts too: a port may be there for TCP and UDP. */
const POD_SPEC: Readonly<Record<string, Key>> = {
  volumes: ['name'],
  imagePullSecrets: ['name'],
  hostAliases: ['ip'],
  resourceClaims: ['name'],
  topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'],
  ...Object.fromEntries(
    ['containers', 'initContainers', 'ephemeralContainers'].flatMap((list): [string, Key][] => [
      [list, ['name']],
      [`${list}.env`, ['name']],
      [`${list}.ports`, ['containerPort', 'protocol']],
      [`${list}.volumeMounts`, ['mountPath']],
      [`${list}.volumeDevices`, ['devicePath']],
    ]),
  ),
};

const POD_SPEC_AT: Readonly<Record<string, string>> = {
  Pod: 'spec.',
  PodTemplate: 'template.spec.',
  Deployment: 'spec.template.spec.',
  DaemonSet: 'spec.template.spec.',
  StatefulSet: 'spec.template.spec.',
  ReplicaSet: 'spec.template.spec.',
  ReplicationController: 'spec.template.spec.',
  Job: 'spec.template.spec.',
  CronJob: 'spec.jobTemplate.spec.template.spec.',
};

const OTHERS: Readonly<Record<string, Key>> = {
  'Service.spec.ports': ['port', 'protocol'],
  'ServiceAccount.secrets': ['name'],
  'ValidatingWebhookConfiguration.webhooks': ['name'],
  'MutatingWebhookConfiguration.webhooks': ['name'],
};

const DEFAULTS: Readonly<Record<string, string>> = { protocol: 'TCP', whenUnsatisfiable: '' };

/** @param path the fields from the object's top to the list @returns undefined when the list is one value as a whole */
export function mergeKeys(kind: string, path: readonly string[]): Key | undefined {
  const dotted = path.join('.');
  const prefix = POD_SPEC_AT[kind];
  return prefix !== undefined && dotted.startsWith(prefix)
    ? POD_SPEC[dotted.slice(prefix.length)]
    : OTHERS[`${kind}.${dotted}`];
}

/** @returns what identifies an element, '' for one that lacks it; undefined when the list is one value as a whole */
export function mergeKey(
  kind: string,
  path: readonly string[],
): ((item: Record<string, unknown>) => string) | undefined {
  const key = mergeKeys(kind, path);
  if (!key) return undefined;
  return (item) => {
    const [first, ...rest] = key.map((field) => item[field] ?? DEFAULTS[field]);
    return first === undefined ? '' : JSON.stringify([first, ...rest]);
  };
}
