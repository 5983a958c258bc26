// Takes the name of the script off a command line and leaves the arguments exactly as they are written.
import { splitWords } from '../../_shared/words.js';

/** @throws TsplayError bad-argument when a quote is not closed */
export function splitCommand(text: string): readonly [file: string, rest: string] {
  const first = /^\s*((?:'[^']*'|"(?:\\.|[^"\\])*"|\\[\s\S]|[^\s'"\\])+)/.exec(text);
  if (!first) return [splitWords(text)[0] ?? '', ''];
  return [splitWords(first[1] ?? '')[0] ?? '', text.slice(first[0].length).trim()];
}
