// A template engine for guesses: evaluates what depends on its scope alone, and refuses all that has an effect or another source.
import { TsplayError } from '../ground/index.js';
import { shortName } from './text-rules.js';
import type { TemplateEngine } from './types.js';

/** Lookups of `with_…` that only put the values they are given in order. */
const REARRANGING = new Set(
  ['items', 'list', 'flattened', 'dict', 'indexed_items', 'nested', 'cartesian', 'together', 'subelements'].concat([
    'sequence',
  ]),
);

/** What is thrown where nothing can be said without an effect. */
export function refuseToGuess(): never {
  throw new TsplayError('template-value', 'this cannot be known before its turn');
}

export function isRearranging(lookup: string): boolean {
  return REARRANGING.has(shortName(lookup));
}

/** @param careful runs work during which the engine refuses */
export function guessing(engine: TemplateEngine, careful: <T>(work: () => T) => T): TemplateEngine {
  return {
    evaluate: (text, scope) => careful(() => engine.evaluate(text, scope)),
    resolve: (value, scope, keepOmits) => careful(() => engine.resolve(value, scope, keepOmits)),
    expression: (source, span, scope, typed) => careful(() => engine.expression(source, span, scope, typed)),
    condition: (condition, span, scope) => careful(() => engine.condition(condition, span, scope)),
    runLookup: (name, terms, options, scope) => careful(() => engine.runLookup(name, terms, options, scope)),
    renderFile: refuseToGuess,
    fileVariables: refuseToGuess,
    textKind: (value, scope) => engine.textKind(value, scope),
    isWritten: (value, scope) => engine.isWritten(value, scope),
    checkText: (text) => engine.checkText(text),
    checkCondition: (condition, span) => engine.checkCondition(condition, span),
    text: (value) => engine.text(value),
    isTemplate: (text) => engine.isTemplate(text),
  };
}
