// Where references of a JSON Schema lead: resources by their URI, anchors, pointers, and the scope in which dynamic ones are read.
import { type Value, type ValueMap } from '../../value/index.js';
import { fail, unsupported } from '../python/errors.js';
import { isObject, isSince, type Draft } from './types.js';

/** Where a schema is read: the URI of its resource, and those of the resources that led there, the last one first. */
export interface Place {
  readonly base: string;
  readonly led: readonly string[];
}

interface Target {
  readonly schema: Value;
  readonly place: Place;
}

interface Anchor {
  readonly schema: ValueMap;
  readonly isDynamic: boolean;
}

interface Resource {
  readonly schema: Value;
  readonly anchors: Map<string, Anchor>;
}

/** Keywords that hold a schema or a list of them, and those that hold schemas by name. */
const ONE: ReadonlySet<Value> = new Set(
  'additionalItems additionalProperties allOf anyOf contains contentSchema else if items not oneOf prefixItems propertyNames then unevaluatedItems unevaluatedProperties'.split(
    ' ',
  ),
);
const NAMED: ReadonlySet<Value> = new Set(
  '$defs definitions dependencies dependentSchemas patternProperties properties'.split(' '),
);

function joined(base: string, uri: string): string {
  if (base === '' || /^[a-z][a-z0-9+.-]*:/i.test(uri)) return uri;
  if (uri === '') return base;
  const nowhere = 'http://nowhere.invalid/';
  try {
    const { href } = new URL(uri, new URL(base, nowhere));
    return href.startsWith(nowhere) ? href.slice(nowhere.length) : href;
  } catch {
    return uri;
  }
}

export class References {
  private readonly resources = new Map<string, Resource>();
  readonly start: Place;

  constructor(
    root: Value,
    private readonly draft: Draft,
  ) {
    const base = isObject(root) ? (this.idOf(root) ?? '') : '';
    this.start = { base, led: [] };
    this.resources.set(base, { schema: root, anchors: new Map() });
    this.collect(root, base);
  }

  private idOf(schema: ValueMap): string | undefined {
    if (!isSince(this.draft, '2019-09') && schema.has('$ref')) return undefined;
    const id = schema.get(isSince(this.draft, 'draft6') ? '$id' : 'id');
    if (typeof id !== 'string' || (id.startsWith('#') && !isSince(this.draft, '2019-09'))) return undefined;
    return id.replace(/#$/, '');
  }

  /** The names a schema has inside its resource; up to draft 7 they are URIs that begin with `#`. */
  private namesOf(schema: ValueMap): (readonly [name: string, isDynamic: boolean])[] {
    const named = (key: string, isDynamic: boolean): (readonly [string, boolean])[] => {
      const v = schema.get(key);
      return typeof v === 'string' ? [[v, isDynamic]] : [];
    };
    if (isSince(this.draft, '2020-12')) return [...named('$anchor', false), ...named('$dynamicAnchor', true)];
    if (isSince(this.draft, '2019-09')) return named('$anchor', false);
    const ids = named(isSince(this.draft, 'draft6') ? '$id' : 'id', false);
    return ids.filter(([id]) => id.startsWith('#')).map(([id]) => [id.slice(1), false] as const);
  }

  private collect(schema: Value, outer: string): void {
    if (!isObject(schema)) return;
    const id = this.idOf(schema);
    const base = id === undefined ? outer : joined(outer, id);
    const own = this.resources.get(base) ?? { schema, anchors: new Map() };
    this.resources.set(base, own);
    for (const [anchor, isDynamic] of this.namesOf(schema)) own.anchors.set(anchor, { schema, isDynamic });
    for (const [key, v] of schema) {
      if (ONE.has(key)) for (const s of Array.isArray(v) ? v : [v]) this.collect(s, base);
      else if (NAMED.has(key) && (key !== '$defs' || isSince(this.draft, '2019-09')) && isObject(v))
        for (const s of v.values()) this.collect(s, base);
    }
  }

  /** The place inside a schema that was come to. compat: a resource without a URI leads nowhere. */
  entered(schema: Value, place: Place): Place {
    const id = isObject(schema) ? this.idOf(schema) : undefined;
    return id === undefined ? place : this.moved(place, joined(place.base, id));
  }

  private moved(place: Place, base: string): Place {
    const adds = place.base !== '' && (place.led.length === 0 || base !== place.base);
    return { base, led: adds ? [place.base, ...place.led] : place.led };
  }

  /** What `$ref` and `$dynamicRef` lead to. @throws TsplayError when that is not in the schema */
  follow(ref: string, from: Place): Target {
    const at = ref.indexOf('#');
    const [uri, fragment] = at < 0 ? [ref, ''] : [ref.slice(0, at), ref.slice(at + 1)];
    const base = uri === '' ? from.base : joined(from.base, uri);
    const resource = this.resources.get(base);
    if (!resource)
      return unsupported(
        `validate: the reference '${ref}' leads out of the schema`,
        'put what it means under definitions',
      );
    const place = this.moved(from, base);
    if (fragment === '') return { schema: resource.schema, place };
    if (fragment.startsWith('/')) return this.pointer(resource.schema, fragment, place, ref);
    const anchor = resource.anchors.get(fragment);
    if (!anchor) return fail(`validate: the reference '${ref}' leads nowhere`);
    const last = anchor.isDynamic ? this.outermost(fragment, place, anchor) : anchor;
    return { schema: last.schema, place: this.entered(last.schema, place) };
  }

  private outermost(name: string, place: Place, found: Anchor): Anchor {
    const others = place.led.flatMap((uri) => this.resources.get(uri)?.anchors.get(name) ?? []);
    return others.filter((a) => a.isDynamic).at(-1) ?? found;
  }

  private pointer(root: Value, fragment: string, start: Place, ref: string): Target {
    let [schema, place] = [root, start];
    for (const part of fragment.split('/').slice(1)) {
      const name = decodeURIComponent(part).replace(/~1/g, '/').replace(/~0/g, '~');
      const child = isObject(schema) ? schema.get(name) : Array.isArray(schema) ? schema[Number(name)] : undefined;
      schema = child ?? fail(`validate: the reference '${ref}' leads nowhere`);
      place = this.entered(schema, place);
    }
    return { schema, place };
  }

  /** What `$recursiveRef` leads to: the outermost of the resources that say they may be extended. */
  recursive(from: Place): Target {
    let target = this.follow('#', from);
    const extends_ = (s: Value): boolean => isObject(s) && s.get('$recursiveAnchor') === true;
    if (!extends_(target.schema)) return target;
    for (const uri of from.led) {
      const next = this.follow(uri, from);
      if (!extends_(next.schema)) break;
      target = next;
    }
    return target;
  }
}
