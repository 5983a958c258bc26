// SQL for MySQL and MariaDB that is safe by construction: text becomes a literal, names are marked as such.
import { ModuleFailure } from '../../src/kit/index.js';

export class MySql {
  constructor(readonly text: string) {}
}

/** A string literal in the mode every session of ours begins with (backslashes escape). */
export const mysqlLiteral = (value: string): string =>
  `'${value.replace(/[\0\n\r\x1a'\\]/g, (c) => ({ '\0': '\\0', '\n': '\\n', '\r': '\\r', '\x1a': '\\Z' })[c] ?? `\\${c}`)}'`;

/** A name that is taken as it is. */
export function mysqlIdent(name: string): MySql {
  if (name.includes('\0') || name === '') throw new ModuleFailure('a name must not be empty or hold a NUL character');
  return new MySql(`\`${name.replaceAll('`', '``')}\``);
}

export const mysqlPlain = (text: string): MySql => new MySql(text);

/** Tagged template: texts become literals, `MySql` is put in as it is. */
export function mysql(strings: TemplateStringsArray, ...parts: (string | number | MySql)[]): MySql {
  let text = strings.raw[0] ?? '';
  parts.forEach((part, i) => {
    const piece = part instanceof MySql ? part.text : typeof part === 'number' ? String(part) : mysqlLiteral(part);
    text += piece + (strings.raw[i + 1] ?? '');
  });
  return new MySql(text);
}
