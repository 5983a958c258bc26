// Shell text that is safe by construction: values put into a script are always quoted.

/** A piece of POSIX shell text. Only `sh`, `script` and `join` make one, so no value gets in unquoted by accident. */
export class Script {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

type Interpolated = string | number | Script | readonly (string | number | Script)[];

const SAFE_WORD = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** One shell word that means exactly `value`. NUL cannot be expressed and is refused. */
export function quote(value: string): string {
  if (value.includes('\0')) throw new RangeError('a shell word cannot hold a NUL character');
  return SAFE_WORD.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}

function embed(value: Interpolated): string {
  if (value instanceof Script) return value.text;
  if (typeof value === 'string' || typeof value === 'number') return quote(String(value));
  return value.map(embed).join(' ');
}

/** Tagged template: interpolated strings are quoted, arrays become several words, `Script`s are put in as they are. */
export function sh(strings: TemplateStringsArray, ...values: Interpolated[]): Script {
  let text = strings.raw[0] ?? '';
  values.forEach((value, i) => {
    text += embed(value) + (strings.raw[i + 1] ?? '');
  });
  return new Script(text);
}

/** Shell text written by us or, for `shell:` tasks, by the user: taken as it is. */
export function script(text: string): Script {
  return new Script(text);
}

/** Scripts one after the other, one per line. */
export function lines(scripts: readonly Script[]): Script {
  return new Script(scripts.map((s) => s.text).join('\n'));
}

/** The command line that runs `argv`. */
export function argvScript(argv: readonly string[]): Script {
  return new Script(argv.map(quote).join(' '));
}
