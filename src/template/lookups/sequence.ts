// The lookup `sequence`: numbers from a start to an end, or so many, formatted.
import type { Value, ValueMap } from '../../value/index.js';
import { fail } from '../python/errors.js';
import { percentFormat } from '../python/percent-format.js';
import { repr, str } from '../python/text.js';
import type { LookupCall } from '../types.js';
import { checkOptions, keyValues, wholeNumber } from './options.js';

const FIELDS = ['start', 'end', 'stride', 'count', 'format'];
const NUMBER = '(0?x?[0-9a-f]+)';
/** `[start-]end[/stride][:format]` */
const SHORTCUT = new RegExp(`^(?:${NUMBER}-)?${NUMBER}(?:/${NUMBER})?(?::(.+))?$`, 'i');
const MOST = 1e6;

/** compat: without a term there is nothing, whatever the options say. */
export function sequence(call: LookupCall): Value[] {
  checkOptions(call, 'sequence', FIELDS);
  // compat: of a dict its keys are the terms, which says what is wrong with it.
  const terms = call.terms.flatMap((term) => (term instanceof Map ? [...term.keys()] : [term]));
  return terms.flatMap((term) => oneSequence(call.options, term));
}

function settingsOf(options: ValueMap, term: Value): ReadonlyMap<string, Value> {
  const settings = new Map<string, Value>();
  for (const [name, v] of options) if (v !== null) settings.set(str(name), v);
  if (typeof term !== 'string') return fail(`a sequence is described by text, not by ${str(term)}`);
  const short = SHORTCUT.exec(term);
  if (short) {
    const [, start, end, stride, format] = short;
    for (const [name, v] of Object.entries({ start, end, stride, format })) if (v !== undefined) settings.set(name, v);
    return settings;
  }
  const { pairs, rest } = keyValues(term);
  const unknown = [
    ...pairs.map(([name]) => name).filter((name) => !FIELDS.includes(name)),
    ...(rest ? ['_raw_params'] : []),
  ];
  if (unknown.length > 0) fail(`unrecognized arguments to with_sequence: ${repr(unknown)}`);
  for (const [name, v] of pairs) settings.set(name, v);
  return settings;
}

function oneSequence(options: ValueMap, term: Value): Value[] {
  const settings = settingsOf(options, term);
  const number = (name: string): number | undefined => {
    const v = settings.get(name);
    return v === undefined ? undefined : wholeNumber(v, name);
  };
  const [start, stride, count] = [number('start') ?? 1, number('stride') ?? 1, number('count')];
  let end = number('end');
  if (count === undefined && end === undefined) return fail('must specify count or end in with_sequence');
  if (count !== undefined && end !== undefined) return fail("can't specify both count and end in with_sequence");
  if (count === 0) return [];
  // compat: with a negative stride that is one element more than was asked for.
  end ??= start + (count ?? 0) * stride - 1;
  if (stride > 0 && end < start) fail('to count backwards make stride negative');
  if (stride < 0 && end > start) fail("to count forward don't make stride negative");
  const format = str(settings.get('format') ?? '%d');
  if (format.split('%').length !== 2) fail(`bad formatting string: ${format}`);
  if (stride === 0) return [];
  const length = Math.floor((end - start) / stride) + 1;
  if (length > MOST) fail(`the sequence would have more than ${MOST} elements`);
  return Array.from({ length }, (_, i) => percentFormat(format, start + i * stride));
}
