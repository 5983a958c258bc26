// Tests on what is on the controller: exists, file, directory, link, mount, same_file.
import type { Value } from '../../value/index.js';
import { engineOf, needString, take, withoutArguments, type Table } from '../filters/define.js';
import { joinPaths } from '../filters/paths.js';
import { fail, unsupported } from '../python/errors.js';
import type { Filter, FilterCall, PathEntry, TemplatePort } from '../types.js';

function onPath(ask: (port: TemplatePort, path: string, call: FilterCall) => boolean): Filter {
  return (call) => {
    engineOf(call).impure();
    return ask(call.port, needString(call.value, 'a test on files'), call);
  };
}

function entryOf(port: TemplatePort, path: string): PathEntry | undefined {
  if (!port.entry) return unsupported('this test on files is not available here');
  return path === '' ? undefined : port.entry(path);
}

/** Where the links of a path lead. */
function followed(port: TemplatePort, path: string): string {
  return port.realPath?.(path) ?? path;
}

const exists = onPath((port, path) => port.exists(path) !== undefined);
const isFile = onPath((port, path) => port.exists(path) === 'file');
const isDirectory = onPath((port, path) => port.exists(path) === 'directory');
const isLink = onPath((port, path) => entryOf(port, path)?.isLink === true);
const linkExists = onPath((port, path) => entryOf(port, path) !== undefined);

/** The root of a file system: on another device than the directory above it, or the same directory. */
const isMount = onPath((port, path) => {
  const here = entryOf(port, path);
  if (!here || here.isLink) return false;
  const above = entryOf(port, followed(port, joinPaths([path, '..'])));
  return above !== undefined && (above.device !== here.device || above.inode === here.inode);
});

const isSame = onPath((port, path, call) => {
  const other = needString(take(call, 'same_file', ['path2'], 1)[0] as Value, 'same_file');
  const [a, b] = [path, other].map((p) => entryOf(port, followed(port, p)) ?? fail(`there is no file '${p}'`));
  return a?.device === b?.device && a?.inode === b?.inode;
});

const table: Table = {
  exists,
  file: isFile,
  is_file: isFile,
  directory: isDirectory,
  is_dir: isDirectory,
  link: isLink,
  is_link: isLink,
  link_exists: linkExists,
  mount: isMount,
  is_mount: isMount,
  same_file: isSame,
  is_same_file: isSame,
};

const WITH_ARGUMENTS = ['same_file', 'is_same_file'];

export const FILE_TESTS: Table = {
  ...table,
  ...withoutArguments(
    table,
    Object.keys(table).filter((name) => !WITH_ARGUMENTS.includes(name)),
  ),
};
