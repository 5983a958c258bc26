// From what a task was given (text, dict, list, files) to the objects it is about, each with its place for messages.
import { TsplayError } from '../ground/index.js';
import { toJs } from '../value/index.js';
import { loadYaml } from '../yaml/index.js';
import { clone } from './json.js';
import { isObject, nameObject, type KubeObject } from './types.js';

export interface Manifest {
  readonly object: KubeObject;
  /** `/srv/app.yml, document 2` */
  readonly place: string;
}

/** What a task's parameters fill in where the manifest says nothing. */
export interface ManifestDefaults {
  readonly kind?: string | undefined;
  readonly api_version: string;
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  readonly generate_name?: string | undefined;
}

/** The documents of a text; empty ones are left out. @throws TsplayError kube-manifest with file and line */
export function parseManifest(text: string, file: string): Manifest[] {
  const { documents, diagnostics } = loadYaml(text, file, { trust: 'data' });
  const wrong = diagnostics.find((d) => d.severity === 'error');
  if (wrong) {
    const at = wrong.span ? `, line ${wrong.span.line}, column ${wrong.span.col}` : '';
    throw new TsplayError('kube-manifest', `${file}${at}: not valid YAML: ${wrong.message}`, { hint: wrong.hint });
  }
  return documents.flatMap((value, i) => {
    const object = toJs(value);
    if (object === null) return [];
    return [{ object: object as KubeObject, place: documents.length > 1 ? `${file}, document ${i + 1}` : file }];
  });
}

/** The objects in a `definition`: a dict, text of one or more documents, or a list of these. */
export function manifestsOf(definition: unknown, origin: string): Manifest[] {
  if (typeof definition === 'string') return parseManifest(definition, origin);
  if (Array.isArray(definition)) {
    return definition.flatMap((item: unknown, i) =>
      item === null ? [] : manifestsOf(item, `${origin}, element ${i + 1}`),
    );
  }
  return [{ object: definition as KubeObject, place: origin }];
}

/**
 * Takes `*List` kinds apart and fills in what the task's parameters say.
 * @throws TsplayError kube-manifest for what is not an object or has no kind
 */
export function complete(manifests: readonly Manifest[], defaults: ManifestDefaults): Manifest[] {
  return manifests.flatMap(({ object, place }) => {
    const filled = fill(object, defaults, place);
    const { kind } = filled;
    // compat: every kind that ends in List is taken for a list of the kind before it.
    if (!kind?.endsWith('List')) return [{ object: requireKind(filled, place), place }];
    const items = filled['items'] ?? [];
    if (!Array.isArray(items)) throw bad(place, `'items' of ${kind} is not a list`);
    return items.map((item: unknown, i) => {
      const at = `${place}, item ${i + 1}`;
      if (!isObject(item)) throw bad(at, 'is not a mapping');
      const own = kind === 'List' ? {} : { kind: kind.slice(0, -4), apiVersion: filled.apiVersion };
      return {
        object: requireKind(
          fill({ ...own, ...item }, kind === 'List' ? { ...defaults, kind: undefined } : defaults, at),
          at,
        ),
        place: at,
      };
    });
  });
}

function bad(place: string, problem: string, hint?: string): TsplayError {
  return new TsplayError('kube-manifest', `${place}: ${problem}`, { hint });
}

function fill(object: unknown, defaults: ManifestDefaults, place: string): KubeObject {
  if (!isObject(object)) {
    throw bad(
      place,
      `a manifest must be a mapping with apiVersion, kind and metadata, this is ${object === null ? 'empty' : Array.isArray(object) ? 'a list' : `a ${typeof object}`}`,
    );
  }
  const copy = clone(object) as KubeObject;
  if (defaults.kind !== undefined) copy.kind ??= defaults.kind;
  copy.apiVersion ??= defaults.api_version;
  const metadata = copy.metadata ?? {};
  if (!isObject(metadata)) throw bad(place, 'metadata is not a mapping');
  if (defaults.namespace) metadata.namespace ??= defaults.namespace;
  if (defaults.name) metadata.name ??= defaults.name;
  if (defaults.generate_name) metadata.generateName ??= defaults.generate_name;
  copy.metadata = metadata;
  return copy;
}

function requireKind(object: KubeObject, place: string): KubeObject {
  if (typeof object.kind !== 'string' || object.kind === '') {
    throw bad(place, `${nameObject(object)} has no kind`, 'write `kind:` in it, or give the parameter `kind`');
  }
  if (typeof object.apiVersion !== 'string')
    throw bad(place, `apiVersion of ${nameObject(object)} is not text`, 'put it in quotes');
  const { name } = object.metadata ?? {};
  if (name !== undefined && typeof name !== 'string') {
    throw bad(
      place,
      `metadata.name of ${object.kind} is ${String(name)}, which YAML does not read as text`,
      'put it in quotes',
    );
  }
  return object;
}
