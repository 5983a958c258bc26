// The truth of conditions: expressions, values, and what old playbooks mean by {{ }} in them; results are never read as code.
import { TsplayError, type Span } from '../ground/index.js';
import { TemplateText, type Value } from '../value/index.js';
import type { Engine } from './engine.js';
import { truthy } from './python/compare.js';
import { str } from './python/text.js';
import { parseValue, type Expr, type Parsed } from './syntax/index.js';
import type { Scope } from './types.js';

const TRUE = new Set(['true', 'yes', 'on', 'y', 't', '1']);
const FALSE = new Set(['false', 'no', 'off', 'n', 'f', '0', '', 'none']);

/** The truth a word stands for, or undefined when it stands for none. */
function isTrueText(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  return TRUE.has(word) ? true : FALSE.has(word) ? false : undefined;
}

/**
 * compat: `when: "{{ a }} == 'x{{ b }}'"`. Ansible substitutes text and evaluates the outcome; here each print becomes a
 * value: inside a quoted string it is text, elsewhere a name that stands for it. No result is ever read as code.
 */
function placeholderCondition(
  parsed: Parsed,
  evaluate: (expr: Expr) => Value,
): { source: string; values: Map<string, Value> } {
  const values = new Map<string, Value>();
  let source = '';
  let quote = '';
  for (const s of parsed.statements) {
    if (s.t === 'text') {
      for (let i = 0; i < s.text.length; i++) {
        const c = s.text[i] ?? '';
        if (c === '\\' && quote) i++;
        else if (quote ? c === quote : c === '"' || c === "'") quote = quote ? '' : c;
      }
      source += s.text;
    } else if (s.t === 'output') {
      const value = evaluate(s.expr);
      if (quote) source += literalText(str(value), quote);
      else {
        const name = `__print_${values.size}`;
        values.set(name, value);
        source += ` ${name} `;
      }
    }
  }
  return { source, values };
}

/** Text as it must be written inside a quoted string to mean itself. */
function literalText(text: string, quote: string): string {
  return text
    .replace(/[\\\n\r]/g, (c) => (c === '\\' ? '\\\\' : c === '\n' ? '\\n' : '\\r'))
    .replaceAll(quote, `\\${quote}`);
}

/** What `engine.condition` answers. @throws TsplayError when the condition is neither true nor false */
export function evaluateCondition(engine: Engine, condition: Value, span: Span | undefined, scope: Scope): boolean {
  if (condition === null || condition === '') return true;
  if (typeof condition === 'boolean') return condition;
  if (Array.isArray(condition)) return condition.every((c) => evaluateCondition(engine, c, span, scope));
  if (typeof condition === 'string')
    return condition.trim() === '' || truth(engine.expression(condition, span, scope), span);
  if (!(condition instanceof TemplateText)) return truth(condition, span);
  const base = condition.span;
  const parsed = parseValue(condition.source.trim(), base);
  if (parsed.single || parsed.statements.some((s) => s.t !== 'text' && s.t !== 'output'))
    return truthOfResult(engine.resolve(engine.evaluate(condition, scope), scope), base);
  const { source, values } = placeholderCondition(parsed, (expr) => engine.part(parsed, expr, base, scope));
  const overlay: Scope = { lookup: (name) => values.get(name) ?? scope.lookup(name), names: () => scope.names() };
  return truth(engine.expression(source, base, overlay), base);
}

function truthOfResult(value: Value, base: Span): boolean {
  if (typeof value !== 'string') return truth(value, base);
  const known = isTrueText(value);
  if (known !== undefined) return known;
  throw new TsplayError('template-value', `the condition gave the text '${value}', which is neither true nor false`, {
    span: base,
    hint: 'write the condition without {{ }}: its text is an expression already',
  });
}

function truth(value: Value, span: Span | undefined): boolean {
  try {
    return truthy(value);
  } catch (error) {
    if (!(error instanceof TsplayError) || error.span) throw error;
    throw new TsplayError(error.code, error.message, { span, hint: error.hint });
  }
}
