// Text to the parser's tree, taking the indentation that PyYAML takes.
import { Composer, Lexer, Parser, Schema, type Document } from 'yaml';
import { isHarmless } from './problems.js';

/** Knows no types at all: every scalar stays text, whose meaning is ours to say. */
const SCHEMA = new Schema({ schema: 'failsafe', resolveKnownTags: false });

/** What of the package's lexer is used beyond its types; `load.test.ts` notices when an update changes it. */
interface LexerParts {
  indentNext: number;
  parseFlowCollection: () => Generator<string, unknown>;
  parseQuotedScalar: () => Generator<string, unknown>;
}

/** The documents of `text`; those with `errors` are not usable. */
export function parseDocuments(text: string): Document.Parsed[] {
  const strict = compose(text, new Lexer());
  if (!isBroken(strict)) return strict;
  // compat: inside quotes and brackets PyYAML does not care for indentation, YAML's rules and the package do. Only a text
  // that is otherwise broken is read again so, and only if it helps: the strict reading finds a forgotten quote earlier.
  const lenient = compose(text, lenientLexer());
  return isBroken(lenient) ? strict : lenient;
}

function compose(text: string, lexer: Lexer): Document.Parsed[] {
  const parser = new Parser();
  const composer = new Composer({ schema: SCHEMA, prettyErrors: false, uniqueKeys: false, logLevel: 'silent' });
  const documents: Document.Parsed[] = [];
  for (const lexeme of lexer.lex(text)) {
    for (const token of parser.next(lexeme)) for (const document of composer.next(token)) documents.push(document);
  }
  for (const token of parser.end()) for (const document of composer.next(token)) documents.push(document);
  for (const document of composer.end()) documents.push(document);
  return documents;
}

function isBroken(documents: readonly Document.Parsed[]): boolean {
  return documents.some((d) => d.errors.some((e) => !isHarmless(e)));
}

function lenientLexer(): Lexer {
  const lexer = new Lexer();
  const parts = lexer as unknown as LexerParts;
  for (const name of ['parseFlowCollection', 'parseQuotedScalar'] as const) {
    const original = parts[name].bind(lexer);
    parts[name] = function* () {
      const indent = parts.indentNext;
      parts.indentNext = 0;
      const next = yield* original();
      parts.indentNext = indent;
      return next;
    };
  }
  return lexer;
}
