// What a container's options have in common: how a parameter becomes a field of the API, is read back and compared.
import type { DockerClient, Json } from '../../_shared/docker-client.js';
import type { Comparison, Kind } from '../../_shared/docker-compare.js';
import type { Image } from '../../_shared/docker-images.js';
import type { ContainerArgs } from './args.js';

/** What is used of a container's inspection. */
export interface Container extends Json {
  readonly Id: string;
  /** The image's id. */
  readonly Image: string;
  readonly Platform?: string;
  readonly Config: Json & { readonly Image?: string; readonly Tty?: boolean };
  readonly HostConfig: Json;
  readonly NetworkSettings?: Json & { readonly Networks?: Readonly<Record<string, Endpoint | null>> | null };
  readonly State?: Json & { readonly Status?: string; readonly Running?: boolean; readonly Paused?: boolean };
}

export interface Endpoint extends Json {
  readonly NetworkID: string;
  readonly Aliases?: readonly string[] | null;
  readonly Links?: readonly string[] | null;
  readonly MacAddress?: string;
  readonly IPAMConfig?: { readonly IPv4Address?: string; readonly IPv6Address?: string } | null;
}

export type Values = Record<string, unknown>;

/** One name that `comparisons` may speak of and that a difference is told under. */
export interface Option {
  readonly name: string;
  readonly kind: Kind;
  readonly comparison?: Comparison | undefined;
  /** Not a parameter of its own; its comparison is that of another option. */
  readonly derivedFrom?: string;
  readonly aliases?: readonly string[];
  /** Told when it differs, but no reason to do anything: something else takes care of it. */
  readonly elsewhere?: boolean;
  /** Instead of the comparison by kind. */
  readonly equal?: (wanted: unknown, has: unknown) => boolean;
}

/** What preparing may ask. */
export interface Preparing {
  readonly args: ContainerArgs;
  readonly client: DockerClient;
  readonly warn: (message: string) => void;
}

/** What comparing knows. */
export interface Comparing {
  readonly args: ContainerArgs;
  /** The image whose settings are expected beside those given. */
  readonly image: Image | undefined;
  /** The image the container was made of, where an option wants it. */
  readonly containerImage: Image | undefined;
  /** The daemon's /info, where an option wants it. */
  readonly info: Json | undefined;
  readonly comparison: (option: string) => Comparison;
}

/** Options that are prepared, set and compared together. */
export interface Group {
  readonly options: readonly Option[];
  /** The oldest API that knows them. */
  readonly since?: string;
  /** From the parameters to values in the form they are compared in. @throws ModuleFailure */
  prepare(preparing: Preparing): Values | Promise<Values>;
  /** What a container has. */
  has(container: Container, comparing: Comparing): Values;
  /** What is expected of it; the prepared values when left out. */
  expected?(values: Values, comparing: Comparing): Values;
  /** Puts the values into the request that creates a container. */
  set(request: CreateRequest, values: Values): void;
  /** Puts the values into the request that updates one; only of options that can be changed in place. */
  update?(request: Json, values: Values): void;
  /** Whether comparing needs the image the container was made of, or what the daemon is. */
  readonly wantsImage?: (values: Values) => boolean;
  readonly wantsInfo?: (values: Values) => boolean;
}

export interface CreateRequest extends Json {
  HostConfig?: Json;
  /** In the query, not in the body. */
  platform?: string;
}

export function hostConfig(request: CreateRequest): Json {
  return (request.HostConfig ??= {});
}

type SimpleField = readonly [name: keyof ContainerArgs, simple: Simple];

interface Simple {
  readonly kind?: Kind;
  /** The field, and whether it is below `HostConfig`. */
  readonly host?: string;
  readonly config?: string;
  /** The field of an update request. */
  readonly update?: string;
  readonly since?: string;
  readonly comparison?: Comparison;
  readonly prepare?: (value: never, preparing: Preparing) => unknown;
}

/** An option that is one field of the API. */
export function field([name, simple]: SimpleField): Group {
  const { kind = 'value', update } = simple;
  const key = simple.host ?? simple.config ?? name;
  return {
    options: [{ name, kind, comparison: simple.comparison }],
    ...(simple.since === undefined ? {} : { since: simple.since }),
    async prepare(preparing) {
      const given = preparing.args[name];
      if (given === undefined) return {};
      const value = simple.prepare ? await simple.prepare(given as never, preparing) : given;
      return value === undefined ? {} : { [name]: value };
    },
    has(container) {
      const place: Json = simple.host === undefined ? container.Config : container.HostConfig;
      return key in place ? { [name]: place[key] } : {};
    },
    set(request, values) {
      if (!(name in values)) return;
      (simple.host === undefined ? request : hostConfig(request))[key] = values[name];
    },
    ...(update === undefined
      ? {}
      : {
          update: (request: Json, values: Values) => {
            if (name in values) request[update] = values[name];
          },
        }),
  };
}
