// The truth of conditions: expressions, values, and what old playbooks mean by {{ }} in them; results are never read as code.
import { TsplayError, type Span } from '../ground/index.js';
import { OmitValue, TemplateText, type Value } from '../value/index.js';
import type { Engine } from './engine.js';
import { truthy } from './python/compare.js';
import { parseLiteral } from './python/literal.js';
import { str, typeName } from './python/text.js';
import { parseValue, type Expr, type Parsed } from './syntax/index.js';
import { shorten } from './text-rules.js';
import type { Scope } from './types.js';
import { isWrittenExpression } from './written.js';

/**
 * compat: `when: "{{ a }} == 'x{{ b }}'"`. Ansible substitutes text and evaluates the outcome; here each print becomes a
 * value: inside a quoted string it is text, elsewhere a name that stands for it. Text outside of quotes is read as code
 * only when it depends on nothing but files of the project; what may have come from a host is a literal or an error.
 */
function placeholderCondition(
  engine: Engine,
  parsed: Parsed,
  evaluate: (expr: Expr) => Value,
  scope: Scope,
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
      else if (typeof value === 'string' && isWrittenExpression(s.expr, scope)) source += value;
      else if (value === null || typeof value === 'number' || typeof value === 'boolean')
        source += engine.printed(value, false);
      else {
        const name = `__print_${values.size}`;
        values.set(name, typeof value === 'string' ? (parseLiteral(value.trim()) ?? notCode(value)) : value);
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
  if (typeof condition === 'string' && condition.trim() === '')
    throw new TsplayError('template-syntax', 'the condition is empty', { span });
  if (typeof condition === 'string') return truth(engine, engine.expression(condition, span, scope), span);
  if (!(condition instanceof TemplateText)) return truth(engine, condition, span);
  return templatedCondition(engine, condition, scope);
}

/** A condition with `{{ }}` in it. */
function templatedCondition(engine: Engine, condition: TemplateText, scope: Scope): boolean {
  const base = condition.span;
  const parsed = parseValue(condition.source.trim(), base);
  engine.warn(
    `the condition '${shorten(condition.source)}' has template markers in it, which ansible-core 2.19 refuses`,
    base,
    'write it without {{ }}: a condition is an expression already',
  );
  if (parsed.single || parsed.statements.some((s) => s.t !== 'text' && s.t !== 'output')) {
    const value = engine.resolve(engine.evaluate(condition, scope), scope);
    return truthOfResult(engine, value, parsed.single, base, scope);
  }
  const { source, values } = atPlace(base, () =>
    placeholderCondition(engine, parsed, (expr) => engine.part(parsed, expr, base, scope), scope),
  );
  // Nothing but comments: text that is empty.
  if (source.trim() === '') return false;
  const overlay: Scope = {
    lookup: (name) => (values.has(name) ? values.get(name) : scope.lookup(name)),
    names: () => scope.names(),
  };
  return truth(engine, engine.expression(source, base, overlay), base);
}

/**
 * The truth of what the templates of a condition gave. compat: text is read once more, as a condition: a literal is what
 * it says, and text that files of the project alone give (`when: "{{ check.if }}"`) is an expression. Any other text
 * may have come from a host, and is never read as code.
 */
function truthOfResult(engine: Engine, value: Value, from: Expr | undefined, base: Span, scope: Scope): boolean {
  if (value === '') return false;
  if (value instanceof OmitValue)
    throw new TsplayError(
      'undefined-variable',
      'the condition is omit, which is undefined where a condition is needed',
      {
        span: base,
      },
    );
  if (typeof value !== 'string') return truth(engine, value, base);
  const literal = parseLiteral(value.trim());
  if (literal !== undefined) return truth(engine, literal, base);
  if (from && isWrittenExpression(from, scope)) return truth(engine, engine.expression(value, base, scope), base);
  return atPlace(base, () => notCode(value));
}

/** Text that would have to be read as code. @throws TsplayError always */
function notCode(text: string): never {
  throw new TsplayError(
    'template-value',
    `'${shorten(text)}' may have come from a host and is not read as a condition`,
    {
      hint: 'write the condition without {{ }}: its text is an expression already; for words such as yes use the filter bool',
    },
  );
}

/** Runs `work`; an error without a place gets this one. */
function atPlace<T>(span: Span | undefined, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TsplayError) || error.span) throw error;
    throw new TsplayError(error.code, error.message, { span, hint: error.hint });
  }
}

function truth(engine: Engine, value: Value, span: Span | undefined): boolean {
  if (typeof value === 'boolean') return value;
  const answer = atPlace(span, () => truthy(value));
  engine.warn(
    `the condition gives ${article(typeName(value))}, taken for ${answer ? 'true' : 'false'}; ansible-core 2.19 wants a boolean`,
    span,
    'compare it (x | length > 0, x != 0), or use the filter bool',
  );
  return answer;
}

function article(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}
