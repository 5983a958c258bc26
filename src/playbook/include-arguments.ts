// Whether the parameters of an include or import are ones it has, before anything is loaded or run.
import { didYouMean, type Span } from '../ground/index.js';
import { keySpan, keyText, TemplateText, valueSpan, type Value, type ValueMap } from '../value/index.js';
import { problem, type Context } from './context.js';
import { FALSE_WORDS, TRUE_WORDS } from './keywords.js';

const FROM = ['tasks_from', 'vars_from', 'defaults_from', 'handlers_from'];
const FLAGS = ['allow_duplicates', 'rolespec_validate', 'public'];
const ROLE = ['name', 'role', ...FROM, ...FLAGS];

/** What each of them takes; `apply` is for what is included while running, imports inherit. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  include_tasks: ['file', '_raw_params', 'apply'],
  import_tasks: ['file', '_raw_params'],
  include_role: [...ROLE, 'apply'],
  import_role: ROLE,
};

/** Reports unknown and missing parameters and values of the wrong kind; other statements are not looked at. */
export function checkInclude(context: Context, statement: string, args: ValueMap, span: Span | undefined): void {
  const known = Object.hasOwn(PARAMETERS, statement) ? PARAMETERS[statement] : undefined;
  if (!known) return;
  const shown = known.filter((name) => name !== '_raw_params');
  for (const key of args.keys()) {
    const name = keyText(key);
    if (known.includes(name)) checkValue(context, statement, name, args, span);
    else {
      const hint = didYouMean(name, shown) || `it takes: ${shown.join(', ')}`;
      problem(context, 'unknown-argument', `${statement} has no parameter '${name}'`, keySpan(args, key) ?? span, hint);
    }
  }
  const isRole = statement.endsWith('role');
  const named = isRole ? args.has('name') || args.has('role') : args.has('_raw_params') || args.has('file');
  if (named) return;
  const hint = isRole ? `write '${statement}: {name: role}'` : `write '${statement}: file.yml'`;
  const what = isRole ? "the parameter 'name'" : 'the name of a file';
  problem(context, 'missing-argument', `${statement} needs ${what}`, span, hint);
}

function checkValue(context: Context, statement: string, name: string, args: ValueMap, span: Span | undefined): void {
  const value = args.get(name);
  if (value === undefined || value instanceof TemplateText) return;
  const wrong = (wanted: string): void =>
    problem(context, 'bad-argument', `${statement}: '${name}' must be ${wanted}`, valueSpan(args, name) ?? span);
  if (name === 'apply') {
    if (!(value instanceof Map)) wrong('a mapping of keywords');
  } else if (FLAGS.includes(name)) {
    if (!isTruth(value)) wrong('true or false');
  } else if (value === null || typeof value === 'object') wrong('text');
  else if ((name === '_raw_params' || name === 'file') && typeof value !== 'string') wrong('the name of a file');
}

function isTruth(value: Value): boolean {
  if (value === null) return true;
  return typeof value !== 'object' && [...TRUE_WORDS, ...FALSE_WORDS].includes(keyText(value).toLowerCase());
}
