// Splits SQL text at the semicolons between statements, as clients do: not in quotes, comments or function bodies.

interface Split {
  readonly statements: readonly string[];
  /** What no SQL has outside of quotes and would be an order to the client: a backslash. */
  readonly backslash: boolean;
}

/** What is skipped as a whole; the first that matches where the text stands. `$tag$…$tag$` is found by its own tag. */
const SKIPPED: Readonly<Record<'postgres' | 'mysql', readonly RegExp[]>> = {
  postgres: [
    /--[^\n]*/y,
    /[eE]'(?:[^'\\]|\\[\s\S]|'')*'/y,
    /'(?:[^']|'')*'/y,
    /"(?:[^"]|"")*"/y,
    /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y,
  ],
  mysql: [
    /(?:-- |#)[^\n]*/y,
    /'(?:[^'\\]|\\[\s\S]|'')*'/y,
    /"(?:[^"\\]|\\[\s\S]|"")*"/y,
    /`(?:[^`]|``)*`/y,
    /[A-Za-z_][\w$]*/y,
  ],
};
const DOLLAR = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;

/** Statements without the semicolon after them; empty ones are left out. */
export function splitStatements(text: string, dialect: 'postgres' | 'mysql'): Split {
  const statements: string[] = [];
  let from = 0;
  let at = 0;
  let backslash = false;
  const end = (): void => {
    const statement = text.slice(from, at).trim();
    if (withoutComments(statement) !== '') statements.push(statement);
  };
  while (at < text.length) {
    const next = skipAt(text, at, dialect);
    if (next > at) {
      at = next;
      continue;
    }
    const c = text.charAt(at);
    if (c === '\\') backslash = true;
    if (c === ';') {
      end();
      from = at + 1;
    }
    at++;
  }
  end();
  return { statements, backslash };
}

const withoutComments = (text: string): string =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/--[^\n]*/g, '')
    .trim();

function skipAt(text: string, at: number, dialect: 'postgres' | 'mysql'): number {
  if (text.startsWith('/*', at)) return blockEnd(text, at, dialect === 'postgres');
  for (const pattern of SKIPPED[dialect]) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) return at + found[0].length;
  }
  if (dialect === 'mysql') return at;
  DOLLAR.lastIndex = at;
  const tag = DOLLAR.exec(text)?.[0];
  if (tag === undefined) return at;
  const close = text.indexOf(tag, at + tag.length);
  return close < 0 ? text.length : close + tag.length;
}

function blockEnd(text: string, from: number, nested: boolean): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text.startsWith('/*', at) && (nested || depth === 0)) depth++;
    else if (text.startsWith('*/', at)) depth--;
    else continue;
    at++;
    if (depth === 0) return at + 1;
  }
  return text.length;
}

/**
 * Puts values where Python's drivers do: `%s` in turn, `%(name)s` by name, `%%` is `%`.
 * @param literal how a value is written in SQL
 * @throws Error for a place without a value, and a value without a place
 */
export function bindValues(
  text: string,
  values: readonly unknown[] | Readonly<Record<string, unknown>>,
  literal: (value: unknown) => string,
): string {
  let used = 0;
  const bound = text.replace(/%(?:\(([^)]*)\))?([\s\S]?)/g, (_all, name: string | undefined, kind: string) => {
    if (kind === '%' && name === undefined) return '%';
    if (kind !== 's') throw new Error(`unsupported format character '${kind}'`);
    if (Array.isArray(values)) {
      if (name !== undefined) throw new Error('argument formats can’t be mixed');
      if (used >= values.length) throw new Error('not enough arguments for format string');
      return literal((values as unknown[])[used++]);
    }
    const named = values as Readonly<Record<string, unknown>>;
    if (name === undefined || !(name in named)) throw new Error(`no value for '${name ?? '%s'}'`);
    return literal(named[name]);
  });
  // compat: values without any place for them are left out.
  if (Array.isArray(values) && used > 0 && used < values.length)
    throw new Error('not all arguments converted during string formatting');
  return bound;
}
