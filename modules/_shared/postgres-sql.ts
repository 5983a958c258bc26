// SQL for PostgreSQL that is safe by construction: text put into a statement becomes a literal, names are marked as such.
import { ModuleFailure } from '../../src/kit/index.js';

/** A piece of SQL. `shown` is what results tell: the same, with the driver's place holders where secrets stand. */
export class Sql {
  constructor(
    readonly text: string,
    readonly shown: string = text,
  ) {}
}

type Part = string | number | boolean | null | Sql;

/** A string literal, whatever `standard_conforming_strings` says. */
export function literal(value: string): string {
  if (value.includes('\0')) throw new ModuleFailure('PostgreSQL has no text with a NUL character in it');
  const doubled = value.replaceAll("'", "''");
  return value.includes('\\') ? `E'${doubled.replaceAll('\\', '\\\\')}'` : `'${doubled}'`;
}

/** A name that is taken as it is, dots and quotes included. */
export function ident(name: string): Sql {
  if (name.includes('\0')) throw new ModuleFailure('PostgreSQL has no name with a NUL character in it');
  return new Sql(`"${name.replaceAll('"', '""')}"`);
}

/** SQL of ours, or of the user: taken as it is. */
export const plain = (text: string): Sql => new Sql(text);

/** A literal that results tell by its place holder, as `%(password)s`. */
export const hidden = (value: string, name: string): Sql => new Sql(literal(value), `%(${name})s`);

const embed = (part: Part): Sql => {
  if (part instanceof Sql) return part;
  if (part === null) return new Sql('NULL');
  return new Sql(typeof part === 'string' ? literal(part) : String(part));
};

/** Tagged template: texts become literals, `Sql` is put in as it is. */
export function sql(strings: TemplateStringsArray, ...parts: Part[]): Sql {
  let text = strings.raw[0] ?? '';
  let shown = text;
  parts.forEach((part, i) => {
    const piece = embed(part);
    const rest = strings.raw[i + 1] ?? '';
    text += piece.text + rest;
    shown += piece.shown + rest;
  });
  return new Sql(text, shown);
}

/** Several pieces with something between them. */
export const joined = (pieces: readonly Sql[], between: string): Sql =>
  new Sql(pieces.map((p) => p.text).join(between), pieces.map((p) => p.shown).join(between));

/** An array of texts. */
export const textArray = (values: readonly string[]): Sql =>
  new Sql(values.length === 0 ? `ARRAY[]::text[]` : `ARRAY[${values.map(literal).join(',')}]::text[]`);

/**
 * A name that may be written with dots and with quotes: `schema.table`, `"a.b".c`. Each part that is not quoted is.
 * @param most how many parts it may have
 */
export function dotted(name: string, most: number): Sql {
  const parts = partsOf(name);
  if (parts.length > most)
    throw new ModuleFailure(`PostgreSQL does not support a name with more than ${most} parts: ${name}`);
  return new Sql(parts.join('.'));
}

/** A role's name: dots are part of it; quotes around it may be written. */
export function roleName(name: string): Sql {
  const begins = name.startsWith('"');
  if (begins !== name.endsWith('"') || name === '"')
    throw new ModuleFailure(
      "The value of the user-field can't contain a double-quote in the end if it doesn't start with one and vice-versa.",
    );
  if (!begins) return ident(name);
  if (/(?:^|[^"])"(?:"")*(?:[^"]|$)/.test(name.slice(1, -1)))
    throw new ModuleFailure('User escaped identifiers must escape extra quotes');
  return new Sql(name);
}

function partsOf(name: string): string[] {
  if (name === '') throw new ModuleFailure('Identifier name unspecified or unquoted trailing dot');
  const quoted = /^"(?:[^"]|"")*"/.exec(name)?.[0];
  if (quoted !== undefined) {
    const rest = name.slice(quoted.length);
    if (rest === '') return [quoted];
    if (!rest.startsWith('.')) throw new ModuleFailure('User escaped identifiers must escape extra quotes');
    return [quoted, ...partsOf(rest.slice(1))];
  }
  const dot = name.indexOf('.');
  if (dot <= 0 || dot >= name.length - 1) return [ident(name).text];
  return [ident(name.slice(0, dot)).text, ...partsOf(name.slice(dot + 1))];
}
