// Parses template text and expressions into our tree, with one cache for all.
import { TsplayError, type Span } from '../../ground/index.js';
import type { BlockStmt, Expr, Stmt } from './ast.js';
import { lexExpression, lexTemplate, SyntaxFailure, type Delimiters, type Tokens } from './lexer.js';
import type { PluginUse } from './expressions.js';
import { TemplateParser } from './parser.js';
import { scopesOf, type Scopes } from './scopes.js';

export type * from './ast.js';
export type { Delimiters } from './lexer.js';
export { isConstant } from './walk.js';
export type { ScopeNames } from './scopes.js';

/** Ansible's settings for Jinja2. */
export const ANSIBLE_DELIMITERS: Delimiters = {
  blockStart: '{%',
  blockEnd: '%}',
  variableStart: '{{',
  variableEnd: '}}',
  commentStart: '{#',
  commentEnd: '#}',
  trimBlocks: true,
  lstripBlocks: false,
  lineStatement: '',
  lineComment: '',
  newline: '\n',
};

/** How a template file is read; a `#jinja2:` header or the task says so for it and for all that it includes. */
export interface FileStyle {
  readonly delimiters: Delimiters;
  readonly keepTrailingNewline: boolean;
}

/** A parsed text; where it stands is known by whoever uses it. */
export interface Parsed {
  readonly tokens: Tokens;
  readonly statements: readonly Stmt[];
  /** The expression when the text is one `{{ … }}` and nothing else, or a bare expression. */
  readonly single: Expr | undefined;
  readonly blocks: ReadonlyMap<string, BlockStmt>;
  /**
   * Whether it matters which objects are the same: something may change one (`append`, `update` …), here or in a template it
   * takes in, or tells them apart as YAML's anchors do.
   */
  readonly copies: boolean;
  /** What its blocks bind before they read it. */
  readonly scopes: Scopes;
  /** The filters and tests it names. */
  readonly plugins: readonly PluginUse[];
}

const NO_SCOPES: Scopes = new Map();

const SAMENESS = new Set(
  'append extend insert remove pop popitem clear update setdefault sort reverse __setitem__ include import extends to_yaml to_nice_yaml'.split(
    ' ',
  ),
);
const LIMIT = 20_000;
const cache = new Map<string, Parsed>();

function remember(key: string, make: () => Parsed): Parsed {
  let found = cache.get(key);
  if (!found) {
    found = make();
    if (cache.size >= LIMIT) cache.clear();
    cache.set(key, found);
  }
  return found;
}

function copies(tokens: Tokens): boolean {
  return tokens.list.some((t) => t.type === 'symbol' && SAMENESS.has(t.value));
}

/**
 * Parses template text.
 * @param escapes whether backslashes in strings inside `{{ }}` are escapes. `compat:` in values of playbooks and variables
 *   they stand for themselves, as YAML has read its own escapes already; in template files they are escapes.
 * @throws TsplayError template-syntax with the span counted from `base`.
 */
export function parseTemplate(
  source: string,
  base: Span | undefined,
  delimiters = ANSIBLE_DELIMITERS,
  escapes = true,
): Parsed {
  const kind = escapes ? 't' : 'v';
  const key = `${kind}${delimiters === ANSIBLE_DELIMITERS ? '' : JSON.stringify(delimiters)}${source}`;
  return located(source, base, () =>
    remember(key, () => {
      const tokens = lexTemplate(source, delimiters, escapes);
      const parser = new TemplateParser(tokens);
      const statements = parser.parseTemplate();
      const blocks = new Map<string, BlockStmt>();
      collectBlocks(statements, blocks);
      const [only] = statements;
      const single = statements.length === 1 && only?.t === 'output' ? only.expr : undefined;
      const scopes = single ? NO_SCOPES : scopesOf(statements);
      return { tokens, statements, single, blocks, copies: copies(tokens), scopes, plugins: parser.plugins };
    }),
  );
}

/** Parses a value of a playbook or a variable as a template. @throws TsplayError template-syntax */
export function parseValue(source: string, base: Span | undefined): Parsed {
  return parseTemplate(source, base, ANSIBLE_DELIMITERS, false);
}

/** Parses an expression without markers. @throws TsplayError template-syntax */
export function parseExpression(source: string, base: Span | undefined): Parsed {
  return located(source, base, () =>
    remember(`e${source}`, () => {
      const tokens = lexExpression(source);
      const parser = new TemplateParser(tokens);
      const single = parser.parseOnlyExpression();
      const { plugins } = parser;
      return { tokens, statements: [], single, blocks: new Map(), copies: copies(tokens), scopes: NO_SCOPES, plugins };
    }),
  );
}

function collectBlocks(statements: readonly Stmt[], blocks: Map<string, BlockStmt>): void {
  for (const s of statements) {
    if (s.t === 'block') {
      if (blocks.has(s.name)) throw new SyntaxFailure(`block '${s.name}' defined twice`, s.pos);
      blocks.set(s.name, s);
    }
    if ('body' in s) collectBlocks(s.body, blocks);
    if ('otherwise' in s) collectBlocks(s.otherwise, blocks);
  }
}

function located<T>(source: string, base: Span | undefined, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof RangeError)
      throw new TsplayError('template-syntax', 'the template is nested too deeply', { span: base });
    if (!(error instanceof SyntaxFailure)) throw error;
    const before = source.slice(0, error.pos).split('\n');
    const place = { line: before.length - 1, col: before.at(-1)?.length ?? 0 };
    throw new TsplayError('template-syntax', error.message, {
      span: spanAt(base, place),
      hint: base ? undefined : `in '${source.length > 200 ? `${source.slice(0, 200)}…` : source}'`,
    });
  }
}

/** The place in the file of a line and column (from 0) of a text that starts at `base`. */
export function spanAt(base: Span | undefined, place: { line: number; col: number }): Span | undefined {
  if (!base) return undefined;
  if (place.line === 0) return { file: base.file, line: base.line, col: base.col + place.col };
  return { file: base.file, line: base.line + place.line, col: place.col + 1 };
}
