// What JSON Schema says of a value that Ansible takes: its type, every spelling of it, and templates.
import { FALSE_WORDS, TRUE_WORDS } from '../../playbook/index.js';
import type { DescribedOption, ModuleDescription } from '../../kit/describe.js';

export type Schema = Readonly<Record<string, unknown>>;

/** Text with a template in it may stand for anything; what it gives is judged when it is evaluated. */
const TEMPLATE: Schema = { type: 'string', pattern: '\\{[{%]' };

const orTemplate = (...schemas: readonly Schema[]): Schema => ({ anyOf: [...schemas, TEMPLATE] });

export const ANY: Schema = {};
/** Text; numbers and booleans become text. Null counts as not given. */
export const TEXT: Schema = { type: ['string', 'number', 'boolean', 'null'] };
const WORDS = [...TRUE_WORDS, ...FALSE_WORDS];
const ANY_CASE = `^\\s*(?:${WORDS.map((word) => [...word].map((c) => `[${c}${c.toUpperCase()}]`).join('')).join('|')})\\s*$`;
export const BOOLEAN: Schema = orTemplate(
  { type: ['boolean', 'null'] },
  { enum: [0, 1] },
  { type: 'string', pattern: ANY_CASE },
);
const INTEGER: Schema = orTemplate(
  { type: ['integer', 'null'] },
  { type: 'string', pattern: '^\\s*[+-]?\\d+(?:\\.0*)?\\s*$' },
);
export const NUMBER: Schema = orTemplate(
  { type: ['number', 'null'] },
  { type: 'string', pattern: '^\\s*[+-]?[\\d.]+(?:[eE][+-]?\\d+)?\\s*%?\\s*$' },
);

/** One of some words; the boolean or number that YAML may have made of a word is that word. */
export function oneOf(words: readonly unknown[]): Schema {
  const texts = words.map(String);
  const booleans = [
    ...(texts.some((word) => /^(?:yes|true|on)$/i.test(word)) ? [true] : []),
    ...(texts.some((word) => /^(?:no|false|off)$/i.test(word)) ? [false] : []),
  ];
  const numbers = texts.filter((word) => /^-?\d+(?:\.\d+)?$/.test(word)).map(Number);
  return orTemplate({ enum: [...texts, ...booleans, ...numbers, null] });
}

/** By the type of a value: editors then say what is wrong with it, not that nothing fits. */
export const byType = (type: string, schema: Schema, otherwise: Schema): Schema => ({
  if: { type },
  then: schema,
  else: otherwise,
});

/** One value, or a list of such values; text is split at commas. */
export function listOf(element: Schema): Schema {
  return byType('array', { items: element }, TEXT);
}

/** What a parameter may be, with its description for editors. */
function optionSchema(option: DescribedOption): Schema {
  return { description: option.description.join(' '), ...valueSchema(option) };
}

function valueSchema(option: DescribedOption): Schema {
  const { type, choices } = option;
  if (type === 'list') return listOf(elementSchema(option));
  if (choices && type !== 'bool') return oneOf(choices);
  if (type === 'dict') return dictSchema(option);
  return { bool: BOOLEAN, int: INTEGER, float: NUMBER, str: TEXT, path: TEXT }[type] ?? ANY;
}

function elementSchema(option: DescribedOption): Schema {
  const { elements = 'raw', suboptions } = option;
  return valueSchema({
    description: [],
    required: true,
    type: elements === 'list' ? 'raw' : elements,
    ...(suboptions ? { suboptions } : {}),
  });
}

function dictSchema({ suboptions }: DescribedOption): Schema {
  if (!suboptions) return { type: ['object', 'string', 'null'] };
  return byType('object', objectSchema(suboptions), { type: ['string', 'null'] });
}

function objectSchema(options: Readonly<Record<string, DescribedOption>>): Schema {
  const properties: Record<string, Schema> = {};
  for (const [name, option] of Object.entries(options)) {
    for (const spelling of [name, ...(option.aliases ?? [])]) properties[spelling] = optionSchema(option);
  }
  const required = Object.entries(options).filter(([, option]) => option.required);
  // What has other spellings is needed in one of them.
  const plain = required.filter(([, { aliases = [] }]) => aliases.length === 0).map(([name]) => name);
  const needed = required
    .filter(([name]) => !plain.includes(name))
    .map(([name, { aliases = [] }]) => ({ anyOf: [name, ...aliases].map((spelling) => ({ required: [spelling] })) }));
  return {
    type: 'object',
    properties,
    ...(plain.length > 0 ? { required: plain } : {}),
    ...(needed.length > 0 ? { allOf: needed } : {}),
    additionalProperties: false,
  };
}

/** What may stand behind a module's name: its parameters, or text of them. */
export function moduleSchema({ doc }: ModuleDescription, takesAny: boolean, freeForm: boolean): Schema {
  // Names may be templates (`{{ key }}: value`) where any name is taken.
  const object = takesAny ? { type: 'object' } : objectSchema(doc.options);
  const required = Object.values(doc.options).some((option) => option.required) && !freeForm;
  const text = { type: required ? 'string' : ['string', 'null'] };
  return { description: doc.short_description, ...byType('object', object, text) };
}
