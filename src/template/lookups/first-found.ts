// The lookup `first_found`: the first of some files that exists.
import { Undefined, type Value } from '../../value/index.js';
import { flag } from '../filters/define.js';
import { joinPaths } from '../filters/paths.js';
import { mapGet } from '../python/compare.js';
import { fail } from '../python/errors.js';
import { str } from '../python/text.js';
import type { LookupCall } from '../types.js';
import { checkOptions, option } from './options.js';

const OPTIONS = ['files', 'paths', 'skip'];
const KINDS = ['files', 'templates', 'vars'] as const;

/** Names of files are separated by commas and semicolons, paths by colons too. */
function names(v: Value | undefined, separators: RegExp): string[] {
  if (v === undefined || v === null || v instanceof Undefined) return [];
  if (Array.isArray(v)) return v.flatMap((x) => names(x, separators));
  return str(v)
    .split(separators)
    .map((s) => s.trim())
    .filter((s) => s !== '');
}

export function firstFound(call: LookupCall): Value[] {
  checkOptions(call, 'first_found', OPTIONS);
  let skip = flag(option(call, 'skip'), false);
  const candidates: string[] = [];
  const add = (files: Value | undefined, paths: Value | undefined): void => {
    const given = names(files, /[,;]/);
    const directories = names(paths, /[,:;]/);
    if (given.length === 0) candidates.push(...directories);
    else if (directories.length === 0) candidates.push(...given);
    // compat: path after path, in each all files.
    else
      for (const path of directories)
        candidates.push(...given.map((f) => (f.startsWith('/') ? f : joinPaths([path, f]))));
  };
  if (call.options.has('files') || call.options.has('paths')) add(option(call, 'files'), option(call, 'paths'));
  const visit = (term: Value): void => {
    if (Array.isArray(term)) term.forEach(visit);
    else if (term instanceof Map) {
      for (const key of term.keys())
        if (!OPTIONS.includes(str(key)))
          fail(`first_found has no option '${str(key)}'`, `it takes ${OPTIONS.join(', ')}`);
      if (flag(mapGet(term, 'skip'), false)) skip = true;
      add(mapGet(term, 'files'), mapGet(term, 'paths'));
    } else if (!(term instanceof Undefined)) candidates.push(...names(term, /[,;]/));
  };
  call.terms.forEach(visit);
  const kind = KINDS.find((k) => k === option(call, '_kind')) ?? 'files';
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
