// What `vars_prompt` of a play says: variables that are asked for when the play starts.
import { didYouMean, type Diagnostic, type Span } from '../ground/index.js';
import { keySpan, keyText, spansOf, TemplateText, valueSpan, type Value, type ValueMap } from '../value/index.js';
import { problem, staticValue, type Context } from './context.js';

/** One question; its fields are as written, perhaps templates. */
export interface VarsPrompt {
  readonly name: string;
  readonly prompt: Value | undefined;
  readonly default: Value | undefined;
  /** Whether what is typed stays unseen; it does when nothing is said. */
  readonly private: Value | undefined;
  readonly confirm: Value | undefined;
  /** The algorithm to hash the answer with. */
  readonly encrypt: Value | undefined;
  readonly salt: Value | undefined;
  readonly saltSize: Value | undefined;
  /** Whether template markers in the answer stay text. */
  readonly unsafe: Value | undefined;
  readonly span: Span | undefined;
}

const KEYS = ['name', 'prompt', 'default', 'private', 'confirm', 'encrypt', 'salt_size', 'salt', 'unsafe'];

/** A mapping, or a list of them; what is wrong is added to the context's problems. */
export function parseVarsPrompt(context: Context, play: ValueMap): VarsPrompt[] {
  const value = play.get('vars_prompt') ?? null;
  if (value === null) return [];
  const entries = Array.isArray(value) ? value : [value];
  return entries.flatMap((entry, i): VarsPrompt[] => {
    const span = valueSpan(Array.isArray(value) ? value : play, Array.isArray(value) ? i : 'vars_prompt');
    if (!(entry instanceof Map)) {
      problem(context, 'fatal-keyword', "'vars_prompt' must be a list of mappings", span, "write '- name: variable'");
      return [];
    }
    return parseEntry(context, entry, spansOf(entry)?.self ?? span);
  });
}

function parseEntry(context: Context, entry: ValueMap, span: Span | undefined): VarsPrompt[] {
  for (const key of entry.keys()) {
    const word = keyText(key);
    if (KEYS.includes(word)) continue;
    const message = `Invalid vars_prompt data structure, found unsupported key '${word}'`;
    problem(context, 'bad-keyword', message, keySpan(entry, key) ?? span, didYouMean(word, KEYS) || undefined);
    return [];
  }
  const name = nameOf(context, entry);
  if (name === undefined) return [];
  if (typeof name !== 'string') {
    const message = "Invalid vars_prompt data structure, missing 'name' key";
    problem(context, 'bad-keyword', message, span, 'name the variable that gets the answer');
    return [];
  }
  const field = (key: string): Value | undefined => entry.get(key) ?? undefined;
  return [
    {
      name,
      prompt: field('prompt'),
      default: field('default'),
      private: field('private'),
      confirm: field('confirm'),
      encrypt: field('encrypt'),
      salt: field('salt'),
      saltSize: field('salt_size'),
      unsafe: field('unsafe'),
      span,
    },
  ];
}

/** The name as written or as its template says; undefined after a mistake in that was told. `compat:` it ends the command as a missing file does. */
function nameOf(context: Context, entry: ValueMap): Value | undefined {
  const written = entry.get('name') ?? null;
  if (!(written instanceof TemplateText)) return written;
  const problems: Diagnostic[] = [];
  const name = staticValue({ ...context, problems }, written, valueSpan(entry, 'name'));
  context.problems.push(...problems.map((found): Diagnostic => ({ ...found, code: 'fatal-keyword' })));
  return name;
}
