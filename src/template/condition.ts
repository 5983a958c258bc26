// Conditions that still have {{ }} in them: what old playbooks mean by them, without evaluating results as code.
import type { Value } from '../value/index.js';
import { str } from './python/text.js';
import type { Expr, Parsed } from './syntax/index.js';

const TRUE = new Set(['true', 'yes', 'on', 'y', 't', '1']);
const FALSE = new Set(['false', 'no', 'off', 'n', 'f', '0', '', 'none']);

/** The truth a word stands for, or undefined when it stands for none. */
export function isTrueText(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  return TRUE.has(word) ? true : FALSE.has(word) ? false : undefined;
}

/**
 * compat: `when: "{{ a }} == 'x{{ b }}'"`. Ansible substitutes text and evaluates the outcome; here each print becomes a
 * value: inside a quoted string it is text, elsewhere a name that stands for it. No result is ever read as code.
 */
export function placeholderCondition(
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
