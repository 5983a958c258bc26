// The filter and the test `validate` of ansible.utils: whether data has the form a JSON Schema describes.
import type { Value } from '../../../value/index.js';
import { parseJson } from '../../json-parse.js';
import { validateJson, draftOf } from '../../json-schema/validate.js';
import { DRAFTS, type Draft, type Mistake, type Step } from '../../json-schema/types.js';
import { dumpJson } from '../../python-json.js';
import { truthy } from '../../python/compare.js';
import { fail, unsupported } from '../../python/errors.js';
import { repr, str } from '../../python/text.js';
import type { FilterCall } from '../../types.js';

const ENGINE = 'ansible.utils.jsonschema';
const NAMES = ['criteria', 'engine', 'draft', 'check_format'];

/** The data as JSON holds it: dicts with texts as keys, lists. */
function asJson(what: string, v: Value): Value {
  try {
    return parseJson(typeof v === 'string' ? v : dumpJson(v));
  } catch (error) {
    return fail(
      `'${what}' option value is invalid, value should a valid JSON. ${error instanceof Error ? error.message : ''}`,
    );
  }
}

function draft(given: Value | undefined, schema: Value): Draft {
  if (given === undefined || given === null || given === '') return draftOf(schema);
  return (
    DRAFTS.find((d) => d === given) ??
    fail(`validate: there is no draft ${repr(given)}`, `there are ${DRAFTS.join(', ')}`)
  );
}

/** compat: sorted by place only; an index and a name cannot be compared. */
function byPath(a: readonly Step[], b: readonly Step[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x, y] = [a[i] as Step, b[i] as Step];
    if (x !== y) return typeof x === typeof y ? (x < y ? -1 : 1) : fail('the mistakes found cannot be sorted by place');
  }
  return a.length - b.length;
}

function mistakesOf(call: FilterCall, criteria: Value | undefined): Mistake[] {
  for (const name of call.kwargs.keys())
    if (!NAMES.includes(name)) fail(`validate has no argument '${name}'`, `it takes ${NAMES.join(', ')}`);
  if (criteria === undefined || criteria === null) return fail("validate needs 'criteria'");
  const option = (name: string): Value | undefined =>
    call.kwargs.get(name) ?? call.port.env(`ANSIBLE_VALIDATE_JSONSCHEMA_${name.toUpperCase()}`);
  const engine = str(call.kwargs.get('engine') ?? ENGINE);
  if (engine !== ENGINE) unsupported(`validate: the engine '${engine}' is not supported`, `there is ${ENGINE}`);
  const format = option('check_format');
  const checksFormats = typeof format === 'string' ? /^(?:y|yes|on|1|true|t)$/i.test(format) : truthy(format ?? true);
  const data = asJson('data', call.value);
  return (Array.isArray(criteria) ? criteria : [criteria]).flatMap((given) => {
    if (Array.isArray(criteria) && typeof given === 'string')
      return fail('validate: a schema in a list is a dict, not text');
    const schema = asJson('criteria', given);
    return validateJson(data, schema, draft(option('draft'), schema), checksFormats).sort((a, b) =>
      byPath(a.path, b.path),
    );
  });
}

function described(mistake: Mistake): Value {
  const { message, path, schemaPath, schema, expected, keyword, found } = mistake;
  return new Map<Value, Value>([
    ['message', message],
    ['data_path', path.join('.')],
    ['json_path', `$${path.map((s) => (typeof s === 'number' ? `[${s}]` : `.${s}`)).join('')}`],
    ['schema_path', schemaPath.join('.')],
    ['relative_schema', schema],
    ['expected', expected],
    ['validator', keyword],
    ['found', found],
  ]);
}

/** The mistakes in the data, none when it is valid. */
export function validateFilter(call: FilterCall): Value {
  if (call.args.length === 0) fail("Missing either 'data' or 'criteria' value in filter input");
  return mistakesOf(call, call.args[0]).map(described);
}

/** compat: the criteria are given by name. */
export function validateTest(call: FilterCall): boolean {
  return mistakesOf(call, call.kwargs.get('criteria')).length === 0;
}
