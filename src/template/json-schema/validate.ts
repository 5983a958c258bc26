// Validates data by a JSON Schema, as Python's jsonschema does: all mistakes, in the order of the schema.
import { type Value, type ValueMap } from '../../value/index.js';
import { fail } from '../python/errors.js';
import { spend } from '../python/budget.js';
import { repr, str } from '../python/text.js';
import { keywordOf } from './keywords.js';
import { References, type Place } from './references.js';
import { isObject, isSince, type Draft, type Mistake, type Reference, type Step, type Validation } from './types.js';

const BY_URI: readonly (readonly [RegExp, Draft])[] = [
  [/^https?:\/\/json-schema\.org\/draft-03\/schema#?$/, 'draft3'],
  [/^https?:\/\/json-schema\.org\/draft-04\/schema#?$/, 'draft4'],
  [/^https?:\/\/json-schema\.org\/draft-06\/schema#?$/, 'draft6'],
  [/^https?:\/\/json-schema\.org\/draft-07\/schema#?$/, 'draft7'],
  [/^https:\/\/json-schema\.org\/draft\/2019-09\/schema#?$/, '2019-09'],
];

/** The draft a schema says it is written in; the latest when it does not say. */
export function draftOf(schema: Value): Draft {
  const uri = isObject(schema) ? schema.get('$schema') : undefined;
  if (typeof uri !== 'string') return '2020-12';
  return BY_URI.find(([pattern]) => pattern.test(uri))?.[1] ?? '2020-12';
}

/**
 * The mistakes of data by a schema.
 * @throws TsplayError template-value for a schema that is none, unsupported-template for keywords that are not supported
 */
export function validateJson(data: Value, schema: Value, draft: Draft, checksFormats: boolean): Mistake[] {
  return new Validator(schema, draft, checksFormats).mistakes(data, schema);
}

class Validator implements Validation {
  private readonly references: References;
  private place: Place;

  constructor(
    root: Value,
    readonly draft: Draft,
    readonly checksFormats: boolean,
  ) {
    this.references = new References(root, draft);
    this.place = this.references.start;
  }

  mistakes(value: Value, schema: Value): Mistake[] {
    spend(10);
    if (schema === true) return [];
    if (schema === false) {
      const message = `False schema does not allow ${repr(value)}`;
      return [{ message, path: [], schemaPath: [], keyword: null, expected: null, found: value, schema }];
    }
    if (!isObject(schema)) return fail(`validate: a schema is a dict, not ${repr(schema)}`);
    return this.applicable(schema).flatMap(([name, wanted]) => this.keyword(name, wanted, schema, value));
  }

  /** Up to draft 7 nothing counts beside a reference. */
  private applicable(schema: ValueMap): [Value, Value][] {
    const ref = schema.get('$ref');
    return ref !== undefined && !isSince(this.draft, '2019-09') ? [['$ref', ref]] : [...schema];
  }

  private keyword(name: Value, wanted: Value, schema: ValueMap, value: Value): Mistake[] {
    const keyword = keywordOf(name, this.draft);
    if (!keyword) return [];
    const own = str(name);
    const found = keyword({
      wanted,
      schema,
      value,
      validation: this,
      say: (message, as) => ({
        message,
        path: [],
        schemaPath: [],
        keyword: as?.keyword ?? own,
        expected: as?.expected ?? wanted,
        found: value,
        schema,
      }),
    });
    // compat: these two do not show in the path.
    return own === 'if' || own === '$ref' ? found : found.map((m) => ({ ...m, schemaPath: [own, ...m.schemaPath] }));
  }

  below(value: Value, schema: Value, at: { readonly path?: Step; readonly schemaPath?: Step }): Mistake[] {
    const before = (step: Step | undefined, path: readonly Step[]): readonly Step[] =>
      step === undefined ? path : [step, ...path];
    const found = this.inside(value, schema);
    // compat: what the schema `false` refuses has no place.
    if (schema === false) return found;
    return found.map((m) => ({
      ...m,
      path: before(at.path, m.path),
      schemaPath: before(at.schemaPath, m.schemaPath),
    }));
  }

  /** The mistakes by a schema that may be a resource of its own. */
  private inside(value: Value, schema: Value): Mistake[] {
    return this.at(this.references.entered(schema, this.place), () => this.mistakes(value, schema));
  }

  isValid(value: Value, schema: Value): boolean {
    return this.inside(value, schema).length === 0;
  }

  knows(keyword: string): boolean {
    return keywordOf(keyword, this.draft) !== undefined;
  }

  follow<T>(keyword: Reference, ref: string, work: (schema: Value) => T): T {
    spend(10);
    const { schema, place } =
      keyword === '$recursiveRef' ? this.references.recursive(this.place) : this.references.follow(ref, this.place);
    return this.at(place, () => work(schema));
  }

  private at<T>(place: Place, work: () => T): T {
    const before = this.place;
    this.place = place;
    try {
      return work();
    } finally {
      this.place = before;
    }
  }
}
