// What a task that makes, changes and deletes objects works with: the client, its parameters, and what it would have made
// in check mode.
import type { RunContext } from '../../src/kit/index.js';
import type { KubeClient, KubeObject, KubeResource } from '../../src/kit/kube.js';

/** The parameters of `k8s` that say how its objects are treated; other modules fill in what they do not have. */
export interface ObjectsArgs {
  readonly state: 'present' | 'absent' | 'patched';
  readonly api_version: string;
  readonly kind?: string | undefined;
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  readonly generate_name?: string | undefined;
  readonly resource_definition?: unknown;
  readonly template?: unknown;
  readonly label_selectors?: readonly string[] | undefined;
  readonly hidden_fields?: readonly string[] | undefined;
  readonly force: boolean;
  readonly apply: boolean;
  readonly server_side_apply?: { readonly field_manager: string; readonly force_conflicts: boolean } | undefined;
  readonly merge_type?: readonly MergeType[] | undefined;
  readonly append_hash: boolean;
  readonly validate?: { readonly fail_on_error: boolean; readonly strict: boolean } | undefined;
  readonly delete_options?: Readonly<Record<string, unknown>> | undefined;
  readonly continue_on_error: boolean;
  readonly wait: boolean;
  readonly wait_sleep: number;
  readonly wait_timeout: number;
  readonly wait_condition?: WaitFor | undefined;
}

/** compat: of `json` the collection's patch of a definition is refused by every server. */
type MergeType = 'merge' | 'strategic-merge';

/** `wait_condition` as the task gives it. */
export interface WaitFor {
  readonly type?: string | undefined;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason?: string | undefined;
}

/** What objects are treated with where a module has no such parameter. */
const OBJECT_DEFAULTS = {
  state: 'present',
  api_version: 'v1',
  force: false,
  apply: false,
  append_hash: false,
  continue_on_error: false,
  wait: false,
  wait_sleep: 5,
  wait_timeout: 120,
} as const;

/** Kinds and namespaces that this task would have made by now, were it not check mode. */
export class Foreseen {
  private readonly kinds = new Map<string, KubeResource>();
  private readonly namespaces = new Set<string>();

  note(object: KubeObject): void {
    if (object.kind === 'Namespace' && object.metadata?.name) this.namespaces.add(object.metadata.name);
    if (object.kind !== 'CustomResourceDefinition') return;
    const spec = object['spec'] as
      | {
          group?: string;
          scope?: string;
          names?: Record<string, string>;
          versions?: { name: string; served?: boolean }[];
        }
      | undefined;
    const { kind, plural } = spec?.names ?? {};
    if (!spec?.group || !kind || !plural) return;
    for (const version of spec.versions ?? []) {
      const apiVersion = `${spec.group}/${version.name}`;
      const resource = { apiVersion, kind, plural, singular: '', shortNames: [], namespaced: spec.scope !== 'Cluster' };
      this.kinds.set(`${apiVersion} ${kind}`, resource);
    }
  }

  kind(apiVersion: string, kind: string): KubeResource | undefined {
    return this.kinds.get(`${apiVersion} ${kind}`);
  }

  namespace(name: string): boolean {
    return this.namespaces.has(name);
  }
}

export interface Session {
  readonly context: RunContext<ObjectsArgs>;
  readonly client: KubeClient;
  readonly foreseen: Foreseen;
}

/** The namespace an object is in. */
export function namespaceOf(session: Session, object: KubeObject): string {
  return object.metadata?.namespace ?? session.client.namespace;
}

/** One object's part of the result. */
export interface ObjectResult extends Record<string, unknown> {
  changed: boolean;
  result: unknown;
}

/** The session of a task that has only some of the parameters. */
export function sessionWith(context: RunContext<object>, client: KubeClient, args: Partial<ObjectsArgs>): Session {
  return { context: { ...context, args: { ...OBJECT_DEFAULTS, ...args } }, client, foreseen: new Foreseen() };
}
