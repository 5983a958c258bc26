// Compares a module's schema with what ansible-doc says (interface/NAME.json): facts in, differences out as `what: how` lines.
import { argumentsOf, takesAnyArgument, type AnyModule, type z } from '../../../src/kit/index.js';

/** What ansible-doc says of one parameter; `default` as written in the documentation (`"no"` for a boolean, too). */
export interface Parameter {
  readonly type?: string;
  readonly elements?: string;
  readonly choices?: readonly unknown[];
  readonly default?: unknown;
  readonly required?: boolean;
  readonly aliases?: readonly string[];
  readonly suboptions?: Parameters;
}
export type Parameters = Readonly<Record<string, Parameter>>;
export interface Returns {
  readonly [name: string]: Returns;
}
export interface Documented {
  readonly parameters: Parameters;
  readonly returns: Returns;
}

/** Where and how module and documentation differ, e.g. `choices state`; the text says what each side has. */
export type Difference = readonly [key: string, text: string];

/** What the kit or the engine adds to every result; specified as Ansible's common return values. */
const COMMON = new Set(
  'ansible_facts changed diff failed msg rc results skipped stderr stderr_lines stdout stdout_lines warnings'.split(
    ' ',
  ),
);
/** Those of them that the kit gives itself, so that no module declares them. */
const BY_KIT = new Set(['changed', 'diff', 'failed', 'skipped', 'warnings']);

interface Own {
  readonly schema: z.ZodType;
  readonly aliases: readonly string[];
  readonly required: boolean;
}

export function parameterDifferences(module: AnyModule, documented: Parameters): Difference[] {
  return compare('', new Map(argumentsOf(module)), documented, module.refused ?? {}, takesAnyArgument(module));
}

function compare(
  prefix: string,
  own: ReadonlyMap<string, Own>,
  documented: Parameters,
  refused: Readonly<Record<string, string>>,
  any: boolean,
): Difference[] {
  const found: Difference[] = [];
  for (const [name, parameter] of Object.entries(documented)) {
    const label = prefix + name;
    const info = own.get(name);
    if (info) {
      found.push(...compareOne(label, info, parameter));
    } else if (refused[name] === undefined) {
      if (!any) found.push([`missing ${label}`, 'neither a parameter nor refused']);
    } else {
      for (const alias of parameter.aliases ?? []) {
        if (refused[alias] === undefined) found.push([`aliases ${label}`, `'${alias}' is not refused by name`]);
      }
    }
  }
  for (const name of own.keys()) {
    if (!(name in documented)) found.push([`undocumented ${prefix}${name}`, 'not in the documentation']);
  }
  for (const name of Object.keys(refused)) {
    if (own.has(name)) found.push([`refused ${prefix}${name}`, 'refused, and declared as well']);
  }
  return found;
}

function compareOne(label: string, own: Own, documented: Parameter): Difference[] {
  const found: Difference[] = [];
  const differ = (kind: string, text: string) => void found.push([`${kind} ${label}`, text]);
  const aliases = [...own.aliases].sort().join(' ');
  const wanted = [...(documented.aliases ?? [])].sort().join(' ');
  if (aliases !== wanted) differ('aliases', `[${aliases}], documented [${wanted}]`);
  if (own.required !== (documented.required ?? false)) {
    differ('required', `${own.required}, documented ${documented.required ?? false}`);
  }
  for (const value of samples(label, documented)) {
    const parsed = own.schema.safeParse(value);
    if (!parsed.success) {
      differ(
        'type',
        `${JSON.stringify(value)} is refused, documented ${describe(documented)}: ${parsed.error.message}`,
      );
    }
  }
  const choices = choicesOf(own.schema);
  const documentedChoices = documented.choices && [...new Set(documented.choices.map(spelled))].sort().join(' ');
  if (choices !== documentedChoices && !(documented.type === 'bool')) {
    differ('choices', `[${choices ?? 'any'}], documented [${documentedChoices ?? 'any'}]`);
  }
  const byDefault = own.schema.safeParse(undefined);
  if (!own.required) {
    const shown = JSON.stringify(byDefault.data ?? null);
    const expected = documentedDefault(own.schema, documented);
    if (shown !== expected) differ('default', `${shown}, documented ${expected}`);
  }
  if (documented.suboptions) {
    const inner = objectIn(own.schema);
    if (inner) found.push(...compare(`${label}.`, inner, documented.suboptions, {}, false));
    else differ('suboptions', 'has none');
  }
  return found;
}

/** The documented default, parsed as if it had been given, so that both sides are of one form. */
function documentedDefault(schema: z.ZodType, documented: Parameter): string {
  if (documented.default === undefined) return 'null';
  const parsed = schema.safeParse(documented.default);
  return JSON.stringify(parsed.success ? parsed.data : documented.default);
}

const describe = ({ type, elements }: Parameter): string =>
  `${type ?? 'str'}${elements === undefined ? '' : ` of ${elements}`}`;

/** A choice as text; newlines as Ansible's documentation writes them. */
const spelled = (choice: unknown): string =>
  typeof choice === 'boolean'
    ? choice
      ? 'yes'
      : 'no'
    : String(choice).replaceAll('\n', '\\n').replaceAll('\r', '\\r');

const SAMPLES: Readonly<Record<string, readonly unknown[]>> = {
  str: ['text', 5, true],
  path: ['/a/b', '~/c'],
  bool: ['yes', 'no', 'on', 'off', 'True', 'false', true, false, 0, 1, '1', '0', 'y', 'n', 't', 'f'],
  int: [5, '5'],
  float: [2, 1.5, '1.5'],
  raw: ['text', 5],
  any: ['text', 5],
  dict: [{ key: 'text' }],
  json: ['{"key": 1}', { key: 1 }],
  jsonarg: ['{"key": 1}', { key: 1 }],
};

/** File modes are documented as `raw`; what they may be is in the text. */
const MODES = ['0644', '644', 420, 'u=rwX,g-w'];

/** Values Ansible accepts for the parameter, of each spelling its type has. */
function samples(name: string, documented: Parameter): readonly unknown[] {
  if (/(?:^|_)mode$/.test(name) && documented.type === 'raw') return MODES;
  const { type = 'str', elements = 'str', choices, suboptions } = documented;
  if (choices && type !== 'list') return choices;
  if (suboptions) return [];
  if (type === 'list') {
    const element = choices ?? SAMPLES[elements] ?? ['text'];
    return [[], element, ...(elements === 'dict' ? [] : [element[0]])];
  }
  return SAMPLES[type] ?? ['text'];
}

/** What zod says of a schema, as far as it matters here. */
interface Def {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly out?: z.ZodType;
  readonly element?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly entries?: Readonly<Record<string, string>>;
  readonly values?: readonly unknown[];
  readonly shape?: Readonly<Record<string, z.ZodType>>;
}
const defOf = (schema: z.ZodType): Def => schema.def;

/** A schema without what wraps it (optional, default, preprocess, array): the part that decides. */
function core(schema: z.ZodType): Def {
  const def = defOf(schema);
  if (def.innerType) return core(def.innerType);
  if (def.element) return core(def.element);
  if (def.in && def.out) return core(defOf(def.out).type === 'transform' ? def.in : def.out);
  return def;
}

function choicesOf(schema: z.ZodType): string | undefined {
  const inner = core(schema);
  const names = (inner.options?.map(core) ?? [inner]).flatMap((part) => [
    ...Object.values(part.entries ?? {}).map(spelled),
    ...(part.values ?? []).map(spelled),
  ]);
  return names.length === 0 ? undefined : [...new Set(names)].sort().join(' ');
}

function objectIn(schema: z.ZodType): ReadonlyMap<string, Own> | undefined {
  const { shape } = core(schema);
  if (!shape) return undefined;
  return new Map(
    Object.entries(shape).map(([name, field]) => [
      name,
      {
        schema: field,
        aliases: (field.meta()?.['aliases'] as string[] | undefined) ?? [],
        required: !field.safeParse(undefined).success,
      },
    ]),
  );
}

export function returnDifferences(module: AnyModule, documented: Returns): Difference[] {
  return compareReturns('', module.returns, documented);
}

function compareReturns(prefix: string, schema: z.ZodType, documented: Returns): Difference[] {
  const { shape } = core(schema);
  if (!shape) {
    return Object.keys(documented).length === 0 ? [] : [[`returns ${prefix}*`, 'documented fields, none declared']];
  }
  const top = prefix === '';
  const missing = Object.keys(documented).filter((name) => !(name in shape) && !(top && BY_KIT.has(name)));
  const more = Object.keys(shape).filter((name) => !(name in documented) && !(top && COMMON.has(name)));
  const below = Object.entries(documented).flatMap(([name, fields]) => {
    const field = shape[name];
    return field ? compareReturns(`${prefix}${name}.`, field, fields) : [];
  });
  return [
    ...missing.map((name): Difference => [`no return ${prefix}${name}`, 'documented, not declared']),
    ...(Object.keys(documented).length === 0 && !top
      ? []
      : more.map((name): Difference => [`undocumented return ${prefix}${name}`, 'not in the documentation'])),
    ...below,
  ];
}
