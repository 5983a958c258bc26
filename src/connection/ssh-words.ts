// How a line of ssh_config(5) falls into a keyword and words: quotes, backslashes, comments.

/** One line; undefined when it says nothing. `rest` is as written, for the options that take the whole line. */
export interface ConfigLine {
  /** In lower case. */
  readonly key: string;
  readonly rest: string;
}

/** A keyword, an optional `=`, and the rest. */
export function configLine(line: string): ConfigLine | undefined {
  const text = line.trim();
  if (text === '' || text.startsWith('#')) return undefined;
  const match = /^(?:"([^"]*)"|([^\s="]+))(?:\s*=\s*|\s+|$)(.*)$/s.exec(text);
  const key = match?.[1] ?? match?.[2];
  return key === undefined ? undefined : { key: key.toLowerCase(), rest: match?.[3] ?? '' };
}

/**
 * Words of an option's value as OpenSSH splits them: both quotes, a backslash before a quote, a backslash or (outside
 * quotes) a blank; `#` at the start of a word ends the line. An open quote reaches to the end.
 */
export function optionWords(value: string): string[] {
  const words: string[] = [];
  let i = 0;
  while (i < value.length) {
    const c = value[i] ?? '';
    if (c === ' ' || c === '\t') {
      i++;
      continue;
    }
    if (c === '#') break;
    const [word, end] = wordAt(value, i);
    words.push(word);
    i = end;
  }
  return words;
}

function wordAt(value: string, start: number): [string, number] {
  let word = '';
  let quote = '';
  let i = start;
  for (; i < value.length; i++) {
    const c = value[i] ?? '';
    const next = value[i + 1] ?? '';
    if (c === '\\' && (next === "'" || next === '"' || next === '\\' || (quote === '' && next === ' '))) {
      word += next;
      i++;
    } else if (quote === '' && (c === ' ' || c === '\t')) break;
    else if (quote === '' && (c === '"' || c === "'")) quote = c;
    else if (quote !== '' && c === quote) quote = '';
    else word += c;
  }
  return [word, i];
}
