// Filters on paths of the controller: text operations as Python's posixpath does them, globbing through the port.
import { tuple, type Value } from '../../value/index.js';
import { spend, spendText } from '../python/budget.js';
import { fail } from '../python/errors.js';
import { typeName } from '../python/text.js';
import type { FilterCall } from '../types.js';
import { define, engineOf, needString, take, withoutArguments, type Table } from './define.js';

/** More characters than any system takes as a path. */
const LONGEST = 65_536;

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
  const from = Math.max(
    0,
    parts.findLastIndex((part) => part.startsWith('/')),
  );
  const [first = '', ...rest] = parts.slice(from);
  // What was put together so far is not looked at again: a million parts are not gone over a million times.
  let path = first;
  let isOpen = first === '' || first.endsWith('/');
  for (const part of rest) {
    spendText(part.length);
    path += isOpen ? part : `/${part}`;
    if (part !== '') isOpen = part.endsWith('/');
    else isOpen = path !== '';
  }
  return path;
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

/** posixpath.relpath; relative paths begin at the directory the shell says we are in. */
function relpath(call: FilterCall): string {
  const [start] = take(call, 'relpath', ['start']);
  const path = needPath(call.value);
  const from = start === undefined ? '.' : needPath(start);
  if (path === '') fail('no path specified');
  const outside = [path, from].some((p) => !p.startsWith('/') && normpath(p).startsWith('..'));
  const absolute = outside || path.startsWith('/') || from.startsWith('/');
  const parts = (p: string): string[] =>
    normpath(absolute ? joinPaths([workingDirectory(call, p), p]) : p)
      .split('/')
      .filter((s) => s !== '' && s !== '.');
  const [a, b] = [parts(path), parts(from)];
  let common = 0;
  while (common < a.length && common < b.length && a[common] === b[common]) common++;
  return [...b.slice(common).map(() => '..'), ...a.slice(common)].join('/') || '.';
}

function workingDirectory(call: FilterCall, path: string): string {
  if (path.startsWith('/')) return '/';
  engineOf(call).impure();
  return call.port.env('PWD') ?? fail('relpath cannot tell where a relative path begins: PWD is not set');
}

function needPath(v: Value): string {
  return needString(v, 'a path');
}

function commonpath(call: FilterCall): string {
  if (!Array.isArray(call.value)) return fail('|commonpath expects sequence, got ' + typeName(call.value));
  const paths = call.value.map(needPath);
  if (paths.length === 0) fail('commonpath() arg is an empty sequence');
  const rooted = paths.filter((p) => p.startsWith('/')).length;
  if (rooted !== 0 && rooted !== paths.length) fail("Can't mix absolute and relative paths");
  const [first = [], ...rest] = paths.map((p) => {
    spend(p.length);
    return p.split('/').filter((s) => s !== '' && s !== '.');
  });
  let n = 0;
  while (n < first.length && rest.every((l) => l[n] === first[n])) n++;
  return (rooted > 0 ? '/' : '') + first.slice(0, n).join('/');
}

function pathJoin(call: FilterCall): string {
  if (typeof call.value === 'string') return call.value;
  if (!Array.isArray(call.value)) return fail('|path_join expects string or sequence, got ' + typeName(call.value));
  const parts = call.value.map(needPath);
  return parts.length > 0 ? joinPaths(parts) : fail('path_join needs at least one path');
}

/** ntpath.splitdrive */
function splitDrive(path: string): [string, string] {
  const normal = path.replaceAll('/', '\\');
  if (normal.startsWith('\\\\')) {
    const start = normal.slice(0, 8).toUpperCase() === '\\\\?\\UNC\\' ? 8 : 2;
    const server = normal.indexOf('\\', start);
    const share = server < 0 ? -1 : normal.indexOf('\\', server + 1);
    return share < 0 ? [path, ''] : [path.slice(0, share), path.slice(share)];
  }
  return normal[1] === ':' ? [path.slice(0, 2), path.slice(2)] : ['', path];
}

/** ntpath.split */
function splitWindows(path: string): [string, string] {
  const [drive, rest] = splitDrive(path);
  const [, head = '', tail = ''] = /^((?:[^]*[\\/])?)([^\\/]*)$/.exec(rest) ?? [];
  return [drive + (head.replace(/[\\/]+$/, '') || head), tail];
}

function expanduser(call: FilterCall): string {
  const path = needPath(call.value);
  if (!/^~(?:\/|$)/.test(path)) return path;
  const home = call.port.env('HOME');
  return home === undefined ? path : home.replace(/\/+$/, '') + path.slice(1);
}

const table: Table = {
  basename: (call) => basename(needPath(call.value)),
  dirname: (call) => dirname(needPath(call.value)),
  splitext: (call) => tuple(splitext(needPath(call.value))),
  expanduser: (call) => {
    engineOf(call).impure();
    return expanduser(call);
  },
  expandvars: (call) => {
    engineOf(call).impure();
    return needPath(call.value).replace(
      /\$(?:(\w+)|\{([^}]*)\})/g,
      (whole: string, a?: string, b?: string) => call.port.env(a ?? b ?? '') ?? whole,
    );
  },
  realpath: (call) => {
    engineOf(call).impure();
    const path = needPath(call.value);
    if (path.length > LONGEST) fail('File name too long');
    const absolute = joinPaths([workingDirectory(call, path), path]);
    return call.port.realPath?.(absolute) ?? normpath(absolute);
  },
  normpath: (call) => normpath(needPath(call.value)),
  relpath,
  path_join: pathJoin,
  commonpath,
  fileglob: (call) => {
    engineOf(call).impure();
    return call.port.glob(needPath(call.value)).filter((p) => call.port.exists(p) === 'file');
  },
  win_basename: (call) => splitWindows(needPath(call.value))[1],
  win_dirname: (call) => splitWindows(needPath(call.value))[0],
  win_splitdrive: (call): Value => tuple(splitDrive(needPath(call.value))),
};

const WITH_ARGUMENTS = ['relpath'];

export const PATH_FILTERS = define({
  ...table,
  ...withoutArguments(
    table,
    Object.keys(table).filter((name) => !WITH_ARGUMENTS.includes(name)),
  ),
});
