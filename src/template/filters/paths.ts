// Filters on paths of the controller: text operations as Python's posixpath does them, globbing through the port.
import { tuple, type Value } from '../../value/index.js';
import { iterate } from '../python/compare.js';
import { fail } from '../python/errors.js';
import { str } from '../python/text.js';
import type { FilterCall } from '../types.js';
import { define, engineOf, take, text, type Table } from './define.js';

/** posixpath.basename */
function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** posixpath.dirname */
export function dirname(path: string): string {
  const head = path.slice(0, path.lastIndexOf('/') + 1);
  return head !== '' && !/^\/+$/.test(head) ? head.replace(/\/+$/, '') : head;
}

/** posixpath.splitext */
function splitext(path: string): [string, string] {
  const name = basename(path);
  const dot = name.lastIndexOf('.');
  if (dot <= 0 || /^\.+$/.test(name.slice(0, dot))) return [path, ''];
  const cut = path.length - (name.length - dot);
  return [path.slice(0, cut), path.slice(cut)];
}

/** posixpath.join */
export function joinPaths(parts: readonly string[]): string {
  return parts.reduce((path, part) =>
    part.startsWith('/') ? part : path === '' || path.endsWith('/') ? path + part : `${path}/${part}`,
  );
}

/** posixpath.normpath */
function normpath(path: string): string {
  if (path === '') return '.';
  const root = /^\/\/(?!\/)/.test(path) ? '//' : path.startsWith('/') ? '/' : '';
  const out: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..' || (root === '' && out.length === 0) || out.at(-1) === '..') {
      if (!(part === '..' && root !== '')) out.push(part);
      else if (out.length > 0) out.pop();
    } else out.pop();
  }
  return root + out.join('/') || '.';
}

function relpath(path: string, start: string): string {
  const parts = (p: string): string[] =>
    normpath(p)
      .split('/')
      .filter((s) => s !== '' && s !== '.');
  if (path.startsWith('/') !== start.startsWith('/')) fail('relpath needs two absolute or two relative paths');
  const [a, b] = [parts(path), parts(start)];
  let common = 0;
  while (common < a.length && common < b.length && a[common] === b[common]) common++;
  return [...b.slice(common).map(() => '..'), ...a.slice(common)].join('/') || '.';
}

function expanduser(call: FilterCall): string {
  const path = str(call.value);
  if (!/^~(?:\/|$)/.test(path)) return path;
  const home = call.port.env('HOME');
  return home === undefined ? path : home.replace(/\/+$/, '') + path.slice(1);
}

const table: Table = {
  basename: (call) => basename(str(call.value)),
  dirname: (call) => dirname(str(call.value)),
  splitext: (call) => tuple(splitext(str(call.value))),
  expanduser: (call) => {
    engineOf(call).impure();
    return expanduser(call);
  },
  expandvars: (call) => {
    engineOf(call).impure();
    return str(call.value).replace(
      /\$(?:(\w+)|\{([^}]*)\})/g,
      (whole: string, a?: string, b?: string) => call.port.env(a ?? b ?? '') ?? whole,
    );
  },
  // compat: without following links; a path that is not absolute cannot be resolved without a working directory.
  realpath: (call) => normpath(str(call.value)),
  normpath: (call) => normpath(str(call.value)),
  relpath: (call) => relpath(str(call.value), text(take(call, 'relpath', ['start'])[0], '.')),
  path_join: (call) =>
    typeof call.value === 'string' ? call.value : joinPaths(iterate(call.value).map((v) => str(v))),
  commonpath: (call) => {
    const lists = iterate(call.value).map((v) => str(v).split('/'));
    const [first = [], ...rest] = lists;
    let n = 0;
    while (n < first.length && rest.every((l) => l[n] === first[n])) n++;
    return first.slice(0, n).join('/') || (first[0] === '' && lists.length > 0 ? '/' : '');
  },
  fileglob: (call) => {
    engineOf(call).impure();
    return call.port.glob(str(call.value)).filter((p) => call.port.exists(p) === 'file');
  },
  win_basename: (call) => str(call.value).replace(/^.*[\\/]/s, ''),
  win_dirname: (call) => str(call.value).replace(/[\\/]+[^\\/]*$/s, ''),
  win_splitdrive: (call): Value => {
    const m = /^([A-Za-z]:|\\\\[^\\]+\\[^\\]+)?([^]*)$/.exec(str(call.value));
    return tuple([m?.[1] ?? '', m?.[2] ?? '']);
  },
};

export const PATH_FILTERS = define(table);
