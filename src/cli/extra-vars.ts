// `-e`: variables as key=value words, JSON, YAML, or a file of them.
import { TsplayError } from '../ground/index.js';
import { expandHome, type Files } from '../controller/index.js';
import { fileText, pairValue, splitWords } from '../playbook/index.js';
import type { ValueMap } from '../value/index.js';
import { loadYamlDocument } from '../yaml/index.js';

/**
 * All `-e` options merged, later ones winning.
 * @param warn is told of words that are no `key=value`
 * @throws TsplayError bad-option, bad-argument, file-missing
 */
export function readExtraVars(options: readonly string[], files: Files, warn?: (message: string) => void): ValueMap {
  return new Map(options.flatMap((option) => [...readOne(option, files, warn)]));
}

function readOne(option: string, files: Files, warn?: (message: string) => void): ValueMap {
  const text = option.trim();
  if (text === '') return new Map();
  if (text.startsWith('@')) return mapping(files.readText(expandHome(text.slice(1))), text.slice(1), option, files);
  if (text.startsWith('{') || text.startsWith('[')) return mapping(text, '<--extra-vars>', option, files);
  const words = splitWords(text);
  if (!words)
    throw new TsplayError(
      'yaml-syntax',
      `failed at splitting arguments, either an unbalanced jinja2 block or quotes: ${text}`,
      {
        hint: `close what is open in -e '${option}'`,
      },
    );
  const found: ValueMap = new Map();
  const bare: string[] = [];
  for (const word of words) {
    const at = assignmentIn(word);
    if (at < 0) bare.push(word.replaceAll('\\=', '='));
    else found.set(word.slice(0, at), fileText(pairValue(word.slice(at + 1)), AT));
  }
  if (bare.length === 0) return found;
  // compat: what is no assignment becomes a variable of its own.
  warn?.(`-e '${bare.join(' ')}' is not of the form key=value; it becomes the variable _raw_params`);
  return found.set('_raw_params', fileText(bare.join(' '), AT));
}

const AT = { file: '<--extra-vars>', line: 1, col: 1 };

/** `compat:` where the `=` is that ends a name; a name is not empty and `\\=` no assignment. */
function assignmentIn(word: string): number {
  let at = word.indexOf('=', 1);
  while (at > 0 && word[at - 1] === '\\') at = word.indexOf('=', at + 1);
  return at;
}

function mapping(text: string, file: string, option: string, { vault }: Files): ValueMap {
  const { value, diagnostics } = loadYamlDocument(text, file, { trust: 'templates', vault });
  const error = diagnostics.find((d) => d.severity === 'error');
  if (error) throw new TsplayError(error.code, error.message, { span: error.span, hint: error.hint });
  if (value === null) return new Map();
  if (value instanceof Map) return value;
  throw new TsplayError('bad-option', `-e '${option}' must hold a mapping of names to values`);
}
