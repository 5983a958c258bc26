// Reads YAML text into values that know their places, the way Ansible's loader understands it.
import type { Diagnostic } from '../ground/index.js';
import type { Value } from '../value/index.js';
import { Constructor } from './construct.js';
import { tooDeepAt } from './depth.js';
import { hasMarks, readMarks } from './json-marks.js';
import { breaksIn, refusedHead, type Refusal } from './libyaml.js';
import { parseDocuments } from './parse.js';
import { Places } from './places.js';
import { isHarmless, syntaxDiagnostics } from './problems.js';
import { refusedTab } from './tabs.js';
import type { LoadOptions, YamlDocument, YamlStream } from './types.js';

/** What a file that is encrypted as a whole begins with. */
const VAULT_HEADER = '$ANSIBLE_VAULT;';

/** What YAML does not let stand in a file, other than escaped. */
const NOT_TEXT = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/**
 * All documents of `text`, with YAML 1.1's meaning. Mappings are Maps; each container has spans (`spansOf`); strings with
 * template markers are TemplateTexts when `options.trust` is 'templates'.
 * Never throws for bad input: mistakes are diagnostics, all of the text's at once. With a syntax error there are no
 * documents; with a bad value (an unknown tag, a vault value) there are, holding null in its place.
 * compat: integers like `0700` are octal, `yes` is true, `1e3` a string, as PyYAML has it; `2024-02-03` is a date.
 */
export function loadYaml(text: string, file: string, options: LoadOptions): YamlStream {
  // compat: PyYAML ends a line at a lone carriage return and at U+0085, the package does not.
  const source = (text.startsWith('\uFEFF') ? text.slice(1) : text).replace(/\r(?!\n)|\x85/g, '\n');
  if (source.startsWith(VAULT_HEADER)) return { documents: [], diagnostics: [encrypted(file)] };
  const places = new Places(source, file);
  const deep = tooDeepAt(source);
  if (deep !== undefined) return { documents: [], diagnostics: [tooDeep(source, deep, file)] };
  const control = NOT_TEXT.exec(source);
  if (control) return { documents: [], diagnostics: [notText(control[0], places, control.index)] };
  const head = refusedHead(source);
  if (head) return { documents: [], diagnostics: [refused(head, places)] };
  const parsed = parseDocuments(source);
  const problems = parsed.flatMap((d) => d.errors.filter((e) => !isHarmless(e)));
  if (problems.length > 0) return { documents: [], diagnostics: syntaxDiagnostics(problems, places) };
  const tab = refusedTab(source, parsed);
  if (tab) return { documents: [], diagnostics: [refused(tab, places)] };
  const constructor = new Constructor(places, options);
  const documents = parsed.map((d): Value => constructor.document(d.contents));
  const at = source.search(/[\u2028\u2029]/);
  if (at >= 0 && constructor.breaks < breaksIn(source)) {
    const message = 'a line separator (U+2028, U+2029) ends a line of YAML text';
    constructor.diagnostics.push(
      refused({ message, hint: 'write it as "\\u2028" in double quotes', start: at, end: at + 1 }, places),
    );
  }
  const marked = options.trust === 'templates' && hasMarks(source);
  const start = { file, line: 1, col: 1 };
  return {
    documents: marked ? documents.map((d) => readMarks(d, options, start)) : documents,
    diagnostics: constructor.diagnostics,
  };
}

function refused({ message, hint, start, end }: Refusal, places: Places): Diagnostic {
  return { code: 'yaml-syntax', severity: 'error', message, span: places.span(start, end), hint };
}

function notText(character: string, places: Places, at: number): Diagnostic {
  const code = (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0').toUpperCase();
  return {
    code: 'yaml-syntax',
    severity: 'error',
    message: `the character U+${code} cannot stand in YAML text`,
    span: places.span(at, at + character.length),
    hint: `remove it, or write it as "\\u${code}" in double quotes`,
  };
}

function tooDeep(source: string, offset: number, file: string): Diagnostic {
  const lines = source.slice(0, offset).split('\n');
  return {
    code: 'yaml-syntax',
    severity: 'error',
    message: 'lists and dicts are nested too deeply',
    span: { file, line: lines.length, col: (lines.at(-1)?.length ?? 0) + 1 },
  };
}

/** Whoever reads files decrypts them before; this one is read by somebody who does not. */
function encrypted(file: string): Diagnostic {
  return {
    code: 'vault-failed',
    severity: 'error',
    message: 'this text is encrypted with a vault and cannot be used here',
    span: { file, line: 1, col: 1 },
    hint: '`tsplay vault decrypt` gives the plain text',
  };
}

/** The one document of `text`; null when the text is empty. More than one is an error. */
export function loadYamlDocument(text: string, file: string, options: LoadOptions): YamlDocument {
  const { documents, diagnostics } = loadYaml(text, file, options);
  if (documents.length <= 1) return { value: documents[0] ?? null, diagnostics };
  const second: Diagnostic = {
    code: 'yaml-syntax',
    severity: 'error',
    message: `one document is expected in this file, there are ${documents.length}`,
    span: { file, line: secondDocument(text), col: 1 },
    hint: "remove the '---' between them, or split the file",
  };
  return { value: documents[0] ?? null, diagnostics: [...diagnostics, second] };
}

function secondDocument(text: string): number {
  const marks = [...text.matchAll(/^---(?=\s|$)/gm)];
  const opensFirst = marks[0] !== undefined && /^(?:\s|#.*|%.*)*$/.test(text.slice(0, marks[0].index));
  const at = marks[opensFirst ? 1 : 0]?.index ?? 0;
  return text.slice(0, at).split('\n').length;
}
