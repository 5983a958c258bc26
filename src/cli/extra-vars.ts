// `-e`: variables as key=value words, JSON, YAML, or a file of them.
import { TsplayError } from '../ground/index.js';
import { expandHome, type Files } from '../controller/index.js';
import { fileText, pairValue, splitWords } from '../playbook/index.js';
import type { Value, ValueMap } from '../value/index.js';
import { loadYamlDocument } from '../yaml/index.js';

/** All `-e` options merged, later ones winning. @throws TsplayError bad-option, file-missing */
export function readExtraVars(options: readonly string[], files: Files): ValueMap {
  return new Map(options.flatMap((option) => [...readOne(option, files)]));
}

function readOne(option: string, files: Files): ValueMap {
  const text = option.trim();
  if (text === '') return new Map();
  if (text.startsWith('@')) return mapping(files.readText(expandHome(text.slice(1))), text.slice(1), option, files);
  if (text.startsWith('{') || text.startsWith('[')) return mapping(text, '<--extra-vars>', option, files);
  const words = splitWords(text);
  if (!words) throw new TsplayError('bad-option', `-e '${option}': a quote or a {{ is never closed`);
  return new Map(
    words.map((word): [Value, Value] => {
      const at = word.indexOf('=');
      if (at <= 0)
        throw new TsplayError('bad-option', `-e '${word}' is not of the form key=value`, {
          hint: 'use key=value, JSON, or @file',
        });
      return [word.slice(0, at), fileText(pairValue(word.slice(at + 1)), { file: '<--extra-vars>', line: 1, col: 1 })];
    }),
  );
}

function mapping(text: string, file: string, option: string, { vault }: Files): ValueMap {
  const { value, diagnostics } = loadYamlDocument(text, file, { trust: 'templates', vault });
  const error = diagnostics.find((d) => d.severity === 'error');
  if (error) throw new TsplayError(error.code, error.message, { span: error.span, hint: error.hint });
  if (value === null) return new Map();
  if (value instanceof Map) return value;
  throw new TsplayError('bad-option', `-e '${option}' must hold a mapping of names to values`);
}
