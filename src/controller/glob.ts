// Finds the paths that match a shell pattern.
import { join } from 'node:path';
import { characterSet } from '../ground/index.js';
import type { Files } from './files.js';

/**
 * The paths that match the absolute `pattern`, sorted.
 * compat: as Python's glob.glob without `recursive`: `**` is `*`, and wildcards do not match hidden names.
 */
export function globPaths(pattern: string, files: Pick<Files, 'exists' | 'list'>): string[] {
  let found = ['/'];
  for (const part of pattern.split('/').filter((p) => p !== '')) {
    found = /[*?[]/.test(part)
      ? found.flatMap((dir) => matches(dir, part, files))
      : found.map((dir) => join(dir, part)).filter((path) => files.exists(path) !== undefined);
  }
  return found.sort();
}

function matches(dir: string, part: string, files: Pick<Files, 'exists' | 'list'>): string[] {
  if (files.exists(dir) !== 'directory') return [];
  const pattern = partRegex(part);
  return files
    .list(dir)
    .filter((name) => pattern.test(name) && (part.startsWith('.') || !name.startsWith('.')))
    .map((name) => join(dir, name));
}

function partRegex(part: string): RegExp {
  const source = part.replace(/\*+|\?|\[(!?)(\]?[^\]]*)\]|[\\^$.|+(){}[\]]/g, (token, not?: string, set?: string) => {
    if (token.startsWith('*')) return '.*';
    if (token === '?') return '.';
    if (set === undefined) return `\\${token}`;
    return characterSet(set, not === '!');
  });
  return new RegExp(`^${source}$`, 's');
}
