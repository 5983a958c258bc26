import { describe, expect, it } from 'vitest';
import { TsplayError } from '../ground/index.js';
import { TemplateText, type Value } from '../value/index.js';
import { createTemplateEngine } from './index.js';
import type { TemplatePort } from './types.js';

const engine = createTemplateEngine({} as TemplatePort);
const text = (source: string, line: number): TemplateText =>
  new TemplateText(source, { file: 'vars.yml', line, col: 4, endLine: line, endCol: 9 });

function loopOf(vars: Record<string, Value>, start: string): TsplayError {
  const scope = { lookup: (name: string) => vars[name], names: () => Object.keys(vars) };
  try {
    engine.resolve(text(start, 9), scope);
  } catch (error) {
    if (error instanceof TsplayError) return error;
  }
  throw new Error('no loop was found');
}

describe('a loop of references', () => {
  it('is shown by the names of its variables, each with its place', () => {
    const error = loopOf({ a: text('{{ b }}', 1), b: text('x{{ c }}', 2), c: text('{{ a }}', 3) }, 'm {{ a }}');
    expect(error.code).toBe('variable-loop');
    expect(error.message).toBe("the variable 'a' refers to itself: a → b → c → a");
    expect(error.span).toMatchObject({ line: 1 });
    expect(error.notes?.map((n) => [n.message, n.span?.line])).toEqual([
      ["'a' is '{{ b }}'", 1],
      ["'b' is 'x{{ c }}'", 2],
      ["'c' is '{{ a }}'", 3],
    ]);
  });

  it('goes through what stands inside of dicts and lists', () => {
    const error = loopOf(
      { d: new Map<Value, Value>([['k', [text('{{ e }}', 1)]]]), e: text('{{ d.k }}', 2) },
      '{{ e }}',
    );
    expect(error.message).toBe("the variable 'e' refers to itself: e → d → e");
  });
});
