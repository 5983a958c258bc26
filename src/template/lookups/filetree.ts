// The lookup `filetree` of community.general: everything below directories, with what a file task needs to copy it.
import type { Value } from '../../value/index.js';
import { mapFromObject } from '../../value/index.js';
import { fail, unsupported } from '../python/errors.js';
import { str } from '../python/text.js';
import type { LookupCall, TreeEntry } from '../types.js';
import { checkOptions, option } from './options.js';

export function filetree(call: LookupCall): Value[] {
  checkOptions(call, 'filetree', ['exclude']);
  if (option(call, 'exclude') !== undefined && option(call, 'exclude') !== null)
    unsupported(
      "the lookup filetree does not support 'exclude'",
      "leave entries out with 'when: item.path is not match(…)'",
    );
  const { tree } = call.port;
  if (!tree) return unsupported('the lookup filetree needs a controller with a disk');
  const seen = new Set<string>();
  return call.terms.flatMap((term) => {
    const name = str(term);
    const root = call.port.find('files', name.replace(/\/+$/, ''), call.scope);
    if (root === undefined || call.port.exists(root) !== 'directory')
      return fail(`the directory '${name}' was not found`);
    // compat: of trees that have the same path the first one counts.
    return tree(root).flatMap((entry) => {
      if (seen.has(entry.path)) return [];
      seen.add(entry.path);
      return [describe(root, entry)];
    });
  });
}

function describe(root: string, entry: TreeEntry): Value {
  const { kind, path, target, mode, ...rest } = entry;
  return mapFromObject({
    root,
    path,
    state: kind,
    ...(kind === 'file' ? { src: `${root}/${path}` } : kind === 'link' ? { src: target } : {}),
    mode: mode.toString(8).padStart(4, '0'),
    ...rest,
  });
}
