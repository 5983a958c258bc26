// The lookup `first_found`: the first of some files that exists.
import { Undefined, type Value, type ValueMap } from '../../value/index.js';
import { joinPaths } from '../filters/paths.js';
import { fail } from '../python/errors.js';
import { str } from '../python/text.js';
import type { LookupCall } from '../types.js';
import { boolOption, checkOptions } from './options.js';

const OPTIONS = ['files', 'paths', 'skip'];
const KINDS = ['files', 'templates', 'vars'] as const;

/** Names in a text are separated by these characters; lists may be nested. */
function names(v: Value | undefined, separators: RegExp): string[] {
  if (v === undefined || v === null || v instanceof Undefined) return [];
  if (Array.isArray(v)) return v.flatMap((x) => (x === null ? [] : names(x, separators)));
  return str(v).split(separators);
}

/** An option that is a list; of a text the parts between commas. */
function listOption(options: ValueMap, name: string): Value {
  const v = options.get(name) ?? null;
  if (typeof v !== 'string') return v;
  return v.split(',').map((part) => part.trim());
}

interface Search {
  readonly candidates: string[];
  /** compat: what the last term says counts for all of them. */
  skip: boolean;
  options: ValueMap;
}

/** compat: a term that is a dict has options, which hold for the terms behind it as well. */
function searchOf(call: LookupCall, terms: readonly Value[], search: Search): void {
  search.skip = false;
  for (const term of terms) {
    if (term instanceof Undefined) continue;
    if (Array.isArray(term)) {
      searchOf(call, term, search);
      continue;
    }
    if (term instanceof Map) {
      for (const key of term.keys())
        if (!OPTIONS.includes(str(key)))
          fail(`first_found has no option '${str(key)}'`, `it takes ${OPTIONS.join(', ')}`);
      search.options = term;
    } else if (typeof term !== 'string') fail(`first_found takes texts, dicts and lists of texts, not ${str(term)}`);
    const files = names(term instanceof Map ? listOption(term, 'files') : term, /[,;]/);
    const paths = names(listOption(search.options, 'paths'), /[,:;]/);
    search.skip = boolOption({ ...call, options: search.options }, 'skip', false);
    if (paths.length === 0) search.candidates.push(...files);
    // compat: path after path, in each all files.
    else for (const path of paths) search.candidates.push(...files.map((file) => joinPaths([path, file])));
  }
}

export function firstFound(call: LookupCall): Value[] {
  checkOptions(call, 'first_found', OPTIONS);
  const search: Search = { candidates: [], skip: false, options: call.options };
  searchOf(call, call.terms.length > 0 ? call.terms : [listOption(call.options, 'files') ?? []], search);
  const { candidates, skip } = search;
  const kind = KINDS.find((k) => k === call.options.get('_kind')) ?? 'files';
  for (const name of candidates) {
    const found = call.port.find(kind, name, call.scope);
    if (found !== undefined) return [found];
  }
  if (skip) return [];
  return fail(
    `none of these files was found: ${candidates.join(', ')}`,
    `they are looked for in ${kind}/ and beside it; give 'skip: true' when it may be missing`,
  );
}
