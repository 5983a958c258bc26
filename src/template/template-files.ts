// Reads template files: their header, their newlines, and where an included one is found.
import type { Span } from '../ground/index.js';
import type { Source } from './run/expression.js';
import { parseHeader } from './syntax/header.js';
import { parseTemplate } from './syntax/index.js';
import { dropLastNewline, normalise } from './text-rules.js';
import type { FileOptions, Scope, TemplatePort } from './types.js';

export interface ParsedFile extends Source {
  /** The file without its header, its newlines made one kind. */
  readonly text: string;
  readonly newline: string;
}

/** Parses a template file's text. @param path for messages and for what it includes @throws TsplayError template-syntax */
export function parseFile(source: string, path: string, options: FileOptions): ParsedFile {
  const header = parseHeader(source, path, options);
  const text = normalise(header.body, '\n');
  const base: Span = { file: path, line: 1 + header.skippedLines, col: 1 };
  const parsed = parseTemplate(header.keepTrailingNewline ? text : dropLastNewline(text), base, header.delimiters);
  return { parsed, base, name: path, text, newline: header.delimiters.newline };
}

/** A template file: beside the one that names it, then where Ansible searches templates. */
export function findTemplate(
  port: TemplatePort,
  name: string,
  from: string | undefined,
  scope: Scope,
): Source | undefined {
  const beside = from === undefined ? undefined : from.replace(/[^/]*$/, '') + name;
  let path = name.startsWith('/') ? name : beside;
  if (path === undefined || port.exists(path) !== 'file') path = port.find('templates', name, scope);
  if (path === undefined) return undefined;
  const text = new TextDecoder().decode(port.readFile(path));
  const header = parseHeader(text, path, {});
  const base: Span = { file: path, line: 1 + header.skippedLines, col: 1 };
  return {
    parsed: parseTemplate(dropLastNewline(normalise(header.body, '\n')), base, header.delimiters),
    base,
    name: path,
  };
}
