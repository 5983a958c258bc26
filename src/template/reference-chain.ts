// Which variables a loop of references goes through, for the message about it.
import { TsplayError } from '../ground/index.js';
import type { TemplateText } from '../value/index.js';
import { type Value } from '../value/index.js';
import { shorten } from './text-rules.js';
import type { Scope } from './types.js';

export interface Link {
  readonly text: TemplateText;
  readonly scope: Scope;
}

/** The error that the evaluation of `chain`, each link by the one before, came back to where it began. */
export function referenceLoop(chain: readonly Link[]): TsplayError {
  const links = chain.map(({ text, scope }) => ({ name: nameOf(text, scope), text }));
  const names = links.flatMap(({ name }) => (name === undefined ? [] : [name]));
  const [first] = names;
  const start = chain[0]?.text;
  const message =
    first === undefined
      ? `the template '${shortened(start)}' refers to itself`
      : `the variable '${first}' refers to itself: ${[...names, first].join(' → ')}`;
  return new TsplayError('variable-loop', message, {
    span: start?.span,
    notes: links.map(({ name, text }) => ({
      message: name === undefined ? `by way of '${shortened(text)}'` : `'${name}' is '${shortened(text)}'`,
      span: text.span,
    })),
  });
}

/** The variable whose value the text is, or is a part of. */
function nameOf(text: TemplateText, scope: Scope): string | undefined {
  const names = [...scope.names()];
  return (
    names.find((name) => scope.lookup(name) === text) ?? names.find((name) => holds(scope.lookup(name) ?? null, text))
  );
}

/** Only in what is written: what is worked out when it is asked for is not looked through. */
function holds(value: Value, text: TemplateText): boolean {
  if (value === text) return true;
  if (Array.isArray(value)) return value.some((element) => holds(element, text));
  return value instanceof Map && value.constructor === Map && [...value.values()].some((v) => holds(v, text));
}

function shortened(text: TemplateText | undefined): string {
  return shorten(text?.source ?? '');
}
