// Reads template files: their header, their newlines, and where an included one is found.
import type { Span } from '../ground/index.js';
import { textOf } from './python/bytes.js';
import type { Source } from './run/names.js';
import { parseHeader } from './syntax/header.js';
import { ANSIBLE_DELIMITERS, parseTemplate, type FileStyle } from './syntax/index.js';
import { dropLastNewline, normalise } from './text-rules.js';
import type { FileOptions, Scope, TemplatePort } from './types.js';

const ANSIBLE_STYLE: FileStyle = { delimiters: ANSIBLE_DELIMITERS, keepTrailingNewline: false };

export interface ParsedFile extends Source {
  /** The file without its header, its newlines made one kind. */
  readonly text: string;
  readonly newline: string;
}

/** Parses a template file's text. @param path for messages and for what it includes @throws TsplayError template-syntax */
export function parseFile(source: string, path: string, options: FileOptions): ParsedFile {
  const header = parseHeader(source, path, options);
  const text = normalise(header.body, '\n');
  const newline = header.delimiters.newline;
  return { ...parsed(text, path, header, 1 + header.skippedLines), text, newline };
}

function parsed(text: string, path: string, style: FileStyle, line: number): Source {
  const base: Span = { file: path, line, col: 1 };
  const read = style.keepTrailingNewline ? text : dropLastNewline(text);
  return { parsed: parseTemplate(read, base, style.delimiters), base, name: path, style };
}

/**
 * A template file: beside the one that names it, then where Ansible searches templates. `compat:` it is read as the one
 * that names it; a `#jinja2:` header of its own is text.
 */
export function findTemplate(port: TemplatePort, name: string, from: Source, scope: Scope): Source | undefined {
  const beside = from.name === undefined ? undefined : from.name.replace(/[^/]*$/, '') + name;
  let path = name.startsWith('/') ? name : beside;
  if (path === undefined || port.exists(path) !== 'file') path = port.find('templates', name, scope);
  if (path === undefined) return undefined;
  const text = normalise(textOf(port.readFile(path), path).replace(/^\uFEFF/, ''), '\n');
  return parsed(text, path, from.style ?? ANSIBLE_STYLE, 1);
}
